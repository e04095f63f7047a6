//! Single keys: from a terminal as they are pressed, else from standard input.

use std::io::{self, IsTerminal, Read};

use console::{Key, Term};

/// Where keys come from.
pub(super) enum Keys {
    /// A person at a terminal.
    Pressed(Term),
    /// A program, or a test.
    Piped(io::Stdin),
}

impl Keys {
    /// The terminal's keys, or standard input where that is none.
    pub(super) fn open() -> Self {
        let screen = [Term::stdout(), Term::stderr()];
        let screen = screen.into_iter().find(Term::is_term);
        match screen.filter(|_| io::stdin().is_terminal()) {
            Some(screen) => Self::Pressed(screen),
            None => Self::Piped(io::stdin()),
        }
    }

    /// Whether a person is there to see what is asked.
    pub(super) fn are_pressed(&self) -> bool {
        matches!(self, Self::Pressed(_))
    }

    /// How many characters a line may have where keys are pressed; no end to it elsewhere.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Pressed(terminal) => usize::from(terminal.size().1),
            Self::Piped(_) => usize::MAX,
        }
    }

    /// The next key that means something; `None` when there is no more.
    ///
    /// # Errors
    /// When the terminal or the input fails.
    pub(super) fn next(&mut self) -> io::Result<Option<char>> {
        loop {
            let key = match self {
                Self::Pressed(terminal) => match terminal.read_key()? {
                    Key::Char(key) => Some(key),
                    Key::Enter => Some('n'),
                    // Ctrl-D, and a terminal that has gone.
                    Key::Escape | Key::Unknown => None,
                    _ => continue,
                },
                Self::Piped(input) => {
                    let mut byte = [0];
                    match input.lock().read(&mut byte)? {
                        0 => None,
                        _ => Some(char::from(byte[0])),
                    }
                }
            };
            match key {
                Some('\u{4}') => return Ok(None),
                Some(key) if key.is_whitespace() => {}
                key => return Ok(key),
            }
        }
    }
}
