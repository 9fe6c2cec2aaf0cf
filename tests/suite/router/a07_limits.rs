//! Row 7: limits are counted on the server, by what cannot be varied for nothing.

use domain::catalog::Limits;
use jiff::SignedDuration;

use super::office::Office;
use super::people::{ask_for_code, filled, posting, sent_form};
use crate::harness::http::{Browser, Response, Transport};

/// Limits out of the way, but for the ones a test sets.
const WIDE: Limits = Limits {
    tickets_per_client: 1_000,
    tickets_per_contact: 1_000,
    tickets_per_desk: 1_000,
    failed_lookups_per_client: 1_000,
    codes_per_contact: 1_000,
    codes_per_client: 1_000,
    codes_per_day: 1_000,
    letters_per_recipient: 1_000,
    signals_per_client: 1_000,
    signals_per_article: 1_000,
    files_per_client: 1_000,
};

fn office(limits: Limits) -> Office {
    Office::with(|catalog| catalog.portal.limits = limits)
}

/// Sends an incident to the end, as `email`.
fn send(transport: &dyn Transport, email: &str) -> Response {
    let mut requester = Browser::new(transport);
    let form = filled(&mut requester).fill("email", email);
    let review = requester.submit(&form).page(200).form("/t");
    requester.submit(&review)
}

#[test]
fn variants_of_an_address_share_a_bucket() {
    let office = office(Limits { tickets_per_contact: 3, ..WIDE });
    for (email, client) in
        [("an@dh.example", "203.0.113.1"), ("AN@DH.example", "203.0.113.2"), ("an+1@dh.example", "203.0.113.3")]
    {
        assert_eq!(send(&office.from(client), email).status, 303, "{email}");
    }
    for email in ["an+2@dh.example", "An@dh.Example", "an+۲@dh.example", " an@dh.example\u{200f}"] {
        assert_eq!(send(&office.from("203.0.113.4"), email).status, 429, "{email}");
    }
    assert_eq!(send(&office.from("203.0.113.4"), "binh@dh.example").status, 303, "somebody else");
}

#[test]
fn a_client_is_its_network_whatever_it_says() {
    let limits = Limits { tickets_per_client: 1, ..WIDE };
    for (first, same, other) in [
        ("203.0.113.1", "203.0.113.1", "203.0.113.2"),
        ("203.0.113.1", "::ffff:203.0.113.1", "203.0.113.2"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:3::1"),
    ] {
        let office = office(limits);
        assert_eq!(send(&office.from(first), "a@dh.example").status, 303, "{first}");
        assert_eq!(send(&office.from(same), "b@dh.example").status, 429, "{same}");
        assert_eq!(send(&office.from(other), "c@dh.example").status, 303, "{other}");
    }
    let office = office(limits);
    assert_eq!(send(&office, "a@dh.example").status, 303);
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    for forged in ["x-forwarded-for", "x-real-ip", "forwarded", "x-client-ip", "via"] {
        let fields: Vec<_> = review.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = super::people::post(&office, "/t", &[(forged, "203.0.113.77")], &fields);
        assert_eq!(answer.status, 429, "{forged}");
    }
}

#[test]
fn a_desk_takes_only_so_many() {
    let office = office(Limits { tickets_per_desk: 2, ..WIDE });
    for (nth, status) in [(1, 303), (2, 303), (3, 429)] {
        let answer = send(&office.from(&format!("203.0.113.{nth}")), &format!("nguoi-{nth}@dh.example"));
        assert_eq!(answer.status, status, "{nth}");
    }
}

#[test]
fn too_many_says_when_to_come_back_and_keeps_what_was_typed() {
    let office = office(Limits { tickets_per_client: 1, ..WIDE });
    assert_eq!(send(&office, "a@dh.example").status, 303);
    let refused = send(&office, "b@dh.example");
    // It is ten seconds past half past eight.
    assert_eq!(refused.header("retry-after"), Some("1790"));
    let again = refused.page(429).form("/t/review");
    let kept = |name: &str| again.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
    assert_eq!(kept("title").as_deref(), Some(crate::journey::TITLE));
    assert_eq!(kept("description").as_deref(), Some(crate::journey::DESCRIPTION));
    assert_eq!(kept("priority").as_deref(), Some("high"));
    assert_eq!(office.letters().len(), 1, "nothing was made");
    office.pass(SignedDuration::from_secs(1790));
    assert_eq!(send(&office, "b@dh.example").status, 303, "the next hour");
}

#[test]
fn sending_the_same_review_again_is_not_counted() {
    let office = office(Limits { tickets_per_client: 1, tickets_per_contact: 1, tickets_per_desk: 1, ..WIDE });
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    let first = requester.submit(&review).leads_to();
    for _ in 0..5 {
        assert_eq!(requester.submit(&review).leads_to(), first);
    }
}

#[test]
fn looking_the_form_over_is_not_counted() {
    let office = office(Limits { tickets_per_client: 1, ..WIDE });
    let mut requester = Browser::new(&office);
    for _ in 0..5 {
        let form = filled(&mut requester);
        let review = requester.submit(&form).page(200).form("/t");
        let back = posting("/t/edit", &[]);
        let back = crate::harness::page::Form { fields: review.fields, ..back };
        assert_eq!(requester.submit(&back).status, 200);
    }
    let form = filled(&mut requester);
    sent_form(&mut requester, &form);
}

#[test]
fn files_are_limited_for_a_client_and_the_form_says_so() {
    let office = Office::with(|catalog| {
        super::files::asking(catalog, false);
        catalog.portal.limits = Limits { files_per_client: 2, ..WIDE };
    });
    let form = |requester: &mut Browser<'_>, names: [&str; 2]| {
        let form = super::files::filled(requester);
        names.into_iter().fold(form, |form, name| form.choose("f.papers", name, super::files::PDF))
    };
    let mut requester = Browser::new(&office);
    // What is refused for another reason is not counted.
    let one = form(&mut requester, ["một.pdf", "hình.svg"]);
    requester.submit(&one).page(422);
    let two = form(&mut requester, ["hai.pdf", "ba.pdf"]);
    let page = requester.submit(&two).page(422);
    assert!(page.text().contains("Chưa nhận được “ba.pdf”"), "{}", page.text());
    assert_eq!(super::files::carried(&page), ["hai.pdf"]);
    // Carrying is not uploading.
    assert_eq!(requester.submit(&page.form("/t/review")).status, 200);
    let elsewhere = office.from("203.0.113.9");
    let mut other = Browser::new(&elsewhere);
    let three = form(&mut other, ["bốn.pdf", "năm.pdf"]);
    assert_eq!(other.submit(&three).status, 200);
    office.pass(SignedDuration::from_hours(1));
    let four = form(&mut requester, ["sáu.pdf", "bảy.pdf"]);
    assert_eq!(requester.submit(&four).status, 200, "the next hour");
}

#[test]
fn sign_in_codes_are_limited_for_an_address_and_for_a_client() {
    let limited = office(Limits { codes_per_contact: 2, ..WIDE });
    for (nth, email) in
        ["chuyen-vien@suite.example", "CHUYEN-VIEN@suite.example", "chuyen-vien+x@suite.example"].iter().enumerate()
    {
        let client = limited.from(&format!("203.0.113.{nth}"));
        let answer = ask_for_code(&mut Browser::new(&client), email);
        assert_eq!(answer.status, if nth < 2 { 200 } else { 429 }, "{email}");
        assert_eq!(answer.header("retry-after").is_some(), nth == 2);
    }
    let letters = limited.post.letters();
    assert!(letters.iter().all(|letter| letter.to.as_str() == "chuyen-vien@suite.example"), "{letters:?}");

    let limited = office(Limits { codes_per_client: 2, ..WIDE });
    for (nth, status) in [(1, 200), (2, 200), (3, 429)] {
        let answer = ask_for_code(&mut Browser::new(&limited), &format!("nguoi-{nth}@dh.example"));
        assert_eq!(answer.status, status, "{nth}");
    }
    let elsewhere = limited.from("203.0.113.9");
    assert_eq!(ask_for_code(&mut Browser::new(&elsewhere), "nguoi-4@dh.example").status, 200);
}

#[test]
fn a_program_fills_the_same_buckets_as_a_person() {
    use super::program::{incident_with, problems_are, send as send_json};

    let limits = [
        Limits { tickets_per_client: 1, ..WIDE },
        Limits { tickets_per_contact: 1, ..WIDE },
        Limits { tickets_per_desk: 1, ..WIDE },
    ];
    for limits in limits {
        let office = office(limits);
        assert_eq!(send(&office, "an@dh.example").status, 303);
        let refused = send_json(&office, "one", &incident_with("email", "AN+1@dh.example"));
        problems_are(&refused, 429, &[]);
        assert_eq!(refused.header("retry-after"), Some("1790"));
        office.pass(SignedDuration::from_secs(1790));
        assert_eq!(send_json(&office, "one", &incident_with("email", "AN+1@dh.example")).status, 201, "the next hour");
        assert_eq!(send(&office, "an@dh.example").status, 429);
    }
}
