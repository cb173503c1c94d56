//! Encryption by the collector itself.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use askwell_collector::{Settings, State, TlsFiles, serve};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsConnector;

use crate::helper::local;
use crate::server::command;

/// Writes a certificate for `localhost` and its key.
fn certify(folder: &Path) -> TlsFiles {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let files = TlsFiles { certificate: folder.join("certificate.pem"), key: folder.join("key.pem") };
    std::fs::write(&files.certificate, made.cert.pem()).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    files
}

/// Asks for `/healthz`, trusting nothing but the certificate in `trusted`.
async fn healthy(address: std::net::SocketAddr, trusted: &[u8]) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(trusted).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_encrypted_and_a_renewed_certificate_needs_no_restart() {
    let folder = tempfile::tempdir().unwrap();
    let files = certify(folder.path());
    let old = std::fs::read(&files.certificate).unwrap();
    let settings = Settings { tls: Some(files.clone()), ..local(folder.path().join("askwell.db")) };
    let state = State::open(settings.clone()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = state.clone();
    let serving = tokio::spawn(async move { serve(listener, &served, async { drop(stopped.await) }).await });
    assert!(healthy(address, &old).await.unwrap().starts_with("HTTP/1.1 200"));
    // Who doesn't encrypt gets no answer, and one who never begins keeps nobody out.
    let mut plain = TcpStream::connect(address).await.unwrap();
    let idle = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    certify(folder.path());
    let new = std::fs::read(&files.certificate).unwrap();
    state.reload(&settings).await.unwrap();
    assert!(healthy(address, &old).await.is_err());
    assert!(healthy(address, &new).await.unwrap().starts_with("HTTP/1.1 200"));
    std::fs::write(&files.key, "no key").unwrap();
    assert!(state.reload(&settings).await.unwrap_err().to_string().contains("key.pem: can’t be read as a private key"));
    assert!(healthy(address, &new).await.is_ok());
    drop(idle);
    stop.send(()).unwrap();
    serving.await.unwrap();
    state.close().await.unwrap();
}

#[test]
fn a_certificate_that_cannot_be_used_is_no_way_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let files = certify(folder.path());
    let other = tempfile::tempdir().unwrap();
    let foreign = certify(other.path());
    let start = |certificate: &Path, key: Option<&Path>| {
        let mut serve = command();
        serve.args(["serve", "--open", "--listen", "127.0.0.1:0", "--database"]).arg(folder.path().join("askwell.db"));
        serve.arg("--tls-certificate").arg(certificate);
        if let Some(key) = key {
            serve.arg("--tls-key").arg(key);
        }
        let output = serve.stdout(Stdio::null()).output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(start(&files.certificate, None).contains("tls.key: is missing"));
    assert!(start(Path::new("nowhere.pem"), Some(&files.key)).contains("nowhere.pem: can’t be read as a certificate"));
    assert!(start(&files.key, Some(&files.key)).contains("key.pem: holds no certificate"));
    assert!(start(&files.certificate, Some(&files.certificate)).contains("can’t be read as a private key"));
    assert!(start(&files.certificate, Some(&foreign.key)).contains("can’t be used with the key"));
    assert!(!folder.path().join("askwell.db").exists());
}
