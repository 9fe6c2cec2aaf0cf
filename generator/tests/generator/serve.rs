//! `deskmark serve` as a browser sees it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use generator::serve::{Plan, ServeError, Serving};
use generator::site::Settings;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::project::Project;

struct Server {
    address: String,
    greeting: Vec<String>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
    _data: TempDir,
}

impl Server {
    fn start(project: &Project) -> Self {
        let data = TempDir::new().expect("there is room");
        let plan = plan(project, 0, &data);
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, waiting) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let serving = Serving::start(plan, |_: &str| {}).await.expect("it starts");
                ready.send(serving.greeting.clone()).expect("somebody waits");
                let stopped = async {
                    let _ = stopped.await;
                };
                serving.run(stopped).await.expect("it ends well");
            });
        });
        let greeting = waiting.recv_timeout(Duration::from_secs(20)).expect("it says that it is ready");
        let address = greeting[0].split_once("http://").expect("an address").1.trim_end_matches('/').to_owned();
        Self { address, greeting, stop: Some(stop), thread: Some(thread), _data: data }
    }

    fn open(&self, request: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a socket has a time limit");
        let host = if headers.contains("Host:") { String::new() } else { format!("Host: {}\r\n", self.address) };
        write!(stream, "{request} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n").expect("it reads");
        stream
    }

    fn get(&self, path: &str) -> String {
        self.request(&format!("GET {path}"), "")
    }

    fn request(&self, request: &str, headers: &str) -> String {
        let mut answer = String::new();
        self.open(request, headers).read_to_string(&mut answer).expect("it answers");
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let (Some(stop), Some(thread)) = (self.stop.take(), self.thread.take()) {
            let _ = stop.send(());
            thread.join().expect("the server ends without a panic");
        }
    }
}

fn plan(project: &Project, port: u16, data: &TempDir) -> Plan {
    let settings = Settings { today: "2026-11-22".parse().expect("a day"), drafts: false, highlight: true };
    Plan { options: project.options(), settings, port, data: data.path().to_owned() }
}

fn project() -> Project {
    Project::portal().file("vi/wifi.md", "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\nLời cũ.\n")
}

#[test]
fn pages_come_with_the_headers_of_the_design() {
    let server = Server::start(&project());
    let page = server.get("/vi/wifi/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Lời cũ."));
    for header in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: ",
        "cache-control: no-cache",
    ] {
        assert!(page.contains(header), "{header}");
    }
    let tag = page.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag");
    assert!(server.request("GET /vi/wifi/", &format!("If-None-Match: {tag}\r\n")).starts_with("HTTP/1.1 304"));
    let style = page.split('"').find(|part| part.starts_with("/_theme/") && part.contains("style")).expect("a style");
    assert!(server.get(style).contains("immutable"));
}

#[test]
fn addresses_are_forgiving_and_closed() {
    let server = Server::start(&project());
    for (path, status) in [
        ("/", 200),
        ("/a/wifi", 301),
        ("/a/wifi/", 200),
        ("/vi/wifi", 301),
        ("/vi/khong-co/", 404),
        ("/../etc/passwd", 404),
        ("/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/%ff", 404),
        ("//evil.example/", 404),
        ("/search/vi.json", 200),
        ("/desk/sign-in", 200),
        ("/vi/wifi/?q=%", 200),
    ] {
        let answer = server.get(path);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer:.40}");
    }
    assert!(server.request("POST /vi/wifi/", "Content-Length: 0\r\n").starts_with("HTTP/1.1 405"));
    assert!(
        server.request("GET /vi/", "Host: evil.example\r\n").starts_with("HTTP/1.1 307"),
        "another name is sent to ours"
    );
    assert!(
        server.request("POST /t/review", "Host: evil.example\r\nContent-Length: 0\r\n").starts_with("HTTP/1.1 421")
    );
    assert!(
        server.greeting.iter().any(|line| line.starts_with("Sign in as expert of it   http://")),
        "{:?}",
        server.greeting
    );
}

#[test]
fn a_save_is_shown_and_a_mistake_is_told_until_it_is_mended() {
    let project = project();
    let server = Server::start(&project);
    let mut events = BufReader::new(server.open("GET /_live", "")).lines().map_while(Result::ok);
    assert!(events.any(|line| line.contains("text/event-stream")));

    let project = project.file("vi/wifi.md", "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\nLời mới.\n");
    assert!(events.any(|line| line == "event: reload"));
    assert!(server.get("/vi/wifi/").contains("Lời mới."));

    let project = project.file("vi/wifi.md", "+++\ntitel = \"Wifi\"\n+++\nLời mới.\n");
    assert!(events.any(|line| line == "event: reload"));
    let mut again = BufReader::new(server.open("GET /_live", "")).lines().map_while(Result::ok);
    assert!(again.any(|line| line == "event: error"), "a page that opens now is told");
    assert!(again.any(|line| line.contains("did you mean `title`?")));

    let _project = project.file("portal.toml", "languages = [\n");
    assert!(again.any(|line| line.contains("portal.toml")), "what cannot be read at all is told over the old page");
    assert!(server.get("/vi/").starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_port_in_use_says_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("it is bound").port();
    let data = TempDir::new().expect("there is room");
    let error = Serving::start(plan(&project(), port, &data), |_: &str| {}).await.err().expect("it cannot start");
    assert!(matches!(error, ServeError::PortInUse(_)));
    assert!(
        error.to_string().contains(&format!("port {port} is in use")) && error.to_string().contains("--port"),
        "{error}"
    );
}

/// Asks until the page is as expected.
#[track_caller]
fn until(what: &str, server: &Server, path: &str, is_so: impl Fn(&str) -> bool) {
    let end = std::time::Instant::now() + Duration::from_secs(20);
    loop {
        let page = server.get(path);
        if is_so(&page) {
            return;
        }
        assert!(std::time::Instant::now() < end, "{what}: {page}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_saved_text_is_in_the_very_next_answer() {
    let project = project();
    let server = Server::start(&project);
    assert!(server.get("/vi/wifi/").contains("Lời cũ."));
    let mut project = project;
    for number in 0..20 {
        let text =
            format!("+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\nLời mới số {number}, {}.\n", "dài ".repeat(number));
        project = project.file("vi/wifi.md", &text);
        assert!(server.get("/vi/wifi/").contains(&format!("Lời mới số {number},")));
    }
    until("the stand-in follows", &server, "/en/wifi/", |page| page.contains("Lời mới số 19,"));
    let root = server.get("/search/vi.json");
    let path = root.split("\"path\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("where its pieces are");
    let results = server.get(&format!("{path}d0.json"));
    assert!(results.contains("Lời mới số 19,"), "the search index follows: {results}");
}

#[test]
fn a_saved_title_is_on_its_page_at_once_and_reaches_the_lists() {
    let project = project();
    let server = Server::start(&project);
    let _project = project.file("vi/wifi.md", "+++\ntitle = \"Mạng không dây\"\nid = \"wifi\"\n+++\nLời mới.\n");
    let page = server.get("/vi/wifi/");
    assert!(page.contains("Mạng không dây") && page.contains("Lời mới."));
    until("the list of all articles", &server, "/vi/a-z/", |page| page.contains("Mạng không dây"));
}

#[test]
fn files_that_come_and_go_are_noticed() {
    let project = project();
    let server = Server::start(&project);
    let project = project.file("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\n+++\nLời.\n");
    until("a new file in a new folder", &server, "/vi/mang/vpn/", |page| page.starts_with("HTTP/1.1 200"));
    until("its section", &server, "/vi/mang/", |page| page.contains("VPN"));
    std::fs::remove_file(project.content().join("vi/mang/vpn.md")).expect("it is ours");
    until("a removed file", &server, "/vi/mang/vpn/", |page| page.starts_with("HTTP/1.1 404"));
    let project = project.file("vi/mang/in.md", "+++\ntitle = \"In\"\n+++\nLời.\n");
    until("another", &server, "/vi/mang/in/", |page| page.starts_with("HTTP/1.1 200"));
    std::fs::rename(project.content().join("vi/mang"), project.content().join("vi/may")).expect("they are ours");
    until("a renamed folder", &server, "/vi/may/in/", |page| page.starts_with("HTTP/1.1 200"));
    until("its former name", &server, "/vi/mang/in/", |page| page.starts_with("HTTP/1.1 404"));
}

#[test]
fn a_changed_portal_is_shown() {
    let project = project();
    let server = Server::start(&project);
    assert!(server.get("/vi/").contains("Hỗ trợ"));
    let portal = std::fs::read_to_string(project.content().join("portal.toml")).expect("it is there");
    let project = project.file("portal.toml", &portal.replace("Hỗ trợ", "Trợ giúp"));
    until("the new name", &server, "/vi/", |page| page.contains("Trợ giúp"));
    let _project = project.file("theme/strings/vi.ftl", "az-title = Mục lục của chúng tôi\n");
    until("a word of our own", &server, "/vi/a-z/", |page| page.contains("Mục lục của chúng tôi"));
}

#[test]
fn a_broken_link_is_shown_over_the_page_and_heals() {
    let project = project();
    let server = Server::start(&project);
    let mut events = BufReader::new(server.open("GET /_live", "")).lines().map_while(Result::ok);
    assert!(events.any(|line| line.contains("text/event-stream")));
    let project = project.file("vi/wifi.md", "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\n[VPN](khong-co.md)\n");
    assert!(events.any(|line| line == "event: reload"));
    let mut opened = BufReader::new(server.open("GET /_live", "")).lines().map_while(Result::ok);
    assert!(opened.any(|line| line == "event: error"));
    assert!(opened.any(|line| line.contains("vi/wifi.md:5")), "the line that was just written");
    let _project = project.file("vi/wifi.md", "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\nVPN\n");
    assert!(opened.any(|line| line == "event: reload"));
    until("no word of it", &server, "/vi/wifi/", |page| page.contains("VPN") && !page.contains("khong-co"));
}
