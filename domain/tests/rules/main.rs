//! The rules of the vocabulary, tested from outside: tables where the cases can be listed, random cases where they cannot.

mod anonymous;
mod any_life;
mod calendar_against_minutes;
mod calendars;
mod codes;
mod contacts;
mod explained;
mod forms;
mod kinds;
mod life;
mod logs;
mod notify;
mod promises;
mod sample;
mod signals;
mod sms;
mod story;
