//! One reading of the content: the site in memory, and what is at each address.

use std::collections::{BTreeMap, HashMap};

use domain::lang::Lang;

use crate::content::{self, Content, Purpose};
use crate::diagnostics::report::{self, Style};
use crate::render::{self, Audience, Route};
use crate::site::Settings;
use crate::source::{Options, SourceError};

/// The site as it was last read.
pub struct Edition {
    /// Everything pages are made of.
    pub content: Content,
    /// What is at each path.
    pub routes: BTreeMap<String, Route>,
    /// Published files by path, as places in the site's list.
    pub files: HashMap<String, usize>,
    /// Problems found, as text; empty when there are none worth a word.
    pub report: String,
    /// The errors among them, for the page's overlay.
    pub errors: String,
}

impl Edition {
    /// Reads the content. Errors in it leave their mark on the edition; only a folder nothing can be made of fails.
    pub fn read(options: &Options, settings: Settings) -> Result<Self, SourceError> {
        let (content, found) = content::load(options, settings, Purpose::Build, &crate::phases::Phases::quiet())?;
        let routes = render::routes(&content);
        let files = content.site.assets.iter().enumerate().map(|(ix, asset)| (asset.url.clone(), ix)).collect();
        let errors: Vec<_> =
            found.iter().filter(|problem| problem.severity == crate::diagnostics::Severity::Error).cloned().collect();
        let style = Style { colour: false, warnings_per_code: 3, speech: options.speech };
        Ok(Self {
            content,
            routes,
            files,
            report: report::render(&found, style),
            errors: if errors.is_empty() { String::new() } else { report::render(&errors, style) },
        })
    }

    /// The bytes at a route.
    pub fn render(&self, route: &Route) -> Result<Vec<u8>, themes::ThemeError> {
        render::render(&self.content, route, Audience::Live)
    }

    /// The language a path is in, for its 404 page.
    pub fn language_of(&self, path: &str) -> &Lang {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let languages = self.content.site.languages();
        languages.iter().find(|lang| lang.as_str() == first).unwrap_or(&languages[0])
    }
}
