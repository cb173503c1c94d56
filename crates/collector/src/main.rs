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
    let common = options.common;
    let config = common.clone().config()?;
    let (level, format) = options::log(&config)?;
    let _log = askwell_collector::start_log(level, format);
    match options.command {
        Command::Serve(arguments) => {
            let settings = arguments.clone().settings(config)?;
            serve_until_stopped(settings, move || arguments.clone().settings(common.clone().config()?)).await
        }
        command => commands::run(command, config).await,
    }
}

/// Serves until SIGINT or SIGTERM. Prints `listening on http://ADDRESS`, or `https`, once connections are accepted. At SIGHUP, takes keys and
/// endpoints from what `read` reads.
async fn serve_until_stopped(
    settings: Settings,
    read: impl Fn() -> Result<Settings, String> + Send + 'static,
) -> Result<(), String> {
    let listen = settings.listen;
    let scheme = if settings.tls.is_some() { "https" } else { "http" };
    let stop = stopped().map_err(|error| format!("signals can’t be received: {error}"))?;
    let state = State::open(settings).await.map_err(|error| error.to_string())?;
    reload_at_hangup(state.clone(), read).map_err(|error| format!("signals can’t be received: {error}"))?;
    let listener = TcpListener::bind(listen).await.map_err(|error| format!("can’t listen on {listen}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    print(&format!("listening on {scheme}://{address}"));
    if let Some(path) = state.set_up_link().await.map_err(|error| error.to_string())? {
        print(&format!("to set up, open {scheme}://{address}{path}"));
    }
    serve(listener, &state, stop).await;
    state.close().await.map_err(|error| format!("the database was not closed cleanly: {error}"))
}

/// Reads the configuration again at each SIGHUP. One that can't be used changes nothing.
#[cfg(unix)]
fn reload_at_hangup(state: State, read: impl Fn() -> Result<Settings, String> + Send + 'static) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            let reloaded = match read() {
                Ok(settings) => state.reload(&settings).await.map_err(|error| error.to_string()),
                Err(problem) => Err(problem),
            };
            match reloaded {
                Ok(()) => tracing::info!("keys and endpoints were read again"),
                Err(error) => tracing::error!(error, "the configuration can’t be used, and nothing was changed"),
            }
        }
    });
    Ok(())
}

/// There is no such signal.
#[cfg(not(unix))]
fn reload_at_hangup(_: State, _: impl Fn() -> Result<Settings, String> + Send + 'static) -> std::io::Result<()> {
    Ok(())
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
