//! Compressed files (gzip): read as if they were not, written by suffix.

use std::io::{self, BufRead, BufReader, Cursor, Read, Write};

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

/// The suffix of compressed files, without the dot.
const SUFFIX: &str = "gz";

/// The first bytes of every compressed file.
const MAGIC: [u8; 2] = [0x1F, 0x8B];

/// How much is unpacked at a time, in bytes; memory does not grow with what is inside.
const PIECE: usize = 64 * 1024;

/// The content of a file, unpacked when its first bytes say that it is compressed.
///
/// # Errors
/// When the input fails.
pub fn decompressed<'r>(mut input: Box<dyn BufRead + 'r>) -> io::Result<Box<dyn BufRead + 'r>> {
    let mut head = Vec::with_capacity(MAGIC.len());
    while head.len() < MAGIC.len() {
        let mut byte = [0];
        match input.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => head.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let packed = head == MAGIC;
    let whole = Cursor::new(head).chain(input);
    Ok(if packed {
        Box::new(BufReader::with_capacity(PIECE, MultiGzDecoder::new(whole)))
    } else {
        Box::new(whole)
    })
}

/// Whether a file of that name is to be compressed when it is written.
#[must_use]
pub fn is_compressed_name(file_name: &str) -> bool {
    without_suffix(file_name).is_some()
}

/// The name of the file inside a compressed one: `a.tmx` of `a.tmx.gz`.
pub(super) fn without_suffix(file_name: &str) -> Option<&str> {
    let (name, suffix) = file_name.rsplit_once('.')?;
    suffix.eq_ignore_ascii_case(SUFFIX).then_some(name)
}

/// Writes what is given to it compressed; the same content gives the same bytes.
pub struct Compressed<W: Write>(GzEncoder<W>);

impl<W: Write> Compressed<W> {
    /// Begins a compressed file, without name or time in it.
    pub fn new(output: W) -> Self {
        Self(GzEncoder::new(output, Compression::default()))
    }

    /// Ends the file and gives the output back.
    ///
    /// # Errors
    /// When the output fails.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Compressed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        decompressed(Box::new(bytes))?.read_to_end(&mut content)?;
        Ok(content)
    }

    fn pack(content: &[u8]) -> Vec<u8> {
        let mut packed = Compressed::new(Vec::new());
        packed.write_all(content).unwrap();
        packed.finish().unwrap()
    }

    #[test]
    fn what_was_packed_is_unpacked_and_the_rest_is_left_alone() {
        for content in ["", "x", "\u{1F}", "<tmx>ترجمہ</tmx>"] {
            assert_eq!(unpack(content.as_bytes()).unwrap(), content.as_bytes());
            let packed = pack(content.as_bytes());
            assert_eq!(unpack(&packed).unwrap(), content.as_bytes());
            assert_eq!(packed, pack(content.as_bytes()));
            let twice = [packed.clone(), packed].concat();
            assert_eq!(unpack(&twice).unwrap(), content.repeat(2).as_bytes());
        }
    }

    #[test]
    fn a_cut_file_is_an_error() {
        let packed = pack(&b"abc".repeat(1000));
        for cut in 2..packed.len() {
            assert!(unpack(&packed[..cut]).is_err(), "{cut}");
        }
    }

    #[test]
    fn names_tell_by_suffix() {
        assert_eq!(without_suffix("a.tmx.GZ"), Some("a.tmx"));
        assert!(!is_compressed_name("gz"));
        assert!(!is_compressed_name("a.tmx"));
    }
}
