//! A content folder written by a test, and what came of building it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use domain::lang::Lang;
use generator::build::{self, BuildError, Built};
use generator::content::{self, Content, Purpose};
use generator::diagnostics::report::{self, Style};
use generator::diagnostics::{Diagnostic, Severity, Speech};
use generator::phases::Phases;
use generator::site::Settings;
use generator::source::{Options, SourceError};
use tempfile::TempDir;

/// Content in a folder of its own.
pub struct Project {
    dir: TempDir,
    options: Options,
    settings: Settings,
}

/// What a build came to.
pub struct Outcome {
    /// Everything written, by path from the output folder.
    pub files: BTreeMap<String, String>,
    /// The report, with the content folder called `content`.
    pub report: String,
    /// What was found.
    pub found: Vec<Diagnostic>,
    /// What the build says it did; `None` when errors kept it from writing.
    pub built: Option<Built>,
}

impl Project {
    /// An empty folder.
    pub fn plain() -> Self {
        let dir = TempDir::new().expect("there is room for a folder");
        let content = dir.path().join("content");
        fs::create_dir(&content).expect("the folder is new");
        let today = "2026-11-22".parse().expect("a day");
        Self {
            options: Options { content, ..Options::default() },
            settings: Settings { today, drafts: false, highlight: true },
            dir,
        }
    }

    /// A copy of a folder.
    pub fn copy_of(folder: &Path) -> Self {
        let mut project = Self::plain();
        for (path, bytes) in read(folder) {
            project = project.bytes(&path, &bytes);
        }
        project
    }

    /// A portal in Vietnamese and English with one desk.
    pub fn portal() -> Self {
        Self::plain()
            .file(
                "portal.toml",
                "base_url = \"https://help.example\"\nlanguages = [\"vi\", \"en\"]\n[title]\nvi = \"Hỗ trợ\"\nen = \"Help\"\n",
            )
            .file("calendars/campus.toml", "time_zone = \"Asia/Ho_Chi_Minh\"\n[hours]\nmonday = [\"08:00-17:00\"]\n")
            .file(
                "desks/it.toml",
                "calendar = \"campus\"\nname = { vi = \"Bàn CNTT\", en = \"IT desk\" }\n\
                 [[members]]\nemail = \"a@help.example\"\nname = \"A\"\nrole = \"expert\"\n",
            )
            .file(
                "requests/incident.toml",
                "desk = \"it\"\nlabel = { vi = \"Báo sự cố\", en = \"Report a problem\" }\n\
                 stages = { receive = \"4h\", handle = \"1d\" }\n",
            )
    }

    /// Adds a text file.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Adds a file of any bytes.
    pub fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let path = self.options.content.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("there is room");
        fs::write(path, bytes).expect("there is room");
        self
    }

    /// Says the language, as `--lang` does.
    pub fn lang(mut self, tag: &str) -> Self {
        self.options.lang = Some(Lang::parse(tag).expect("a language tag"));
        self
    }

    /// Builds a folder inside by itself.
    pub fn inside(mut self, folder: &str) -> Self {
        self.options.content.push(folder);
        self
    }

    /// Says where the site will be, as `--base-url` does.
    pub fn base_url(mut self, url: &str) -> Self {
        self.options.base_url = Some(url.to_owned());
        self
    }

    /// Speaks another language to the author.
    pub fn speaking(mut self, speech: Speech) -> Self {
        self.options.speech = speech;
        self
    }

    /// Shows drafts.
    pub fn with_drafts(mut self) -> Self {
        self.settings.drafts = true;
        self
    }

    /// The content folder.
    pub fn content(&self) -> &Path {
        &self.options.content
    }

    /// The command line's options.
    pub fn options(&self) -> Options {
        self.options.clone()
    }

    /// Reads and judges only.
    pub fn load(&self, purpose: Purpose) -> (Option<Content>, Vec<Diagnostic>) {
        match content::load(&self.options, self.settings, purpose, &Phases::quiet()) {
            Ok((content, found)) => (Some(content), found),
            Err(SourceError::Portal(found)) => (None, found),
            Err(error) => panic!("{error}"),
        }
    }

    /// The report of `deskmark check`.
    pub fn check(&self) -> String {
        self.report(&self.load(Purpose::Check).1)
    }

    /// Builds as `deskmark build` does.
    pub fn build(&self) -> Outcome {
        let (content, mut found) = self.load(Purpose::Build);
        let out = self.dir.path().join("dist");
        let errors = found.iter().any(|problem| problem.severity == Severity::Error);
        let mut built = None;
        if let Some(content) = content.filter(|_| !errors) {
            match build::build(&content, &out, &Phases::quiet()) {
                Ok(done) => built = Some(done),
                Err(BuildError::Pages(failures)) => found.extend(failures),
                Err(error) => panic!("{error}"),
            }
        }
        Outcome { files: files(&out), report: self.report(&found), found, built }
    }

    fn report(&self, found: &[Diagnostic]) -> String {
        self.told(found, self.options.speech)
    }

    /// The report in a language the author is spoken to in.
    pub fn told(&self, found: &[Diagnostic], speech: Speech) -> String {
        let text = report::render(found, Style { colour: false, warnings_per_code: usize::MAX, speech });
        text.replace(&*self.options.content.to_string_lossy(), "content")
    }
}

impl Outcome {
    /// The HTML inside `<main>` of a page: the frame is the theme's business.
    #[track_caller]
    pub fn main(&self, path: &str) -> &str {
        let page = self.page(path);
        let start = page.find("<main").expect("a page has <main>");
        &page[start..page.find("</main>").expect("and its end")]
    }

    /// The text of an article, between the prose element and what follows it.
    #[track_caller]
    pub fn prose(&self, path: &str) -> &str {
        let main = self.main(path);
        let start = main.find("<div class=\"prose\"").expect("an article has prose");
        let start = start + main[start..].find('>').expect("the tag ends") + 1;
        let end = main[start..].rfind("\n    </div>").map_or(main.len(), |at| start + at);
        main[start..end].trim()
    }

    /// A whole page.
    #[track_caller]
    pub fn page(&self, path: &str) -> &str {
        let file = if path.ends_with('/') { format!("public{path}index.html") } else { format!("public{path}") };
        self.files.get(&file).unwrap_or_else(|| panic!("no {file} in {:#?}\n{}", self.files.keys(), self.report))
    }

    /// Whether there is something at a path.
    pub fn has(&self, path: &str) -> bool {
        let file = if path.ends_with('/') { format!("public{path}index.html") } else { format!("public{path}") };
        self.files.contains_key(&file)
    }

    /// The numbers of the problems, sorted, each once a problem.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<_> = self.found.iter().map(|problem| problem.code.as_str()).collect();
        codes.sort_unstable();
        codes
    }
}

/// Everything below a folder by its path; bytes that are not text are left as replacement characters.
fn files(root: &Path) -> BTreeMap<String, String> {
    read(root).into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// Everything below a folder by its path.
fn read(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries {
            let path = entry.expect("a folder can be read to its end").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).expect("what was written can be read"));
            }
        }
    }
    found
}
