//! The desk's router, called in this process: what cannot be seen from outside (a clock that moves, a post office that
//! closes, two requests at once, the log) and what a browser would not send.
//!
//! Modules named `aNN_…` are about row NN of the list of attacks the desk has to survive.

mod a01_mail_to_strangers;
mod a04_codes;
mod a05_tokens;
mod a06_code_flooding;
mod a07_limits;
mod a08_foreign_desks;
mod a09_files;
mod a10_scripts;
mod a12_line_breaks;
mod a14_cross_site;
mod a15_tampering;
mod a17_mail_loops;
mod a18_races;
mod a21_texts;
mod a23_log_lines;
mod a24_erasure;
mod a_long_form;
mod access;
mod answers;
mod api;
mod api_document;
mod api_mine;
mod api_problems;
mod beside;
mod desk_moves;
mod desk_work;
mod effects;
mod entries;
pub mod files;
mod followers;
mod form_errors;
mod fresh;
mod me;
pub mod my;
mod narrowing;
pub mod office;
mod owner;
pub mod people;
mod program;
mod ratings;
mod read_before;
mod rejected;
mod requesters_turn;
mod review;
mod search;
mod sign_in;
mod signals;
mod staff;
mod sweep;
mod told;
pub mod verify_contact;
mod writing;
