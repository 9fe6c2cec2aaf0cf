//! The command line: what people type, what they are told, and with which exit code it ends.

mod backup;
mod build;
mod check;
mod doctor;
mod explain;
mod export;
mod folder;
mod host;
mod import;
mod kept;
mod lock;
mod new;
mod publish;
mod repair;
mod search;
mod serve;
mod take_in;
mod translated;
mod waiting;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use domain::lang::Lang;
use jiff::civil::Date;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine,
    /// The content has errors.
    Content,
    /// The command was typed wrongly. (clap ends with the same code.)
    Usage,
    /// The machine stands in the way: a port in use, a full disk, a missing permission.
    Environment,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Content => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
        })
    }
}

/// Turns a folder of Markdown into a help centre with a working desk.
#[derive(Debug, Parser)]
#[command(name = "deskmark", version, about, long_about = None, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a portal, an article, a request type or a desk to start from
    New(new::New),
    /// Show the whole portal on this machine, and again at every change
    Serve(serve::Serve),
    /// Run the built portal on this machine, for everybody
    Host(host::Host),
    /// Tell whether everything the desk needs is all right, and what to do when it is not
    Doctor(doctor::Doctor),
    /// Copy the tickets, files and secret of a desk that is running
    Backup(backup::Backup),
    /// Put a backup into a new data folder
    Restore(backup::Restore),
    /// Write the site and the desk bundle
    Build(build::Build),
    /// Put the built site and its desk's bundle on AWS, or go back to an earlier bundle
    Publish(publish::Publish),
    /// Tell every problem of the content; write nothing
    Check(check::Check),
    /// Tell what the site's search shows for a query
    Search(search::Search),
    /// Remember every published address, so that none goes without a redirect
    Lock(lock::Lock),
    /// Write everything that a desk keeps, to move it to another machine, to AWS or from there
    Export(export::Export),
    /// Take in what `deskmark export` wrote, or a help centre of another tool
    Import(import::Import),
    /// Make tickets, queues and search what the log of events says, or send what was not sent
    Repair(repair::Repair),
    /// Remember that translations say what their originals say now, so that later changes are told
    Translated(translated::Translated),
    /// Tell a problem at length by its number
    Explain(explain::Explain),
}

/// Options of every command that reads content.
#[derive(Debug, Clone, Args)]
struct Folder {
    /// The content folder
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// The language: of a folder without portal.toml; of the articles to search
    #[arg(long, value_name = "TAG", value_parser = Lang::parse)]
    lang: Option<Lang>,
    /// Where the site will be, instead of what portal.toml says
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Take this day for today: 2026-11-22
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// Leave code without colours
    #[arg(long)]
    no_highlight: bool,
}

/// Reads the arguments of this process and does what they say.
pub fn run() -> ExitCode {
    let exit = match Cli::parse().command {
        Command::New(new) => new.run(),
        Command::Serve(serve) => serve.run(),
        Command::Host(host) => host.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Build(build) => build.run(),
        Command::Publish(publish) => publish.run(),
        Command::Check(check) => check.run(),
        Command::Search(search) => search.run(),
        Command::Lock(lock) => lock.run(),
        Command::Export(export) => export.run(),
        Command::Import(import) => import.run(),
        Command::Repair(repair) => repair.run(),
        Command::Translated(translated) => translated.run(),
        Command::Explain(explain) => explain.run(),
    };
    exit.into()
}
