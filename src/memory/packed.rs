//! Values as the text of a column: each string with its length in bytes before it, nothing escaped, so that they are
//! read back without a look at each letter. The same value is always the same text.
//!
//! Numbers are written six bits a byte, the lowest first; a byte above 0x3F says that another follows. No byte of a
//! number is above 0x7F, so that all is UTF-8, and has to be checked only once.

use super::Reason;
use super::row::unreadable;
use crate::model::{CodeKind, InlineCode, Remark, RemarkKind};

/// A value that has a place in packed bytes.
pub(super) trait Packed: Default {
    /// Appends the value.
    fn pack(&self, to: &mut String);

    /// Becomes the value that was packed; what it holds of main memory is used again.
    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn>;
}

/// A packed text that ends too early, or holds what nobody packs.
#[derive(Debug, thiserror::Error)]
#[error("it is not as it was written")]
pub(super) struct Torn;

/// A packed text that is being read.
#[derive(Clone, Copy)]
pub(super) struct Unpacking<'p> {
    text: &'p str,
    at: usize,
}

/// A list as packed text, `None` for an empty one.
pub(super) fn pack_list<T: Packed>(list: &Vec<T>) -> Option<String> {
    (!list.is_empty()).then(|| {
        let mut packed = String::with_capacity(64);
        list.pack(&mut packed);
        packed
    })
}

/// Makes a list what [`pack_list`] has packed.
pub(super) fn unpack_list<T: Packed>(
    what: &str,
    packed: Option<&str>,
    list: &mut Vec<T>,
) -> Result<(), Reason> {
    let Some(packed) = packed else {
        list.clear();
        return Ok(());
    };
    let unpacked = list.unpack(&mut Unpacking::new(packed));
    unpacked.map_err(|torn| unreadable(what, &torn))
}

/// The list that [`pack_list`] has packed.
pub(super) fn unpacked_list<T: Packed>(what: &str, packed: Option<&str>) -> Result<Vec<T>, Reason> {
    let mut list = Vec::new();
    unpack_list(what, packed, &mut list)?;
    Ok(list)
}

/// Appends a number.
pub(super) fn pack_number(mut number: u64, to: &mut String) {
    while number >= MORE {
        to.push(char::from((number % MORE + MORE) as u8));
        number /= MORE;
    }
    to.push(char::from(number as u8));
}

/// A byte of a number that is this or above says that another follows.
const MORE: u64 = 0x40;

/// Appends a string with its length before it.
pub(super) fn pack_str(text: &str, to: &mut String) {
    pack_number(text.len() as u64, to);
    to.push_str(text);
}

impl<'p> Unpacking<'p> {
    pub(super) fn new(text: &'p str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn is_at_end(self) -> bool {
        self.at == self.text.len()
    }

    /// Up to which byte it is read.
    pub(super) fn at(self) -> usize {
        self.at
    }

    /// The next number.
    #[inline]
    pub(super) fn number(&mut self) -> Result<u64, Torn> {
        let mut number = 0;
        for shift in (0..64).step_by(6) {
            let byte = *self.text.as_bytes().get(self.at).ok_or(Torn)?;
            self.at += 1;
            number |= (u64::from(byte) % MORE) << shift;
            match u64::from(byte) {
                ..MORE => return Ok(number),
                0x80.. => return Err(Torn),
                _ => {}
            }
        }
        Err(Torn)
    }

    /// The next number, of a size that fits.
    #[inline]
    pub(super) fn size<N: TryFrom<u64>>(&mut self) -> Result<N, Torn> {
        N::try_from(self.number()?).map_err(|_| Torn)
    }

    /// The next string.
    #[inline]
    pub(super) fn str(&mut self) -> Result<&'p str, Torn> {
        let length: usize = self.size()?;
        let end = self.at.checked_add(length).ok_or(Torn)?;
        let text = self.text.get(self.at..end).ok_or(Torn)?;
        self.at = end;
        Ok(text)
    }
}

impl Packed for String {
    fn pack(&self, to: &mut String) {
        pack_str(self, to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        let text = from.str()?;
        self.clear();
        self.push_str(text);
        Ok(())
    }
}

impl Packed for Option<String> {
    fn pack(&self, to: &mut String) {
        pack_number(u64::from(self.is_some()), to);
        if let Some(text) = self {
            text.pack(to);
        }
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        match from.number()? {
            0 => *self = None,
            1 => self.get_or_insert_default().unpack(from)?,
            _ => return Err(Torn),
        }
        Ok(())
    }
}

impl Packed for usize {
    fn pack(&self, to: &mut String) {
        pack_number(*self as u64, to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        *self = from.size()?;
        Ok(())
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut String) {
        pack_number(self.len() as u64, to);
        for item in self {
            item.pack(to);
        }
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        unpack_with(self, &mut Vec::new(), from)
    }
}

/// Makes a list what was packed; items that are not needed go to the spare ones, from which others are made.
pub(super) fn unpack_with<T: Packed>(
    list: &mut Vec<T>,
    spare: &mut Vec<T>,
    from: &mut Unpacking<'_>,
) -> Result<(), Torn> {
    let count: usize = from.size()?;
    // Each item has a byte at least, so that a torn text cannot ask for more room than it has.
    if count > from.text.len() - from.at {
        return Err(Torn);
    }
    while list.len() > count {
        spare.extend(list.pop());
    }
    list.resize_with(count, || spare.pop().unwrap_or_default());
    list.iter_mut().try_for_each(|item| item.unpack(from))
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut String) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        self.0.unpack(from)?;
        self.1.unpack(from)
    }
}

impl Packed for Remark {
    fn pack(&self, to: &mut String) {
        match &self.kind {
            RemarkKind::Note => pack_number(0, to),
            RemarkKind::Property(name) => {
                pack_number(1, to);
                name.pack(to);
            }
        }
        self.text.pack(to);
        self.attributes.pack(to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        match (from.number()?, &mut self.kind) {
            (0, kind) => *kind = RemarkKind::Note,
            (1, RemarkKind::Property(name)) => name.unpack(from)?,
            (1, kind) => *kind = RemarkKind::Property(from.str()?.to_owned()),
            _ => return Err(Torn),
        }
        self.text.unpack(from)?;
        self.attributes.unpack(from)
    }
}

impl Packed for InlineCode {
    fn pack(&self, to: &mut String) {
        self.offset.pack(to);
        pack_number(self.kind as u64, to);
        self.pair.pack(to);
        self.element.pack(to);
        self.attributes.pack(to);
        self.original.pack(to);
    }

    fn unpack(&mut self, from: &mut Unpacking<'_>) -> Result<(), Torn> {
        self.offset.unpack(from)?;
        let kind: usize = from.size()?;
        self.kind = *CodeKind::ALL.get(kind).ok_or(Torn)?;
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
        fn a_torn_text_is_refused_or_read_and_never_a_panic(
            remarks in prop::collection::vec(remark(), 1..4),
            cut in any::<prop::sample::Index>(),
            change in any::<(prop::sample::Index, char)>(),
        ) {
            let packed = pack_list(&remarks).unwrap();
            let cut = packed.floor_char_boundary(cut.index(packed.len()));
            prop_assert!(unpacked_list::<Remark>("remarks", Some(&packed[..cut])).is_err());
            let mut letters: Vec<char> = packed.chars().collect();
            let at = change.0.index(letters.len());
            letters[at] = change.1;
            let changed: String = letters.into_iter().collect();
            let _ = unpacked_list::<Remark>("remarks", Some(&changed));
        }

        #[test]
        fn a_number_comes_back(number in any::<u64>()) {
            let mut packed = String::new();
            pack_number(number, &mut packed);
            let mut from = Unpacking::new(&packed);
            prop_assert_eq!(from.number().unwrap(), number);
            prop_assert!(from.is_at_end());
        }
    }
}
