//! The theme's ranker, run in an embedded JavaScript engine: what readers get is what authors are told.

use std::collections::HashMap;
use std::sync::Arc;

use domain::lang::Lang;
use rquickjs::loader::{BuiltinLoader, BuiltinResolver};
use rquickjs::{CatchResultExt as _, CaughtError, Context, Function, Module, Runtime};
use serde::Deserialize;

use themes::Theme;

use super::{Entry, files, root_path};

/// The modules the ranker is made of, by the names they import each other with.
const MODULES: [&str; 5] = ["rank.js", "fold.js", "postings.js", "repair.js", "keyboards.js"];

/// What asks the ranker.
const ASK: &str = r#"
import { ranker } from "rank.js";
const read = new Map();
const load = (name) => {
  if (!read.has(name)) read.set(name, JSON.parse(globalThis.file(name)));
  return read.get(name);
};
const { find } = ranker(JSON.parse(globalThis.root), load);
globalThis.ask = (query, most) => {
  const { results, meant } = find(query, { most });
  return JSON.stringify({ results, meant });
};
"#;

/// Why the ranker cannot be asked: the portal's own script is broken.
#[derive(Debug, thiserror::Error)]
#[error("the ranker failed: {0}")]
pub struct EngineError(String);

impl EngineError {
    fn new(error: &CaughtError<'_>) -> Self {
        Self(error.to_string())
    }
}

impl From<rquickjs::Error> for EngineError {
    fn from(error: rquickjs::Error) -> Self {
        Self(error.to_string())
    }
}

/// A result.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'a> {
    /// The article's path.
    pub url: &'a str,
    /// Its title.
    pub title: &'a str,
    /// How well it fits; only compares results of one query.
    pub score: f64,
}

#[derive(Deserialize)]
struct Answer {
    results: Vec<Ranked>,
    meant: Option<String>,
}

#[derive(Deserialize)]
struct Ranked {
    doc: usize,
    score: f64,
}

/// The ranker over the index of one language. It belongs to one thread.
pub struct Engine<'a> {
    context: Context,
    entries: &'a [Entry],
}

impl<'a> Engine<'a> {
    /// Starts the theme's ranker over `files`, the index made of `entries` of a language.
    pub fn new(
        theme: &Theme,
        lang: &Lang,
        entries: &'a [Entry],
        files: &Arc<files::Files>,
    ) -> Result<Self, EngineError> {
        let runtime = Runtime::new()?;
        let mut resolver = BuiltinResolver::default();
        let mut loader = BuiltinLoader::default();
        let scripts: HashMap<&str, &[u8]> = theme
            .assets()
            .iter()
            .filter_map(|asset| Some((asset.path.rsplit('/').next()?, asset.bytes.as_slice())))
            .collect();
        for name in MODULES {
            resolver.add_module(name);
            loader.add_module(name, scripts.get(name).copied().unwrap_or_default());
        }
        runtime.set_loader(resolver, loader);
        let context = Context::full(&runtime)?;
        context.with(|ctx| -> Result<(), EngineError> {
            let root = files.get(&root_path(lang)).cloned().unwrap_or_default();
            ctx.globals().set("root", String::from_utf8_lossy(&root).as_ref())?;
            let (files, lang) = (Arc::clone(files), lang.clone());
            let file = move |name: String| -> String {
                // The only folder behind the language is the index's own.
                let tail = format!("/{name}.json");
                let inside = format!("/search/{lang}/");
                let found = files.iter().find(|(path, _)| path.starts_with(&inside) && path.ends_with(&tail));
                found.map_or_else(String::new, |(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
            };
            ctx.globals().set("file", Function::new(ctx.clone(), file)?)?;
            let evaluated = Module::evaluate(ctx.clone(), "ask.js", ASK);
            let evaluated = evaluated.and_then(|promise| promise.finish::<()>());
            evaluated.catch(&ctx).map_err(|error| EngineError::new(&error))
        })?;
        Ok(Self { context, entries })
    }

    /// The best `most` articles for a query, and the query as it was understood where it was not as typed.
    pub fn find(&self, query: &str, most: usize) -> Result<(Vec<Found<'a>>, Option<String>), EngineError> {
        let answer = self.context.with(|ctx| -> Result<String, EngineError> {
            let ask: Function<'_> = ctx.globals().get("ask")?;
            ask.call((query, most)).catch(&ctx).map_err(|error| EngineError::new(&error))
        })?;
        let answer: Answer = serde_json::from_str(&answer).map_err(|error| EngineError(error.to_string()))?;
        let found = answer.results.iter().filter_map(|ranked| {
            let entry = self.entries.get(ranked.doc)?;
            Some(Found { url: &entry.url, title: &entry.title, score: ranked.score })
        });
        Ok((found.collect(), answer.meant))
    }
}
