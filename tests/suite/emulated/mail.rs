//! Mail by SES, as moto plays it.

use std::collections::BTreeMap;

use domain::contact::Email;
use domain::lang::Lang;
use function::mail::{Letter, MailError, Mailer, Sender, Ses};

use super::lambda::{BASE_URL, Cloud};
use crate::harness::http::Browser;
use crate::harness::lambda_http::Gateway;
use crate::harness::moto::Moto;

fn letter() -> Letter {
    let email = |text| Email::parse(text).expect("an address");
    Letter {
        id: "1000-0000-0001-1-received".to_owned(),
        from: Sender { name: "Hỗ trợ".to_owned(), email: email("hotro@suite.example") },
        to: email("an@dh.example"),
        lang: Lang::parse("vi").expect("a tag"),
        subject: "Đã nhận".to_owned(),
        body: "Phiếu của bạn đã tới.\n".to_owned(),
    }
}

#[tokio::test]
async fn a_letter_goes_out_with_its_headers_once_the_sender_is_verified() {
    let moto = Moto::start();
    let ses = Ses::connect(&moto.sdk(), None);
    // The operator mends that; the letter waits.
    let sent = ses.send(&letter()).await;
    assert!(matches!(&sent, Err(MailError::Unavailable(_))), "{sent:?}");
    let told = format!("{:#}", anyhow::Error::from(sent.expect_err("it was not sent")));
    assert!(told.contains("MessageRejected") && told.contains("not verified") && !told.contains('@'), "{told}");

    moto.verify_sender("suite.example");
    ses.send(&letter()).await.expect("it is sent");
    let mails = moto.mails();
    let [mail] = &mails[..] else { panic!("one letter: {mails:?}") };
    assert_eq!(mail.to, ["an@dh.example"]);
    for header in [
        "Message-ID: <1000-0000-0001-1-received@suite.example>",
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
        "Content-Language: vi",
        "To: an@dh.example",
    ] {
        assert!(mail.raw.contains(&format!("{header}\r\n")), "{header} in {}", mail.raw);
    }
}

#[tokio::test]
async fn while_ses_is_away_a_letter_waits() {
    let moto = Moto::start();
    let ses = Ses::connect(&moto.sdk().into_builder().endpoint_url("http://127.0.0.1:9").build(), None);
    let sent = ses.send(&letter()).await;
    assert!(matches!(&sent, Err(MailError::Unavailable(_))), "{sent:?}");
}

#[test]
fn without_a_mail_server_the_functions_letters_go_by_ses() {
    let (cloud, moto) = (Cloud::new(), Moto::start());
    moto.verify_sender("suite.example");
    let set = [("DESKMARK_SMTP_URL", ""), ("AWS_ENDPOINT_URL", moto.endpoint())];
    let set: BTreeMap<_, _> = set.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let gateway = Gateway::before(cloud.function_with("HttpFunction", set), BASE_URL);
    let mut staff = Browser::new(&gateway);
    let asking = staff.get("/desk/sign-in").page(200).form("/desk/sign-in").fill("email", "chuyen-vien@suite.example");
    staff.submit(&asking).page(200);
    let mails = moto.mails();
    assert!(mails.iter().any(|mail| mail.to == ["chuyen-vien@suite.example"]), "{mails:?}");
}
