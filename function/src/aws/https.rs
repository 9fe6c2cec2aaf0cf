//! How the clients of AWS speak HTTPS.

use std::sync::OnceLock;

use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::{HttpClient, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

/// Speaks HTTPS, with the certificates this machine trusts.
pub fn https() -> SharedHttpClient {
    SharedHttpClient::new(Https::default())
}

/// Reads the certificates, a hundred and more, when it is first to speak: as it comes, the client does so for each service
/// that is configured, before it is known whether any will be called.
#[derive(Debug, Default)]
struct Https(OnceLock<SharedHttpClient>);

impl HttpClient for Https {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let client =
            self.0.get_or_init(|| Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https());
        client.http_connector(settings, components)
    }
}
