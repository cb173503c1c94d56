//! ChromeDriver, one for each visitor: it ends with them, however they end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::from_environment;

/// How long it may take to close its browser.
const FAREWELL: Duration = Duration::from_secs(10);

pub(crate) struct Chromedriver {
    process: Child,
    port: u16,
}

/// How often it may fail to start. It takes a free port of one kind of address, and gives up if something else, such
/// as another ChromeDriver, has the same one of the other kind.
const ATTEMPTS: usize = 10;

impl Chromedriver {
    pub(crate) fn start() -> Self {
        (0..ATTEMPTS).find_map(|_| Self::try_to_start()).expect("ChromeDriver says which port it listens on")
    }

    fn try_to_start() -> Option<Self> {
        let mut process = Command::new(from_environment("CHROMEDRIVER"))
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("ChromeDriver starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output is piped")).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok());
        let Some(port) = port else {
            // It has closed its output, and so is ending.
            let _ = process.wait();
            return None;
        };
        // Read on, so that it never waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { process, port })
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Asks it to close its browser and to end. Blocks, since this runs while a test unwinds as well.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(FAREWELL))?;
        write!(stream, "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new()).map(|_| ())
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Whether it listens or not, it is gone after this.
        let _ = self.shut_down();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
