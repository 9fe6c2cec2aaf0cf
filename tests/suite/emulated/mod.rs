//! Tests that need the tools `./tests/run` installs: a DynamoDB emulator and a mail server.

mod lambda;
mod parts;
