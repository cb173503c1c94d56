//! A mail server that keeps what it gets, and answers as it is told.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// A mail that arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mail {
    pub(crate) to: Vec<String>,
    /// Headers and body, as they were sent.
    pub(crate) data: String,
    /// What was sent to sign in.
    pub(crate) login: Option<String>,
    pub(crate) encrypted: bool,
}

impl Mail {
    /// The headers, unfolded.
    pub(crate) fn headers(&self) -> Vec<String> {
        let head = self.data.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        head.split("\r\n").map(ToOwned::to_owned).collect()
    }

    pub(crate) fn header(&self, name: &str) -> String {
        let headers = self.headers();
        let found: Vec<_> = headers.iter().filter_map(|line| line.strip_prefix(&format!("{name}: "))).collect();
        assert_eq!(found.len(), 1, "{name}: {headers:?}");
        found[0].to_owned()
    }

    /// The body, without the line breaks of quoted-printable.
    pub(crate) fn body(&self) -> String {
        self.data.split_once("\r\n\r\n").unwrap().1.replace("=\r\n", "").replace("=3D", "=")
    }
}

#[derive(Clone)]
pub(crate) struct MailServer {
    pub(crate) port: u16,
    /// The certificate that it shows.
    pub(crate) certificate: PathBuf,
    got: Arc<watch::Sender<Vec<Mail>>>,
    /// What it says to the next recipients, in place of 250.
    next: Arc<Mutex<VecDeque<&'static str>>>,
    tls: TlsAcceptor,
    knows_starttls: bool,
    _folder: Arc<TempDir>,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

impl MailServer {
    pub(crate) async fn start(knows_starttls: bool) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = TempDir::new().unwrap();
        let certificate = folder.path().join("certificate.pem");
        std::fs::write(&certificate, made.cert.pem()).unwrap();
        let chain = vec![CertificateDer::from_pem_slice(made.cert.pem().as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(made.signing_key.serialize_pem().as_bytes()).unwrap();
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            certificate,
            got: Arc::default(),
            next: Arc::default(),
            tls: TlsAcceptor::from(Arc::new(config)),
            knows_starttls,
            _folder: Arc::new(folder),
        };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                tokio::spawn(async move { server.talk(Box::new(stream)).await });
            }
        });
        server
    }

    /// Answers the next recipients like this.
    pub(crate) fn says(&self, answers: &[&'static str]) {
        self.next.lock().unwrap().extend(answers);
    }

    /// What arrived, once that is so much.
    pub(crate) async fn got(&self, count: usize) -> Vec<Mail> {
        let mut got = self.got.subscribe();
        let arrived = tokio::time::timeout(Duration::from_secs(20), got.wait_for(|got| got.len() >= count)).await;
        arrived.expect("so many mails have never arrived").unwrap().clone()
    }

    /// One connection, as RFC 5321 has it.
    async fn talk(&self, stream: Box<dyn Stream>) -> Option<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 mail.test ESMTP\r\n").await.ok()?;
        let (mut mail, mut encrypted, mut login) = (Mail::default(), false, None);
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" if !encrypted && self.knows_starttls => "250-mail.test\r\n250 STARTTLS".to_owned(),
                "EHLO" if encrypted => "250-mail.test\r\n250 AUTH PLAIN".to_owned(),
                "EHLO" => "250 mail.test".to_owned(),
                "STARTTLS" if self.knows_starttls && !encrypted => {
                    stream.write_all(b"220 go ahead\r\n").await.ok()?;
                    let raw = self.tls.accept(stream.into_inner()).await.ok()?;
                    stream = BufReader::new(Box::new(raw));
                    encrypted = true;
                    continue;
                }
                "AUTH" => {
                    login = line.split(' ').nth(2).map(ToOwned::to_owned);
                    "235 welcome".to_owned()
                }
                "MAIL" => {
                    mail = Mail { encrypted, login: login.clone(), ..Mail::default() };
                    "250 ok".to_owned()
                }
                "RCPT" => {
                    mail.to.push(line.split(['<', '>']).nth(1).unwrap_or_default().to_owned());
                    self.next.lock().unwrap().pop_front().unwrap_or("250 ok").to_owned()
                }
                "DATA" => {
                    stream.write_all(b"354 go ahead\r\n").await.ok()?;
                    while !mail.data.ends_with("\r\n.\r\n") {
                        if stream.read_line(&mut mail.data).await.ok()? == 0 {
                            return None;
                        }
                    }
                    self.got.send_modify(|all| all.push(std::mem::take(&mut mail)));
                    "250 ok".to_owned()
                }
                "QUIT" => "221 bye".to_owned(),
                "RSET" | "NOOP" => "250 ok".to_owned(),
                _ => "502 what?".to_owned(),
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
    }
}
