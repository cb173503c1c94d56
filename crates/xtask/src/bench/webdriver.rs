//! As much WebDriver as a measurement needs: <https://www.w3.org/TR/webdriver2/>, and ChromeDriver's way to the
//! DevTools protocol.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long one command may take; starting a browser is the slowest.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running ChromeDriver; it ends with this value.
pub(super) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts it on a free port.
    ///
    /// # Errors
    /// When it does not start or does not tell its port.
    pub(super) fn start(program: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} could not be started", program.display()))?;
        let output = process.stdout.take().context("ChromeDriver has no output")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| port_in(&line));
        let Some(port) = port else {
            let _ = process.kill();
            let _ = process.wait();
            bail!("ChromeDriver did not tell its port");
        };
        // What it says later is of no interest, but it must be able to say it.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { process, port })
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let content = read_body(BufReader::new(stream)).with_context(|| format!("no answer to {path}"))?;
        let content: Value = serde_json::from_slice(&content).context("no JSON from ChromeDriver")?;
        match content.pointer("/value/error") {
            Some(error) => bail!("{path}: {error}: {}", content["value"]["message"]),
            None => Ok(content["value"].clone()),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The body of an HTTP answer. ChromeDriver keeps the connection open, whatever it is asked, and tells the length.
fn read_body(mut answer: impl BufRead) -> Result<Vec<u8>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse()?);
        }
    }
    let mut body = vec![0; length.context("an answer without its length")?];
    answer.read_exact(&mut body)?;
    Ok(body)
}

/// The port in `ChromeDriver was started successfully on port 40123.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

/// A browser with a new profile; it closes with this value.
pub(super) struct Session<'a> {
    driver: &'a Driver,
    path: String,
}

impl<'a> Session<'a> {
    /// Opens a browser.
    pub(super) fn new(driver: &'a Driver, capabilities: &Value) -> Result<Self> {
        let wanted = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let value = driver.send("POST", "/session", Some(&wanted))?;
        let id = value["sessionId"].as_str().context("ChromeDriver gave no session")?;
        Ok(Self { driver, path: format!("/session/{id}") })
    }

    /// Goes to a page and waits until it has loaded.
    pub(super) fn open(&self, url: &str) -> Result<()> {
        self.post("url", &json!({ "url": url })).map(|_| ())
    }

    /// The value a script in the page returns.
    pub(super) fn run_script(&self, script: &str) -> Result<Value> {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Sends a command of the DevTools protocol: <https://chromedevtools.github.io/devtools-protocol/>.
    pub(super) fn devtools(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value> {
        self.driver.send("POST", &format!("{}/{command}", self.path), Some(body))
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let _ = self.driver.send("DELETE", &self.path, None);
    }
}

#[cfg(test)]
mod tests {
    use super::{port_in, read_body};

    #[test]
    fn a_body_is_as_long_as_the_answer_says_and_no_longer() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-LENGTH: 4\r\nX: y\r\n\r\nbodyrest";
        assert_eq!(read_body(&answer[..]).expect("a whole answer"), b"body");
        assert!(read_body(&b"HTTP/1.1 200 OK\r\n\r\nbody"[..]).is_err());
        assert!(read_body(&b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody"[..]).is_err());
    }

    #[test]
    fn the_port_is_read_from_what_chromedriver_says() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 40123."), Some(40_123));
        assert_eq!(port_in("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
