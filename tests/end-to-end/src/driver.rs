//! The driver of a browser, one for each visitor: it ends with them, however they end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::{Engine, from_environment};

/// How long it may take to close its browser.
const FAREWELL: Duration = Duration::from_secs(10);

pub(crate) struct Driver {
    engine: Engine,
    process: Child,
    port: u16,
    session: Option<String>,
}

/// How often it may fail to start. It takes a free port of one kind of address, and gives up if something else, such
/// as another ChromeDriver, has the same one of the other kind.
const ATTEMPTS: usize = 10;

impl Driver {
    pub(crate) fn start(engine: Engine) -> Self {
        (0..ATTEMPTS).find_map(|_| Self::try_to_start(engine)).expect("the driver says which port it listens on")
    }

    fn try_to_start(engine: Engine) -> Option<Self> {
        let (variable, arguments, says) = engine.driver();
        let mut process = Command::new(from_environment(variable))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output is piped")).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once(says)?.1.trim_end_matches('.').parse().ok());
        let Some(port) = port else {
            // It has closed its output, and so is ending.
            let _ = process.wait();
            return None;
        };
        // Read on, so that it never waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { engine, process, port, session: None })
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Notes the session that it has to end with its browser.
    pub(crate) fn serves(&mut self, session: String) {
        self.session = Some(session);
    }

    /// Asks it to close its browser. Blocks, since this runs while a test unwinds as well.
    fn shut_down(&self) -> std::io::Result<()> {
        let what = match (self.engine, &self.session) {
            (Engine::Chromium, _) => "GET /shutdown".to_owned(),
            (Engine::Firefox, Some(session)) => format!("DELETE /session/{session}"),
            (Engine::Firefox, None) => return Ok(()),
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(FAREWELL))?;
        write!(stream, "{what} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port)?;
        stream.read_to_end(&mut Vec::new()).map(|_| ())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Whether it listens or not, it is gone after this.
        let _ = self.shut_down();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
