//! Text as Markdown: nothing in it may mean more than it says.

/// Escapes what would be markup inside a line. Blanks run together, as in a browser.
pub fn push_text(out: &mut String, text: &str) {
    let mut letters = text.chars().peekable();
    let mut before = out.chars().next_back().unwrap_or(' ');
    while let Some(letter) = letters.next() {
        if letter.is_whitespace() {
            if !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
            before = ' ';
            continue;
        }
        let next = letters.peek().copied().unwrap_or(' ');
        let means_more = match letter {
            '\\' | '`' | '*' | '[' | ']' | '~' => true,
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
            '&' => next.is_ascii_alphabetic() || next == '#',
            _ => false,
        };
        if means_more {
            out.push('\\');
        }
        if !letter.is_control() {
            out.push(letter);
        }
        before = letter;
    }
}

/// A paragraph: no blanks or breaks around it, and no line that begins like a list, a heading or a quotation.
pub fn paragraph(text: &str) -> String {
    let text = trimmed(text);
    let lines: Vec<String> = text.lines().map(|line| beginning(line.trim())).collect();
    lines.join("\n")
}

/// Without blanks and hard breaks at both ends.
pub fn trimmed(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let shorter = text.strip_prefix("\\\n").unwrap_or(text);
        let odd = shorter.len() - shorter.trim_end_matches('\\').len();
        let shorter = if odd % 2 == 1 { &shorter[..shorter.len() - 1] } else { shorter }.trim();
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

fn beginning(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = line[digits..].chars().next().unwrap_or(' ');
    let after = line[digits..].chars().nth(1).unwrap_or(' ');
    let starts = if digits > 0 {
        matches!(mark, '.' | ')') && after == ' '
    } else {
        match mark {
            '+' | ':' => after == ' ',
            '-' => matches!(after, ' ' | '-'),
            '=' => matches!(after, ' ' | '='),
            '#' => matches!(line.trim_start_matches('#').chars().next(), None | Some(' ')),
            '>' | '|' => true,
            _ => false,
        }
    };
    if starts { format!("{}\\{}", &line[..digits], &line[digits..]) } else { line.to_owned() }
}

/// The text with `first` before its first line and as many blanks before the others.
pub fn indented(first: &str, text: &str) -> String {
    let blanks = " ".repeat(first.len());
    let mut out = first.to_owned();
    for (ix, line) in text.split('\n').enumerate() {
        if ix > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(&blanks);
            }
        }
        out.push_str(line);
    }
    out
}

/// A row of backticks longer than any in the text, of at least `least`.
pub fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn text(plain: &str, markdown: &str) {
        let mut out = String::new();
        push_text(&mut out, plain);
        assert_eq!(paragraph(&out), markdown);
    }

    #[test]
    fn text_stays_text() {
        text("1. one", "1\\. one");
        text("2026-11-22", "2026-11-22");
        text("- a\u{a0} *b*", "\\- a \\*b\\*");
        text("snake_case _x_ <b> a < b & c &amp;", "snake_case \\_x\\_ \\<b> a < b & c \\&amp;");
        text("# no heading, #tag", "\\# no heading, #tag");
        text("وای‌فای [x]", "وای‌فای \\[x\\]");
    }

    #[test]
    fn breaks_at_the_ends_go() {
        assert_eq!(trimmed("\\\na\\\nb\\\n\\\n"), "a\\\nb");
        assert_eq!(trimmed("a\\\\"), "a\\\\");
    }
}
