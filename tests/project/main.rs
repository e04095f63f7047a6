//! Whole projects, through the library and on the terminal: what a newcomer, a translator and a
//! careless or hostile hand would do, and what must stand afterwards.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod align;
mod analyze;
mod bad_input;
mod conventions;
mod crash;
mod diff;
mod fixture;
mod hostile;
mod matches;
mod memory_verbs;
mod newcomer;
mod pretranslate;
mod sample;
mod searching;
mod term;
mod update;
mod validate;
