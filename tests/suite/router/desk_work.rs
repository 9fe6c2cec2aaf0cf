//! What a desk does beside answering: passes on, sorts, notes, gives, asks.

use super::office::Office;
use super::people::{EXPERT, FOREIGN, SECOND, does, owner_by_mail, posting, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, EMAIL, TITLE};

const LEAD: &str = "to-truong@suite.example";

#[test]
fn a_referred_ticket_is_the_other_desks_and_keeps_its_code() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    owner_by_mail(&office, &code);
    let mut staff = signed_in(&office, EXPERT);
    let path = format!("/desk/t/{code}");
    let form = staff.get(&path).page(200).form("/refer");
    for to in ["", "it2", "../it"] {
        let page = staff.submit(&form.clone().fill("to", to).fill("text", "Việc của bên bạn.")).page(422);
        assert!(page.has("details[open] #to-refer[aria-invalid=true]"), "{to:?}");
        assert!(page.text().contains("Việc của bên bạn"), "{to:?}: what was typed is kept");
    }
    let refused = staff.submit(&form.clone().fill("to", "it")).page(409);
    assert!(refused.text().contains("đang ở bộ phận này rồi"), "{}", refused.text());

    let form = form.fill("to", "training").fill("text", "Việc của bên bạn.");
    let done = staff.submit(&form);
    assert_eq!(done.leads_to(), "/desk/q/it?done=referred");
    let queue = staff.follow(done).page(200);
    assert!(queue.text().contains("Đã chuyển phiếu") && !queue.text().contains(TITLE), "{}", queue.text());
    assert_eq!(staff.submit(&form).leads_to(), "/desk/q/it?done=referred", "a second click");
    assert_eq!(staff.get(&path).status, 404, "it is not there for the first desk");
    assert_eq!(staff.submit(&form.clone().fill("text", "Khác.")).leads_to(), "/desk/q/it?done=referred");
    assert_eq!(signed_in(&office, SECOND).submit(&form).status, 404, "for others it is just not there");
    assert_eq!(office.history(&code), ["submitted", "contact_proved", "referred"]);

    let mut other = signed_in(&office, FOREIGN);
    assert!(other.get("/desk/q/training").page(200).text().contains(TITLE));
    let page = other.get(&path).page(200);
    assert!(page.text().contains("Việc của bên bạn"), "{}", page.text());
    let mine = requester.get(&format!("/t/{code}")).page(200).text();
    assert!(mine.contains("Phòng đào tạo") && !mine.contains("Việc của bên bạn"), "{mine}");
    let letters = office.letters();
    let letter = letters.iter().rfind(|letter| letter.to.as_str() == EMAIL).expect("a letter");
    assert!(letter.subject.contains(&code) && letter.body.contains("Phòng đào tạo"), "{letter:#?}");
    assert!(!letter.body.contains("Việc của bên bạn"), "{letter:#?}");
    does(&mut other, &code, "/accept", None).leads_to();
}

#[test]
fn a_stranger_cannot_find_out_where_a_ticket_went() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut foreign = signed_in(&office, FOREIGN);
    let page = foreign.get("/desk/q/training").page(200);
    let csrf = page.attribute("form[action='/desk/sign-out'] input[name=csrf]", "value").expect("a token");
    for version in ["0", "1", "2", "x", ""] {
        let fields = [("csrf", csrf.as_str()), ("version", version), ("to", "training"), ("text", "")];
        assert_eq!(foreign.submit(&posting(&format!("/desk/t/{code}/refer"), &fields)).status, 404, "{version}");
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn a_note_stays_on_the_desk() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/note").fill("text", "Máy này hỏng lần thứ ba.");
    let letters = office.letters().len();
    for _ in 0..2 {
        assert_eq!(staff.submit(&form).leads_to(), format!("/desk/t/{code}?done=noted"));
    }
    assert_eq!(office.history(&code), ["submitted", "noted"]);
    let page = signed_in(&office, SECOND).get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text_of(".message-note").contains("hỏng lần thứ ba"), "{}", page.text());
    for path in [format!("/t/{code}"), format!("/t/{code}?lang=en")] {
        assert!(!requester.get(&path).page(200).text().contains("lần thứ ba"), "{path}");
    }
    let mailed = office.letters().into_iter().skip(letters).filter(|letter| letter.to.as_str() == EMAIL).count();
    assert_eq!(mailed, 0);
}

#[test]
fn sorting_starts_the_check_and_offers_only_what_the_type_has() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/classify");
    assert!(form.fields.contains(&("priority".to_owned(), "high".to_owned())), "as it is now: {form:?}");
    let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (field, value, status) in [("nature", "x", 409), ("audience", "staff", 409), ("nature", "a/b", 422)] {
        let fields = [&fields[..], &[(field, value)]].concat();
        let page = staff.submit(&posting(&form.action, &fields)).page(status);
        assert!(status == 422 || page.text().contains("không có lựa chọn đó"), "{field}={value}: {}", page.text());
    }
    let low = form.clone().fill("priority", "low");
    for _ in 0..2 {
        assert_eq!(staff.submit(&low).leads_to(), format!("/desk/t/{code}?done=classified"));
    }
    assert_eq!(office.history(&code), ["submitted", "classified"]);
    let page = staff.get(&format!("/desk/t/{code}")).page(200);
    assert!(page.has("form[action$='/accept']") && !page.has("form[action$='/classify']"), "{}", page.text());
}

#[test]
fn a_lead_gives_a_ticket_to_a_member() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let path = format!("/desk/t/{code}");
    assert!(!signed_in(&office, EXPERT).get(&path).page(200).has("form[action$='/assign']"));
    let mut lead = signed_in(&office, LEAD);
    let form = lead.get(&path).page(200).form("/assign");
    for to in ["", "giam-doc@suite.example", "dao-tao@suite.example", "Võ Minh Quân"] {
        assert!(lead.submit(&form.clone().fill("to", to)).page(422).has("#to-assign[aria-invalid=true]"), "{to:?}");
    }
    for _ in 0..2 {
        assert_eq!(lead.submit(&form.clone().fill("to", SECOND)).leads_to(), format!("{path}?done=assigned"));
    }
    assert_eq!(office.history(&code), ["submitted", "assigned"]);
    assert!(lead.get(&path).page(200).text_of(".desk-facts").contains("Võ Minh Quân"));
}

#[test]
fn a_refusal_says_why_and_keeps_what_was_typed() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let path = format!("/desk/t/{code}");
    let reject = staff.get(&path).page(200).form("/reject");
    does(&mut staff, &code, "/accept", None).leads_to();
    let reject = reject.fill("version", "2").fill("text", "Gửi nhầm bộ phận.");
    let page = staff.submit(&reject).page(409);
    assert!(page.text().contains("Phiếu đang được xử lý rồi"), "the reason, not a general word: {}", page.text());
    assert!(page.text().contains("Gửi nhầm bộ phận"), "{}", page.text());
    assert_eq!(office.history(&code), ["submitted", "accepted"]);
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let mut lead = signed_in(&office, LEAD);
    does(&mut lead, &code, "/reopen", Some("Khách gọi lại, vẫn hỏng.")).leads_to();
    assert_eq!(office.history(&code), ["submitted", "accepted", "answered", "reopened"]);
}

#[test]
fn a_procedure_is_signed_off_by_the_lead_and_confirmed_by_the_requester() {
    let office = Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.sign_off = domain::catalog::SignOff::Required;
        }
    });
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let page = staff.get(&format!("/desk/t/{code}")).page(200);
    assert!(!page.has("form[action$='/close'], form[action$='/sign-off']"), "it is for others: {}", page.text());
    does(&mut signed_in(&office, LEAD), &code, "/sign-off", None).leads_to();
    let confirm = requester.get(&format!("/t/{code}")).page(200).form("/confirm");
    requester.submit(&confirm).leads_to();
    assert_eq!(office.history(&code), ["submitted", "accepted", "answered", "signed_off", "confirmed", "closed"]);
}
