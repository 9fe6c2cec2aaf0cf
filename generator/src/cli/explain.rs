//! `deskmark explain DM0301`.

use clap::Args;

use super::Exit;
use super::folder::{line, speech};
use crate::diagnostics::Code;

#[derive(Debug, Args)]
pub struct Explain {
    /// The number of a problem, as printed in its first line
    #[arg(value_parser = parse)]
    code: Code,
}

fn parse(text: &str) -> Result<Code, String> {
    let last = Code::ALL.last().map_or("", |code| code.as_str());
    Code::parse(text).ok_or_else(|| format!("there is no such problem; numbers go from DM0001 to {last}"))
}

impl Explain {
    pub fn run(&self) -> Exit {
        let speech = speech();
        line(&format!("{}: {}\n\n{}", self.code, self.code.title(speech), self.code.explanation(speech)));
        Exit::Fine
    }
}
