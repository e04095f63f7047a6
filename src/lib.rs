//! Tarjuman: a translation and alignment workbench for prose.
//!
//! The library holds everything but the terminal: it works on UTF-8 and byte ranges, and it never
//! prints, exits, asks the clock or reads the environment. ARCHITECTURE.md shows which module may
//! import which; `tests/architecture.rs` holds it.

pub mod alignment;
pub mod cli;
pub mod document;
pub mod exchange;
pub mod glossary;
pub mod matching;
pub mod memory;
pub mod model;
pub mod project;
pub mod quality;
pub mod report;
pub mod revision;
pub mod segmentation;
pub mod text;
pub mod workbench;
