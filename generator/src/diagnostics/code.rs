//! Every rule by its number, with what `deskmark explain` says of it. Numbers are never used twice.

use std::fmt;

macro_rules! codes {
    ($($variant:ident $number:literal $title:literal $text:literal)*) => {
        /// The number of a rule, `DM0301`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant),*
        }

        impl Code {
            /// All rules in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The number as printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $number),* }
            }

            /// The rule in a few words, as in the summary's counts.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }

            /// The rule at length.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

codes! {
    Unreadable "DM0001" "a file cannot be read"
        "The file or folder exists but the system refused to open it, or it went away while the folder was read.\n\
         Look at its permissions and build again."
    NotUtf8 "DM0002" "a text file is not UTF-8"
        "Text files are read as UTF-8. A file saved as Latin-1, Windows-1258 or UTF-16 shows wrong letters or none.\n\
         Open it in an editor, choose \u{201c}save with encoding\u{201d} and take UTF-8. From a shell:\n\n    \
         iconv -f WINDOWS-1258 -t UTF-8 old.md > new.md"
    LinkLoop "DM0003" "a symbolic link leads back or away"
        "A symbolic link that leads to one of its own parent folders would make the folder endless, and one that leads\n\
         out of the content folder would publish files nobody meant to. Both are left out. Copy the files instead."
    TooLarge "DM0004" "a text file is too large"
        "A page of more than 2 MB is not a page a person reads; most often it is a log or an export that slipped in.\n\
         Split it, or offer the file for download from `assets/`."
    FileName "DM0005" "a file name is not usable"
        "The file's name cannot be written in a URL or is not valid Unicode. Rename it."
    FrontMatterSyntax "DM0101" "front matter cannot be parsed"
        "The block at the top of an article is TOML between two lines `+++` (or YAML between two lines `---`).\n\n    \
         +++\n    title = \"Connect to the wifi\"\n    tags = [\"wifi\"]\n    +++"
    UnknownKey "DM0102" "a key is not known"
        "A mistyped key would be silently without effect, so it is an error. Keys of your own go under `[extra]`."
    WrongValue "DM0103" "a value does not fit its key"
        "The key exists but takes another kind of value; the message says which."
    NoTitle "DM0104" "an article has no title"
        "Every article needs `title` in its front matter. In a plain folder the first heading or the file name is taken."
    DuplicateUrl "DM0201" "two pages would have one address"
        "The address of a page comes from its folders and its file name; letters are lower-cased and marks dropped, so\n\
         `Đăng ký.md` and `dang-ky.md` meet. Rename one of them."
    DuplicateId "DM0202" "an id is used twice in one language"
        "`id` names one article for ever, in all its translations. Two articles of one language cannot share it."
    ReservedName "DM0203" "a name is reserved"
        "`search`, `a-z`, `tags`, `ask`, `status`, `404` and `feed.xml` under a language, and `t`, `my`, `desk`, `api`,\n\
         `signals`, `a` and `search` at the top, are addresses of the portal itself. Rename the file or folder."
    DanglingLink "DM0301" "a link leads nowhere"
        "A link between articles is written relative to the file it stands in: `[wifi](../network/wifi.md)`.\n\
         Its target does not exist, or is a draft. In a plain folder this is a warning in `build` and an error in `check`."
    DanglingAnchor "DM0302" "a link leads to a heading that is not there"
        "The part after `#` is a heading's id: its words in lower case, joined by hyphens, Vietnamese marks dropped."
    MissingFile "DM0303" "a picture or file is missing"
        "The path is relative to the article, or starts with `/assets/`."
    UnsafeHtml "DM0401" "HTML that could run code"
        "Pages are served with a strict content security policy: no scripts, event handlers (`onclick`), `style`\n\
         attributes, frames, forms, or `javascript:` addresses inside articles. In a portal this is an error; in a plain\n\
         folder such HTML is shown as text."
    TooDeep "DM0402" "Markdown is nested too deeply"
        "Lists and quotations nested more than 100 deep are not something a person reads. What lies deeper is left out."
    UnknownTag "DM0403" "an HTML element is not known"
        "Only elements that describe text are kept (`<kbd>`, `<sub>`, `<details>`, `<figure>`, \u{2026}). Anything else is shown as\n\
         it is typed. To show a placeholder such as `<user name>`, put it between backquotes."
    ConfigSyntax "DM0501" "a configuration file cannot be parsed"
        "The file is not TOML, or a value has another kind than the key takes; the caret shows where."
    UnknownReference "DM0502" "a name refers to nothing"
        "A desk, calendar, request type, article or language is named that does not exist. Ids are file names without\n\
         the ending: `desks/it.toml` is the desk `it`."
    PortalSetting "DM0503" "a portal setting does not hold together"
        "The value is well-formed but cannot work; the message says why."
    RequestForm "DM0504" "a request form does not hold together"
        "Field ids are unique and not those of the built-in questions; a `choice` has at least two choices; times are given."
    Template "DM0601" "a template or string of the theme is broken"
        "A file under `theme/` replaces the built-in one of the same name. It could not be parsed or rendered."
    ForeignKeys "DM0901" "keys of another site generator were kept aside"
        "A folder without `portal.toml` is built as it is. Front-matter keys Deskmark does not know go to `extra`."
    LanguageGuessed "DM0902" "the language was guessed"
        "A folder without `portal.toml` does not say its language; it was told from the letters. `--lang` settles it."
    NoBaseUrl "DM0903" "no public address is known"
        "Feeds, the sitemap and link previews carry full addresses. Without `base_url` (or `--base-url`) they name this machine."
}

impl Code {
    /// The rule of that number, however it is typed.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
