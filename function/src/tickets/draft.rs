//! A ticket that was answered, as the draft of an article: what was asked, how it was solved, nobody's name.

use domain::anonymous::anonymous;
use domain::catalog::Catalog;
use domain::ids::FieldId;
use domain::ticket::{Event, EventKind, Personal, State, Submission, Ticket};

use crate::desk::Desk;
use crate::members::signature_of;
use crate::store::Result;

/// The longest summary, in characters: as much as search engines show.
const LONGEST_SUMMARY: usize = 160;

/// The Markdown of an article about an answered ticket; `None` when there is no answer to tell, or nobody's words are
/// left.
pub async fn draft(desk: &Desk, catalog: &Catalog, ticket: &Ticket, events: &[Event]) -> Result<Option<String>> {
    if !can_be_drafted(ticket, events) {
        return Ok(None);
    }
    let (Some(sent), Some((author, answer))) = (sent(events), answer(events)) else { return Ok(None) };
    let signature = signature_of(desk, catalog, author).await?;
    let answer = answer.strip_suffix(&signature).unwrap_or(answer).trim_end();
    Ok(Some(written(catalog, ticket, sent, answer, &names(events))))
}

/// Whether there is an answer to make an article of.
pub fn can_be_drafted(ticket: &Ticket, events: &[Event]) -> bool {
    matches!(ticket.state, State::Answered | State::Closed) && sent(events).is_some() && answer(events).is_some()
}

fn sent(events: &[Event]) -> Option<&Submission> {
    events.iter().rev().find_map(|event| match &event.personal {
        Some(Personal::Submission(sent)) => Some(&**sent),
        _ => None,
    })
}

fn answer(events: &[Event]) -> Option<(&str, &str)> {
    events.iter().rev().find_map(|event| match (&event.kind, &event.personal) {
        (EventKind::Answered { .. }, Some(Personal::Message { author, text })) => {
            Some((author.as_str(), text.as_str()))
        }
        _ => None,
    })
}

/// Everybody who is named on the ticket.
fn names(events: &[Event]) -> Vec<&str> {
    let mut names: Vec<&str> = events.iter().flat_map(named).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn named(event: &Event) -> Vec<&str> {
    match &event.personal {
        Some(Personal::Submission(sent)) => {
            [Some(&sent.name), sent.taken_by.as_ref()].into_iter().flatten().map(String::as_str).collect()
        }
        Some(Personal::Message { author, .. }) => vec![author],
        Some(Personal::Member { name }) => vec![name],
        Some(Personal::Given { to, by }) => vec![to, by],
        Some(Personal::Files { .. } | Personal::People { .. } | Personal::Phone { .. }) | None => Vec::new(),
    }
}

fn written(catalog: &Catalog, ticket: &Ticket, sent: &Submission, answer: &str, names: &[&str]) -> String {
    let title = anonymous(&sent.title, names);
    let problem = anonymous(&sent.description, names);
    let Solved { before, steps, after } = Solved::read(&anonymous(answer, names));
    let summary: String = problem.lines().next().unwrap_or_default().chars().take(LONGEST_SUMMARY).collect();
    let kind = if steps.is_empty() { "faq" } else { "how-to" };
    let tag = tag(catalog, ticket);
    let mut lines = vec![
        "+++".to_owned(),
        format!("title = {}", quoted(&title)),
        format!("summary = {}", quoted(&summary)),
        format!("kind = {}", quoted(kind)),
        format!("tags = [{}]", tag.iter().map(|tag| quoted(tag)).collect::<String>()),
        "# What people look for in their own words: search has to find this article by it.".to_owned(),
        format!("answers = [{}]", quoted(&title.to_lowercase())),
    ];
    if catalog.request_types.contains_key(&ticket.request_type) {
        lines.push(format!("request = {}", quoted(ticket.request_type.as_str())));
    }
    lines.push(
        "# Names, addresses and numbers are taken out. Read it through before you take this line out, too.".to_owned(),
    );
    lines.extend(["draft = true".to_owned(), "+++".to_owned()]);
    let mut parts = vec![lines.join("\n"), plain(&problem), plain(&before)];
    let numbered = steps.iter().zip(1..).map(|(step, number)| format!("{number}. {}", plain(step)));
    parts.extend([numbered.collect::<Vec<_>>().join("\n"), plain(&after)]);
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

/// What the desk says it is about, else the type of request, as a tag: without what follows a colon.
fn tag(catalog: &Catalog, ticket: &Ticket) -> Option<String> {
    let definition = catalog.request_types.get(&ticket.request_type)?;
    let nature = |id: &FieldId| definition.natures.iter().find(|choice| choice.value == *id);
    let label = ticket.nature.as_ref().and_then(nature).map_or(&definition.label, |nature| &nature.label);
    let label = catalog.text(label, &ticket.lang);
    Some(label.split(':').next().unwrap_or(label).trim().to_lowercase())
}

/// A text of TOML. JSON escapes in the same way.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}

/// An answer taken apart: its first numbered list is how it is done.
#[derive(Default)]
struct Solved {
    before: String,
    steps: Vec<String>,
    after: String,
}

impl Solved {
    fn read(answer: &str) -> Self {
        let mut solved = Self::default();
        let (mut is_over, mut is_apart) = (false, false);
        for line in answer.lines() {
            let is_blank = line.trim().is_empty();
            match (step(line), solved.steps.last_mut()) {
                (Some(step), _) if !is_over => solved.steps.push(step.to_owned()),
                // A line under a step goes on with it, as long as nothing is between.
                (None, Some(step)) if !is_over && !is_apart && !is_blank => {
                    step.push(' ');
                    step.push_str(line.trim());
                }
                (_, None) => push_line(&mut solved.before, line),
                (_, Some(_)) => {
                    // Blank lines between steps are no end of them.
                    is_over |= !is_blank;
                    push_line(&mut solved.after, line);
                }
            }
            is_apart = is_blank;
        }
        solved
    }
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// The words of a line such as `2. Open the settings`, in any digits.
fn step(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.trim_start_matches(char::is_numeric);
    let number = line.len() - rest.len();
    let words = rest.strip_prefix(['.', ')', '-', '/']).map(str::trim)?;
    (number > 0 && !words.is_empty()).then_some(words)
}

/// Words as words: nothing in them is Markdown or HTML.
fn plain(text: &str) -> String {
    let mut shown = String::new();
    for line in text.trim().lines().map(str::trim) {
        // At the start of a line, lists, headings and definitions are told by these, and a list by a number's dot.
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        for (at, c) in line.char_indices() {
            let is_mark = r"\`*_{}[]<>#|~!&$".contains(c);
            let starts = at == 0 && "+-=:".contains(c) || digits > 0 && at == digits && ".)".contains(c);
            if is_mark || starts {
                shown.push('\\');
            }
            shown.push(c);
        }
        shown.push('\n');
    }
    shown.trim_end().to_owned()
}
