//! Who is told of what: the desk's word, the portal's, and what is usual.

use domain::catalog::{Catalog, News, Notify, Recipient};
use domain::ids::DeskId;
use serde_json::json;

fn read(told: serde_json::Value) -> Result<Notify, String> {
    serde_json::from_value(told).map_err(|error| error.to_string())
}

#[test]
fn the_desk_decides_before_the_portal_and_the_portal_before_what_is_usual() {
    let mut catalog: Catalog = super::sample::catalog();
    let desk: DeskId = catalog.desks.keys().next().expect("a desk").clone();
    assert_eq!(catalog.told(&desk, News::Answered), [Recipient::Requester, Recipient::Followers]);
    assert_eq!(catalog.told(&desk, News::Overdue), [Recipient::Handler]);
    catalog.portal.notify = read(json!({ "answered": ["lead"], "overdue": ["lead"] })).expect("it reads");
    catalog.desks.get_mut(&desk).expect("the desk").notify = read(json!({ "answered": [] })).expect("it reads");
    assert_eq!(catalog.told(&desk, News::Answered), []);
    assert_eq!(catalog.told(&desk, News::Overdue), [Recipient::Lead]);
    assert_eq!(catalog.told(&desk, News::Closed), [Recipient::Requester, Recipient::Followers]);
}

#[test]
fn what_is_unknown_or_nobodys_news_is_refused_by_name() {
    for (told, words) in [
        (json!({ "anwsered": ["lead"] }), "unknown variant `anwsered`"),
        (json!({ "answered": ["boss"] }), "unknown variant `boss`"),
        (json!({ "overdue": ["lead", "requester"] }), "`overdue` is not told to requesters"),
        (json!({ "asked": ["followers"] }), "`asked` is not told to requesters or followers"),
        (json!({ "answered": "lead" }), "expected a sequence"),
    ] {
        let error = read(told).expect_err("it is refused");
        assert!(error.contains(words), "{words}: {error}");
    }
}

#[test]
fn every_piece_of_news_is_told_to_somebody() {
    let catalog: Catalog = super::sample::catalog();
    let desk: DeskId = catalog.desks.keys().next().expect("a desk").clone();
    for news in News::ALL {
        let told = catalog.told(&desk, news);
        assert!(!told.is_empty(), "{news:?}");
        assert_eq!(told.contains(&Recipient::Requester), news.is_for_requester(), "{news:?}");
        assert_eq!(told.contains(&Recipient::Followers), news.is_for_followers(), "{news:?}");
        assert_eq!(serde_json::to_value(news).expect("it is written"), news.as_str());
    }
}
