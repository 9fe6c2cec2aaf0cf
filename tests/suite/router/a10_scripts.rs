//! Row 10: whatever is typed anywhere is shown as what it is, a text.

use super::office::Office;
use super::people::{EXPERT, does, filled, owner_by_mail, posting, sent_form, signed_in};
use crate::harness::http::{Browser, Response};
use crate::harness::page::{Page, percent};

const LEAD: &str = "to-truong@suite.example";

/// Each ends what a field may be inside of: an element, an attribute, a comment, a script, a textarea, a title.
const STRINGS: [&str; 14] = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</option></select><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }}{% include 'error.html' %}${7*7}",
    "<a href=\"javascript:alert(1)\">x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
];

/// Nothing on the page came alive, and the text is there word for word.
#[track_caller]
fn is_inert(response: &Response, typed: &str, shown: bool) {
    let page = Page::parse(&response.body);
    assert!(!response.body.contains("<script>"), "{typed}:\n{}", response.body);
    let alive = "script:not([src]):not([type='application/ld+json']), iframe, svg[onload], img[src='x'], [onerror], [onmouseover], \
                 [onfocus], [onload], a[href^='javascript'], [autofocus]";
    assert!(!page.has(alive), "{typed} came alive:\n{}", response.body);
    assert!(!response.body.contains("49$") && !page.text().contains("{{ 49"), "a template ran: {typed}");
    if shown {
        let text = page.text();
        let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&words), "{typed} is not shown in:\n{text}");
    }
}

#[test]
fn every_field_on_every_page() {
    for typed in STRINGS {
        let office = Office::open();
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester)
            .fill("title", typed)
            .fill("description", typed)
            .fill("name", typed)
            .fill("f.room", typed);

        let wrong = ["email", "phone", "priority", "article", "revision", "step"];
        let wrong = requester.submit(&wrong.iter().fold(form.clone(), |form, field| form.fill(field, typed)));
        assert_eq!(wrong.status, 422);
        is_inert(&wrong, typed, false);
        let kept = wrong.page(422).form("/t/review");
        for name in ["title", "description", "name", "email", "phone", "f.room"] {
            let value = kept.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
            assert_eq!(value, Some(typed), "{name} is kept");
        }
        let review = requester.submit(&form);
        is_inert(&review, typed, true);
        let code = sent_form(&mut requester, &form);
        is_inert(&requester.get(&format!("/t/{code}/receipt")), typed, false);
        is_inert(&requester.get(&format!("/t/{code}")), typed, true);
        is_inert(&Browser::new(&office).get(&format!("/t/{code}")), typed, false);

        let mut staff = signed_in(&office, EXPERT);
        is_inert(&staff.get("/desk/q/it"), typed, true);
        is_inert(&staff.get(&format!("/desk/t/{code}")), typed, true);
        is_inert(&staff.get(&format!("/desk/search?q={}", percent(typed))), typed, true);
        // A table is saved, and opened by no browser.
        let table = signed_in(&office, LEAD).get("/desk/q/it/export.csv");
        let header = |name: &str| table.header(name).unwrap_or_default().to_owned();
        assert!(
            header("content-type").starts_with("text/csv") && header("content-disposition").starts_with("attachment")
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").starts_with("sandbox; default-src 'none'"));
        does(&mut staff, &code, "/accept", None).leads_to();
        does(&mut staff, &code, "/answer", Some(typed)).leads_to();
        is_inert(&staff.get(&format!("/desk/t/{code}?done={}", percent(typed))), typed, true);
        let mut owner = owner_by_mail(&office, &code);
        let mine = owner.get(&format!("/t/{code}?done={}", percent(typed)));
        is_inert(&mine, typed, true);
        let reply = mine.page(200).form("/reply").fill("text", typed);
        owner.submit(&reply).leads_to();
        is_inert(&owner.get(&format!("/t/{code}")), typed, true);
        is_inert(&staff.get(&format!("/desk/t/{code}")), typed, true);
    }
}

#[test]
fn every_address_and_small_form() {
    let office = Office::open();
    for typed in STRINGS {
        let encoded = percent(typed);
        for path in [
            format!("/t?code={encoded}"),
            format!("/t/{encoded}"),
            format!("/t/{encoded}/open?key={encoded}"),
            format!("/t/7K3Q-9M2X-W4HT/open?key={encoded}"),
            format!("/desk/sign-in/open?id={encoded}&code={encoded}"),
            format!("/desk/q/{encoded}?state={encoded}"),
            format!("/desk/q/it?type={encoded}&assignee={encoded}"),
            format!("/{encoded}?lang={encoded}"),
        ] {
            is_inert(&Browser::new(&office).get(&path), typed, false);
        }
        for form in [
            posting("/desk/sign-in", &[("email", typed)]),
            posting("/desk/sign-in/code", &[("id", typed), ("email", typed), ("code", typed)]),
            posting("/t/review", &[("type", "incident"), (typed, typed), ("lang", typed), ("form", typed)]),
            posting("/t/edit", &[("type", "incident"), ("title", typed), ("website", typed)]),
            posting("/t", &[("type", typed)]),
        ] {
            is_inert(&Browser::new(&office).submit(&form), typed, false);
        }
    }
}
