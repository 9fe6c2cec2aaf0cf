//! Tests that need the tools `./tests/run` installs: emulators of DynamoDB and of the rest of AWS, a mail server,
//! schemathesis.

mod editions;
mod files;
mod host;
mod infra;
mod lambda;
mod log;
mod mail;
mod origin;
mod parts;
mod publish;
mod schemathesis;
mod sms;
mod template;
