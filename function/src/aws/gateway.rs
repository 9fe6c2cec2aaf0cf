//! The router behind API Gateway (payload format 2.0), and CloudFront before it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use lambda_http::request::RequestContext;
use subtle::{Choice, ConstantTimeEq};

use super::Started;
use crate::http::ClientAddress;

/// CloudFront's word that a request comes through it. Only it and the function know what it says.
const ORIGIN: &str = "x-deskmark-origin";
/// The viewer's address, as CloudFront knows it.
const CLIENT: &str = "x-deskmark-client";

/// What stands before the router.
struct Before {
    started: Started,
    origin_secrets: Vec<String>,
}

/// The one router, told where each request comes from: by the gateway, or where CloudFront is before it
/// (`origin_secrets`), by CloudFront. Whoever comes to the gateway past CloudFront is refused.
pub fn router(started: Started, origin_secrets: Vec<String>) -> Router {
    let desk = started.desk.clone();
    crate::router(desk).layer(from_fn_with_state(Arc::new(Before { started, origin_secrets }), before))
}

async fn before(State(before): State<Arc<Before>>, mut request: Request, next: Next) -> Response {
    let secrets = &before.origin_secrets;
    if !secrets.is_empty() && !is_from_origin(secrets, request.headers()) {
        tracing::info!(status = 403, "a request came past CloudFront");
        return StatusCode::FORBIDDEN.into_response();
    }
    let at_gateway = request.extensions().get().and_then(at_gateway);
    let named = request.headers().get(CLIENT).filter(|_| !secrets.is_empty());
    let client = named.and_then(|value| value.to_str().ok()?.parse().ok()).or(at_gateway);
    if let Some(address) = client {
        request.extensions_mut().insert(ClientAddress(address));
    }
    before.started.desk().await;
    next.run(request).await
}

/// Looks at every secret to its end, so that the time it takes tells nothing.
fn is_from_origin(secrets: &[String], headers: &HeaderMap) -> bool {
    let said = headers.get(ORIGIN).map(HeaderValue::as_bytes).unwrap_or_default();
    secrets.iter().fold(Choice::from(0), |found, secret| found | secret.as_bytes().ct_eq(said)).into()
}

/// Who called the gateway, by its own account of the connection. `X-Forwarded-For` also holds whatever the client wrote
/// into it.
fn at_gateway(context: &RequestContext) -> Option<IpAddr> {
    let RequestContext::ApiGatewayV2(context) = context else { return None };
    context.http.source_ip.as_ref()?.parse().ok()
}
