//! Blocks of code.

use std::borrow::Cow;
use std::fmt::Write as _;

use pulldown_cmark::{CodeBlockKind, Event};

use super::escape::{escape, push_escaped};
use super::highlight;
use super::writer::Writer;

impl Writer<'_> {
    /// Writes a block of code up to its end.
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => language(info),
            CodeBlockKind::Indented => String::new(),
        };
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            let _ = write!(self.out, " class=\"language-{}\"", escape(&language));
        }
        self.out.push('>');
        let mut code = Cow::Borrowed("");
        while let Some((Event::Text(text), _)) = self.events.get(self.at) {
            code = if code.is_empty() { Cow::Borrowed(text) } else { code + &**text };
            self.at += 1;
        }
        let wanted = self.context.highlight && !language.is_empty();
        match self.colours_left.checked_sub(code.len()).filter(|_| wanted) {
            Some(left) => match highlight::html(&language, &code) {
                Some(html) => {
                    self.colours_left = left;
                    self.out.push_str(&html);
                }
                None => push_escaped(&mut self.out, &code),
            },
            None => push_escaped(&mut self.out, &code),
        }
        self.done.text.push_str(&code);
    }
}

/// The first word behind the fence, without what other tools add to it.
fn language(info: &str) -> String {
    let word = info.split([' ', ',', '{', '\t', ':']).next().unwrap_or_default();
    word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_')).collect()
}
