//! Code coloured at build time, by a handful of classes: no script, and no style inside the page.

mod cache;
mod classes;
mod lexicon;
mod syntaxes;

use std::ops::Range;
use std::sync::Arc;

pub use self::classes::Class;
use super::escape::push_escaped;

/// Longer blocks are data rather than something to be read.
const LONGEST_BLOCK: usize = 64 * 1024;

/// Regular expressions slow down on long lines.
const LONGEST_LINE: usize = 2_000;

/// A part of a text of one class.
type Part = (Range<usize>, Option<Class>);

/// The HTML of a block of code; `None` when it stays plain.
pub fn html(language: &str, code: &str) -> Option<Arc<str>> {
    if code.len() > LONGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let way = Way::of(&language.to_ascii_lowercase())?;
    cache::get_or(language, code, || {
        let parts = way.parts(code)?;
        Some(written(code, &parts))
    })
}

/// How a language is taken apart.
enum Way {
    Syntax(&'static syntaxes::Syntax),
    Lexicon(&'static lexicon::Lexicon),
    /// What a terminal showed: commands behind prompts, and their output.
    Session(&'static syntaxes::Syntax),
}

impl Way {
    fn of(word: &str) -> Option<Self> {
        if let Some(lexicon) = lexicon::find(word) {
            return Some(Self::Lexicon(lexicon));
        }
        if matches!(word, "console" | "shell-session" | "sh-session" | "shellsession" | "terminal") {
            return syntaxes::find("bash").map(Self::Session);
        }
        syntaxes::find(word).map(Self::Syntax)
    }

    fn parts(&self, code: &str) -> Option<Vec<Part>> {
        match self {
            Self::Syntax(syntax) => syntaxes::parts(syntax, code),
            Self::Lexicon(lexicon) => Some(lexicon.parts(code)),
            Self::Session(shell) => session(shell, code),
        }
    }
}

fn session(shell: &'static syntaxes::Syntax, code: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut goes_on = false;
    for line in code.split_inclusive('\n') {
        let prompt = if goes_on {
            Some(0)
        } else {
            ["$ ", "# ", "% ", "> "].iter().any(|mark| line.starts_with(mark)).then_some(2)
        };
        if let Some(prompt) = prompt {
            let start = at + prompt;
            let command = syntaxes::parts(shell, &line[prompt..])?;
            parts.extend(command.into_iter().map(|(span, class)| (span.start + start..span.end + start, class)));
            goes_on = line.trim_end().ends_with('\\');
        }
        at += line.len();
    }
    Some(parts)
}

/// The code with its parts in spans; neighbours of one class share theirs. What no part names is plain.
fn written(code: &str, parts: &[Part]) -> String {
    let mut out = String::with_capacity(code.len() * 2);
    let mut open = None;
    let mut from = 0;
    let mut push = |text: &str, class: Option<Class>| {
        if text.is_empty() {
            return;
        }
        if class != open {
            if open.is_some() {
                out.push_str("</span>");
            }
            if let Some(class) = class {
                out.push_str("<span class=\"");
                out.push_str(class.name());
                out.push_str("\">");
            }
            open = class;
        }
        push_escaped(&mut out, text);
    };
    for (span, class) in parts {
        push(&code[from..span.start], None);
        push(&code[span.clone()], *class);
        from = span.end;
    }
    push(&code[from..], None);
    if open.is_some() {
        out.push_str("</span>");
    }
    out
}
