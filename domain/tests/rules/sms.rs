//! Text messages: which numbers they may go to, and when.

use domain::catalog::Sms;
use domain::contact::Phone;
use domain::ticket::{Action, Refusal, State};
use serde_json::json;

use crate::sample::{at, catalog};
use crate::story::{Story, phone};

fn sms(countries: &[&str]) -> Sms {
    serde_json::from_value(json!({ "countries": countries })).expect("calling codes")
}

#[test]
fn a_number_is_reached_in_the_listed_countries_and_nowhere_else() {
    let table = [
        ("0901 234 567", Some("+84901234567")),
        ("901234567", Some("+84901234567")),
        ("+84 90 123 45 67", Some("+84901234567")),
        ("0084901234567", Some("+84901234567")),
        ("\u{200e}+۹۸ ۹۱۲ ۵۵۵ ۰۱۰۰", Some("+989125550100")),
        // Of a shared code, only what is listed: the rest of it is dear.
        ("+1 604 555 0100", Some("+16045550100")),
        ("+1 876 555 0100", None),
        // The 0 that is for calls inside the country.
        ("+84 0901 234 567", None),
        ("+44 20 7946 0100", None),
        ("+8490", None),
        ("113", None),
    ];
    let sms = sms(&["+84", "+98", "+1604"]);
    for (typed, reached) in table {
        let found = sms.reach(&phone(typed));
        assert_eq!(found.as_ref().map(Phone::as_str), reached, "{typed:?}");
    }
    assert_eq!(Sms { countries: Vec::new(), ..sms }.reach(&phone("0901234567")), None);
}

#[test]
fn a_calling_code_has_its_plus() {
    for (code, fits) in [
        ("+84", true),
        ("+1604", true),
        ("84", false),
        ("+", false),
        ("+0", false),
        ("+84 ", false),
        ("+8412345", false),
    ] {
        let read = serde_json::from_value::<Sms>(json!({ "countries": [code] }));
        assert_eq!(read.is_ok(), fits, "{code:?}");
    }
    let none = serde_json::from_value::<Sms>(json!({ "countries": [] })).expect_err("nobody to send to");
    assert!(none.to_string().starts_with("list the calling code"), "{none}");
}

#[test]
fn messages_stop_when_they_are_not_wanted_and_when_the_requester_is_forgotten() {
    let catalog = catalog();
    let mut story = Story::in_state(State::InProgress);
    assert_eq!(story.does(Action::SmsOff, &catalog, at("08:10")), Err(Refusal::Nothing));
    story.does(Action::SmsOn, &catalog, at("08:20")).expect("the number is theirs");
    let (ticket, number) = (story.ticket(), phone("+84901234567"));
    assert_eq!(ticket.texts_to(), Some(&number));
    assert_eq!((ticket.texts_of(ticket.version), ticket.texts_of(ticket.version + 1)), (None, Some(&number)));
    story.does(Action::SmsOff, &catalog, at("08:30")).expect("there are messages");
    assert_eq!(story.ticket().texts_to(), None);
    story.does(Action::SmsOn, &catalog, at("08:40")).expect("once more");
    story.does(Action::Erase, &catalog, at("08:50")).expect("by an admin");
    assert_eq!(story.ticket().texts_to(), None);
    assert!(story.events.iter().all(|event| event.personal.is_none()), "no number is left in the log");
    assert_eq!(story.does(Action::SmsOn, &catalog, at("09:00")), Err(Refusal::Nothing), "there is nobody to tell");
}
