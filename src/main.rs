//! The `tarjuman` program: the terminal's face of the library.

fn main() {}
