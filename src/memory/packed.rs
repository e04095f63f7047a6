//! Values as bytes in a column: each text with its length before it, nothing escaped, so that they are read back
//! without a look at each letter. The same value is always the same bytes.
//!
//! Numbers are written seven bits a byte, the lowest first (LEB128).

use super::Reason;
use crate::model::{CodeKind, InlineCode, Remark, RemarkKind};

/// A value that has a place in packed bytes.
pub(super) trait Packed: Default {
    /// Appends the value.
    fn pack(&self, to: &mut Vec<u8>);

    /// Becomes the value that was packed; what it holds of main memory is used again.
    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn>;
}

/// Packed bytes that end too early, or hold what nobody packs.
#[derive(Debug, thiserror::Error)]
#[error("its bytes are not as they were written")]
pub(super) struct Torn;

/// Packed bytes that are being read.
#[derive(Clone, Copy)]
pub(super) struct Unpacking<'b>(&'b [u8]);

/// A list as bytes, `None` for an empty one.
pub(super) fn pack_list<T: Packed>(list: &Vec<T>) -> Option<Vec<u8>> {
    (!list.is_empty()).then(|| {
        let mut bytes = Vec::with_capacity(64);
        list.pack(&mut bytes);
        bytes
    })
}

/// Makes a list what [`pack_list`] has packed.
pub(super) fn unpack_list<T: Packed>(
    what: &str,
    bytes: Option<&[u8]>,
    list: &mut Vec<T>,
) -> Result<(), Reason> {
    let Some(bytes) = bytes else {
        list.clear();
        return Ok(());
    };
    let unpacked = list.unpack(&mut Unpacking::new(bytes));
    unpacked.map_err(|torn| super::row::unreadable(what, &torn))
}

/// The list that [`pack_list`] has packed.
pub(super) fn unpacked_list<T: Packed>(what: &str, bytes: Option<&[u8]>) -> Result<Vec<T>, Reason> {
    let mut list = Vec::new();
    unpack_list(what, bytes, &mut list)?;
    Ok(list)
}

/// Appends a number.
pub(super) fn pack_number(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Appends bytes with their length before them.
pub(super) fn pack_bytes(bytes: &[u8], to: &mut Vec<u8>) {
    pack_number(bytes.len() as u64, to);
    to.extend_from_slice(bytes);
}

impl<'b> Unpacking<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_at_end(self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    #[inline]
    pub(super) fn byte(&mut self) -> Result<u8, Torn> {
        let (first, rest) = self.0.split_first().ok_or(Torn)?;
        self.0 = rest;
        Ok(*first)
    }

    /// The next number.
    #[inline]
    pub(super) fn number(&mut self) -> Result<u64, Torn> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Torn)
    }

    /// The next number, of a size that fits.
    pub(super) fn size<N: TryFrom<u64>>(&mut self) -> Result<N, Torn> {
        N::try_from(self.number()?).map_err(|_| Torn)
    }

    /// The next bytes that were packed with their length.
    #[inline]
    pub(super) fn bytes(&mut self) -> Result<&'b [u8], Torn> {
        let length: usize = self.size()?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Torn)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// The next text.
    #[inline]
    pub(super) fn text(&mut self) -> Result<&'b str, Torn> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Torn)
    }
}

impl Packed for String {
    fn pack(&self, to: &mut Vec<u8>) {
        pack_bytes(self.as_bytes(), to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        let text = from.text()?;
        self.clear();
        self.push_str(text);
        Ok(())
    }
}

impl Packed for Option<String> {
    fn pack(&self, to: &mut Vec<u8>) {
        to.push(u8::from(self.is_some()));
        if let Some(text) = self {
            text.pack(to);
        }
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        match from.byte()? {
            0 => *self = None,
            1 => self.get_or_insert_default().unpack(from)?,
            _ => return Err(Torn),
        }
        Ok(())
    }
}

impl Packed for usize {
    fn pack(&self, to: &mut Vec<u8>) {
        pack_number(*self as u64, to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        *self = from.size()?;
        Ok(())
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        pack_number(self.len() as u64, to);
        for item in self {
            item.pack(to);
        }
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        let count: usize = from.size()?;
        // Each item has a byte at least, so that torn bytes cannot ask for more room than they have.
        if count > from.0.len() {
            return Err(Torn);
        }
        self.resize_with(count, T::default);
        self.iter_mut().try_for_each(|item| item.unpack(from))
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        self.0.unpack(from)?;
        self.1.unpack(from)
    }
}

impl Packed for Remark {
    fn pack(&self, to: &mut Vec<u8>) {
        match &self.kind {
            RemarkKind::Note => to.push(0),
            RemarkKind::Property(name) => {
                to.push(1);
                name.pack(to);
            }
        }
        self.text.pack(to);
        self.attributes.pack(to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        match (from.byte()?, &mut self.kind) {
            (0, kind) => *kind = RemarkKind::Note,
            (1, RemarkKind::Property(name)) => name.unpack(from)?,
            (1, kind) => *kind = RemarkKind::Property(from.text()?.to_owned()),
            _ => return Err(Torn),
        }
        self.text.unpack(from)?;
        self.attributes.unpack(from)
    }
}

impl Packed for InlineCode {
    fn pack(&self, to: &mut Vec<u8>) {
        self.offset.pack(to);
        to.push(self.kind as u8);
        self.pair.pack(to);
        self.element.pack(to);
        self.attributes.pack(to);
        self.original.pack(to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        self.offset.unpack(from)?;
        self.kind = *CodeKind::ALL.get(usize::from(from.byte()?)).ok_or(Torn)?;
        self.pair.unpack(from)?;
        self.element.unpack(from)?;
        self.attributes.unpack(from)?;
        self.original.unpack(from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Attributes;

    fn attributes() -> impl Strategy<Value = Attributes> {
        prop::collection::vec((".{0,4}", ".{0,9}"), 0..4)
    }

    fn remark() -> impl Strategy<Value = Remark> {
        let kind = prop::option::of(".{0,9}");
        (kind, ".{0,200}", attributes()).prop_map(|(name, text, attributes)| Remark {
            kind: name.map_or(RemarkKind::Note, RemarkKind::Property),
            text,
            attributes,
        })
    }

    fn code() -> impl Strategy<Value = InlineCode> {
        let kind = prop::sample::select(CodeKind::ALL.to_vec());
        let pair = prop::option::of(".{0,3}");
        let rest = ("[a-z]{2,3}", attributes(), ".{0,20}");
        (any::<usize>(), kind, pair, rest).prop_map(
            |(offset, kind, pair, (element, attributes, original))| InlineCode {
                offset,
                kind,
                pair,
                element,
                attributes,
                original,
            },
        )
    }

    proptest! {
        #[test]
        fn a_list_comes_back_whatever_stood_there_before(
            remarks in prop::collection::vec(remark(), 0..4),
            other in prop::collection::vec(remark(), 0..4),
            codes in prop::collection::vec(code(), 0..4),
        ) {
            let packed = pack_list(&remarks);
            prop_assert_eq!(packed.is_none(), remarks.is_empty());
            let mut back = other;
            unpack_list("remarks", packed.as_deref(), &mut back).unwrap();
            prop_assert_eq!(back, remarks);
            let packed = pack_list(&codes);
            prop_assert_eq!(unpacked_list::<InlineCode>("codes", packed.as_deref()).unwrap(), codes);
        }

        #[test]
        fn torn_bytes_are_refused_or_read_and_never_a_panic(
            remarks in prop::collection::vec(remark(), 1..4),
            cut in any::<prop::sample::Index>(),
            change in any::<(prop::sample::Index, u8)>(),
        ) {
            let mut packed = pack_list(&remarks).unwrap();
            let cut = cut.index(packed.len());
            prop_assert!(unpacked_list::<Remark>("remarks", Some(&packed[..cut])).is_err());
            let at = change.0.index(packed.len());
            packed[at] = change.1;
            let _ = unpacked_list::<Remark>("remarks", Some(&packed));
        }
    }
}
