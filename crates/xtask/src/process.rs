//! Running other programs: shown as they run, or quietly with a log and a sign of life.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How often a quiet step says that it still lives, when the output is no terminal.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How much of a failed step's log is shown.
const LOG_TAIL: usize = 40;

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .map(|word| if word.contains(' ') { format!("'{word}'") } else { word.into_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a command with its output on this terminal.
///
/// # Errors
/// When it cannot be started or does not end well.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{} could not be started", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// What a command prints on its standard output.
///
/// # Errors
/// When it cannot be started or does not end well; the message holds what it said.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{} could not be started", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` ended with {}: {}", shown(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a long command with its output in a log file, and shows only that it is alive.
///
/// # Errors
/// As [`run`]; the last lines of the log are printed first.
pub(crate) fn run_quietly(command: &mut Command, log_path: &Path) -> Result<()> {
    if let Some(folder) = log_path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut log = File::options()
        .create(true)
        .append(true)
        .open(log_path)
        .with_context(|| format!("cannot write {}", log_path.display()))?;
    writeln!(log, "$ {}", shown(command))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} could not be started", shown(command)))?;

    let (sender, lines) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        forward(output, sender.clone());
    }
    if let Some(output) = child.stderr.take() {
        forward(output, sender);
    }
    let tail = follow(&lines, &mut log)?;
    let status = child.wait()?;
    if !status.success() {
        for line in &tail {
            eprintln!("      | {line}");
        }
        bail!("`{}` ended with {status}; all of it is in {}", shown(command), log_path.display());
    }
    Ok(())
}

fn forward(output: impl Read + Send + 'static, lines: mpsc::Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            if lines.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                return;
            }
        }
    });
}

/// Logs lines until both ends of the pipe are closed; returns the last ones.
fn follow(lines: &mpsc::Receiver<String>, log: &mut File) -> Result<Vec<String>> {
    let terminal = std::io::stderr().is_terminal();
    let pause = if terminal { Duration::from_secs(1) } else { HEARTBEAT };
    let start = Instant::now();
    let mut shown_at = start;
    let mut tail: Vec<String> = Vec::new();
    loop {
        match lines.recv_timeout(pause) {
            Ok(line) => {
                writeln!(log, "{line}")?;
                if tail.len() == LOG_TAIL {
                    tail.remove(0);
                }
                tail.push(line);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
        if shown_at.elapsed() >= pause {
            shown_at = Instant::now();
            let last: String = tail.last().map_or("", String::as_str).trim().chars().take(60).collect();
            if terminal {
                eprint!("\r\x1b[K      {}  {last}", clock(start.elapsed()));
            } else {
                eprintln!("      {}  {last}", clock(start.elapsed()));
            }
        }
    }
    if terminal {
        eprint!("\r\x1b[K");
    }
    Ok(tail)
}

fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

/// A duration as people say it: `0.4 s`, `12 s`, `2 min 5 s`.
pub(crate) fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f32()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::{shown, spoken};
    use std::process::Command;
    use std::time::Duration;

    #[test]
    fn durations_read_as_people_say_them() {
        for (milliseconds, text) in [(412, "0.4 s"), (12_300, "12 s"), (125_000, "2 min 5 s")] {
            assert_eq!(spoken(Duration::from_millis(milliseconds)), text);
        }
    }

    #[test]
    fn a_shown_command_can_be_typed() {
        assert_eq!(shown(Command::new("ls").args(["-l", "a b"])), "ls -l 'a b'");
    }

    #[cfg(unix)]
    #[test]
    fn a_quiet_command_that_fails_is_an_error_that_names_its_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("quiet.log");
        let mut command = Command::new("sh");
        let error =
            super::run_quietly(command.args(["-c", "echo said; exit 3"]), &log).expect_err("exit code 3 is a failure");
        assert!(error.to_string().contains(&log.display().to_string()), "{error}");
        let logged = std::fs::read_to_string(&log).expect("the log was written");
        assert!(logged.contains("\nsaid\n"), "{logged}");
    }
}
