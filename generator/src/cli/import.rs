//! `deskmark import`: a desk's export, or another tool's help centre as content.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::lang::Lang;

use super::Exit;
use super::folder::{done, fail, line};
use super::take_in::TakeIn;
use crate::diagnostics::Said;
use crate::import::export::{self, ExportError};
use crate::import::{self, Import as Plan};
use crate::say;

const REPORT: &str = "IMPORT-REPORT.md";

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, after_help = AFTER_HELP)]
pub struct Import {
    #[command(subcommand)]
    from: Option<From>,
    #[command(flatten)]
    export: TakeIn,
}

const AFTER_HELP: &str = "A desk takes an export in only while it is empty. Interrupted, run it again: what is there already is passed over. \
     No letter is sent for what is taken in.\n\nOn AWS the tables are found as `aws` finds them: by AWS_PROFILE or \
     AWS_ACCESS_KEY_ID, and AWS_REGION.";

#[derive(Debug, Subcommand)]
enum From {
    /// What Zendesk's help-centre API answered, saved as JSON
    Zendesk {
        /// Files with articles, sections, categories, translations
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The content folder to write to
        #[arg(long, value_name = "DIR", default_value = "content")]
        content: PathBuf,
        /// Take this language only; texts that do not tell theirs are of it
        #[arg(long, value_name = "TAG", value_parser = Lang::parse)]
        lang: Option<Lang>,
        /// Write over files that are there
        #[arg(long)]
        force: bool,
    },
}

/// Why nothing was taken over.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("there are no articles in {0}: leave --lang out, or name another language")]
    NoArticles(String),
    #[error("`{}` is there already{}: nothing was written; take another folder, or write over it with --force", .0.display(), more(*.1))]
    Exists(PathBuf, usize),
    #[error("`{}` cannot be written", .path.display())]
    Write { path: PathBuf, source: std::io::Error },
}

fn more(others: usize) -> String {
    if others == 0 { String::new() } else { format!(", and {others} more") }
}

impl ImportError {
    fn exit(&self) -> Exit {
        match self {
            Self::Write { .. } => Exit::Environment,
            _ => Exit::Usage,
        }
    }
}

impl Import {
    pub fn run(&self) -> Exit {
        let Some(From::Zendesk { files, content, lang, force }) = &self.from else { return self.export.run() };
        match zendesk(files, content, lang.as_ref(), *force) {
            Ok(()) => Exit::Fine,
            Err(error) => {
                fail(&error);
                error.exit()
            }
        }
    }
}

fn zendesk(files: &[PathBuf], content: &Path, lang: Option<&Lang>, force: bool) -> Result<(), ImportError> {
    let export = export::read(files.iter().map(PathBuf::as_path))?;
    let plan = import::zendesk(&export, lang);
    if plan.articles == 0 {
        let where_to = lang.map_or_else(|| "the export".to_owned(), |lang| format!("`{lang}`"));
        return Err(ImportError::NoArticles(where_to));
    }
    // The report is no part of the content: it would be published.
    let beside =
        if content.file_name().is_some() { content.with_file_name(REPORT) } else { content.join("..").join(REPORT) };
    let mut writes: Vec<(PathBuf, &str)> =
        plan.files.iter().map(|(rel, text)| (content.join(rel), text.as_str())).collect();
    writes.push((beside.clone(), &plan.report));
    if !force {
        let mut there = writes.iter().filter(|(path, _)| path.symlink_metadata().is_ok());
        if let Some((first, _)) = there.next() {
            return Err(ImportError::Exists(first.clone(), there.count()));
        }
    }
    let portal = content.join("portal.toml");
    let begun = portal.symlink_metadata().is_err();
    if begun {
        writes.push((portal, &plan.portal));
    }
    for (path, text) in &writes {
        write(path, text)?;
    }
    tell(&plan, content, &beside, begun);
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), ImportError> {
    let failed = |source| ImportError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}

fn tell(plan: &Plan, content: &Path, report: &Path, begun: bool) {
    let languages: Vec<_> = plan.languages.iter().map(Lang::as_str).collect();
    let dir = content.display().to_string();
    let (files, articles, languages) = (plan.files.len(), plan.articles, languages.join(", "));
    done(&say!("imported", files = files, dir = &dir, articles = articles, languages = languages));
    let portal = content.join("portal.toml").display().to_string();
    done(&if begun { say!("import-portal", path = portal) } else { say!("import-portal-left", path = portal) });
    if plan.restricted > 0 {
        done(&say!("import-restricted", count = plan.restricted));
    }
    if plan.pictures > 0 {
        done(&say!("import-pictures", count = plan.pictures));
    }
    done(&say!("import-report", path = report.display().to_string()));
    line("");
    done(&say!("next", what = Said::verbatim(format!("deskmark check --content {dir}"))));
}
