use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::{BUNDLES_KEPT, Memory, Object, Objects, Plan};

const TODAY: Date = date(2026, 11, 28);
const STYLE: &str = "public/_theme/d3c393135ad8/style.css";

/// A plan for what is built and what is there, both written as `key=etag key=etag`. What is later in the list was sent
/// later; the desk reads bundle `new` once it is published, and `old` before.
fn plan(built: &str, there: &str, former: Memory) -> Plan {
    let etags: BTreeMap<&str, &str> = pairs(built).collect();
    let object = |second: usize, etag: &str| Object {
        etag: etag.to_owned(),
        modified: Timestamp::from_second(i64::try_from(second).expect("few")).expect("a time"),
    };
    let there: Objects =
        pairs(there).enumerate().map(|(second, (key, etag))| (key.to_owned(), object(second, etag))).collect();
    let bundle = built.contains("desk/new").then_some("new");
    let pointer = there.contains_key("desk/old/catalog.json").then_some("old");
    Plan::new(&etags, bundle, &there, pointer, former, TODAY)
}

fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split_whitespace().map(|word| word.split_once('=').expect("key=etag"))
}

fn gone(key: &str, since: Date) -> Memory {
    Memory { gone: BTreeMap::from([(key.to_owned(), since)]), ..Memory::default() }
}

#[test]
fn what_a_page_needs_goes_before_it_and_what_leads_to_it_after() {
    let built = format!(
        "public/sitemap.xml=2 public/search/vi.json=2 public/vi/index.html=2 public/vi/new/index.html=1 {STYLE}=1 \
         public/assets/map.json=1 desk/new/catalog.json=1"
    );
    let plan = plan(&built, "public/sitemap.xml=1 public/search/vi.json=1 public/vi/index.html=1", Memory::default());
    assert_eq!(plan.stages[0], ["desk/new/catalog.json", STYLE, "public/assets/map.json"]);
    assert_eq!(plan.stages[1], ["public/vi/new/index.html"], "a new page is there before the pages that lead to it");
    assert_eq!(plan.stages[2], ["public/vi/index.html"]);
    assert_eq!(plan.stages[3], ["public/search/vi.json", "public/sitemap.xml"]);
    assert_eq!(plan.pointer.as_deref(), Some("new"));
    assert_eq!(
        plan.refreshed(),
        ["/search/vi.json", "/sitemap.xml", "/vi/", "/vi/index.html"],
        "a new page is in no cache"
    );
}

#[test]
fn what_is_right_already_is_left_alone() {
    let files = format!("public/vi/index.html=1 {STYLE}=1");
    assert!(plan(&files, &files, Memory::default()).is_empty());
}

#[test]
fn a_publication_that_was_cut_short_is_finished() {
    let files = "public/vi/index.html=1";
    let stale = Memory { stale: ["public/vi/index.html".to_owned()].into(), ..Memory::default() };
    let plan = plan(files, files, stale);
    assert!(!plan.is_empty(), "its addresses were not refreshed");
    assert_eq!(plan.refreshed(), ["/vi/", "/vi/index.html"]);
}

#[test]
fn a_page_that_is_gone_goes_and_what_it_needed_stays_for_a_month() {
    let there = format!("public/vi/index.html=1 {STYLE}=1");
    let first = plan("", &there, Memory::default());
    assert_eq!(first.removals, ["public/vi/index.html"]);
    assert_eq!(first.memory.gone, gone(STYLE, TODAY).gone);

    let there = format!("{STYLE}=1");
    let removals = |since: Date| plan("", &there, gone(STYLE, since)).removals;
    assert_eq!(removals(date(2026, 10, 30)), Vec::<String>::new());
    assert_eq!(removals(date(2026, 10, 29)), [STYLE]);
    let back = plan(&there, &there, gone(STYLE, date(2026, 1, 1)));
    assert_eq!((back.removals.len(), back.memory.gone.len()), (0, 0), "needed again");
}

#[test]
fn old_bundles_go_but_the_one_the_desk_reads() {
    let others = (0..BUNDLES_KEPT + 2)
        .map(|at| format!(" desk/b{at:02}/catalog.json=1 desk/b{at:02}/theme/a.css=1"))
        .collect::<Vec<_>>()
        .concat();
    let plan = plan("desk/new/catalog.json=1", &format!("desk/old/catalog.json=1{others}"), Memory::default());
    let removed = ["desk/b00/catalog.json", "desk/b00/theme/a.css", "desk/b01/catalog.json", "desk/b01/theme/a.css"];
    let mut removals = plan.removals;
    removals.sort();
    assert_eq!(removals, removed, "the oldest of all is still being read");
}

#[test]
fn many_addresses_are_refreshed_as_one() {
    let pages = |etag: u8| (0..9).map(|at| format!(" public/{at}/index.html={etag}")).collect::<Vec<_>>().concat();
    assert_eq!(plan(&pages(2), &pages(1), Memory::default()).refreshed(), ["/*"]);
}
