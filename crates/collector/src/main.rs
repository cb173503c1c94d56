//! The collector's command line.

mod commands;
mod options;

use std::io::Write;
use std::process::ExitCode;

use askwell_collector::{Settings, State, serve};
use clap::Parser;
use tokio::net::TcpListener;

use options::{Command, Options};

#[tokio::main]
async fn main() -> ExitCode {
    match start(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("askwell-collector: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn start(options: Options) -> Result<(), String> {
    let config = options.common.config()?;
    let (level, format) = options::log(&config)?;
    let _log = askwell_collector::start_log(level, format);
    match options.command {
        Command::Serve(arguments) => serve_until_stopped(arguments.settings(config)?).await,
        command => commands::run(command, config).await,
    }
}

/// Serves until SIGINT or SIGTERM. Prints `listening on http://ADDRESS` once connections are accepted.
async fn serve_until_stopped(settings: Settings) -> Result<(), String> {
    let listen = settings.listen;
    let stop = stopped().map_err(|error| format!("signals can’t be received: {error}"))?;
    let state = State::open(settings).await.map_err(|error| error.to_string())?;
    let listener = TcpListener::bind(listen).await.map_err(|error| format!("can’t listen on {listen}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    print(&format!("listening on http://{address}"));
    if let Some(path) = state.set_up_link().await.map_err(|error| error.to_string())? {
        print(&format!("to set up, open http://{address}{path}"));
    }
    serve(listener, &state, stop).await;
    state.close().await.map_err(|error| format!("the database was not closed cleanly: {error}"))
}

/// Prints a line. Whoever started the collector may have stopped reading: that is no reason to end.
fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Completes at the first signal to stop.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    })
}

/// Completes at the first signal to stop.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("stopping");
    })
}
