//! Pages as people use them: texts, links, and forms with whatever they already hold.

use scraper::{ElementRef, Html, Selector};

/// A page that came back.
pub struct Page {
    html: Html,
}

impl Page {
    /// Reads HTML as a browser does.
    pub fn parse(text: &str) -> Self {
        Self { html: Html::parse_document(text) }
    }

    /// All a reader sees of the page's `<body>`, white space joined.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for body in self.html.select(&selector("body")) {
            for node in body.descendants() {
                let hidden = node
                    .parent()
                    .and_then(ElementRef::wrap)
                    .is_some_and(|e| matches!(e.value().name(), "script" | "template"));
                if let Some(part) = node.value().as_text().filter(|_| !hidden) {
                    text.push_str(part);
                    text.push(' ');
                }
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of the first element that matches, white space joined; empty when nothing does.
    pub fn text_of(&self, css: &str) -> String {
        let words = self.html.select(&selector(css)).next().into_iter().flat_map(|element| element.text());
        words.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    /// The text of every element that matches, white space joined.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let words =
            |element: ElementRef<'_>| element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        self.html.select(&selector(css)).map(words).collect()
    }

    /// Whether anything matches the CSS selector.
    pub fn has(&self, css: &str) -> bool {
        self.html.select(&selector(css)).next().is_some()
    }

    /// An attribute of the first element that matches.
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.html.select(&selector(css)).find_map(|element| element.value().attr(name).map(str::to_owned))
    }

    /// An attribute of every element that matches and has it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.html.select(&selector(css)).filter_map(|element| element.value().attr(name).map(str::to_owned)).collect()
    }

    /// Address and text of every link that matches.
    pub fn links(&self, css: &str) -> Vec<(String, String)> {
        self.html
            .select(&selector(css))
            .filter_map(|link| {
                let words: Vec<&str> = link.text().flat_map(str::split_whitespace).collect();
                Some((link.value().attr("href")?.to_owned(), words.join(" ")))
            })
            .collect()
    }

    /// The form that posts to an address beginning, or ending, with `action`.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        self.html
            .select(&selector("form"))
            .map(read_form)
            .find(|form| form.action.starts_with(action) || form.action.ends_with(action))
            .unwrap_or_else(|| panic!("no form for {action} on:\n{}", self.html.html()))
    }
}

/// What stands between the parts of a form.
pub const BOUNDARY: &str = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

/// A form and what it would send now.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// Names and values, in the order of the page; a name may come more than once.
    pub fields: Vec<(String, String)>,
    /// Names of its file fields. With one, the form is sent in parts.
    pub file_fields: Vec<String>,
    /// Field, name and content of chosen files.
    pub chosen: Vec<(String, String, Vec<u8>)>,
}

impl Form {
    /// Types `value` into a field. The field must be there: a form that lost one has to fail the test.
    #[track_caller]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let known = self.fields.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(", ");
        let field = self.fields.iter_mut().find(|(n, _)| n == name);
        value.clone_into(&mut field.unwrap_or_else(|| panic!("no field {name} among: {known}")).1);
        self
    }

    /// Chooses a file. The form must have a field for it.
    #[track_caller]
    pub fn choose(mut self, field: &str, name: &str, content: &[u8]) -> Self {
        assert!(self.file_fields.iter().any(|known| known == field), "no {field} among {:?}", self.file_fields);
        self.chosen.push((field.to_owned(), name.to_owned(), content.to_owned()));
        self
    }

    /// What a field would send.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// `multipart/form-data` as browsers write it, a file field without a file included.
    pub fn in_parts(&self) -> Vec<u8> {
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend_from_slice(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        for (name, value) in &self.fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        for field in &self.file_fields {
            let chosen: Vec<_> = self.chosen.iter().filter(|(of, _, _)| of == field).collect();
            for (_, name, content) in &chosen {
                let head = format!("name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream");
                part(head, content);
            }
            if chosen.is_empty() {
                part(format!("name=\"{field}\"; filename=\"\"\r\nContent-Type: application/octet-stream"), b"");
            }
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        body
    }

    /// `application/x-www-form-urlencoded`.
    pub fn encoded(&self) -> String {
        self.fields
            .iter()
            .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

fn read_form(form: ElementRef<'_>) -> Form {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut file_fields = Vec::new();
    for control in form.select(&selector("input[name], textarea[name], select[name]")) {
        let element = control.value();
        let name = element.attr("name").unwrap_or_default().to_owned();
        let own = element.attr("value").unwrap_or_default().to_owned();
        match (element.name(), element.attr("type").unwrap_or("text")) {
            ("textarea", _) => {
                let text: String = control.text().collect();
                fields.push((name, text));
            }
            ("select", _) => fields.push((name, chosen(control))),
            (_, "radio" | "checkbox") => {
                let ticked = element.attr("checked").is_some();
                match fields.iter_mut().find(|(n, _)| *n == name) {
                    Some(group) if ticked => group.1 = own,
                    Some(_) => {}
                    // Kept, empty, while nothing is ticked: `fill` has to find the group.
                    None => fields.push((name, if ticked { own } else { String::new() })),
                }
            }
            (_, "file") => file_fields.push(name),
            (_, "submit" | "button" | "reset" | "image") => {}
            _ => fields.push((name, own)),
        }
    }
    Form {
        action: form.value().attr("action").unwrap_or_default().to_owned(),
        method: form.value().attr("method").unwrap_or("get").to_lowercase(),
        fields,
        file_fields: if form.value().attr("enctype") == Some("multipart/form-data") { file_fields } else { Vec::new() },
        chosen: Vec::new(),
    }
}

fn chosen(select: ElementRef<'_>) -> String {
    let options: Vec<_> = select.select(&selector("option")).collect();
    let option = options.iter().find(|option| option.value().attr("selected").is_some()).or(options.first());
    option.map_or_else(String::new, |option| {
        option.value().attr("value").map_or_else(|| option.text().collect(), str::to_owned)
    })
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css} is not a selector: {error:?}"))
}

/// Percent-encodes all but RFC 3986's unreserved characters.
pub fn percent(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("a string takes all that is written to it"),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn a_form_sends_what_a_browser_would() {
        let page = Page::parse(
            r#"<form action="/t/review" method="post"><input type="hidden" name="type" value="it">
               <input name="title" value="a &amp; b"><textarea name="description">
Mất mạng</textarea>
               <input type="radio" name="audience" value="student"><input type="radio" name="audience" value="staff" checked>
               <select name="priority"><option value="low">Thấp</option><option selected value="high">Cao</option></select>
               <button name="go" value="1">Gửi</button></form>"#,
        );
        let form = page.form("/t/review").fill("type", "it-incident");
        assert_eq!(
            form.encoded(),
            "type=it-incident&title=a%20%26%20b&description=M%E1%BA%A5t%20m%E1%BA%A1ng&audience=staff&priority=high"
        );
    }

    #[test]
    fn the_text_of_a_page_leaves_scripts_out() {
        let page = Page::parse("<body><h1>Wifi</h1><script>let a = 1;</script><p>Bước  1</p></body>");
        assert_eq!(page.text(), "Wifi Bước 1");
    }
}
