//! The memory as its callers see it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail loudly"
)]

mod company;
mod fixture;
mod intakes;
mod properties;
mod refusals;
mod searching;
mod story;
