//! The face on the terminal: arguments, output, diagnostics.
