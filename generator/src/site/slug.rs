//! Names and headings as parts of an address.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Lower-cases, drops the marks of Latin letters (`Đăng ký` → `dang-ky`), keeps other scripts, joins words with hyphens.
///
/// Empty when the text has no letter or digit.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut latin = false;
    for letter in text.nfd() {
        match letter {
            'đ' | 'Đ' => {
                out.push('d');
                latin = true;
            }
            // Marks belong to the letter before them: dropped after Latin, kept where the script needs them.
            mark if is_combining_mark(mark) => {
                if !latin && !out.is_empty() && !out.ends_with('-') {
                    out.push(mark);
                }
            }
            letter if letter.is_alphanumeric() => {
                latin = letter.is_ascii();
                out.extend(letter.to_lowercase());
            }
            '_' => out.push('_'),
            // Persian joins the parts of a word with a zero-width non-joiner; apart they would read as two words.
            '\u{200c}' | '\u{200d}' | '\u{ad}' | '\'' | '’' => {}
            _ => {
                if !out.is_empty() && !out.ends_with('-') {
                    out.push('-');
                }
            }
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out.nfc().collect()
}

/// A title for a folder or file that has none: `thiet-bi_01` → `Thiet bi 01`.
pub fn title_of_name(name: &str) -> String {
    let words: String = name.chars().map(|c| if matches!(c, '-' | '_') { ' ' } else { c }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

/// Percent-encodes what may not stand in an address as it is; for places where only ASCII is safe.
pub fn percent_encode(path: &str) -> String {
    use std::fmt::Write as _;

    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/:?#=&%+@,;!$'()*[]".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The text behind percent-encoding; `None` when it is not UTF-8 or ends within an escape.
pub fn percent_decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let value = digit(rest.next())? * 16 + digit(rest.next())?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_is_folded_and_persian_kept() {
        assert_eq!(slug("Đặt lại mật khẩu: bước 1"), "dat-lai-mat-khau-buoc-1");
        assert_eq!(slug("Đặt lại"), slug("Đặt lại"));
        assert_eq!(slug("اتصال به وای‌فای"), "اتصال-به-وایفای");
        assert_eq!(slug("— ! —"), "");
        assert_eq!(slug("snake_case & more…"), "snake_case-more");
    }

    #[test]
    fn percent_encoding_goes_there_and_back() {
        let path = "/fa/شبکه/a b/";
        assert_eq!(percent_encode("/vi/mang/"), "/vi/mang/");
        assert_eq!(percent_decode(&percent_encode(path)).as_deref(), Some(path));
        assert_eq!(percent_decode("/a%2"), None);
        assert_eq!(percent_decode("/%ff"), None);
    }

    #[test]
    fn names_become_titles() {
        assert_eq!(title_of_name("thiet-bi_01"), "Thiet bi 01");
        assert_eq!(title_of_name("đăng-ký"), "Đăng ký");
    }
}
