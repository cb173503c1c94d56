//! The collector's command line.

mod options;

use std::io::IsTerminal;
use std::process::ExitCode;

use askwell_collector::{State, app, serve};
use clap::Parser;
use tokio::net::TcpListener;

use options::{Command, Options, Retry};

#[tokio::main]
async fn main() -> ExitCode {
    let command = Options::parse().command;
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    let done = match command {
        Command::Serve(arguments) => match arguments.settings() {
            Ok(settings) => run(settings).await,
            Err(message) => Err(message),
        },
        Command::Retry(arguments) => retry(&arguments).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("askwell-collector: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until SIGINT or SIGTERM. Prints `listening on http://ADDRESS` once connections are accepted.
async fn run(settings: askwell_collector::Settings) -> Result<(), String> {
    let (listen, limits) = (settings.listen, settings.limits);
    let stop = stopped().map_err(|error| format!("signals can’t be received: {error}"))?;
    let state = State::open(settings).await.map_err(|error| error.to_string())?;
    let listener = TcpListener::bind(listen).await.map_err(|error| format!("can’t listen on {listen}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!("listening on http://{address}");
    serve(listener, app(state.clone()), limits, stop).await;
    state.close().await.map_err(|error| format!("the database was not closed cleanly: {error}"))
}

/// Lets what was given up wait again. A collector that runs notices within a minute.
async fn retry(arguments: &Retry) -> Result<(), String> {
    let database = &arguments.database;
    if !database.exists() {
        return Err(format!("there is no database {}", database.display()));
    }
    let retried = askwell_collector::retry(database, arguments.endpoint.as_deref()).await;
    let retried = retried.map_err(|error| format!("the database {}: {error}", database.display()))?;
    println!("{retried} {} again", if retried == 1 { "answer waits" } else { "answers wait" });
    Ok(())
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
