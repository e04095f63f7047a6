//! Whole projects, through the library and on the terminal: what a newcomer, a translator and a
//! careless or hostile hand would do, and what must stand afterwards.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod align;
mod analyze;
mod bad_input;
mod check;
mod conventions;
mod crash;
mod diff;
mod exchange;
mod fixture;
mod hostile;
mod matches;
mod memory_verbs;
mod merge;
mod newcomer;
mod notes;
mod picture;
mod pretranslate;
mod review;
mod revised_source;
mod sample;
mod searching;
mod term;
mod undo;
mod update;
mod validate;
