//! Asking other machines by http and https.

use std::sync::Arc;
use std::time::Duration;

use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// A site that has not answered by then counts as one that does not.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks with this system's certificates, and says what for. Every status is an answer.
pub fn agent(purpose: &str) -> ureq::Agent {
    let certificates: Vec<_> = rustls_native_certs::load_native_certs()
        .certs
        .iter()
        .map(|certificate| Certificate::from_der(certificate).to_owned())
        .collect();
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&certificates))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    ureq::Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .user_agent(format!("deskmark/{} ({purpose})", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent()
}
