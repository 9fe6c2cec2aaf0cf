//! What readers tell without writing: what is kept of a search, and the names signals are counted under.

use domain::ids::{ArticleId, RequestTypeId};
use domain::reading::Revision;
use domain::signal::{LONGEST_PHRASE, Phrase, Signal};
use proptest::prelude::*;

use crate::sample::lang;

fn kept(typed: &str) -> Option<String> {
    Phrase::scrub(typed).map(|phrase| phrase.to_string())
}

#[test]
fn what_may_tell_who_looked_is_masked() {
    for (typed, expected) in [
        ("Quên mật khẩu", "quên mật khẩu"),
        ("  wifi \n ký túc\txá ", "wifi ký túc xá"),
        ("mail an.nv@dh.example bị khóa", "mail ✉ bị khóa"),
        ("AN@DH.EXAMPLE", "✉"),
        ("an @ dh.example đổi mật khẩu", "✉ đổi mật khẩu"),
        ("ＡＮ＠ｄｈ．example", "✉"),
        ("a@b c@d", "✉ ✉"),
        ("@", "✉"),
        ("mã sinh viên 20216543", "mã sinh viên #"),
        ("gọi 090 123 45 67", "gọi #"),
        ("090-123.4567", "#"),
        ("(028) 3 812 345", "(028) #"),
        ("شماره ۰۹۱۲۳۴۵۶۷۸۹", "شماره #"),
        ("رقم ٠٩١٢٣", "رقم #"),
        ("１２３４５", "#"),
        ("१२३४५ ๑๒๓๔๕", "#"),
        ("12\u{200c}3\u{200b}4\u{202e}5", "#"),
        ("1\u{0}2\u{0}3\u{0}4\u{0}5", "#"),
        ("0x80070005", "0x#"),
        // Short numbers name things.
        ("windows 11", "windows 11"),
        ("lỗi 1603", "lỗi 1603"),
        ("phòng b204, máy 12", "phòng b204, máy 12"),
        // The joiner of a Persian word belongs to it.
        ("وای\u{200c}فای", "وای\u{200c}فای"),
        ("\u{202e}abc", "abc"),
        ("<b>&\"'", "<b>&\"'"),
    ] {
        assert_eq!(kept(typed).as_deref(), Some(expected), "{typed:?}");
    }
    for nothing in ["", "  ", "\u{200b}\u{202e}\u{feff}", "\u{200c}", "\r\n\t\0"] {
        assert_eq!(kept(nothing), None, "{nothing:?}");
    }
}

#[test]
fn a_phrase_is_cut_after_it_was_masked() {
    let long = format!("{} 0901234567", "ă".repeat(LONGEST_PHRASE - 3));
    assert_eq!(kept(&long), Some(format!("{} #", "ă".repeat(LONGEST_PHRASE - 3))));
    assert_eq!(kept(&"ế ".repeat(1_000)).expect("something").chars().count(), LONGEST_PHRASE - 1);
}

#[test]
fn a_signal_reads_back_from_its_name() {
    let article = ArticleId::parse("wifi").expect("an id");
    let request_type = RequestTypeId::parse("it-incident").expect("an id");
    let revision = Some(Revision::parse("0a1b2c3d").expect("a revision"));
    for (signal, name) in [
        (
            Signal::Helpful { article: article.clone(), lang: lang("vi"), revision, helped: true },
            "helpful/vi/wifi/0a1b2c3d/yes",
        ),
        (
            Signal::Helpful { article: article.clone(), lang: lang("fa"), revision: None, helped: false },
            "helpful/fa/wifi/-/no",
        ),
        (
            Signal::Miss { lang: lang("vi"), phrase: Phrase::scrub("máy in a/b #1").expect("a phrase") },
            "miss/vi/máy in a/b #1",
        ),
        (Signal::Deflect { article, request_type }, "deflect/wifi/it-incident"),
    ] {
        assert_eq!(signal.to_string(), name);
        assert_eq!(name.parse(), Ok(signal));
    }
    for other in
        ["", "helpful", "helpful/vi/wifi/-/maybe", "helpful/vi/wifi/yes", "miss/vi/", "miss/x", "deflect/a/b/c"]
    {
        assert!(other.parse::<Signal>().is_err(), "{other:?}");
    }
}

proptest! {
    #[test]
    fn no_long_number_and_no_address_is_left(typed in "(?s)[a-zđ0-9۰-۹ @.\\-\u{200c}\u{202e}]{0,60}") {
        let Some(kept) = kept(&typed) else { return Ok(()) };
        prop_assert!(!kept.contains('@') && kept.chars().count() <= LONGEST_PHRASE);
        let mut run = 0;
        for c in kept.chars() {
            run = if c.is_numeric() { run + 1 } else { 0 };
            prop_assert!(run < 5, "{typed:?} → {kept:?}");
        }
        prop_assert_eq!(Phrase::read(&kept).map(|phrase| phrase.to_string()), Some(kept));
    }

    #[test]
    fn anything_at_all_can_be_typed(typed in any::<String>()) {
        if let Some(kept) = kept(&typed) {
            prop_assert!(!kept.contains(char::is_control) && !kept.contains('@'));
            prop_assert!((1..=LONGEST_PHRASE).contains(&kept.chars().count()));
        }
    }
}
