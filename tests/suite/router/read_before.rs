//! What a requester had read goes with the request: the article, its revision, the step they were stuck at.

use super::office::Office;
use super::people::{EXPERT, filled, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::Form;

/// Sends an incident from an article; gives its code.
fn sent_from(office: &Office, read: &[(&str, &str)]) -> String {
    let mut requester = Browser::new(office);
    let form: Form = read.iter().fold(filled(&mut requester), |form, (field, value)| form.fill(field, value));
    // There and back: a change of mind on the review page loses nothing.
    let review = requester.submit(&form).page(200).form("/t");
    let back = requester.submit(&Form { action: "/t/edit".to_owned(), ..review }).page(200).form("/t/review");
    sent_form(&mut requester, &back)
}

/// What the desk is told: the link to the article, the link to the step and its words, whether there is a newer text.
fn told(office: &Office, code: &str) -> (Vec<(String, String)>, bool) {
    let page = signed_in(office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    let links = page.links(".desk-facts dd a");
    let changed = page.text_of(".desk-facts").contains("Bài đã được sửa sau đó");
    (links.into_iter().filter(|(to, _)| to.starts_with("/vi/")).collect(), changed)
}

#[test]
fn the_desk_sees_the_article_and_the_step() {
    let article = ("/vi/mang/wifi/".to_owned(), "Kết nối wifi".to_owned());
    for (step, anchor, words) in
        [("3", "step-3", "Kẹt ở bước 3"), ("windows-3", "step-windows-3", "Kẹt ở bước 3 (windows)")]
    {
        let office = Office::open();
        let code = sent_from(&office, &[("article", "wifi"), ("revision", "0a1b2c3d"), ("step", step)]);
        let (links, changed) = told(&office, &code);
        assert_eq!(links, [article.clone(), (format!("/vi/mang/wifi/#{anchor}"), words.to_owned())]);
        assert!(!changed);
        // The article is corrected, and the ticket says so from then on.
        office.publish(|catalog| catalog.articles[0].revision = "ffffffff".to_owned());
        assert!(told(&office, &code).1);
    }
}

#[test]
fn a_newer_text_is_told_only_where_one_is_known() {
    for (article, revision, changed) in [
        ("wifi", "0a1b2c3d", false),
        ("wifi", "00000000", true),
        // A page that stands in for a translation shows another language's text.
        ("wifi", "4e5f6a7b", false),
        ("wifi", "", false),
        ("printer", "00000000", false),
    ] {
        let office = Office::open();
        let code = sent_from(&office, &[("article", article), ("revision", revision), ("step", "")]);
        let (links, told) = told(&office, &code);
        assert_eq!((links.len(), told), (1, changed), "{article} {revision}");
    }
}

#[test]
fn an_article_that_is_gone_costs_nobody_the_form() {
    let office = Office::open();
    let code = sent_from(&office, &[("article", "no-such"), ("revision", "0a1b2c3d"), ("step", "3")]);
    assert_eq!(told(&office, &code), (vec![], false));
    let gone_later = sent_from(&office, &[("article", "wifi"), ("revision", "0a1b2c3d"), ("step", "3")]);
    office.publish(|catalog| catalog.articles.clear());
    assert_eq!(told(&office, &gone_later), (vec![], false));
}

#[test]
fn the_desk_sees_which_steps_were_ticked() {
    let office = Office::open();
    let read = [("article", "wifi"), ("revision", "0a1b2c3d"), ("step", "windows-3"), ("ticked", "1,windows-2,1")];
    let code = sent_from(&office, &read);
    let page = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text_of(".desk-facts").contains("Đã đánh dấu xong bước"), "{}", page.text());
    for (to, words) in [("#step-1", "1"), ("#step-windows-2", "2 (windows)")] {
        let link = (format!("/vi/mang/wifi/{to}"), words.to_owned());
        assert!(page.links(".desk-facts dd a").contains(&link), "{words}: {:?}", page.links(".desk-facts dd a"));
    }
    // What no page of the portal put there is told, and is not carried on.
    for ticked in
        ["3;4", "<b>", "1,,2", &["1"; 30].join("-"), &(1..=61).map(|n| n.to_string()).collect::<Vec<_>>().join(",")]
    {
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester).fill("article", "wifi").fill("ticked", ticked);
        let page = requester.submit(&form).page(422);
        assert!(page.text_of(".error-summary").contains("ticked"), "{ticked}: {}", page.text());
        requester.submit(&page.form("/t/review")).page(200);
    }
}
