//! Paragraphs that are nothing but a link to a film. They become a card; nothing is embedded.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::autolinks;
use super::writer::Writer;

/// Hosts whose pages are films.
const HOSTS: &[&str] = &[
    "aparat.com",
    "vimeo.com",
    "player.vimeo.com",
    "youtu.be",
    "youtube.com",
    "youtube-nocookie.com",
    "m.youtube.com",
];

impl Writer<'_> {
    /// Whether the paragraph whose start was just read is such a link.
    pub(super) fn is_film(&self) -> bool {
        match self.events.get(self.at) {
            Some((Event::Start(Tag::Link { dest_url, .. }), _)) if leads_to_film(dest_url) => {
                let end =
                    self.events[self.at..].iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Link)));
                end.is_some_and(|end| self.ends_paragraph(self.at + end + 1))
            }
            Some((Event::Text(text), _)) if self.ends_paragraph(self.at + 1) => {
                let found = autolinks::find(text);
                matches!(&found[..], [only] if !only.is_mail && only.span == (0..text.len())) && leads_to_film(text)
            }
            _ => false,
        }
    }

    fn ends_paragraph(&self, at: usize) -> bool {
        matches!(self.events.get(at), Some((Event::End(TagEnd::Paragraph), _)))
    }
}

fn leads_to_film(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    if matches!(path.rsplit_once('.'), Some((_, "mp4" | "webm"))) {
        return true;
    }
    let Some(rest) = path.strip_prefix("https://").or_else(|| path.strip_prefix("http://")) else { return false };
    let (host, page) = rest.split_once('/').unwrap_or((rest, ""));
    // The front page of such a host is not a film.
    HOSTS.contains(&host.trim_start_matches("www.")) && !page.is_empty()
}

#[cfg(test)]
mod tests {
    use super::leads_to_film;

    #[test]
    fn films_and_others() {
        for film in [
            "https://www.youtube.com/watch?v=x",
            "https://youtu.be/x",
            "https://vimeo.com/1",
            "https://www.aparat.com/v/x",
            "../assets/a.MP4",
            "https://a.example/b.webm?c",
        ] {
            assert!(leads_to_film(film), "{film}");
        }
        for other in ["https://youtube.com/", "https://youtube.com.evil.example/x", "a.mp4.md", "https://a.example/x"] {
            assert!(!leads_to_film(other), "{other}");
        }
    }
}
