//! A browser without a screen: it keeps cookies, follows nothing unasked, and sends forms as they stand.

use std::collections::BTreeMap;

use super::page::{BOUNDARY, Form, Page};

/// What goes out, whoever carries it.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path and query, from the first slash on.
    pub target: String,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    /// Empty for a GET.
    pub body: Vec<u8>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Lower-case names; a name may come more than once.
    pub headers: Vec<(String, String)>,
    /// The body as text; every answer of Deskmark is.
    pub body: String,
}

impl Response {
    /// The first header of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as a page, after checking that the status is the one expected.
    #[track_caller]
    pub fn page(&self, status: u16) -> Page {
        assert_eq!(self.status, status, "expected {status}, got:\n{self:#?}");
        Page::parse(&self.body)
    }

    /// Where a redirect leads: path and query, whatever the address before them.
    #[track_caller]
    pub fn leads_to(&self) -> String {
        assert!(matches!(self.status, 301..=303 | 307 | 308), "expected a redirect, got:\n{self:#?}");
        target(self.header("location").expect("a redirect says where to"))
    }
}

/// Something that carries a request to the router and its answer back.
pub trait Transport {
    /// The portal's address as the router knows it, for `Origin`.
    fn origin(&self) -> String;

    /// Carries one request.
    fn send(&self, request: &Request) -> Response;
}

/// A server listening on this machine.
pub struct Server {
    base: String,
    origin: String,
    agent: ureq::Agent,
}

impl Server {
    /// `base` is an address like `http://127.0.0.1:4000`.
    pub fn at(base: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(super::PATIENCE))
            .build();
        let base = base.trim_end_matches('/').to_owned();
        Self { origin: base.clone(), base, agent: config.new_agent() }
    }

    /// The same where people know it by another address: there is a proxy before it.
    pub fn known_as(self, origin: &str) -> Self {
        Self { origin: origin.to_owned(), ..self }
    }
}

impl Transport for Server {
    fn origin(&self) -> String {
        self.origin.clone()
    }

    fn send(&self, request: &Request) -> Response {
        let mut outgoing =
            ureq::http::Request::builder().method(request.method).uri(format!("{}{}", self.base, request.target));
        for (name, value) in &request.headers {
            outgoing = outgoing.header(name, value);
        }
        let outgoing = outgoing.body(request.body.as_slice()).expect("the harness builds requests that can be sent");
        let mut incoming = self
            .agent
            .run(outgoing)
            .unwrap_or_else(|error| panic!("{} {}{}: {error}", request.method, self.base, request.target));
        Response {
            status: incoming.status().as_u16(),
            headers: incoming
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            body: incoming.body_mut().read_to_string().expect("every answer is text"),
        }
    }
}

/// One person's browser.
pub struct Browser<'a> {
    transport: &'a dyn Transport,
    /// Name → (path it is for, value).
    cookies: BTreeMap<String, (String, String)>,
}

impl<'a> Browser<'a> {
    /// A browser that has never been here.
    pub fn new(transport: &'a dyn Transport) -> Self {
        Self { transport, cookies: BTreeMap::new() }
    }

    /// Opens an address: a full one, or path and query.
    pub fn get(&mut self, address: &str) -> Response {
        self.send("GET", address, Vec::new(), Vec::new())
    }

    /// Opens an address and every one it redirects to.
    #[track_caller]
    pub fn open(&mut self, address: &str) -> Response {
        let response = self.get(address);
        self.follow(response)
    }

    /// Sends a form as it stands, the way a browser does, and stops at the answer.
    pub fn submit(&mut self, form: &Form) -> Response {
        let encoded = form.encoded();
        if form.method == "get" {
            return self.get(&format!("{}?{encoded}", form.action));
        }
        let (content_type, body) = if form.file_fields.is_empty() {
            ("application/x-www-form-urlencoded".to_owned(), encoded.into_bytes())
        } else {
            (format!("multipart/form-data; boundary={BOUNDARY}"), form.in_parts())
        };
        let headers = vec![("content-type".to_owned(), content_type), ("origin".to_owned(), self.transport.origin())];
        self.send("POST", &form.action, headers, body)
    }

    /// Goes where a redirect leads, until a page comes.
    #[track_caller]
    pub fn follow(&mut self, mut response: Response) -> Response {
        for _ in 0..5 {
            if !(300..400).contains(&response.status) {
                return response;
            }
            response = self.get(&response.leads_to());
        }
        panic!("redirected five times, last by:\n{response:#?}")
    }

    fn send(
        &mut self,
        method: &'static str,
        address: &str,
        mut headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Response {
        let target = target(address);
        let path = target.split('?').next().unwrap_or_default().to_owned();
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .filter(|(_, (scope, _))| covers(scope, &path))
            .map(|(name, (_, value))| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            headers.push(("cookie".to_owned(), cookies.join("; ")));
        }
        let response = self.transport.send(&Request { method, target, headers, body });
        for (_, cookie) in response.headers.iter().filter(|(name, _)| name == "set-cookie") {
            self.keep(cookie);
        }
        response
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let attributes: Vec<(String, &str)> =
            parts.map(|part| part.split_once('=').unwrap_or((part, ""))).map(|(n, v)| (n.to_lowercase(), v)).collect();
        let attribute = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
        if value.is_empty() || attribute("max-age") == Some("0") {
            self.cookies.remove(name);
        } else {
            let scope = attribute("path").unwrap_or("/").to_owned();
            self.cookies.insert(name.to_owned(), (scope, value.to_owned()));
        }
    }
}

/// RFC 6265, 5.1.4: a cookie's path covers itself and what is below it.
fn covers(scope: &str, path: &str) -> bool {
    path == scope || path.strip_prefix(scope).is_some_and(|rest| scope.ends_with('/') || rest.starts_with('/'))
}

/// Path and query of an address.
fn target(address: &str) -> String {
    match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]).to_owned(),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{covers, target};

    #[test]
    fn a_cookie_goes_where_its_path_says() {
        assert!(covers("/", "/desk"));
        assert!(covers("/t/ABCD", "/t/ABCD"));
        assert!(covers("/t/ABCD", "/t/ABCD/reply"));
        assert!(!covers("/t/ABCD", "/t/ABCDE"));
        assert!(!covers("/t/ABCD", "/t/EFGH"));
    }

    #[test]
    fn an_address_is_cut_to_what_a_request_line_holds() {
        assert_eq!(target("https://hotro.example/t/A?key=1"), "/t/A?key=1");
        assert_eq!(target("https://hotro.example"), "/");
        assert_eq!(target("/desk"), "/desk");
    }
}
