//! Tests that need the tools `./tests/run` installs: a DynamoDB emulator, a mail server, schemathesis.

mod host;
mod lambda;
mod parts;
mod schemathesis;
