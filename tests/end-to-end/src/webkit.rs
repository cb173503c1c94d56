//! What WebKitGTK's browser needs and the others don't: a display, and a driver that thirtyfour can't start.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};

use crate::from_environment;

/// A display and a driver on it, both until this is dropped.
pub(crate) struct WebKit {
    display: Child,
    driver: Child,
    port: u16,
}

impl WebKit {
    pub(crate) fn start() -> Self {
        let mut display = Command::new(from_environment("XVFB"));
        // It takes a number that is free, and prints it once it can be used.
        display.args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
        let mut display = display.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("Xvfb starts");
        let output = BufReader::new(display.stdout.take().expect("its output is piped"));
        let number = output.lines().map_while(Result::ok).next().expect("Xvfb says which display it is");

        let port =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr()).expect("a port is free");
        let port = port.port();
        let mut driver = Command::new(from_environment("WEBKITDRIVER"));
        driver.arg(format!("--port={port}")).env("DISPLAY", format!(":{number}"));
        let driver = driver.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("WebKit's driver starts");
        Self { display, driver, port }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for WebKit {
    fn drop(&mut self) {
        // A browser ends with its display.
        for process in [&mut self.driver, &mut self.display] {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
