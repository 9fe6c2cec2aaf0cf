//! Addresses and numbers: one spelling for each, and nothing that a mail header would take for its own.

use domain::contact::{Email, Phone, ascii_digit};
use domain::ids::DeskId;
use domain::lang::Lang;

#[test]
fn addresses_are_written_one_way() {
    let table = [
        ("an@sv.example.vn", "an@sv.example.vn"),
        ("  An@SV.Example.VN ", "an@sv.example.vn"),
        ("an@sv.example.vn\r\n", "an@sv.example.vn"),
        ("sv۱۲۳@dh.example", "sv123@dh.example"),
        ("sv١٢٣@dh.example", "sv123@dh.example"),
        ("\u{200f}an@dh.example\u{200e}", "an@dh.example"),
        ("\u{202a}an@dh.example\u{202c}", "an@dh.example"),
        ("an\u{200b}@dh.example", "an@dh.example"),
        ("an+mang@dh.example", "an+mang@dh.example"),
        ("o'brien.x-y_z@sub.dh.example", "o'brien.x-y_z@sub.dh.example"),
    ];
    for (typed, written) in table {
        assert_eq!(Email::parse(typed).expect(typed).as_str(), written, "{typed:?}");
    }
}

#[test]
fn what_is_no_address_is_refused() {
    let long_local = format!("{}@dh.example", "a".repeat(65));
    let long = format!("a@{}.example", ["b".repeat(61), "c".repeat(61), "d".repeat(61), "e".repeat(61)].join("."));
    let long_label = format!("a@{}.example", "b".repeat(64));
    for typed in [
        "",
        "an",
        "an@",
        "@dh.example",
        "an@localhost",
        "an@@dh.example",
        "an@dh@example.vn",
        "an@dh.example\r\nBcc: all@dh.example",
        "an\r\n@dh.example",
        "an@dh.example,all@dh.example",
        "an@dh.example;all@dh.example",
        "an@dh.example all@dh.example",
        "<an@dh.example>",
        "An <an@dh.example>",
        "\"an\"@dh.example",
        "an(x)@dh.example",
        "an\0@dh.example",
        "an\u{85}@dh.example",
        "an\u{2028}@dh.example",
        ".an@dh.example",
        "an.@dh.example",
        "a..n@dh.example",
        "an@.example",
        "an@dh..example",
        "an@-dh.example",
        "an@dh-.example",
        "an@dh.example.",
        "an@[127.0.0.1]",
        "ăn@dh.example",
        "an@đh.example",
        "=?utf-8?q?an?=@dh.example\n",
        "a`id`@dh.example",
        "a|b@dh.example",
        "a{b}@dh.example",
        &long_local,
        &long,
        &long_label,
    ] {
        // An encoded word's characters are all atom characters, so it is an address like any other; see below.
        if typed.starts_with("=?") {
            assert_eq!(Email::parse(typed).map(|email| email.as_str().contains('\n')), Ok(false), "{typed:?}");
        } else {
            assert!(Email::parse(typed).is_err(), "{typed:?}");
        }
    }
}

#[test]
fn variants_of_an_address_share_a_bucket() {
    let bucket = |typed: &str| Email::parse(typed).expect(typed).bucket();
    for variant in ["an@dh.example", "AN@DH.EXAMPLE", "an+1@dh.example", "An+a+b@dh.example", "an+۱@dh.example"] {
        assert_eq!(bucket(variant), "an@dh.example", "{variant}");
    }
    for other in ["anh@dh.example", "an@khac.example", "a.n@dh.example"] {
        assert_ne!(bucket(other), "an@dh.example", "{other}");
    }
}

#[test]
fn numbers_are_written_one_way() {
    let table = [
        ("024 5555 0100", Some("02455550100")),
        ("(024) 5555-0100", Some("02455550100")),
        ("024.5555/0100", Some("02455550100")),
        ("+84 24 5555 0100", Some("+842455550100")),
        ("0084 24 5555 0100", Some("+842455550100")),
        ("۰۹۱۲ ۵۵۵ ۰۱۰۰", Some("09125550100")),
        ("٠٩١٢٥٥٥٠١٠٠", Some("09125550100")),
        ("\u{200e}+۹۸ ۹۱۲ ۵۵۵ ۰۱۰۰\u{200f}", Some("+989125550100")),
        ("101", Some("101")),
        ("1234567890123456", None),
        ("12", None),
        ("", None),
        ("+", None),
        ("84+24", None),
        ("0100 ext. 7", None),
        ("0100\r\n0101", None),
        ("0100\0", None),
        ("<script>100</script>", None),
    ];
    for (typed, written) in table {
        assert_eq!(Phone::parse(typed).ok().as_ref().map(Phone::as_str), written, "{typed:?}");
    }
}

#[test]
fn reading_a_written_contact_changes_nothing() {
    for typed in ["An+Mang@DH.example", "sv۱۲@dh.example"] {
        let email = Email::parse(typed).expect(typed);
        assert_eq!(Email::parse(email.as_str()), Ok(email));
    }
    for typed in ["0084 24 5555 0100", "024 5555", "+1 234"] {
        let phone = Phone::parse(typed).expect(typed);
        assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
    }
}

#[test]
fn contacts_stay_out_of_debug_output() {
    let (email, phone) = (Email::parse("an@dh.example").expect("one"), Phone::parse("0245550100").expect("one"));
    assert_eq!(format!("{email:?} {phone:?}"), "Email(…) Phone(…)");
}

#[test]
fn digits_of_three_families_are_mended_and_nothing_else() {
    let typed = "۰۹٠٩０９09½²Ⅳ๓a";
    assert_eq!(typed.chars().map(ascii_digit).collect::<String>(), "09090909½²Ⅳ๓a");
}

#[test]
fn ids_and_languages_are_strict() {
    for (id, fits) in [
        ("it", true),
        ("it-incident", true),
        ("2", true),
        ("", false),
        ("-it", false),
        ("IT", false),
        ("i t", false),
        ("../it", false),
        ("it\n", false),
        ("đt", false),
    ] {
        assert_eq!(DeskId::parse(id).is_ok(), fits, "{id:?}");
    }
    assert!(DeskId::parse(&"a".repeat(64)).is_ok() && DeskId::parse(&"a".repeat(65)).is_err());
    for (tag, written) in
        [("vi", Some("vi")), (" FA ", Some("fa")), ("pt-BR", Some("pt-br")), ("v", None), ("vi/..", None), ("", None)]
    {
        assert_eq!(Lang::parse(tag).ok().as_ref().map(Lang::as_str), written, "{tag:?}");
    }
}
