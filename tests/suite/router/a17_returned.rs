//! Row 17 again: letters that come back. Nobody writes on to an address that has none, and nothing else is moved by it.

use function::aws::{Handed, follow};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::a23_log_lines::logged;
use super::my::visiting;
use super::office::Office;
use super::people::{EXPERT, does, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, EMAIL};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
const SAID: &str = "Thư gửi tới địa chỉ này bị trả lại";

/// Hands the effects role a notice of SES as SNS brings it.
fn told(office: &Office, notice: &Value) {
    let event = json!({ "Records": [{
        "EventSource": "aws:sns", "EventVersion": "1.0",
        "EventSubscriptionArn": "arn:aws:sns:ap-southeast-1:000000000000:mail:00000000-0000-4000-8000-000000000000",
        "Sns": {
            "Type": "Notification", "MessageId": "00000000-0000-4000-8000-000000000001",
            "TopicArn": "arn:aws:sns:ap-southeast-1:000000000000:mail", "Subject": "Amazon SES Email Event Notification",
            "Message": notice.to_string(), "Timestamp": "2026-11-23T01:30:10.000Z",
        }
    }] });
    let handed: Handed = serde_json::from_value(event).expect("what SNS hands over");
    office.wait(follow(&office.desk, handed)).expect("the store works");
}

fn bounce(kind: &str, email: &str) -> Value {
    json!({
        "eventType": "Bounce",
        "bounce": {
            "bounceType": kind, "bounceSubType": "General",
            "bouncedRecipients": [{
                "emailAddress": email, "action": "failed", "status": "5.1.1",
                "diagnosticCode": format!("smtp; 550 5.1.1 <{email}>... User unknown"),
            }],
            "timestamp": "2026-11-23T01:30:09.000Z", "feedbackId": "0100",
        },
        "mail": { "destination": [email], "source": "hotro@suite.example" },
    })
}

fn complaint(email: &str) -> Value {
    json!({
        "eventType": "Complaint",
        "complaint": {
            "complainedRecipients": [{ "emailAddress": email }], "complaintFeedbackType": "abuse",
            "timestamp": "2026-11-23T01:30:09.000Z", "feedbackId": "0101",
        },
        "mail": { "destination": [email], "source": "hotro@suite.example" },
    })
}

fn letters(office: &Office) -> usize {
    office.letters().iter().filter(|letter| letter.to.as_str() == EMAIL).count()
}

#[test]
fn whose_letters_come_back_gets_no_more_for_a_while_and_the_desk_sees_it() {
    for notice in [bounce("Permanent", &EMAIL.to_uppercase()), complaint(EMAIL)] {
        let office = Office::open();
        let code = sent(&mut Browser::new(&office));
        assert_eq!(letters(&office), 1, "the receipt");
        let mut staff = signed_in(&office, EXPERT);
        let desk_page = |staff: &mut Browser<'_>| staff.get(&format!("/desk/t/{code}")).page(200).text();
        assert!(!desk_page(&mut staff).contains(SAID));

        told(&office, &notice);
        assert!(desk_page(&mut staff).contains(SAID));
        assert_eq!(office.history(&code), ["submitted"], "no ticket is moved by it");
        does(&mut staff, &code, "/accept", None).leads_to();
        assert_eq!(letters(&office), 1, "no letter about the acceptance");

        office.pass(WEEK * 2);
        let mut staff = signed_in(&office, EXPERT);
        assert!(!desk_page(&mut staff).contains(SAID));
        does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
        assert_eq!(letters(&office), 2, "a mailbox may be mended");
    }
}

#[test]
fn it_holds_for_a_week_at_least_whenever_it_begins() {
    for hours in [0, 40, 80, 120, 160] {
        let office = Office::open();
        office.pass(SignedDuration::from_hours(hours));
        told(&office, &bounce("Permanent", EMAIL));
        let email = domain::contact::Email::parse(EMAIL).expect("an address");
        office.pass(WEEK - SignedDuration::from_secs(1));
        let comes_back = office.wait(function::returned::comes_back(&office.desk, &email));
        assert!(comes_back.expect("the store works"), "{hours}");
        office.pass(WEEK + SignedDuration::from_secs(1));
        let comes_back = office.wait(function::returned::comes_back(&office.desk, &email));
        assert!(!comes_back.expect("the store works"), "{hours}");
    }
}

#[test]
fn a_full_mailbox_somebody_elses_and_what_cannot_be_read_change_nothing() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let notices = [
        bounce("Transient", EMAIL),
        bounce("Undetermined", EMAIL),
        bounce("Permanent", "khac@dh.example"),
        json!({ "eventType": "Delivery", "mail": { "destination": [EMAIL] } }),
        json!({ "eventType": "Bounce", "bounce": { "bounceType": "Permanent" } }),
        json!("Successfully validated SNS topic for Amazon SES event publishing."),
        bounce("Permanent", "not an address"),
    ];
    for notice in &notices {
        told(&office, notice);
    }
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    assert_eq!(letters(&office), 2, "the receipt and the acceptance");
}

#[test]
fn who_asks_for_a_code_gets_it_all_the_same() {
    let office = Office::open();
    sent(&mut Browser::new(&office));
    told(&office, &bounce("Permanent", EMAIL));
    // Somebody is waiting for it now, and there is no other way in.
    visiting(&office, EMAIL).get("/my?lang=vi").page(200);
}

#[test]
fn the_log_does_not_tell_whose_letters_come_back() {
    let office = Office::open();
    sent(&mut Browser::new(&office));
    let lines = logged(|| {
        told(&office, &bounce("Permanent", EMAIL));
        assert_eq!(letters(&office), 0, "the receipt is left out as well");
    });
    assert!(lines.contains("a letter came back") && lines.contains("those to its recipient come back"), "{lines}");
    assert!(!lines.contains('@') && !lines.contains("User unknown"), "{lines}");
}
