//! Everything rendered and written: `dist/public` for any web server, `dist/desk` for the function.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use crate::bundle;
use crate::content::{Content, chain};
use crate::diagnostics::{Code, Diagnostic};
use crate::output::{Output, OutputError, Totals};
use crate::render::{self, Audience};

/// What a build did.
#[derive(Debug, Clone, Copy)]
pub struct Built {
    /// Pages, lists and data files that were rendered.
    pub pages: usize,
    /// What happened in `public/`.
    pub public: Totals,
}

/// Why a build did not finish.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Templates failed; the pages named were not written.
    #[error("{} pages could not be rendered", .0.len())]
    Pages(Vec<Diagnostic>),
    /// The output folder.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Renders and writes everything. When a page fails, the rest of a former build is left as it was.
pub fn build(content: &Content, out: &Path) -> Result<Built, BuildError> {
    let routes: Vec<_> = render::routes(content).into_iter().collect();
    let rendered: Vec<_> = routes
        .par_iter()
        .map(|(path, route)| render::render(content, route, Audience::Files).map_err(|error| failed(path, &error)))
        .collect();
    let mut failures: Vec<Diagnostic> = rendered.iter().filter_map(|page| page.as_ref().err().cloned()).collect();
    if !failures.is_empty() {
        failures.dedup_by(|a, b| a.message == b.message);
        return Err(BuildError::Pages(failures));
    }

    let public = Output::open(&out.join("public"))?;
    let mut keep = BTreeSet::new();
    for asset in content.theme.assets() {
        let rel = render::output_path(&asset.path);
        public.write(&rel, &asset.bytes)?;
        keep.insert(rel);
    }
    for asset in &content.site.assets {
        let rel = render::output_path(&asset.url);
        let read = std::fs::read(&asset.path);
        let bytes = read.map_err(|source| OutputError::Io { path: asset.path.clone(), source })?;
        public.write(&rel, &bytes)?;
        keep.insert(rel);
    }
    let pages =
        routes.par_iter().zip(rendered).filter_map(|((path, _), page)| Some((render::output_path(path), page.ok()?)));
    let written = pages.map(|(rel, page)| public.write(&rel, &page).map(|()| rel)).collect::<Result<Vec<_>, _>>()?;
    keep.extend(written);

    let desk = out.join("desk");
    if content.site.catalog.desks.is_empty() {
        if desk.is_dir() {
            Output::open(&desk)?.finish(&BTreeSet::new())?;
        }
    } else {
        let desk = Output::open(&desk)?;
        let keep = bundle::write(&desk, &bundle::files(content))?;
        desk.finish(&keep)?;
    }
    Ok(Built { pages: routes.len(), public: public.finish(&keep)? })
}

fn failed(path: &str, error: &themes::ThemeError) -> Diagnostic {
    Diagnostic::error(Code::Template, chain(error)).help(format!("it happened on the page {path}"))
}
