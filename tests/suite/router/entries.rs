//! A call or a visit: a member writes the request down in the requester's name (T1, X7, H1).

use domain::ticket::{Actor, Channel, EventKind};

use super::office::Office;
use super::people::{DIRECTOR, EXPERT, FOREIGN, mailed_link, owner_by_mail, posting, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::Form;
use crate::journey::{EMAIL, NAME};

const FORM: &str = "/desk/new?type=incident";
pub(super) const AGREED: &str = "Máy chiếu không lên hình.\n\nĐã hẹn 14 giờ có người tới.";

/// The form of a call, filled in.
#[track_caller]
pub(super) fn call(member: &mut Browser<'_>) -> Form {
    let form = member.get(FORM).page(200).form("/desk/new");
    form.fill("channel", "phone")
        .fill("title", "Máy chiếu phòng C1 không lên hình")
        .fill("description", AGREED)
        .fill("name", NAME)
        .fill("email", EMAIL)
        .fill("priority", "high")
        .fill("f.room", "C1")
}

/// The code in `/desk/t/CODE?done=entered`.
fn code_of(path: &str) -> String {
    path.strip_prefix("/desk/t/").and_then(|rest| rest.strip_suffix("?done=entered")).expect("the ticket").to_owned()
}

#[test]
fn a_call_is_a_ticket_that_the_requester_reads() {
    let office = Office::open();
    let mut member = signed_in(&office, EXPERT);
    let types = member.get("/desk/new").page(200);
    let offered: Vec<_> = types.links(".requests a").into_iter().map(|(url, _)| url).collect();
    assert_eq!(offered, ["/desk/new?type=incident", "/desk/new?type=outage"], "of the own desk");
    let form = call(&mut member);
    let sent = member.submit(&form);
    let code = code_of(&sent.leads_to());
    let page = member.follow(sent).page(200);
    assert!(page.text_of(".notice-good").contains("Đọc mã phiếu"), "{}", page.text());
    assert!(page.text_of(".desk-facts").contains("Qua điện thoại"), "{}", page.text());
    assert!(page.text_of(".message-phone").contains("Lê Cẩm Vân"), "who wrote it down: {}", page.text());

    let parsed = domain::code::TicketCode::parse(&code).expect("a code");
    let events = office.wait(office.store.events(parsed, 1)).expect("the store works");
    let EventKind::Submitted { channel, clock, .. } = &events[0].kind else { panic!("{events:?}") };
    assert_eq!((events.len(), *channel, clock.is_some()), (1, Channel::Phone, true));
    assert!(matches!(events[0].by, Actor::Staff { .. }), "{:?}", events[0].by);

    // The receipt comes as always; the address is not proved by what somebody spelled on the telephone.
    let letters = office.letters();
    let receipt = letters.iter().find(|letter| letter.to.as_str() == EMAIL).expect("a receipt");
    assert!(receipt.body.contains(&code) && !receipt.body.contains("Máy chiếu"), "{}", receipt.body);
    assert!(mailed_link(&office, EMAIL).contains(&code));
    let mine = owner_by_mail(&office, &code).get(&format!("/t/{code}")).page(200);
    for part in ["Đã hẹn 14 giờ có người tới.", "Lê Cẩm Vân", "Ghi lại sau cuộc gọi", "C1"] {
        assert!(mine.text().contains(part), "{part}: {}", mine.text());
    }
}

#[test]
fn a_visit_is_answered_in_the_requesters_language() {
    let office = Office::open();
    let mut member = signed_in(&office, EXPERT);
    let form = call(&mut member).fill("channel", "in_person").fill("lang", "fa");
    let code = code_of(&member.submit(&form).leads_to());
    assert_eq!(office.head(&code).lang.as_str(), "fa");
    let page = member.get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text().contains("Đến trực tiếp") && page.text().contains("اتاق"), "{}", page.text());
}

#[test]
fn the_same_form_sent_twice_is_one_ticket() {
    let office = Office::open();
    let mut member = signed_in(&office, EXPERT);
    let form = call(&mut member);
    let first = member.submit(&form).leads_to();
    assert_eq!(member.submit(&form).leads_to(), first);
    // Gone back to and changed, it says so, and is sent as another one.
    let changed = form.fill("title", "Máy in phòng C1 kẹt giấy");
    let page = member.submit(&changed).page(422);
    assert!(page.text_of(".error-summary").contains("đã gửi trước đó"), "{}", page.text());
    let second = member.submit(&page.form("/desk/new")).leads_to();
    assert_ne!(first, second);
    assert_eq!(office.letters().iter().filter(|letter| letter.to.as_str() == EMAIL).count(), 2);
}

#[test]
fn what_is_missing_is_told_and_what_was_typed_stays() {
    let office = Office::open();
    let mut member = signed_in(&office, EXPERT);
    let form = call(&mut member);
    for (field, value, told) in [
        ("channel", "", "Chọn cách họ liên hệ"),
        ("channel", "web", "Chọn cách họ liên hệ"),
        ("description", " ", "Ghi lại nội dung trao đổi"),
        ("email", "", "Hỏi email của người yêu cầu"),
        ("email", "ngoc@", "Viết email đầy đủ"),
        ("lang", "de", "Chọn một trong các mục"),
        ("priority", "urgent", "Chọn một trong các mục"),
        ("form", "0", "Biểu mẫu vừa được cập nhật"),
        ("made-up", "x", "không có mục"),
    ] {
        let mut broken = form.clone();
        broken.fields.retain(|(name, _)| name != field);
        broken.fields.push((field.to_owned(), value.to_owned()));
        let page = member.submit(&broken).page(422);
        assert!(page.text_of(".error-summary").contains(told), "{field}: {}", page.text_of(".error-summary"));
        let again = page.form("/desk/new");
        let kept = |name: &str| again.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        assert_eq!(kept("name"), Some(NAME), "{field}");
        if field != "description" {
            assert_eq!(kept("description"), Some(AGREED), "{field}");
        }
        if field != "channel" {
            assert_eq!(kept("channel"), Some("phone"), "{field}");
        }
    }
    // Nothing was sent by any of these; mended, it is.
    assert!(office.letters().iter().all(|letter| letter.to.as_str() != EMAIL));
    member.submit(&form).leads_to();
}

#[test]
fn calls_are_for_whoever_works_at_the_desk() {
    let office = Office::open();
    let form = call(&mut signed_in(&office, EXPERT));
    for (who, types, own) in [
        (EXPERT, 200, 200),
        ("to-truong@suite.example", 200, 200),
        ("quan-tri@suite.example", 200, 200),
        // Reads desk `it` and works at the other.
        (DIRECTOR, 200, 404),
        (FOREIGN, 200, 404),
    ] {
        let mut member = signed_in(&office, who);
        let page = member.get("/desk/new").page(types);
        let csrf = page.attribute("form[action='/desk/sign-out'] input[name=csrf]", "value").expect("a token");
        let offered: Vec<_> = page.links(".requests a").into_iter().map(|(url, _)| url).collect();
        assert_eq!(offered.contains(&FORM.to_owned()), own == 200, "{who}");
        assert_eq!(member.get(FORM).status, own, "{who}");
        let sent = member.submit(&form.clone().fill("csrf", &csrf)).status;
        assert_eq!(sent, if own == 200 { 303 } else { 404 }, "{who}");
        assert_eq!(member.get("/desk/new?type=no-such").status, 404, "{who}");
    }
    let mut nobody = Browser::new(&office);
    assert_eq!(nobody.get("/desk/new").leads_to(), "/desk/sign-in");
    assert_eq!(nobody.submit(&form).leads_to(), "/desk/sign-in");
    // A token of somebody else's session.
    assert_eq!(signed_in(&office, "to-truong@suite.example").submit(&form).status, 403);
    assert_eq!(signed_in(&office, EXPERT).submit(&posting("/desk/new", &[("type", "incident")])).status, 403);
}

#[test]
fn whoever_only_reads_finds_no_way_to_it() {
    let office = Office::with(|catalog| {
        for desk in catalog.desks.values_mut() {
            desk.members
                .retain(|member| member.email != DIRECTOR || desk.name.0.values().any(|name| name == "Tổ kỹ thuật"));
        }
    });
    let mut director = signed_in(&office, DIRECTOR);
    assert!(!director.get("/desk/q/it").page(200).has("a[href='/desk/new']"));
    assert_eq!(director.get("/desk/new").status, 404);
    assert!(signed_in(&office, EXPERT).get("/desk/q/it").page(200).has("a[href='/desk/new']"));
}

#[test]
fn limits_are_for_the_public() {
    let office = Office::with(|catalog| {
        let limits = &mut catalog.portal.limits;
        (limits.tickets_per_client, limits.tickets_per_contact, limits.tickets_per_desk) = (0, 0, 0);
        for definition in catalog.request_types.values_mut() {
            definition.verify_contact = domain::catalog::VerifyContact::BeforeSubmit;
        }
    });
    let mut member = signed_in(&office, EXPERT);
    let form = call(&mut member);
    let code = code_of(&member.submit(&form).leads_to());
    assert!(!office.head(&code).contact_proved);
}

#[test]
fn a_file_shown_at_the_counter_comes_along() {
    let office = Office::with(|catalog| {
        let field = serde_json::json!({ "id": "photo", "kind": "file", "label": { "vi": "Ảnh" } });
        let field: domain::catalog::Field = serde_json::from_value(field).expect("a field");
        for definition in catalog.request_types.values_mut() {
            definition.fields.push(field.clone());
        }
    });
    let mut member = signed_in(&office, EXPERT);
    let form = call(&mut member).choose("f.photo", "đơn.pdf", super::files::PDF);
    // Through an error and on.
    let page = member.submit(&form.fill("title", "")).page(422);
    let mended = page.form("/desk/new").fill("title", "Máy chiếu hỏng");
    let code = code_of(&member.submit(&mended).leads_to());
    assert_eq!(office.history(&code), ["submitted", "attached"]);
    let page = member.get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text().contains("đơn.pdf"), "{}", page.text());
}

#[test]
fn forgetting_the_requester_takes_what_was_said_along() {
    let office = Office::open();
    let mut member = signed_in(&office, EXPERT);
    let form = call(&mut member);
    let code = code_of(&member.submit(&form).leads_to());
    let mut admin = signed_in(&office, "quan-tri@suite.example");
    let erase = admin.get(&format!("/desk/t/{code}/erase")).page(200).form("/erase");
    admin.submit(&erase).leads_to();
    let page = admin.get(&format!("/desk/t/{code}")).page(200);
    for word in ["14 giờ", NAME, EMAIL] {
        assert!(!page.text().contains(word), "{word}: {}", page.text());
    }
    assert!(!page.has(".message-phone"), "nor who wrote it down");
    assert!(page.text_of(".desk-facts").contains("Qua điện thoại"), "how it came names nobody");
}
