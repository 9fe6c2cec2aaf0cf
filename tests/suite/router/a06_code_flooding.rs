//! Row 6: nobody makes the portal send one-time codes without end: not to one address or number, not from one client, not
//! by one desk, not at all; and none to a country that is not listed.

use domain::catalog::{Limits, Sms};
use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, ask_for_code, does, owner_by_mail, posting, sent, signed_in};
use crate::harness::http::{Browser, Transport};

const OPEN: Limits = Limits {
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

/// Asks for a code to an address, with a browser that was never here; gives the status.
fn ask(transport: &dyn Transport, email: &str) -> u16 {
    let answer = Browser::new(transport).submit(&posting("/my", &[("email", email)]));
    if answer.status == 429 {
        let after: u32 = answer.header("retry-after").and_then(|after| after.parse().ok()).expect("it says when");
        assert!((1..=24 * 60 * 60).contains(&after), "{after}");
        assert!(answer.page(429).has("#email[aria-invalid=true]"));
    }
    answer.status
}

#[test]
fn a_hundred_codes_to_one_address_are_five() {
    let office = office(Limits { codes_per_contact: 5, ..OPEN });
    // Every one from another address, in another spelling.
    let spellings = ["ngoc@khach.example", "NGOC@khach.example", "ngoc+1@khach.example", " Ngoc+x@Khach.example "];
    let statuses: Vec<_> = (0..100)
        .map(|nth: usize| ask(&office.from(&format!("203.0.113.{nth}")), spellings[nth % spellings.len()]))
        .collect();
    assert_eq!(statuses[..5], [200; 5]);
    assert_eq!(statuses[5..], [429; 95]);
    assert_eq!(office.post.letters().len(), 5);
    assert_eq!(ask(&office, "binh@khach.example"), 200, "others go on");
    office.pass(SignedDuration::from_hours(1));
    assert_eq!(ask(&office, "ngoc@khach.example"), 200);
}

#[test]
fn one_client_sends_no_codes_to_many_addresses() {
    let office = office(Limits { codes_per_client: 3, ..OPEN });
    let statuses: Vec<_> = (0..10).map(|nth| ask(&office, &format!("nguoi-{nth}@khach.example"))).collect();
    assert_eq!(statuses, [200, 200, 200, 429, 429, 429, 429, 429, 429, 429]);
    // A header says where somebody comes from, and is not believed.
    let forged = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
    let answer = super::people::post(&office, "/my", &forged, &[("email", "nguoi-11@khach.example")]);
    assert_eq!(answer.status, 429);
    // The next subscriber has a share of their own; another address of the same one has not.
    assert_eq!(ask(&office.from("2001:db8:1:1::1"), "a@khach.example"), 200);
    assert_eq!(ask(&office.from("2001:db8:1:1::2"), "b@khach.example"), 200);
    assert_eq!(ask(&office.from("2001:db8:1:1::3"), "c@khach.example"), 200);
    assert_eq!(ask(&office.from("2001:db8:1:1:ffff::4"), "d@khach.example"), 429);
}

#[test]
fn a_day_costs_so_much_at_most_and_the_desk_still_works() {
    let office = office(Limits { codes_per_day: 4, ..OPEN });
    let from = |nth: u32| format!("203.0.113.{nth}");
    let statuses: Vec<_> =
        (0..8).map(|nth| ask(&office.from(&from(nth)), &format!("nguoi-{nth}@khach.example"))).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 429, 429, 429, 429]);
    assert_eq!(office.post.letters().len(), 4);
    assert_eq!(ask_for_code(&mut Browser::new(&office), EXPERT).status, 200, "members sign in all the same");
    assert_eq!(office.post.letters().len(), 5);
    office.pass(SignedDuration::from_hours(23));
    assert_eq!(ask(&office, "mai@khach.example"), 200, "the next day, in UTC");
}

#[test]
fn the_portals_own_address_and_what_is_none_get_no_code() {
    let office = office(OPEN);
    for email in
        ["hotro@suite.example", "HOTRO+a@suite.example", "", "khong-phai", "a@b", "a@khach.example\r\nBcc: b@c.example"]
    {
        assert_eq!(ask(&office, email), 422, "{email:?}");
    }
    assert!(office.post.letters().is_empty());
}

/// An office where somebody has sent a ticket, with the caps of the `[sms]` table.
fn texting(limits: Limits, change: impl Fn(Sms) -> Sms) -> (Office, String) {
    let office = Office::with(|catalog| {
        catalog.portal.limits = limits;
        let wide = |sms| Sms { per_day: 1_000, per_desk: 1_000, per_number: 1_000, ..sms };
        catalog.portal.sms = catalog.portal.sms.take().map(wide).map(&change);
    });
    let code = sent(&mut Browser::new(&office));
    (office, code)
}

/// Asks for codes to numbers, one after the other, on one ticket's page; gives the statuses.
fn text(office: &Office, code: &str, numbers: impl Iterator<Item = String>) -> Vec<u16> {
    let mut owner = owner_by_mail(office, code);
    let form = owner.get(&format!("/t/{code}?open=sms")).page(200).form("/sms");
    let statuses = numbers.map(|number| owner.submit(&form.clone().fill("phone", &number)).status);
    statuses.collect()
}

fn many(number: usize) -> impl Iterator<Item = String> {
    (0..number).map(|nth| format!("+84 90 100 {nth:04}"))
}

#[test]
fn a_hundred_codes_to_one_number_are_as_many_as_it_may_have() {
    let spellings = ["0901 234 567", "+84901234567", "۰۹۰۱۲۳۴۵۶۷", "0084 90-123-45-67", "901234567"];
    let numbers = || (0..100).map(|nth: usize| spellings[nth % spellings.len()].to_owned());
    for (limits, per_number) in [(Limits { codes_per_contact: 5, ..OPEN }, 1_000), (OPEN, 5)] {
        let (office, code) = texting(limits, |sms| Sms { per_number, ..sms });
        let statuses = text(&office, &code, numbers());
        assert_eq!((&statuses[..5], &statuses[5..]), (&[200; 5][..], &[429; 95][..]));
        assert_eq!(office.post.texts().len(), 5);
        office.pass(SignedDuration::from_hours(1));
        assert_eq!(text(&office, &code, numbers().take(1)), [200]);
    }
}

#[test]
fn many_numbers_from_one_client_by_one_desk_and_on_one_day_have_an_end() {
    let few = Limits { codes_per_client: 3, ..OPEN };
    let day = Limits { codes_per_day: 3, ..OPEN };
    for (limits, per_desk, per_day) in [(few, 1_000, 1_000), (day, 1_000, 1_000), (OPEN, 6, 1_000), (OPEN, 1_000, 6)] {
        let (office, code) = texting(limits, |sms| Sms { per_desk, per_day, ..sms });
        assert_eq!(text(&office, &code, many(6)), [200, 200, 200, 429, 429, 429]);
        assert_eq!(office.post.texts().len(), 3);
        let mut owner = owner_by_mail(&office, &code);
        let form = owner.get(&format!("/t/{code}?open=sms")).page(200).form("/sms").fill("phone", "0901 234 567");
        let refused = owner.submit(&form);
        assert!(refused.header("retry-after").is_some() && refused.page(429).has("#sms-phone[aria-invalid=true]"));
    }
}

#[test]
fn a_flood_of_codes_leaves_the_news_their_half() {
    for (per_desk, per_day) in [(4, 1_000), (1_000, 4)] {
        let (office, code) = texting(OPEN, |sms| Sms { per_desk, per_day, ..sms });
        super::sms::turn_on(&office, &code);
        let other = sent(&mut Browser::new(&office));
        assert_eq!(text(&office, &other, many(3)), [200, 429, 429]);
        let mut staff = signed_in(&office, EXPERT);
        for action in ["/accept", "/answer"] {
            does(&mut staff, &code, action, (action == "/answer").then_some("Xong rồi.")).leads_to();
        }
        office.effects().expect("the post office is open");
        let told: Vec<_> = office.post.texts().into_iter().filter(|message| message.id.starts_with(&code)).collect();
        assert_eq!(told.len(), 2, "{told:#?}");
    }
}

#[test]
fn far_away_numbers_get_no_code_and_count_for_nothing() {
    let (office, code) = texting(OPEN, |sms| Sms { per_day: 1, ..sms });
    let far = ["+1 876 555 0100", "+225 01 23 45 67", "+881 6 2345 6789", "+44 7700 900 123"];
    assert_eq!(text(&office, &code, far.into_iter().map(str::to_owned)), [422; 4]);
    assert!(office.post.texts().is_empty());
    assert_eq!(text(&office, &code, many(1)), [200]);
}
