//! What an uploaded file is called, made harmless to whoever saves it again.

/// The longest name, in characters. File systems take 255 bytes, and a Vietnamese letter has up to three.
const LONGEST: usize = 80;
/// The name of a file that has none left.
const NAMELESS: &str = "file";

/// Names that mean a device on Windows, with any ending; `com` and `lpt` do with a digit behind them.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name without folders, invisible and turning characters, signs that some system forbids, dots at its ends, and names of
/// devices; shortened with its ending kept.
pub fn clean(name: &str) -> String {
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible = own.chars().filter(|c| !c.is_control() && !turns(*c));
    let allowed: String = visible.map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let bare = allowed.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, ending) = match bare.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => (stem, Some(ending)),
        _ => (bare, None),
    };
    let room = LONGEST - ending.map_or(0, |ending| ending.chars().count() + 1);
    let mut name: String = stem.chars().take(room).collect();
    if is_device(&name) {
        name.insert(0, '_');
    }
    if name.is_empty() {
        NAMELESS.clone_into(&mut name);
    }
    if let Some(ending) = ending {
        name.push('.');
        name.push_str(ending);
    }
    name
}

/// Characters that turn the direction of what follows, or cannot be seen; but not the joiners that Persian is written with.
fn turns(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}')
}

fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let number = first.strip_prefix("com").or_else(|| first.strip_prefix("lpt"));
    match number {
        Some(number) => number.chars().count() == 1 && number.chars().all(char::is_numeric),
        None => DEVICES.contains(&first.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn a_name_is_kept_as_far_as_it_is_harmless() {
        for (name, cleaned) in [
            ("Đơn xin nghỉ (1).pdf", "Đơn xin nghỉ (1).pdf"),
            ("نامه‌ی اداری.pdf", "نامه‌ی اداری.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\fakepath\\ảnh.png", "ảnh.png"),
            ("anh\u{202e}gpj.exe", "anhgpj.exe"),
            ("a\0b\r\n.png", "ab.png"),
            (".htaccess.txt", "htaccess.txt"),
            ("...", "file"),
            ("", "file"),
            ("  a .png. ", "a .png"),
            ("a<b>:\"c|?*.txt", "a_b___c___.txt"),
            ("CON.txt", "_CON.txt"),
            ("com1.tar.zip", "_com1.tar.zip"),
            ("LPT¹.log", "_LPT¹.log"),
            ("console.txt", "console.txt"),
        ] {
            assert_eq!(clean(name), cleaned, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = clean(&format!("{}.docx", "ở".repeat(300)));
        assert_eq!((name.chars().count(), name.ends_with("ở.docx")), (80, true));
        assert_eq!(clean(&"a".repeat(300)).len(), 80);
        assert_eq!(clean(&format!("a.{}", "b".repeat(300))).len(), 80);
    }
}
