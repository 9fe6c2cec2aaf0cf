//! Languages simple enough for a list of their marks and words: settings files, PowerShell, JavaScript and its kin.

use super::Part;
use super::classes::Class;

/// What words are by their place and form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Only keywords stand out.
    Plain,
    /// Lines are `key = value`, some of them `[headings]`.
    Settings,
    /// Words with a hyphen inside are commands, and words behind a hyphen their parameters.
    Commands,
    /// As in JavaScript: texts in any quotes; a word before a bracket is a function, one with a capital a type.
    Script,
}

/// What a language is made of.
#[derive(Debug)]
pub struct Lexicon {
    /// Words of a fence that mean it.
    words: &'static [&'static str],
    /// What starts a comment that goes to the end of its line.
    line_comments: &'static [&'static str],
    /// Whether such a comment starts only where a line does.
    comments_start_lines: bool,
    /// What stands around longer comments.
    block_comment: Option<(&'static str, &'static str)>,
    /// What escapes a quote inside double quotes.
    escape: char,
    /// What a variable starts with.
    variable: Option<char>,
    family: Family,
    /// Words of the language itself, in lower case.
    keywords: &'static [&'static str],
}

const SETTINGS: Lexicon = Lexicon {
    words: &["toml"],
    line_comments: &["#"],
    comments_start_lines: false,
    block_comment: None,
    escape: '\\',
    variable: None,
    family: Family::Settings,
    keywords: &[],
};

static LEXICONS: &[Lexicon] = &[
    SETTINGS,
    Lexicon {
        words: &[
            "ini",
            "conf",
            "config",
            "cfg",
            "cnf",
            "env",
            "dotenv",
            "properties",
            "reg",
            "desktop",
            "editorconfig",
            "systemd",
        ],
        line_comments: &["#", ";"],
        comments_start_lines: true,
        ..SETTINGS
    },
    Lexicon {
        words: &["powershell", "ps", "ps1", "psm1", "psd1", "pwsh", "azurepowershell", "azurepowershell-interactive"],
        line_comments: &["#"],
        comments_start_lines: false,
        block_comment: Some(("<#", "#>")),
        escape: '`',
        variable: Some('$'),
        family: Family::Commands,
        keywords: &[
            "begin", "break", "catch", "class", "continue", "do", "else", "elseif", "end", "enum", "exit", "filter",
            "finally", "for", "foreach", "function", "if", "in", "param", "process", "return", "switch", "throw",
            "try", "until", "using", "while",
        ],
    },
    Lexicon {
        words: &["vb", "vba", "vbs", "vbnet", "vbscript"],
        line_comments: &["'"],
        comments_start_lines: false,
        block_comment: None,
        escape: '"',
        variable: None,
        family: Family::Plain,
        keywords: &[
            "and", "as", "byref", "byval", "call", "case", "const", "dim", "do", "each", "else", "elseif", "end",
            "error", "exit", "false", "for", "function", "get", "goto", "if", "in", "is", "let", "loop", "me", "mod",
            "new", "next", "not", "nothing", "on", "option", "or", "private", "property", "public", "redim", "resume",
            "select", "set", "static", "step", "sub", "then", "to", "true", "until", "wend", "while", "with",
        ],
    },
    // The grammar that comes with the highlighter knows neither types nor tags, and is slow at what it knows.
    Lexicon {
        words: &[
            "js",
            "javascript",
            "mjs",
            "cjs",
            "node",
            "jsx",
            "ts",
            "typescript",
            "tsx",
            "mts",
            "vue",
            "svelte",
            "vue-html",
        ],
        line_comments: &["//"],
        comments_start_lines: false,
        block_comment: Some(("/*", "*/")),
        escape: '\\',
        variable: None,
        family: Family::Script,
        keywords: &[
            "as",
            "async",
            "await",
            "break",
            "case",
            "catch",
            "class",
            "const",
            "continue",
            "debugger",
            "default",
            "delete",
            "do",
            "else",
            "enum",
            "export",
            "extends",
            "finally",
            "for",
            "from",
            "function",
            "if",
            "implements",
            "import",
            "in",
            "instanceof",
            "interface",
            "let",
            "new",
            "of",
            "return",
            "static",
            "super",
            "switch",
            "this",
            "throw",
            "try",
            "type",
            "typeof",
            "var",
            "void",
            "while",
            "with",
            "yield",
        ],
    },
    Lexicon {
        words: &["dockerfile", "docker", "containerfile"],
        line_comments: &["#"],
        comments_start_lines: true,
        block_comment: None,
        escape: '\\',
        variable: Some('$'),
        family: Family::Plain,
        keywords: &[
            "add",
            "arg",
            "cmd",
            "copy",
            "entrypoint",
            "env",
            "expose",
            "from",
            "healthcheck",
            "label",
            "run",
            "shell",
            "user",
            "volume",
            "workdir",
        ],
    },
];

/// The lexicon of a fence's word, in lower case.
pub fn find(word: &str) -> Option<&'static Lexicon> {
    LEXICONS.iter().find(|lexicon| lexicon.words.contains(&word))
}

impl Lexicon {
    /// Takes code apart.
    pub fn parts(&self, code: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut at = 0;
        while at < code.len() {
            let line_start = at == 0 || code.as_bytes()[at - 1] == b'\n';
            let (length, class) = self.next(&code[at..], line_start, before(code, at));
            if let Some(class) = class {
                parts.push((at..at + length, Some(class)));
            }
            at += length;
        }
        parts
    }

    /// The length and class of what comes next.
    fn next(&self, rest: &str, line_start: bool, before: Option<char>) -> (usize, Option<Class>) {
        let line = rest.find('\n').unwrap_or(rest.len());
        let first = rest.chars().next().expect("something is left");
        if let Some((open, close)) = self.block_comment.filter(|(open, _)| rest.starts_with(open)) {
            let end = rest[open.len()..].find(close).map_or(rest.len(), |at| open.len() + at + close.len());
            return (end, Some(Class::Comment));
        }
        if (line_start || !self.comments_start_lines) && self.line_comments.iter().any(|mark| rest.starts_with(mark)) {
            return (line, Some(Class::Comment));
        }
        if line_start && self.family == Family::Settings {
            if first == '[' {
                return (line, Some(Class::Type));
            }
            if let Some(end) = rest[..line].find('=').filter(|end| *end > 0) {
                return (rest[..end].trim_end().len().max(1), Some(Class::Attribute));
            }
        }
        match first {
            '`' if self.family == Family::Script => (self.quoted(rest, rest.len(), '`'), Some(Class::Text)),
            '"' => (self.quoted(rest, line, '"'), Some(Class::Text)),
            '\'' if self.family == Family::Script => (self.quoted(rest, line, '\''), Some(Class::Text)),
            '\'' => (1 + rest[1..line].find('\'').map_or(line - 1, |at| at + 1), Some(Class::Text)),
            _ if Some(first) == self.variable => variable(rest),
            '-' if self.family == Family::Commands && before.is_none_or(char::is_whitespace) => {
                let name = 1 + word_length(&rest[1..], "");
                (name, (name > 1).then_some(Class::Variable))
            }
            _ if first.is_alphanumeric() || first == '_' => self.word(rest),
            _ => (first.len_utf8(), None),
        }
    }

    /// A text with its quotes; one that is not closed goes to `end`.
    fn quoted(&self, rest: &str, end: usize, quote: char) -> usize {
        let mut letters = rest[1..end].char_indices();
        while let Some((at, letter)) = letters.next() {
            if letter == self.escape && letter != quote {
                letters.next();
            } else if letter == quote {
                return at + 2;
            }
        }
        end
    }

    fn word(&self, rest: &str) -> (usize, Option<Class>) {
        let inside = match self.family {
            Family::Commands => "-",
            Family::Script => "$",
            Family::Plain | Family::Settings => ".",
        };
        let length = word_length(rest, inside);
        let exact = &rest[..length];
        let lower = exact.to_ascii_lowercase();
        let keyword = if self.family == Family::Script { exact } else { &lower };
        let class = match self.family {
            _ if exact.starts_with(|c: char| c.is_ascii_digit()) => Some(Class::Number),
            _ if self.keywords.contains(&keyword) => Some(Class::Keyword),
            Family::Settings => {
                matches!(&*lower, "true" | "false" | "yes" | "no" | "on" | "off").then_some(Class::Number)
            }
            Family::Commands => exact.trim_end_matches('-').contains('-').then_some(Class::Function),
            Family::Script if matches!(exact, "true" | "false" | "null" | "undefined") => Some(Class::Number),
            Family::Script if rest[length..].starts_with('(') => Some(Class::Function),
            Family::Script => exact.starts_with(char::is_uppercase).then_some(Class::Type),
            Family::Plain => None,
        };
        (length, class)
    }
}

fn variable(rest: &str) -> (usize, Option<Class>) {
    let name = match rest[1..].strip_prefix('{') {
        Some(braced) => braced.find(['}', '\n']).map_or(1, |end| end + 2),
        None => word_length(&rest[1..], ":"),
    };
    (1 + name, (name > 0).then_some(Class::Variable))
}

fn word_length(rest: &str, also: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || also.contains(c))).unwrap_or(rest.len())
}

fn before(code: &str, at: usize) -> Option<char> {
    code[..at].chars().next_back()
}
