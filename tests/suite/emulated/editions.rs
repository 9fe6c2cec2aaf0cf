//! The desk's bundle in a bucket: what is published next is shown without a word to the function.

use function::aws::{Editions, Started, gateway};
use jiff::SignedDuration;
use tempfile::TempDir;

use crate::harness::deskmark::{build, fixture};
use crate::harness::http::{Browser, Request, Response, Transport};
use crate::harness::moto::Moto;
use crate::router::office::Office;

/// An office behind the gateway, with its bundle in a bucket.
struct Published {
    moto: Moto,
    office: Office,
    router: axum::Router,
    dist: TempDir,
}

impl Transport for Published {
    fn origin(&self) -> String {
        self.office.origin()
    }

    fn send(&self, request: &Request) -> Response {
        self.office.carry_to(&self.router, request, ())
    }
}

impl Published {
    fn new() -> Self {
        let (moto, office) = (Moto::start(), Office::open());
        let dist = TempDir::new().expect("there is room for a folder");
        build(&fixture("portal"), dist.path());
        moto.make_bucket("site");
        moto.put_folder("site/desk", &dist.path().join("desk"));
        let opened = office.wait(Editions::open(&moto.sdk(), "site", "desk", office.desk.now()));
        let (editions, bundle) = opened.expect("an edition is published");
        office.desk.publish(bundle);
        let started = Started { desk: office.desk.clone(), editions: Some(editions) };
        Self { moto, router: gateway::router(started, Vec::new()), office, dist }
    }

    /// Publishes an edition with another title, and templates that are replaced.
    fn publish(&self, edition: &str, title: &str) {
        let desk = self.dist.path().join("desk");
        let of = |file: &str| std::fs::read_to_string(desk.join(file)).expect("a file of the bundle");
        let catalog = of(&format!("{}/catalog.json", of("current").trim())).replace("Hỗ trợ thử", title);
        self.moto.put(&format!("site/desk/{edition}/catalog.json"), catalog.as_bytes());
        let footer = format!("footer-note = {title}\n");
        self.moto.put(&format!("site/desk/{edition}/theme/strings/vi.ftl"), footer.as_bytes());
        self.point_to(&format!("{edition}\n"));
    }

    fn point_to(&self, pointer: &str) {
        self.moto.put("site/desk/current", pointer.as_bytes());
    }

    /// The portal's title on a page, a while later.
    fn title_after(&self, seconds: i64) -> String {
        self.office.pass(SignedDuration::from_secs(seconds));
        let page = Browser::new(self).get("/my?lang=vi").page(200).text();
        let titles = ["Hỗ trợ thử", "Hỗ trợ mới", "Hỗ trợ mới hơn nữa"];
        titles.into_iter().rfind(|title| page.contains(title)).expect("a page has the portal's title").to_owned()
    }
}

#[test]
fn an_edition_is_shown_a_minute_after_it_was_published() {
    let published = Published::new();
    assert_eq!(published.title_after(0), "Hỗ trợ thử");
    published.publish("edition2", "Hỗ trợ mới");
    assert_eq!(published.title_after(59), "Hỗ trợ thử", "nobody looks more often than once a minute");
    assert_eq!(published.title_after(1), "Hỗ trợ mới");
    published.publish("edition3", "Hỗ trợ mới hơn nữa");
    assert_eq!(published.title_after(59), "Hỗ trợ mới");
    assert_eq!(published.title_after(1), "Hỗ trợ mới hơn nữa");
}

#[test]
fn what_cannot_be_read_leaves_the_edition_before_it() {
    let published = Published::new();
    for pointer in ["", "../edition2", "edition2", "<html>", "edition2\nedition3"] {
        published.point_to(pointer);
        let lines =
            crate::router::a23_log_lines::logged(|| assert_eq!(published.title_after(60), "Hỗ trợ thử", "{pointer:?}"));
        assert!(lines.contains("ERROR") && lines.contains("the former stays"), "{pointer:?}: {lines}");
    }
    published.moto.put("site/desk/edition2/catalog.json", b"{ \"half");
    published.point_to("edition2");
    assert_eq!(published.title_after(60), "Hỗ trợ thử");
    // What was mended is found by the next look.
    published.publish("edition2", "Hỗ trợ mới");
    assert_eq!(published.title_after(60), "Hỗ trợ mới");
}

#[test]
fn an_edition_brings_its_own_theme() {
    let published = Published::new();
    let template = "{% extends \"default/error.html\" %}";
    published.publish("edition2", "Hỗ trợ mới");
    published.moto.put("site/desk/edition2/theme/templates/error.html", template.as_bytes());
    published
        .moto
        .put("site/desk/edition2/theme/strings/vi.ftl", "error-page-not-found-title = Chưa có ở đây\n".as_bytes());
    published.title_after(60);
    let page = Browser::new(&published).get("/nowhere?lang=vi").page(404);
    assert!(page.text().contains("Chưa có ở đây"), "{}", page.text());
}

#[test]
fn where_nothing_is_published_the_function_says_so() {
    let moto = Moto::start();
    moto.make_bucket("site");
    let office = Office::open();
    let opened = office.wait(Editions::open(&moto.sdk(), "site", "desk", office.desk.now()));
    let told = format!("{:#}", opened.err().expect("there is no edition"));
    assert!(told.contains("cannot read s3://site/desk/current"), "{told}");
}
