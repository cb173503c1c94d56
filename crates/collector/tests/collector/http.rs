//! As much of an HTTP client as the tests need: one that can be slow, chunked and rude.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A connection to a collector.
pub(crate) struct Client(TcpStream);

impl Client {
    pub(crate) fn to(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Self(stream)
    }

    /// Posts `body` over a connection of its own to a server that may end at any time. Returned is the status.
    pub(crate) fn try_post(address: &str, body: &str) -> io::Result<u16> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(40)))?;
        let mut client = Self(stream);
        let head = "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n";
        client.write(&format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()))?;
        Ok(client.answer()?.0)
    }

    pub(crate) fn write(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(text.as_bytes())
    }

    /// Posts `body` in one piece.
    pub(crate) fn post(&mut self, body: &str) -> (u16, String) {
        let length = body.len();
        let head = format!(
            "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
        );
        self.write(&head).unwrap();
        self.write(body).unwrap();
        self.answer().unwrap()
    }

    /// Gets what is at `path`.
    pub(crate) fn get(&mut self, path: &str) -> (u16, String) {
        self.write(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")).unwrap();
        self.answer().unwrap()
    }

    /// Posts `body` in chunks, without saying how long it is.
    pub(crate) fn post_chunked(&mut self, body: &str) -> (u16, String) {
        let head = "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n\
            Transfer-Encoding: chunked\r\n\r\n";
        self.write(head).unwrap();
        let pieces = body.as_bytes().chunks(1_000).map(|piece| std::str::from_utf8(piece).unwrap());
        // A server that has read enough closes: what can't be written then doesn't matter.
        let sent = pieces.into_iter().try_for_each(|piece| self.write(&format!("{:x}\r\n{piece}\r\n", piece.len())));
        let _ = sent.and_then(|()| self.write("0\r\n\r\n"));
        self.answer().unwrap()
    }

    /// The head of the next answer, in small letters.
    pub(crate) fn head(&mut self) -> io::Result<String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        Ok(String::from_utf8(head).unwrap().to_ascii_lowercase())
    }

    /// The status of the next answer, and one of its headers; empty without it.
    pub(crate) fn answer_with(&mut self, header: &str) -> io::Result<(u16, String)> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let value = head.lines().filter_map(|line| line.split_once(": ")).find(|(name, _)| *name == header);
        Ok((status, value.map(|(_, value)| value.to_owned()).unwrap_or_default()))
    }

    /// The status and the body of the next answer.
    pub(crate) fn answer(&mut self) -> io::Result<(u16, String)> {
        let head = self.head()?;
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.split("content-length: ").nth(1).map_or("0", |rest| rest.split('\r').next().unwrap());
        let mut body = vec![0; length.parse().unwrap()];
        self.0.read_exact(&mut body)?;
        Ok((status, String::from_utf8(body).unwrap()))
    }

    /// Waits until the server closes the connection, and returns what it sent before.
    pub(crate) fn closed(mut self) -> io::Result<String> {
        let mut rest = Vec::new();
        match self.0.read_to_end(&mut rest) {
            Err(error) if error.kind() != io::ErrorKind::ConnectionReset => Err(error),
            _ => Ok(String::from_utf8_lossy(&rest).into_owned()),
        }
    }
}
