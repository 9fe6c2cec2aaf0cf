//! Languages whose grammar comes with the highlighter.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

use super::Part;
use super::classes::class_of;

/// A grammar.
pub type Syntax = SyntaxReference;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The grammar of a fence's word, in lower case; of a relative where the language itself has none.
pub fn find(word: &str) -> Option<&'static Syntax> {
    let word = match word {
        "sh" | "shell" | "zsh" | "ksh" | "bash" | "azurecli" | "curl" => "bash",
        "json5" | "jsonc" | "webmanifest" => "json",
        "yml" | "yaml" => "yaml",
        "htm" | "xhtml" | "html" => "html",
        "svg" | "xaml" | "plist" | "rss" => "xml",
        "scss" | "sass" | "less" => "css",
        "cmd" | "bat" | "batch" | "dos" => "bat",
        "c++" | "cc" | "hpp" | "cpp" => "cpp",
        "c#" | "csharp" => "cs",
        "golang" => "go",
        "python" | "python3" | "pycon" => "py",
        "mysql" | "pgsql" | "plsql" | "tsql" | "postgresql" | "sqlite" => "sql",
        "markdown" | "mdx" => "md",
        "makefile" | "make" => "make",
        "patch" => "diff",
        "kotlin" | "dart" | "swift" => "java",
        "text" | "txt" | "plain" | "plaintext" | "output" | "log" => return None,
        other => other,
    };
    SYNTAXES.find_syntax_by_token(word).filter(|syntax| syntax.name != "Plain Text")
}

/// Takes code apart; `None` when the grammar cannot.
pub fn parts(syntax: &'static Syntax, code: &str) -> Option<Vec<Part>> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let mut from = start;
        let mut take = |to: usize, stack: &ScopeStack| {
            if to > from {
                parts.push((from..to, class_of(stack.as_slice())));
                from = to;
            }
        };
        // Grammars rely on a line's end being there.
        let ended = if line.ends_with('\n') { None } else { Some(format!("{line}\n")) };
        for (at, change) in state.parse_line(ended.as_deref().unwrap_or(line), &SYNTAXES).ok()? {
            take(start + at.min(line.len()), &stack);
            stack.apply(&change).ok()?;
        }
        start += line.len();
        take(start, &stack);
    }
    Some(parts)
}
