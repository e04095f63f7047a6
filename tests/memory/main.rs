//! The memory as its callers see it.

mod fixture;
mod story;
