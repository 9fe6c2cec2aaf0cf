//! Ticket codes: what people get wrong is noticed, what keyboards get wrong is mended.

use domain::code::{NotACode, TicketCode};

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Codes spread over all 2⁵⁵, and the ones at the ends.
fn codes() -> impl Iterator<Item = TicketCode> {
    let spread = (0..500_u64).map(|nth| nth.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    [0, 1, (1 << 55) - 1, u64::MAX].into_iter().chain(spread).map(TicketCode::from_random)
}

fn symbols(code: TicketCode) -> Vec<char> {
    code.to_string().chars().filter(|c| *c != '-').collect()
}

fn parse(symbols: &[char]) -> Result<TicketCode, NotACode> {
    TicketCode::parse(&symbols.iter().collect::<String>())
}

#[test]
fn every_single_wrong_symbol_is_noticed() {
    for code in codes() {
        let right = symbols(code);
        for place in 0..right.len() {
            for wrong in ALPHABET.chars().filter(|c| *c != right[place]) {
                let mut typed = right.clone();
                typed[place] = wrong;
                assert_eq!(parse(&typed), Err(NotACode::Check), "{code}: {wrong} at {place}");
            }
        }
    }
}

#[test]
fn every_swap_of_two_neighbours_is_noticed() {
    for code in codes() {
        let right = symbols(code);
        for place in 1..right.len() {
            let mut typed = right.clone();
            typed.swap(place - 1, place);
            let expected = if typed == right { Ok(code) } else { Err(NotACode::Check) };
            assert_eq!(parse(&typed), expected, "{code}: {} and {place}", place - 1);
        }
    }
}

#[test]
fn a_code_reads_back_as_itself() {
    for code in codes() {
        let text = code.to_string();
        assert!(text.len() == 14 && text.chars().filter(|c| *c == '-').count() == 2, "{text}");
        assert_eq!(TicketCode::parse(&text), Ok(code));
        let json = serde_json::to_string(&code).expect("a code is a text");
        assert_eq!(serde_json::from_str::<TicketCode>(&json).expect("and back"), code);
    }
}

#[test]
fn only_the_low_55_bits_make_a_code() {
    assert_eq!(TicketCode::from_random(u64::MAX), TicketCode::from_random((1 << 55) - 1));
    assert_ne!(TicketCode::from_random(1 << 54), TicketCode::from_random(0));
}

/// Number, as typed.
const FORGIVEN: [(u64, &str); 13] = [
    (0, "0000-0000-0000"),
    (0, "OOOO-oooo-OOoo"),
    (0, "۰۰۰۰ ۰۰۰۰ ۰۰۰۰"),
    (0, "٠٠٠٠-٠٠٠٠-٠٠٠٠"),
    (0, "００００００００００００"),
    (0, "\u{202b}0000\u{200c}-0000\u{200f}-0000\u{202c}"),
    (0, "\u{feff}0000\u{2009}0000\u{a0}0000\r\n"),
    (0, "0000\u{2013}0000\u{2212}0000"),
    (0, "0000_0000.0000"),
    (1, "1000-0000-0002"),
    (1, "I000-0000-0002"),
    (1, "lOOO oOoO ooO2"),
    (1, "۱۰۰۰۰۰۰۰۰۰۰۲"),
];

#[test]
fn codes_are_read_as_people_type_them() {
    for (number, typed) in FORGIVEN {
        assert_eq!(TicketCode::parse(typed), Ok(TicketCode::from_random(number)), "{typed:?}");
    }
    for code in codes() {
        assert_eq!(TicketCode::parse(&code.to_string().to_lowercase()), Ok(code));
    }
}

#[test]
fn what_is_no_code_is_refused_by_its_shape() {
    let long = "0".repeat(1_000_000);
    for typed in [
        "",
        " - - ",
        "0000-0000-000",
        "0000-0000-0000-0",
        "0000-0000-000U",
        "0000-0000-000é",
        "0000-0000-000\0",
        "0000-0000-000/",
        "0000-0000-000\u{301}",
        "😀😀😀😀😀😀😀😀😀😀😀😀",
        &long,
    ] {
        assert_eq!(TicketCode::parse(typed), Err(NotACode::Shape), "{:?}", typed.get(..20).unwrap_or(typed));
    }
}
