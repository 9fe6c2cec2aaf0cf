//! Tests that need the tools `./tests/run` installs: a DynamoDB emulator, AWS as moto plays it, a mail server, schemathesis.

mod host;
mod lambda;
mod parts;
mod publish;
mod schemathesis;
mod template;
