//! Rewriting a text of another tool, line for line, into what Deskmark reads.
//!
//! Where one line becomes several, they are parted by carriage returns, of which a text that was read has none left: the
//! renderer takes them for ends of lines, and everybody else goes on counting the author's.

use std::ops::Range;

use super::Names;
use super::known::{self, Pair};
use super::lines::{Fence, Line, below, closing, closing_colons, dedent, heading, indented, is_item, tab};
use super::tags;

/// A text that was rewritten.
#[derive(Debug)]
pub struct Converted {
    /// The text, with as many lines as before.
    pub text: String,
    /// Tags nobody knows, by name, each with its place in `text`.
    pub unknown: Vec<(String, Range<usize>)>,
}

/// Rewrites a text; `rel` is its path inside the folder.
pub fn convert(text: &str, rel: &str, names: &Names) -> Converted {
    let lines: Vec<Line<'_>> = text.split('\n').enumerate().collect();
    let mut writer = Writer {
        out: String::with_capacity(text.len() + 64),
        unknown: Vec::new(),
        line: 0,
        fresh: true,
        level: 1,
        rel,
        names,
    };
    writer.lines(&lines, "");
    while writer.line + 1 < lines.len() {
        writer.next_line();
    }
    Converted { text: writer.out, unknown: writer.unknown }
}

/// A text being rewritten.
pub struct Writer<'a> {
    /// What was written so far.
    pub out: String,
    /// Tags nobody knows.
    pub unknown: Vec<(String, Range<usize>)>,
    /// The number of the line being written.
    line: usize,
    /// Nothing is on it yet.
    fresh: bool,
    /// The level of the last heading.
    pub level: usize,
    /// The path of the text inside the folder.
    pub rel: &'a str,
    /// The files there are.
    pub names: &'a Names,
}

impl Writer<'_> {
    fn next_line(&mut self) {
        self.out.push('\n');
        self.line += 1;
        self.fresh = true;
    }

    /// Writes a line as a part of the author's line of that number.
    pub fn put(&mut self, number: usize, prefix: &str, text: &str) {
        while self.line < number {
            self.next_line();
        }
        if !self.fresh {
            self.out.push('\r');
        }
        self.fresh = false;
        self.out.push_str(if text.is_empty() { prefix.trim_end() } else { prefix });
        self.out.push_str(text);
    }

    fn lines(&mut self, lines: &[Line<'_>], prefix: &str) {
        let mut at = 0;
        let mut in_list = false;
        while let Some(&(number, line)) = lines.get(at) {
            in_list =
                is_item(line) || in_list && (line.is_empty() || line.starts_with(' ') || !lines[at - 1].1.is_empty());
            if indented(line).0 >= 4 && !in_list {
                // Code, by its indent.
                self.put(number, prefix, line);
                at += 1;
                continue;
            }
            if let Some(fence) = Fence::open(line) {
                let end = lines[at + 1..].iter().position(|(_, line)| fence.closes(line));
                let end = end.map_or(lines.len(), |length| at + length + 2);
                for (number, line) in &lines[at..end] {
                    self.put(*number, prefix, line);
                }
                at = end;
                continue;
            }
            let taken = self
                .marked(&lines[at..], prefix)
                .or_else(|| self.tabs(&lines[at..], prefix))
                .or_else(|| self.colons(&lines[at..], prefix))
                .or_else(|| self.attributes(&lines[at..], prefix))
                .or_else(|| self.paired(&lines[at..], prefix));
            at += taken.unwrap_or_else(|| {
                self.plain(number, line, prefix);
                1
            });
        }
    }

    /// `!!! note "Title"` or `??? note`, with the indented lines below.
    fn marked(&mut self, lines: &[Line<'_>], prefix: &str) -> Option<usize> {
        let (number, line) = lines[0];
        let (indent, rest) = indented(line);
        let folded = rest.starts_with("???");
        let rest =
            rest.strip_prefix("!!!").or_else(|| rest.strip_prefix("???+")).or_else(|| rest.strip_prefix("???"))?;
        let rest = rest.strip_prefix(' ')?.trim();
        let (words, title) = match rest.split_once('"') {
            Some((words, title)) => (words.trim(), Some(title.trim_end_matches('"').to_owned())),
            None => (rest, None),
        };
        let name = words.split_whitespace().next().unwrap_or_default();
        let body = below(&lines[1..], indent);
        let prefix = format!("{prefix}{}", &line[..indent]);
        let last = body.last().map_or(number, |(number, _)| *number);
        let kind = known::callout(name).unwrap_or("NOTE");
        if folded {
            let title = title.unwrap_or_else(|| crate::site::title_of_name(name));
            self.details(number, &title, &body, last, &prefix);
        } else {
            self.callout(number, kind, title.as_deref(), &body, &prefix);
        }
        Some(1 + body.len())
    }

    /// `=== "Windows"`, with the indented lines below, and its neighbours.
    fn tabs(&mut self, lines: &[Line<'_>], prefix: &str) -> Option<usize> {
        let mut at = 0;
        let mut tabs = Vec::new();
        let mut place = 0;
        while let Some((indent, title)) = lines.get(at).and_then(|(_, line)| tab(line)) {
            if !tabs.is_empty() && indent != place {
                break;
            }
            place = indent;
            let body = below(&lines[at + 1..], indent);
            let next = at + 1 + body.len();
            tabs.push((lines[at].0, title, body));
            at = next + lines[next..].iter().take_while(|(_, line)| line.trim().is_empty()).count();
        }
        let (last, _, body) = tabs.last()?;
        // The blank lines behind the last tab are its neighbours'.
        let end = lines.iter().position(|(number, _)| number == last)? + 1 + body.len();
        let titles: Vec<_> = tabs.iter().map(|(_, title, _)| title.as_str()).collect();
        let variants = prefix.is_empty() && place == 0 && self.are_variants(&titles, &lines[end..]);
        let prefix = format!("{prefix}{}", &lines[0].1[..place]);
        for (number, title, body) in &tabs {
            self.tab_title(*number, title, variants, &prefix);
            self.lines(body, &prefix);
        }
        Some(end)
    }

    /// Tabs named after platforms become variants when the text they are in ends with them: a variant goes up to the next heading.
    fn are_variants(&self, titles: &[&str], after: &[Line<'_>]) -> bool {
        let next = after.iter().map(|(_, line)| line.trim()).find(|line| !line.is_empty());
        let ends = match next {
            None => true,
            Some(line) => heading(line).is_some_and(|level| level <= self.level + 1),
        };
        ends && self.level < 6 && titles.iter().all(|title| known::platform(title).is_some())
    }

    fn tab_title(&mut self, number: usize, title: &str, variant: bool, prefix: &str) {
        match known::platform(title).filter(|_| variant) {
            Some(platform) => {
                let marks = "#".repeat((self.level + 1).max(2));
                self.put(number, prefix, &format!("{marks} {title} {{platform={platform}}}"));
            }
            None => self.put(number, prefix, &format!("**{title}**")),
        }
        self.put(number, prefix, "");
    }

    /// `:::note Title`, up to `:::`.
    fn colons(&mut self, lines: &[Line<'_>], prefix: &str) -> Option<usize> {
        let (number, line) = lines[0];
        let (indent, rest) = indented(line);
        let words = rest.strip_prefix(":::")?.trim_start_matches(':').trim();
        let name_end = words.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(words.len());
        let (name, title) = (&words[..name_end], words[name_end..].trim());
        if name.is_empty() {
            return None;
        }
        let title = title.strip_prefix('[').and_then(|title| title.strip_suffix(']')).unwrap_or(title);
        let title = Some(title).filter(|title| !title.is_empty() && !title.starts_with('{'));
        let end = closing_colons(lines)?;
        let body: Vec<_> = lines[1..end].iter().map(|(number, line)| (*number, dedent(line, indent))).collect();
        let prefix = format!("{prefix}{}", &line[..indent]);
        let last = lines[end].0;
        if name == "details" {
            self.details(number, title.unwrap_or("…"), &body, last, &prefix);
        } else {
            self.callout(number, known::callout(name)?, title, &body, &prefix);
        }
        Some(end + 1)
    }

    /// kramdown's `{: .note }`: a callout for the paragraph it belongs to; anything else is about looks.
    fn attributes(&mut self, lines: &[Line<'_>], prefix: &str) -> Option<usize> {
        let (number, line) = lines[0];
        let (indent, rest) = indented(line);
        let inside = rest.trim_end().strip_prefix("{:")?.strip_suffix('}')?;
        let kind = inside.split_whitespace().find_map(|word| {
            let name = word.strip_prefix('.')?;
            known::callout(name.strip_suffix("-title").unwrap_or(name))
        });
        let titled = inside.contains("-title");
        let paragraph = lines[1..].iter().take_while(|(_, line)| !line.trim().is_empty()).count();
        let Some(kind) = kind.filter(|_| paragraph > 0) else {
            self.put(number, prefix, "");
            return Some(1);
        };
        let unquoted = |line: &str| line.trim_start().trim_start_matches('>').trim_start_matches(' ').to_owned();
        let mut body: Vec<_> = lines[1..=paragraph].iter().map(|(number, line)| (*number, unquoted(line))).collect();
        let (number, title) = if titled {
            let (number, title) = body.remove(0);
            (number, Some(title))
        } else {
            (number, None)
        };
        let body: Vec<Line<'_>> = body.iter().map(|(number, line)| (*number, line.as_str())).collect();
        self.callout(number, kind, title.as_deref(), &body, &format!("{prefix}{}", &line[..indent]));
        Some(paragraph + 1)
    }

    /// A tag at the start of a line that has an end further on.
    fn paired(&mut self, lines: &[Line<'_>], prefix: &str) -> Option<usize> {
        let (number, line) = lines[0];
        let (indent, _) = indented(line);
        let tag = tags::next(line, indent).filter(|tag| tag.span.start == indent)?;
        let (pair, end) = known::pair(&tag)?;
        let (last, close) = closing(lines, &tag, &end)?;
        let mut body: Vec<Line<'_>> = Vec::new();
        if last == 0 {
            body.push((number, line[tag.span.end..close.start].trim()));
        } else {
            body.push((number, line[tag.span.end..].trim()));
            body.extend(lines[1..last].iter().map(|(number, line)| (*number, dedent(line, indent))));
            body.push((lines[last].0, dedent(&lines[last].1[..close.start], indent).trim_end()));
        }
        // The lines of the tags themselves are no part of the text between them.
        if body.first().is_some_and(|(_, line)| line.is_empty()) {
            body.remove(0);
        }
        if body.last().is_some_and(|(_, line)| line.trim().is_empty()) {
            body.pop();
        }
        let inner = format!("{prefix}{}", &line[..indent]);
        let (end, rest) = (lines[last].0, lines[last].1[close.end..].trim());
        match pair {
            Pair::Callout(kind, title) => {
                self.callout(number, kind, title.as_deref(), &body, &inner);
                self.put(end, &inner, "");
            }
            Pair::Details(title) => self.details(number, &title, &body, end, &inner),
            Pair::Tabs => self.grouped(&body, &lines[last + 1..], &inner),
            Pair::Tab(title) => {
                self.tab_title(number, &title, false, &inner);
                self.lines(&body, &inner);
            }
            Pair::Code(language) => self.code(number, &language, &body, end, &inner),
            Pair::Verbatim => body.iter().for_each(|(number, line)| self.put(*number, &inner, line)),
            Pair::Remark => {}
        }
        if !rest.is_empty() {
            self.put(end, &inner, "");
            self.lines(&[(end, rest)], &inner);
        }
        Some(last + 1)
    }

    /// Tabs between tags of their own.
    fn grouped(&mut self, lines: &[Line<'_>], after: &[Line<'_>], prefix: &str) {
        let tabs: Vec<(usize, String)> = lines
            .iter()
            .filter_map(|(number, line)| {
                let tag = tags::next(line, 0)?;
                match known::pair(&tag)?.0 {
                    Pair::Tab(title) => Some((*number, title)),
                    _ => None,
                }
            })
            .collect();
        let titles: Vec<_> = tabs.iter().map(|(_, title)| title.as_str()).collect();
        if titles.is_empty() || !prefix.is_empty() || !self.are_variants(&titles, after) {
            return self.lines(lines, prefix);
        }
        for (at, (number, line)) in lines.iter().enumerate() {
            let Some((_, title)) = tabs.iter().find(|(tab, _)| tab == number) else { continue };
            let Some(tag) = tags::next(line, 0) else { continue };
            let Some((_, end)) = known::pair(&tag) else { continue };
            let Some((last, close)) = closing(&lines[at..], &tag, &end) else { continue };
            self.tab_title(*number, title, true, prefix);
            if last == 0 {
                self.lines(&[(*number, line[tag.span.end..close.start].trim())], prefix);
            } else {
                self.lines(&lines[at + 1..at + last], prefix);
            }
        }
    }

    fn callout(&mut self, number: usize, kind: &str, title: Option<&str>, body: &[Line<'_>], prefix: &str) {
        let title = title.map_or_else(String::new, |title| format!(" {}", title.trim()));
        self.put(number, prefix, &format!("> [!{kind}]{title}"));
        // Blank lines at the end would join this quote with what follows it.
        let blank = body.iter().rev().take_while(|(_, line)| line.trim().is_empty()).count();
        self.lines(&body[..body.len() - blank], &format!("{prefix}> "));
        if blank == 0 {
            self.put(self.line, prefix, "");
        }
    }

    fn details(&mut self, number: usize, title: &str, body: &[Line<'_>], last: usize, prefix: &str) {
        let title = title.replace('&', "&amp;").replace('<', "&lt;");
        self.put(number, prefix, &format!("<details><summary>{title}</summary>"));
        self.put(number, prefix, "");
        self.lines(body, prefix);
        let last = last.max(self.line);
        self.put(last, prefix, "");
        self.put(last, prefix, "</details>");
        self.put(last, prefix, "");
    }

    fn code(&mut self, number: usize, language: &str, body: &[Line<'_>], last: usize, prefix: &str) {
        let longest =
            body.iter().map(|(_, line)| line.trim_start().bytes().take_while(|byte| *byte == b'`').count()).max();
        let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
        self.put(number, prefix, &format!("{fence}{language}"));
        for (number, line) in body {
            self.put(*number, prefix, line);
        }
        self.put(last, prefix, &fence);
    }
}
