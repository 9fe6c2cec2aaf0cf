//! What parsers say, in the author's language: the mistakes people make most by their kind, the rest quoted.

use super::{Diagnostic, Said, quoted, suggest};
use crate::say;

/// A parser's words as a reason, and what to do about it where that is known.
#[derive(Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is wrong.
    pub said: Said,
    /// What to do.
    pub help: Vec<Said>,
}

/// Kinds of mistakes by how the TOML parser, or what reads a value, begins to tell them; each has a sentence and a help of that name.
const KINDS: &[(&str, &str, &str)] = &[
    ("string values must be quoted", "toml-unquoted", "toml-unquoted-help"),
    ("duplicate key", "toml-duplicate", "toml-duplicate-help"),
    ("key with no value", "toml-no-value", "toml-no-value-help"),
    ("missing comma", "toml-comma", "toml-comma-help"),
    ("unclosed", "toml-unclosed", "toml-unclosed-help"),
    ("invalid basic string, expected `\"`", "toml-open-text", "toml-open-text-help"),
    ("invalid literal string, expected `'`", "toml-open-text", "toml-open-text-help"),
    ("invalid date", "toml-day", "toml-day-help"),
    ("list the calling code", "no-calling-code", "no-calling-code-help"),
    ("invalid boolean", "toml-boolean", "toml-boolean-help"),
];

/// Values by how they tell that they are none of theirs, after the value in backquotes.
const VALUES: &[(&str, &str, &str)] = &[
    (" is not a length of working time", "not-working-time", "not-working-time-help"),
    (" are not opening hours", "not-hours", "not-hours-help"),
    (" is not a time zone", "not-a-zone", "not-a-zone-help"),
    (" is not a weekday", "not-a-weekday", "not-a-weekday-help"),
    (" is not a language tag", "not-a-tag", "not-a-tag-help"),
    (" is not an id", "not-an-id", "id-help"),
    (" is not a calling code", "not-a-calling-code", "not-a-calling-code-help"),
    (" is not told to requesters", "not-for-requesters", "not-for-requesters-help"),
];

/// Types as serde calls them.
const TYPES: &[(&str, &str, &str)] = &[
    ("string", "takes-text", "is-text"),
    ("a string", "takes-text", "is-text"),
    ("integer", "takes-integer", "is-integer"),
    ("u32", "takes-integer", "is-integer"),
    ("floating point", "takes-integer", "is-number"),
    ("boolean", "takes-boolean", "is-boolean"),
    ("a boolean", "takes-boolean", "is-boolean"),
    ("sequence", "takes-texts", "is-list"),
    ("a sequence", "takes-texts", "is-list"),
    ("map", "takes-table", "is-table"),
    ("a map", "takes-table", "is-table"),
];

impl Reason {
    /// Reads what a parser of TOML, YAML or of one of the portal's values says.
    pub fn of(message: &str) -> Self {
        let message = message.trim_end_matches('.');
        let known = KINDS.iter().find(|(start, ..)| message.starts_with(start));
        if let Some((_, said, help)) = known {
            return Self { said: Said::new(said, Vec::new()), help: vec![Said::new(help, Vec::new())] };
        }
        wrong_value(message)
            .or_else(|| wrong_type(message))
            .or_else(|| unknown_name(message))
            .unwrap_or_else(|| Self { said: say!("parser-says", reason = message), help: Vec::new() })
    }

    /// Adds what to do to a problem.
    pub fn help(self, problem: Diagnostic) -> Diagnostic {
        self.help.into_iter().fold(problem, Diagnostic::help)
    }
}

/// `` `8am` are not opening hours: … ``
fn wrong_value(message: &str) -> Option<Reason> {
    let (value, rest) = message.strip_prefix('`')?.split_once('`')?;
    let (_, said, help) = VALUES.iter().find(|(start, ..)| rest.starts_with(start))?;
    let said = Said::new(said, vec![("value", value.into())]);
    Some(Reason { said, help: vec![Said::new(help, Vec::new())] })
}

/// `` invalid type: string "en", expected a sequence ``
fn wrong_type(message: &str) -> Option<Reason> {
    let (given, takes) = message.strip_prefix("invalid type: ")?.rsplit_once(", expected ")?;
    let (_, _, given) = TYPES.iter().find(|(name, ..)| given.starts_with(name))?;
    let (_, takes, _) = TYPES.iter().find(|(name, ..)| takes == *name)?;
    let (takes, given) = (Said::new(takes, Vec::new()), Said::new(given, Vec::new()));
    Some(Reason { said: say!("wrong-type", takes = takes, given = given), help: Vec::new() })
}

/// `` unknown variant `telefon`, expected one of `phone`, `email` ``
fn unknown_name(message: &str) -> Option<Reason> {
    let rest = message.strip_prefix("unknown variant ")?;
    let mut names = rest.split('`').skip(1).step_by(2);
    let name = names.next()?;
    let known: Vec<_> = names.collect();
    let help = match suggest::nearest(name, known.iter().copied()) {
        Some(near) => say!("did-you-mean", near = near),
        None => {
            say!("known-names", names = quoted(known))
        }
    };
    Some(Reason { said: say!("unknown-name", name = name), help: vec![help] })
}

#[cfg(test)]
mod tests {
    use super::Reason;
    use crate::diagnostics::Speech;

    #[test]
    fn parsers_are_heard_in_vietnamese() {
        for (message, said) in [
            ("string values must be quoted, expected literal string", "chữ chưa đặt trong ngoặc kép"),
            ("`8am` are not opening hours: write them like \"07:30-11:30\"", "`8am` không phải giờ làm việc"),
            ("invalid type: string \"en\", expected a sequence", "chỗ này cần một danh sách, không phải một dòng chữ"),
            ("unknown variant `telefon`, expected one of `phone`, `email`", "ở đây không dùng được `telefon`"),
            ("recursion limit", "bộ đọc tệp báo “recursion limit”"),
        ] {
            let reason = Reason::of(message);
            assert_eq!(reason.said.text(Speech::Vietnamese), said);
            for speech in Speech::ALL {
                let all = reason.help.iter().chain([&reason.said]).map(|said| said.text(speech)).collect::<String>();
                assert!(!all.contains('⟦'), "{all}");
            }
        }
    }

    #[test]
    fn what_the_domain_says_is_known() {
        let time = |text: &str| domain::working_time::WorkingSpan::parse(text).expect_err("no time").to_string();
        let tag = |text: &str| domain::lang::Lang::parse(text).expect_err("no tag").to_string();
        let told = serde_json::from_str::<domain::catalog::Notify>("{\"overdue\":[\"requester\"]}");
        let told = told.expect_err("nobody's news").to_string();
        let sms =
            |countries: &str| serde_json::from_str::<domain::catalog::Sms>(countries).expect_err("nowhere").to_string();
        let (bare, none) = (sms("{\"countries\":[\"84\"]}"), sms("{\"countries\":[]}"));
        for message in [time("soon"), tag("english!"), told, bare, none] {
            assert_eq!(Reason::of(&message).help.len(), 1, "{message}");
        }
    }
}
