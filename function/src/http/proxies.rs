//! Whom `X-Forwarded-For` is believed from.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use ipnet::IpNet;

use super::reader::ClientAddress;

/// A proxy whose account of its clients is believed: an address, or a network (`10.0.0.0/8`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proxy(IpNet);

impl FromStr for Proxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network.map(Self).map_err(|_| "neither an address like 10.0.0.7 nor a network like 10.0.0.0/8".to_owned())
    }
}

impl std::fmt::Display for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() { self.0.addr().fmt(f) } else { self.0.fmt(f) }
    }
}

/// A router that is told who asks, by the connection and by the proxies that are trusted. Serve it with
/// [`ConnectInfo`].
pub fn behind(router: Router, trusted: Vec<Proxy>) -> Router {
    router.layer(from_fn_with_state(Arc::<[Proxy]>::from(trusted), with_client))
}

async fn with_client(State(trusted): State<Arc<[Proxy]>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let client = client(peer.ip(), request.headers(), &trusted);
        request.extensions_mut().insert(ClientAddress(client));
    }
    next.run(request).await
}

/// Who asks: whoever is at the other end of the connection; where that is a trusted proxy, whom it names, and so on
/// backwards. Each proxy adds the address it was called from at the end, so the last one that is nobody's we trust was
/// seen by one we do; what stands before it a client may have made up.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Proxy]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|proxy| proxy.0.contains(&address));
    let lines = headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or_default());
    let named: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    let mut client = peer.to_canonical();
    for hop in named.into_iter().rev() {
        if !is_trusted(client) {
            break;
        }
        // A proxy that names no address keeps its own.
        let Some(address) = address(hop.trim()) else { break };
        client = address;
    }
    client
}

/// An address, with a port or without (some proxies add it).
fn address(text: &str) -> Option<IpAddr> {
    let address = text.parse().or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(peer: &str, lines: &[&'static str], trusted: &[&str], expected: &str) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let trusted: Vec<Proxy> = trusted.iter().map(|proxy| proxy.parse().expect("a proxy")).collect();
        let found = client(peer.parse().expect("an address"), &headers, &trusted);
        assert_eq!(found.to_string(), expected, "{peer} {lines:?}");
    }

    #[test]
    fn the_last_address_that_is_not_a_proxys_is_the_clients() {
        let proxies = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"];
        check("127.0.0.1", &["203.0.113.9"], &proxies, "203.0.113.9");
        check("127.0.0.1", &["198.51.100.1, 203.0.113.9"], &proxies, "203.0.113.9");
        check("127.0.0.1", &["198.51.100.1", "203.0.113.9, 10.1.2.3"], &proxies, "203.0.113.9");
        check("fd00::7", &["2001:db8::1"], &proxies, "2001:db8::1");
        check("::ffff:127.0.0.1", &["::ffff:203.0.113.9"], &proxies, "203.0.113.9");
        check("127.0.0.1", &["203.0.113.9:4711"], &proxies, "203.0.113.9");
        check("127.0.0.1", &["[2001:db8::1]:4711"], &proxies, "2001:db8::1");
    }

    #[test]
    fn nobody_else_is_believed() {
        check("203.0.113.9", &["198.51.100.1"], &["127.0.0.1"], "203.0.113.9");
        check("127.0.0.1", &["198.51.100.1"], &[], "127.0.0.1");
        check("127.0.0.1", &["198.51.100.1, unknown"], &["127.0.0.1"], "127.0.0.1");
        check("127.0.0.1", &["10.0.0.1, 203.0.113.9"], &["127.0.0.1", "10.0.0.0/8"], "203.0.113.9");
        check("127.0.0.1", &[], &["127.0.0.1"], "127.0.0.1");
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        assert_eq!("10.0.0.7".parse::<Proxy>().map(|proxy| proxy.to_string()), Ok("10.0.0.7".to_owned()));
        assert_eq!("10.0.0.0/8".parse::<Proxy>().map(|proxy| proxy.to_string()), Ok("10.0.0.0/8".to_owned()));
        assert!("nginx".parse::<Proxy>().is_err());
        assert!("10.0.0.0/33".parse::<Proxy>().is_err());
    }
}
