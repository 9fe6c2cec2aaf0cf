//! `deskmark check`.

use clap::{Args, ValueEnum};

use super::folder::{done, fail, line, speech, tell, verdict};
use super::{Exit, Folder};
use crate::check;
use crate::content::Purpose;
use crate::diagnostics::{self, Code, Diagnostic, Place, json};
use crate::output;
use crate::phases::Phases;
use crate::say;
use crate::source::text;

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    folder: Folder,
    /// Rewrite files with byte order marks, carriage returns or letters in pieces
    #[arg(long)]
    fix: bool,
    /// Ask other sites whether the addresses linked to still exist
    #[arg(long)]
    external: bool,
    /// How problems are told: to people on standard error, or as one JSON document on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

impl Check {
    pub fn run(&self) -> Exit {
        let phases = Phases::shown();
        let mut loaded = self.folder.load(Purpose::Check, &phases);
        phases.end();
        if let (true, Ok((_, found))) = (self.fix, &loaded) {
            match fix(found) {
                Ok(fixed) if fixed.is_empty() => {}
                Ok(fixed) => {
                    for path in fixed {
                        if self.format == Format::Human {
                            done(&say!("rewritten", path = path));
                        }
                    }
                    loaded = self.folder.load(Purpose::Check, &Phases::quiet());
                }
                Err(exit) => return exit,
            }
        }
        match loaded {
            Ok((content, mut found)) => {
                if self.external {
                    found.extend(check::external(&content));
                    diagnostics::sort(&mut found);
                }
                if self.format == Format::Json {
                    line(json::render(&found, speech()).trim_end());
                    return verdict(&found);
                }
                tell(&found, usize::MAX);
                if found.is_empty() {
                    done(&say!("nothing-to-mend", count = content.site.articles.len()));
                }
                verdict(&found)
            }
            Err(exit) => exit,
        }
    }
}

/// Rewrites the files that are not even, and returns them.
fn fix(found: &[Diagnostic]) -> Result<Vec<&str>, Exit> {
    let files =
        found.iter().filter(|problem| problem.code == Code::Uneven).filter_map(|problem| match &problem.place {
            Place::File(path) => Some(path.as_str()),
            Place::Span(file, _) => Some(file.path.as_str()),
            Place::Whole => None,
        });
    let mut fixed = Vec::new();
    for shown in files {
        // A link stays a link: what it leads to is rewritten.
        let even = std::fs::canonicalize(shown).and_then(|path| Ok((text::evened_out(&path)?, path)));
        match even {
            Ok((Some(bytes), path)) => output::replace(&path, &bytes).map_err(|error| {
                fail(&error);
                Exit::Environment
            })?,
            Ok((None, _)) => continue,
            Err(error) => {
                fail(&output::OutputError::Read { path: shown.into(), source: error });
                return Err(Exit::Environment);
            }
        }
        fixed.push(shown);
    }
    Ok(fixed)
}
