//! Footnotes: numbered in the order they are first referred to, gathered at the end of the text.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::escape::escape;

/// The footnotes of one text.
#[derive(Debug, Default)]
pub struct Footnotes {
    /// Label → number and how often it was referred to.
    seen: HashMap<String, (usize, usize)>,
    /// Labels by number.
    order: Vec<String>,
    /// Label → HTML.
    bodies: HashMap<String, String>,
}

impl Footnotes {
    /// The mark in the text.
    pub fn reference(&mut self, label: &str) -> String {
        if !self.seen.contains_key(label) {
            self.order.push(label.to_owned());
            self.seen.insert(label.to_owned(), (self.order.len(), 0));
        }
        let (number, count) = self.seen.get_mut(label).expect("inserted above");
        *count += 1;
        let id = back_id(*number, *count);
        format!("<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\">{number}</a></sup>")
    }

    /// Keeps the HTML of a definition; the first of a label counts.
    pub fn define(&mut self, label: &str, html: String) {
        self.bodies.entry(label.to_owned()).or_insert(html);
    }

    /// The list at the end; nothing when no footnote was referred to.
    pub fn section(&self, back: &str) -> String {
        if self.order.is_empty() {
            return String::new();
        }
        let mut out = "<div class=\"footnotes\"><ol>\n".to_owned();
        for (index, label) in self.order.iter().enumerate() {
            let number = index + 1;
            let body = self.bodies.get(label).map_or("", String::as_str);
            let _ = write!(out, "<li id=\"fn-{number}\">{body}");
            for count in 1..=self.seen[label].1 {
                let _ = write!(out, " <a href=\"#{}\" aria-label=\"{}\">↩</a>", back_id(number, count), escape(back));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol></div>\n");
        out
    }
}

fn back_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}
