//! Every rule by its number, with what `deskmark explain` says of it. Numbers are never used twice.
//!
//! The explanations are files, `explain/<lang>/<number>.md`: the title, an empty line, the text.

use std::fmt;

use super::said::Speech;

macro_rules! codes {
    ($($variant:ident $number:literal)*) => {
        /// The number of a rule, `DM0301`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is told in `explain/en/`")]
        pub enum Code {
            $($variant),*
        }

        impl Code {
            /// All rules in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The number as printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $number),* }
            }

            fn told(self, speech: Speech) -> &'static str {
                match (self, speech) {
                    $(
                        (Self::$variant, Speech::English) => include_str!(concat!("explain/en/", $number, ".md")),
                        (Self::$variant, Speech::Vietnamese) => include_str!(concat!("explain/vi/", $number, ".md")),
                    )*
                }
            }
        }
    };
}

codes! {
    Unreadable "DM0001"
    NotUtf8 "DM0002"
    LinkLoop "DM0003"
    TooLarge "DM0004"
    FileName "DM0005"
    Uneven "DM0006"
    FrontMatterSyntax "DM0101"
    UnknownKey "DM0102"
    WrongValue "DM0103"
    NoTitle "DM0104"
    NoControl "DM0105"
    NoSuchDay "DM0106"
    NeverPublished "DM0107"
    FutureDay "DM0108"
    DuplicateUrl "DM0201"
    DuplicateId "DM0202"
    ReservedName "DM0203"
    Translation "DM0205"
    AddressGone "DM0206"
    AnchorGone "DM0207"
    DanglingLink "DM0301"
    DanglingAnchor "DM0302"
    MissingFile "DM0303"
    NoAltText "DM0304"
    Orphan "DM0305"
    UnpublishedLink "DM0306"
    DeadExternalLink "DM0307"
    UnsafeHtml "DM0401"
    TooDeep "DM0402"
    UnknownTag "DM0403"
    ConfigSyntax "DM0501"
    UnknownReference "DM0502"
    PortalSetting "DM0503"
    RequestForm "DM0504"
    ReplyVariable "DM0505"
    Template "DM0601"
    ReviewDue "DM0701"
    Clash "DM0702"
    Heavy "DM0703"
    Drift "DM0704"
    Unrecorded "DM0705"
    Outranked "DM0706"
    ForeignKeys "DM0901"
    LanguageGuessed "DM0902"
    NoBaseUrl "DM0903"
    ForeignTag "DM0904"
    ForeignOrder "DM0905"
}

impl Code {
    /// The rule of that number, however it is typed.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The rule in a few words, as in the summary's counts.
    pub fn title(self, speech: Speech) -> &'static str {
        let first = self.told(speech).lines().next().unwrap_or_default();
        first.trim_start_matches('#').trim()
    }

    /// The rule at length.
    pub fn explanation(self, speech: Speech) -> &'static str {
        self.told(speech).split_once('\n').map_or("", |(_, text)| text).trim()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
