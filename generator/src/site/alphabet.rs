//! The order of a language's alphabet, for lists and the A–Z.

use domain::lang::Lang;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

const VIETNAMESE: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
const PERSIAN: &str = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";

/// Sorts like a dictionary of the language: letters first, tones and marks only between equals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    letters: Vec<u32>,
    marks: Vec<u32>,
    text: String,
}

/// Letters of the language come before those of other scripts; numbers before all letters.
const OTHER: u32 = 1_000;

/// The key of a title.
pub fn sort_key(lang: &Lang, text: &str) -> SortKey {
    let (mut letters, mut marks) = (Vec::new(), Vec::new());
    for letter in text.nfc().flat_map(char::to_lowercase) {
        let (base, mark) = base_letter(lang, letter);
        let rank = match base {
            '\u{200c}' | '\u{200d}' => continue,
            letter if letter.is_numeric() => 10 + letter.to_digit(10).unwrap_or(9),
            letter if letter.is_alphabetic() => {
                position(lang, letter).map_or_else(|| OTHER + u32::from(letter), |position| 100 + position)
            }
            _ => 1,
        };
        letters.push(rank);
        marks.push(mark);
    }
    SortKey { letters, marks, text: text.to_owned() }
}

/// The heading a title stands under: its first letter as a capital, or `0–9` for everything that is not a letter.
pub fn initial(lang: &Lang, text: &str) -> String {
    let first = text.nfc().find(|c| c.is_alphanumeric());
    match first {
        Some(letter) if letter.is_alphabetic() => {
            let lower = letter.to_lowercase().next().unwrap_or(letter);
            base_letter(lang, lower).0.to_uppercase().collect()
        }
        _ => "0–9".to_owned(),
    }
}

fn position(lang: &Lang, letter: char) -> Option<u32> {
    let alphabet = match lang.as_str() {
        "vi" => VIETNAMESE,
        "fa" => PERSIAN,
        _ => LATIN,
    };
    alphabet.chars().position(|known| known == letter).and_then(|at| u32::try_from(at).ok())
}

/// The letter of the alphabet a letter is a variant of, and a number telling the variants apart.
fn base_letter(lang: &Lang, letter: char) -> (char, u32) {
    let letter = match letter {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        'أ' | 'إ' if lang.as_str() == "fa" => 'ا',
        'ة' if lang.as_str() == "fa" => 'ه',
        'ؤ' if lang.as_str() == "fa" => 'و',
        other => other,
    };
    if letter.is_ascii() || position(lang, letter).is_some() {
        return (letter, 0);
    }
    // Take marks off one by one, so that `ấ` is the letter `â` in Vietnamese and `a` in English.
    let mut parts: Vec<char> = std::iter::once(letter).nfd().collect();
    let mut mark = 0;
    for at in (1..parts.len()).rev() {
        let part = parts[at];
        if is_combining_mark(part) && !makes_letter(lang, part) {
            mark = mark * 4_096 + u32::from(part) - 0x2ff;
            parts.remove(at);
        }
    }
    let mut composed = parts.into_iter().nfc();
    match (composed.next(), composed.next()) {
        (Some('đ'), None) if lang.as_str() != "vi" => ('d', 1),
        (Some(base), None) => (base, mark),
        _ => (letter, mark),
    }
}

/// Whether a mark makes another letter of the alphabet rather than a tone: breve, circumflex and horn in Vietnamese.
fn makes_letter(lang: &Lang, mark: char) -> bool {
    lang.as_str() == "vi" && matches!(mark, '\u{302}' | '\u{306}' | '\u{31b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(tag: &str, words: &[&str]) -> String {
        let lang = Lang::parse(tag).expect("a tag");
        let mut words = words.to_vec();
        words.sort_by_key(|word| sort_key(&lang, word));
        words.join(" ")
    }

    #[test]
    fn vietnamese_letters_before_tones() {
        assert_eq!(sorted("vi", &["đa", "ẩm", "dz", "da", "ân", "an", "ăn", "ba", "dạ"]), "an ăn ẩm ân ba da dạ dz đa");
    }

    #[test]
    fn persian_has_its_own_letters_in_their_places() {
        assert_eq!(
            sorted("fa", &["گوشی", "چاپ", "ثبت", "پست", "ژله", "Wi-Fi", "آب", "كارت"]),
            "آب پست ثبت چاپ ژله كارت گوشی Wi-Fi"
        );
    }

    #[test]
    fn headings_of_the_list() {
        let initial = |tag: &str, text| initial(&Lang::parse(tag).expect("a tag"), text);
        assert_eq!(initial("vi", "“Ấn phẩm”"), "Â");
        assert_eq!(initial("vi", "Đổi mật khẩu"), "Đ");
        assert_eq!(initial("en", "Édition"), "E");
        assert_eq!(initial("fa", "كارت"), "ک");
        assert_eq!(initial("en", "2FA"), "0–9");
    }
}
