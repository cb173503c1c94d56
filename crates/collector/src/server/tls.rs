//! Encryption where no proxy does it. The files are read again with the configuration, since certificates are renewed.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// Where certificate and key are, each in the PEM format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, followed by those that lead to its issuer.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Why they can't be used. Nothing of the key is in the text.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", .path.display())]
pub struct TlsError {
    path: PathBuf,
    problem: String,
}

/// The certificate that is shown at the moment.
#[derive(Debug)]
pub(crate) struct Tls(Mutex<Arc<ServerConfig>>);

impl Tls {
    pub(crate) fn read(files: &TlsFiles) -> Result<Self, TlsError> {
        Ok(Self(Mutex::new(files.read()?)))
    }

    /// Shows what the files hold now to clients that connect from now on.
    pub(crate) fn reload(&self, files: &TlsFiles) -> Result<(), TlsError> {
        let config = files.read()?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().into()
    }
}

impl TlsFiles {
    fn read(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let of_certificate = |problem: String| TlsError { path: self.certificate.clone(), problem };
        let of_key = |problem: String| TlsError { path: self.key.clone(), problem };
        let chain = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| of_certificate(format!("can’t be read as a certificate: {error}")))?;
        if chain.is_empty() {
            return Err(of_certificate("holds no certificate".to_owned()));
        }
        let key = PrivateKeyDer::from_pem_file(&self.key)
            .map_err(|error| of_key(format!("can’t be read as a private key: {error}")))?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map(|builder| builder.with_no_client_auth())
            .and_then(|builder| builder.with_single_cert(chain, key));
        let mut config = config.map_err(|error| of_certificate(format!("can’t be used with the key: {error}")))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}
