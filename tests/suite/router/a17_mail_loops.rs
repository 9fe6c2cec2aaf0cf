//! Row 17: machines that answer machines. No letter comes back to the portal, and nobody gets more than their share.

use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, filled, sent, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::journey::EMAIL;

fn letters_to(office: &Office, to: &str) -> usize {
    office.letters().iter().filter(|letter| letter.to.as_str() == to).count()
}

#[test]
fn the_portals_own_address_sends_no_request() {
    let office = Office::with(|catalog| {
        catalog.portal.contact =
            toml::from_str::<toml::Table>("c = [{ kind = \"email\", value = \"Ban-CNTT@suite.example\" }]")
                .expect("a line")["c"]
                .clone()
                .try_into()
                .expect("a contact line");
    });
    let mut requester = Browser::new(&office);
    for own in ["hotro@suite.example", "HoTro+moi@Suite.example", "ban-cntt@suite.example"] {
        let form = filled(&mut requester).fill("email", own);
        let page = requester.submit(&form).page(422);
        assert!(page.text_of("#email-error").contains("địa chỉ của chúng tôi"), "{own}: {}", page.text());
    }
    assert!(office.letters().is_empty());
}

#[test]
fn an_address_that_became_the_portals_own_gets_no_mail() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    assert_eq!(letters_to(&office, EMAIL), 1);
    office.publish(|catalog| catalog.portal.mail.from = Some(EMAIL.to_owned()));
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    assert_eq!(letters_to(&office, EMAIL), 1);
}

/// Two portals that face each other: each answers every letter of the other with a request in the other's name.
#[test]
fn two_desks_facing_each_other_fall_silent() {
    const EACH: u32 = 5;
    let open = |from: &str| {
        let from = from.to_owned();
        Office::with(move |catalog| {
            catalog.portal.mail.from = Some(from);
            catalog.portal.limits.letters_per_recipient = EACH;
        })
    };
    let addresses = ["ban-a@suite.example", "ban-b@suite.example"];
    let offices = addresses.map(open);
    let send = |office: &Office, from: &str| {
        let mut machine = Browser::new(office);
        let form = filled(&mut machine).fill("email", from);
        sent_form(&mut machine, &form);
    };
    send(&offices[0], addresses[1]);
    let (mut at, mut answered) = (0, [0, 0]);
    for _ in 0..40 {
        let letters = letters_to(&offices[at], addresses[1 - at]);
        if letters == answered[at] {
            break;
        }
        answered[at] = letters;
        at = 1 - at;
        send(&offices[at], addresses[1 - at]);
    }
    assert_eq!(answered, [5, 5], "as many as one recipient gets in an hour, and no more");
}

#[test]
fn one_recipient_gets_so_many_letters_an_hour_whatever_they_are_about() {
    let office = Office::with(|catalog| catalog.portal.limits.letters_per_recipient = 3);
    office.post.close();
    let mut requester = Browser::new(&office);
    // Variants of an address share it, and letters that wait for the post office use nothing up.
    for email in ["ngoc@khach.example", "Ngoc+a@khach.example", "ngoc+b@khach.example", "ngoc+c@khach.example"] {
        let form = filled(&mut requester).fill("email", email);
        sent_form(&mut requester, &form);
    }
    for _ in 0..5 {
        office.effects().expect_err("it is closed");
    }
    office.post.reopen();
    assert_eq!(office.letters().len(), 3);
    let form = filled(&mut requester).fill("email", "binh@khach.example");
    sent_form(&mut requester, &form);
    assert_eq!(letters_to(&office, "binh@khach.example"), 1, "others are not held up");
    office.pass(SignedDuration::from_hours(1));
    let form = filled(&mut requester);
    sent_form(&mut requester, &form);
    assert_eq!(office.letters().len(), 5, "the next hour has its own");
}
