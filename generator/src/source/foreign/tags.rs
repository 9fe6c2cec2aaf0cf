//! The tags of other tools inside a line: `{{< name … >}}`, `{{% name … %}}`, `{{ … }}`, `{% … %}`.

use std::ops::Range;

/// Between which marks a tag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// `{{< >}}` and `{{% %}}`: Hugo's shortcodes.
    Short,
    /// `{{ }}`: a value, or one of Zola's shortcodes.
    Value,
    /// `{% %}`: a block of Jekyll or Zola.
    Block,
    /// `{{/* */}}`: a remark.
    Remark,
}

/// A tag.
#[derive(Debug, Clone)]
pub struct Tag<'a> {
    /// Between which marks.
    pub marks: Marks,
    /// What stands between them.
    pub inner: &'a str,
    /// Where it stands in the line, marks included.
    pub span: Range<usize>,
}

const MARKS: &[(&str, &str, Marks)] = &[
    ("{{</*", "*/>}}", Marks::Remark),
    ("{{%/*", "*/%}}", Marks::Remark),
    ("{{/*", "*/}}", Marks::Remark),
    ("{{<", ">}}", Marks::Short),
    ("{{%", "%}}", Marks::Short),
    ("{{", "}}", Marks::Value),
    ("{%", "%}", Marks::Block),
];

/// The first tag of a line at or behind `from`, outside code.
pub fn next(line: &str, from: usize) -> Option<Tag<'_>> {
    let code = code_spans(line);
    let mut at = from;
    loop {
        let start = at + line[at..].find(['{'])?;
        let behind = code.iter().find(|span| span.contains(&start)).map(|span| span.end);
        let found = MARKS.iter().find(|(open, _, _)| line[start..].starts_with(open));
        match (behind, found) {
            (Some(end), _) => at = end,
            (None, Some(&(open, close, marks))) => {
                let inner = start + open.len();
                let Some(length) = line[inner..].find(close) else {
                    at = inner;
                    continue;
                };
                let end = inner + length + close.len();
                let inner = line[inner..inner + length].trim().trim_matches('-').trim();
                return Some(Tag { marks, inner, span: start..end });
            }
            (None, None) => at = start + 1,
        }
    }
}

/// Where code between backquotes stands in a line.
pub fn code_spans(line: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = line[at..].find('`').map(|found| at + found) {
        let ticks = line[start..].bytes().take_while(|byte| *byte == b'`').count();
        let mut from = start + ticks;
        at = from;
        while let Some(close) = line[from..].find('`').map(|found| from + found) {
            let length = line[close..].bytes().take_while(|byte| *byte == b'`').count();
            from = close + length;
            if length == ticks {
                spans.push(start..from);
                at = from;
                break;
            }
        }
    }
    spans
}

/// A tag taken apart: a name with what it is given.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// Values without a name, in order.
    pub values: Vec<String>,
    /// Values with a name.
    pub named: Vec<(String, String)>,
}

impl Call {
    /// Takes `figure src="a.png"`, `youtube(id="x")` and `link a/b.md` apart.
    pub fn parse(inner: &str) -> Self {
        let end = inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len());
        let mut call = Self { name: inner[..end].to_owned(), ..Self::default() };
        let mut rest = inner[end..].trim().trim_end_matches('/').trim_end();
        if let Some(inside) = rest.strip_prefix('(') {
            rest = inside.trim_end_matches(')');
        }
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',', '\n']);
            if rest.is_empty() {
                return call;
            }
            let key = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
            let named = rest[key..].trim_start().strip_prefix('=').filter(|_| key > 0);
            let (name, value) = match named {
                Some(value) => (Some(&rest[..key]), value.trim_start()),
                None => (None, rest),
            };
            let quote = value.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
            let closed = quote.and_then(|quote| value[1..].find(quote));
            let (value, after) = match closed {
                Some(length) => (&value[1..=length], &value[length + 2..]),
                None => value.split_at(value.find([' ', '\t', ',', '\n']).unwrap_or(value.len())),
            };
            match name {
                Some(name) => call.named.push((name.to_ascii_lowercase(), value.to_owned())),
                None => call.values.push(value.to_owned()),
            }
            rest = after;
        }
    }

    /// The first of several names that is given.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.named.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()))
    }

    /// A value by its name, else by its place.
    pub fn value(&self, names: &[&str], place: usize) -> Option<&str> {
        self.get(names).or_else(|| self.values.get(place).map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_outside_code() {
        let line = "a `{{< x >}}` {{< figure src=\"a b.png\" >}} {%- raw -%}";
        let first = next(line, 0).expect("there is one");
        assert_eq!((first.inner, first.marks), ("figure src=\"a b.png\"", Marks::Short));
        let second = next(line, first.span.end).expect("there is another");
        assert_eq!((second.inner, second.marks), ("raw", Marks::Block));
        assert!(next(line, second.span.end).is_none());
    }

    #[test]
    fn calls_are_taken_apart() {
        let call = Call::parse("figure src=\"a b.png\" alt='x' tip `y z` /");
        assert_eq!((call.name.as_str(), call.get(&["src"]), call.values.len()), ("figure", Some("a b.png"), 2));
        let call = Call::parse("youtube(id=\"abc\", autoplay=true)");
        assert_eq!(
            (call.name.as_str(), call.get(&["id"]), call.get(&["autoplay"])),
            ("youtube", Some("abc"), Some("true"))
        );
    }
}
