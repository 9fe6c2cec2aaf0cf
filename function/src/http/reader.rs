//! Who reads: their language, and where they come from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use domain::catalog::Catalog;
use domain::lang::Lang;

/// The network address a request came from, as the server in front of the router knows it. Headers that a client can
/// write are never asked.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let unknown = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(unknown))
    }
}

/// What a request says of its reader's language.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    asked: Option<String>,
    accepted: Vec<String>,
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri, &parts.headers))
    }
}

impl Reader {
    pub(super) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let asked = uri
            .query()
            .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")))
            // Below a language there are pages only, which no router has: what is asked for is gone, and told in it.
            .or_else(|| uri.path().split('/').nth(1))
            .map(str::to_owned);
        let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self { asked, accepted: by_preference(accept) }
    }

    /// The language of a page that belongs to nobody yet: `?lang`, else the browser's, else the portal's first.
    pub(super) fn lang(&self, catalog: &Catalog) -> Lang {
        self.asked(catalog)
            .or_else(|| self.accepted.iter().find_map(|tag| spoken(catalog, tag)))
            .unwrap_or_else(|| catalog.default_lang().clone())
    }

    /// The language of a page that has one of its own: `?lang`, else that.
    pub(super) fn lang_or(&self, catalog: &Catalog, own: &Lang) -> Lang {
        self.asked(catalog).or_else(|| spoken(catalog, own.as_str())).unwrap_or_else(|| self.lang(catalog))
    }

    fn asked(&self, catalog: &Catalog) -> Option<Lang> {
        self.asked.as_deref().and_then(|tag| spoken(catalog, tag))
    }
}

/// The portal's language for a tag: the same, else the same primary language.
pub(super) fn spoken(catalog: &Catalog, tag: &str) -> Option<Lang> {
    let languages = &catalog.portal.languages;
    let wanted = Lang::parse(tag).ok()?;
    let primary = |lang: &Lang| lang.as_str().split('-').next().map(str::to_owned);
    languages
        .iter()
        .find(|lang| **lang == wanted)
        .or_else(|| languages.iter().find(|lang| primary(lang) == primary(&wanted)))
        .cloned()
}

/// The tags of an `Accept-Language` header, most wanted first (RFC 9110, section 12.5.4).
fn by_preference(header: &str) -> Vec<String> {
    let mut tags: Vec<(f32, &str)> = header
        .split(',')
        .take(20)
        .filter_map(|entry| {
            let (tag, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
            let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            (weight > 0.0).then_some((weight, tag.trim()))
        })
        .collect();
    tags.sort_by(|a, b| b.0.total_cmp(&a.0));
    tags.into_iter().map(|(_, tag)| tag.to_owned()).collect()
}
