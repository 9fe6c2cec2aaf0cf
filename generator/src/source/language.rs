//! Telling the language of a folder that does not say it, by its letters.

use domain::lang::Lang;

/// The languages that can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// Letters only Vietnamese has.
    Vietnamese,
    /// Arabic script with the letters Persian added.
    Persian,
    /// Arabic script without them.
    Arabic,
    /// Latin letters without marks, or nothing to go by.
    English,
}

impl Guess {
    /// The language tag.
    pub fn lang(self) -> Lang {
        let tag = match self {
            Self::Vietnamese => "vi",
            Self::Persian => "fa",
            Self::Arabic => "ar",
            Self::English => "en",
        };
        Lang::parse(tag).expect("a language tag")
    }
}

/// Guesses from texts; code and addresses in Latin letters do not outweigh a script.
pub fn guess<'a>(texts: impl IntoIterator<Item = &'a str>) -> Guess {
    let (mut letters, mut vietnamese, mut arabic, mut persian) = (0_usize, 0_usize, 0_usize, 0_usize);
    for letter in texts.into_iter().flat_map(str::chars).filter(|c| c.is_alphabetic()) {
        letters += 1;
        match letter {
            'ă' | 'đ' | 'ơ' | 'ư' | 'Ă' | 'Đ' | 'Ơ' | 'Ư' | '\u{1ea0}'..='\u{1ef9}' => vietnamese += 1,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => {
                persian += 1;
                arabic += 1;
            }
            '\u{0620}'..='\u{064a}' => arabic += 1,
            _ => {}
        }
    }
    // A tenth of the letters: pages about software are full of Latin names. Vietnamese marks a fifth of its letters.
    if arabic * 10 > letters {
        if persian * 20 > arabic { Guess::Persian } else { Guess::Arabic }
    } else if vietnamese * 40 > letters {
        Guess::Vietnamese
    } else {
        Guess::English
    }
}

#[cfg(test)]
mod tests {
    use super::{Guess, guess};

    #[test]
    fn tells_scripts_and_marks_apart() {
        assert_eq!(guess(["Mở Settings, chọn Wi-Fi rồi đăng nhập"]), Guess::Vietnamese);
        assert_eq!(guess(["برای اتصال به Wi-Fi گزینه را بزنید"]), Guess::Persian);
        assert_eq!(guess(["اتصل بالشبكة"]), Guess::Arabic);
        assert_eq!(guess(["Open the café's Settings"]), Guess::English);
        assert_eq!(guess([]), Guess::English);
    }
}
