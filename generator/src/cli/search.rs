//! `deskmark search`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use domain::lang::Lang;
use rayon::prelude::*;
use serde::Serialize;

use super::folder::{fail, line, speech, tell, verdict};
use super::{Exit, Folder};
use crate::content::Purpose;
use crate::output::OutputError;
use crate::phases::Phases;
use crate::say;
use crate::search::{self, Engine, EngineError};

/// Results of one query.
const SHOWN: usize = 10;

#[derive(Debug, Args)]
#[group(required = true, multiple = false, id = "asked", args = ["query", "batch"])]
pub struct Search {
    /// What a reader would type
    query: Option<String>,
    /// Answer every line of a file (`-` for standard input), one JSON line each
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    /// The query as it was understood; left out when that is how it was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    meant: Option<String>,
    results: Vec<Hit<'a>>,
}

#[derive(Serialize)]
struct Hit<'a> {
    url: &'a str,
    title: &'a str,
    score: f64,
}

impl Search {
    pub fn run(&self) -> Exit {
        let queries = match &self.batch {
            None => self.query.iter().cloned().collect(),
            Some(path) => match lines(path) {
                Ok(lines) => lines,
                Err(source) => {
                    fail(&OutputError::Read { path: path.clone(), source });
                    return Exit::Environment;
                }
            },
        };
        let phases = Phases::shown();
        let loaded = self.folder.load(Purpose::Build, &phases);
        phases.end();
        let (content, found) = match loaded {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        if verdict(&found) != Exit::Fine {
            tell(&found, 0);
            return Exit::Content;
        }
        let languages = content.site.languages();
        let lang = self.folder.lang.as_ref().unwrap_or(&languages[0]);
        if !languages.contains(lang) {
            let known: Vec<_> = languages.iter().map(Lang::as_str).collect();
            fail(&NoLanguage { asked: lang.clone(), known: known.join(", ") });
            return Exit::Usage;
        }
        let entries = search::entries(&content, lang);
        let files = Arc::new(search::files(lang, &entries));
        let start = || Engine::new(&content.theme, lang, &entries, &files);
        match self.answer(start, &queries) {
            Ok(answers) => {
                for answer in answers {
                    line(&answer);
                }
                Exit::Fine
            }
            Err(error) => {
                fail(&error);
                Exit::Content
            }
        }
    }

    /// What is printed for each query, in order; every processor has a ranker of its own.
    fn answer<'a>(
        &self,
        start: impl Fn() -> Result<Engine<'a>, EngineError> + Sync,
        queries: &[String],
    ) -> Result<Vec<String>, EngineError> {
        let at_once = queries.len().div_ceil(rayon::current_num_threads()).max(1);
        let answers = queries.par_chunks(at_once).map(|queries| {
            let engine = start()?;
            queries.iter().map(|query| self.told(&engine, query)).collect::<Result<Vec<_>, _>>()
        });
        Ok(answers.collect::<Result<Vec<_>, _>>()?.concat())
    }

    fn told(&self, engine: &Engine<'_>, query: &str) -> Result<String, EngineError> {
        let (found, meant) = engine.find(query, SHOWN)?;
        if self.json || self.batch.is_some() {
            let results = found.iter().map(|hit| Hit { url: hit.url, title: hit.title, score: hit.score }).collect();
            let answer = Answer { query, meant, results };
            return Ok(serde_json::to_string(&answer).expect("texts and numbers are JSON"));
        }
        let mut lines = Vec::new();
        if let Some(meant) = meant {
            lines.push(say!("search-meant", meant = meant).text(speech()));
        }
        if found.is_empty() {
            lines.push(say!("search-none", query = query).text(speech()));
        }
        for (at, hit) in found.iter().enumerate() {
            lines.push(format!("{:>2}. {}\n    {}  ({:.2})", at + 1, hit.title, hit.url, hit.score));
        }
        Ok(lines.join("\n"))
    }
}

/// The lines of a file, of standard input for `-`.
fn lines(path: &Path) -> std::io::Result<Vec<String>> {
    let mut text = String::new();
    if path.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text)?;
    } else {
        text = std::fs::read_to_string(path)?;
    }
    Ok(text.lines().map(str::to_owned).collect())
}

#[derive(Debug, thiserror::Error)]
#[error("there is nothing in “{asked}” here; the languages are: {known}")]
struct NoLanguage {
    asked: Lang,
    known: String,
}
