//! The `tarjuman` program: the terminal's face of the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    tarjuman::cli::main()
}
