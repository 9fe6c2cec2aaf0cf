//! The `deskmark` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    generator::cli::run()
}
