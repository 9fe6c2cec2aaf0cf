//! The router behind API Gateway (payload format 2.0).

use std::net::IpAddr;

use axum::Router;
use axum::extract::Request;
use axum::middleware::map_request;
use lambda_http::request::RequestContext;

use crate::desk::Desk;
use crate::http::ClientAddress;

/// The one router, told by the gateway where each request comes from.
pub fn router(desk: Desk) -> Router {
    crate::router(desk).layer(map_request(with_client_address))
}

/// The address comes from the gateway's own account of the connection. `X-Forwarded-For` also holds whatever the
/// client wrote into it.
async fn with_client_address(mut request: Request) -> Request {
    if let Some(address) = request.extensions().get().and_then(client_address) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    request
}

fn client_address(context: &RequestContext) -> Option<IpAddr> {
    let RequestContext::ApiGatewayV2(context) = context else { return None };
    context.http.source_ip.as_ref()?.parse().ok()
}
