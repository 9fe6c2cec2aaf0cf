//! Everything rendered and written: `dist/public` for any web server, `dist/desk` for the function.

use std::path::Path;

use rayon::prelude::*;

use crate::bundle;
use crate::content::Content;
use crate::diagnostics::{self, Diagnostic};
use crate::output::{Digests, Lock, Output, OutputError, Totals};
use crate::phases::Phases;
use crate::render::{self, Audience, Route};
use crate::search;

/// What a build did.
#[derive(Debug)]
pub struct Built {
    /// Pages, lists and data files that were rendered.
    pub pages: usize,
    /// What happened in `public/`.
    pub public: Totals,
    /// The digests of every file in each folder.
    pub files: [(&'static str, Digests); 2],
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

/// Renders and writes everything, a page at a time. Until all of it is there, the former build stays as it is.
pub fn build(content: &Content, out: &Path, phases: &Phases) -> Result<Built, BuildError> {
    let _lock = Lock::take(out)?;
    let public = Output::open(&out.join("public"))?;
    let desk = desk(content, &out.join("desk"))?;
    phases.run("assets", 0, || assets(content, &public))?;
    phases.run("search", 0, || search_indexes(content, &public, phases))?;
    let routes: Vec<_> = render::routes(content).into_iter().collect();
    let mut failures = phases.run("pages", routes.len(), || write(content, &routes, &public, phases))?;
    if !failures.is_empty() {
        failures.dedup_by(|a, b| a.message == b.message);
        return Err(BuildError::Pages(failures));
    }
    phases.run("swap", 0, || {
        let (public, files) = public.swap()?;
        let desk = desk.map_or_else(|| Ok(Digests::new()), |desk| desk.swap().map(|(_, files)| files))?;
        Ok(Built { pages: routes.len(), public, files: [("public", files), ("desk", desk)] })
    })
}

/// Renders and writes pages. Returns those whose template failed.
fn write(
    content: &Content,
    routes: &[(String, Route)],
    public: &Output,
    phases: &Phases,
) -> Result<Vec<Diagnostic>, OutputError> {
    let pages = routes.par_iter().map(|(path, route)| {
        let page = render::render(content, route, Audience::Files);
        phases.tick();
        match page {
            Ok(page) => phases.writing(|| public.write(&render::output_path(path), &page)).map(|()| None),
            Err(error) => Ok(Some((path.clone(), error))),
        }
    });
    let failures: Vec<_> = pages.collect::<Result<_, _>>()?;
    let failures: Vec<_> = failures.into_iter().flatten().collect();
    Ok(diagnostics::theme::failures(&failures, &content.overrides, &content.theme_folder))
}

fn search_indexes(content: &Content, public: &Output, phases: &Phases) -> Result<(), OutputError> {
    for lang in content.site.languages() {
        let files = search::files(lang, &search::entries(content, lang));
        let write = |(path, bytes): (&String, &Vec<u8>)| {
            phases.writing(|| public.write(&render::output_path(path), bytes)).map(drop)
        };
        files.par_iter().try_for_each(write)?;
    }
    Ok(())
}

fn assets(content: &Content, public: &Output) -> Result<(), OutputError> {
    for asset in content.theme.assets() {
        public.write(&render::output_path(&asset.path), &asset.bytes)?;
    }
    for asset in &content.site.assets {
        let bytes = std::fs::read(&asset.path);
        let bytes = bytes.map_err(|source| OutputError::Read { path: asset.path.clone(), source })?;
        public.write(&render::output_path(&asset.url), &bytes)?;
    }
    Ok(())
}

/// The desk's folder with its bundle, ready to change places; empty when there is no desk any more.
fn desk(content: &Content, folder: &Path) -> Result<Option<Output>, OutputError> {
    let has_desk = !content.site.catalog.desks.is_empty();
    if !has_desk && !folder.is_dir() {
        return Ok(None);
    }
    let desk = Output::open(folder)?;
    if has_desk {
        bundle::write(&desk, &bundle::files(content))?;
    }
    Ok(Some(desk))
}
