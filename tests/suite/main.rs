//! Deskmark from outside: every test here starts a real program and talks to it as its users do.
//!
//! `./tests/run` builds what these tests start. Modules named `emulated` need the tools it installs (a DynamoDB
//! emulator, a mail server); `./tests/run --fast` leaves them out by that name.

mod build;
mod emulated;
mod files_contract;
mod harness;
mod host;
mod journey;
mod moving;
mod procedures;
mod readme;
mod repair;
mod router;
mod serve;
mod store_contract;
