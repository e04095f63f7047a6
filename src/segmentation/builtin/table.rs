//! Reads a rule file: kinds of marks, word lists, and the rules in the order in which they are asked.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::features::{ALWAYS, FIRST_OWN_BIT, Features, Side};
use super::scan::Triggers;
use crate::segmentation::explain::Verdict;

/// A rule file: its name for people, and its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleFile {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

/// The rules of one language as the engine uses them.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) files: Vec<RuleFile>,
    pub(super) rows: Vec<Row>,
    /// The bytes that marks end in.
    pub(super) triggers: Triggers,
    marks: Vec<(char, u64)>,
    /// The bits of the marks that are ASCII, by character.
    ascii_marks: [u64; 128],
    words: HashMap<&'static str, u64, BuildHasherDefault<WordHasher>>,
    /// For each first byte of a listed word, the lengths of such words as bits; most words are in no list.
    lengths: [u32; 256],
    kinds: Names,
    lists: Names,
    /// The bits of the names that the engine itself asks for.
    pub(super) known: Known,
    /// For each kind of mark, the rules that can apply to it, in order.
    rows_of: Vec<Vec<u16>>,
    /// The features that some rule speaks of.
    spoken_of: Features,
}

/// The bits of the kinds of marks and of the word lists that the engine itself knows; 0 for what the files lack.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub(super) stop: u64,
    pub(super) ellipsis: u64,
    pub(super) starter: u64,
    pub(super) preposition: u64,
    pub(super) verb: u64,
}

/// One rule: when all of `any` and nothing of `none` is there, its verdict stands.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) verdict: Verdict,
    /// Of each side, one of these must be there.
    any: Features,
    /// Of each side, none of these may be there.
    none: Features,
    /// Further conditions on sides that have more than one.
    more: Vec<(Side, u64)>,
    /// Whether a condition is about the side before the word at the mark.
    asks_prior: bool,
    pub(super) file: usize,
    pub(super) line: usize,
    pub(super) text: &'static str,
}

/// A line of a rule file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub(super) struct RuleFileError {
    pub(super) file: &'static str,
    pub(super) line: usize,
    pub(super) reason: String,
}

/// Names in order of their bits, from [`FIRST_OWN_BIT`] on.
#[derive(Debug, Default)]
struct Names(Vec<&'static str>);

impl Names {
    fn bit(&mut self, name: &'static str) -> u64 {
        let place = self.0.iter().position(|known| *known == name);
        let place = place.unwrap_or_else(|| {
            self.0.push(name);
            self.0.len() - 1
        });
        1u64.checked_shl(FIRST_OWN_BIT + place as u32).unwrap_or(0)
    }

    fn known(&self, name: &str) -> Option<u64> {
        let place = self.0.iter().position(|known| *known == name)?;
        1u64.checked_shl(FIRST_OWN_BIT + place as u32)
    }
}

/// The part of a rule file that a line stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Marks,
    Words,
    Rules,
}

impl Table {
    /// A table that holds nothing, and so never breaks.
    pub(super) fn empty() -> Self {
        Self {
            files: Vec::new(),
            rows: Vec::new(),
            triggers: Triggers::new([]),
            marks: Vec::new(),
            ascii_marks: [0; 128],
            words: HashMap::default(),
            lengths: [0; 256],
            kinds: Names::default(),
            lists: Names::default(),
            known: Known::default(),
            rows_of: Vec::new(),
            spoken_of: Features::none(),
        }
    }

    /// Reads files into one table; the rules of an earlier file are asked before those of a later one.
    ///
    /// # Errors
    /// When a line is not of the form that `docs/segmentation.md` describes.
    pub(super) fn read(files: &[RuleFile]) -> Result<Self, RuleFileError> {
        let mut table = Self::empty();
        table.files = files.to_vec();
        for wanted in [[Part::Marks, Part::Words], [Part::Rules, Part::Rules]] {
            for (number, file) in files.iter().enumerate() {
                table.read_parts(number, *file, wanted)?;
            }
        }
        table.known = Known {
            stop: table.kinds.known("stop").unwrap_or(0),
            ellipsis: table.kinds.known("ellipsis").unwrap_or(0),
            starter: table.lists.known("starter").unwrap_or(0),
            preposition: table.lists.known("preposition").unwrap_or(0),
            verb: table.lists.known("verb").unwrap_or(0),
        };
        table.triggers = Triggers::new(
            table
                .marks
                .iter()
                .filter_map(|(mark, _)| mark.to_string().bytes().last()),
        );
        table.sort_rows();
        Ok(table)
    }

    /// Sorts the rules by the kinds of marks that they can apply to, and notes what they speak of.
    fn sort_rows(&mut self) {
        for row in &self.rows {
            for side in 0..4 {
                self.spoken_of.0[side] |= row.any.0[side] | row.none.0[side];
            }
            row.more
                .iter()
                .for_each(|(side, bits)| self.spoken_of.add(*side, *bits));
        }
        self.spoken_of
            .add(Side::Mark, u64::MAX >> FIRST_OWN_BIT << FIRST_OWN_BIT);
        let own = |bits: u64| bits >> FIRST_OWN_BIT << FIRST_OWN_BIT & !ALWAYS;
        for kind in 0..self.kinds.0.len() {
            let bit = 1 << (FIRST_OWN_BIT as usize + kind);
            let applies = |row: &Row| {
                let any = row.any.0[Side::Mark as usize];
                let asks = own(any) == any && any & bit == 0;
                !asks && row.none.0[Side::Mark as usize] & bit == 0
            };
            let rows = self.rows.iter().enumerate().filter(|(_, row)| applies(row));
            self.rows_of
                .push(rows.map(|(number, _)| number as u16).collect());
        }
    }

    fn read_parts(
        &mut self,
        number: usize,
        file: RuleFile,
        wanted: [Part; 2],
    ) -> Result<(), RuleFileError> {
        let mut part = None;
        for (line, content) in lines(file.text) {
            let fault = |reason| RuleFileError {
                file: file.name,
                line,
                reason,
            };
            match content {
                "[marks]" => part = Some(Part::Marks),
                "[words]" => part = Some(Part::Words),
                "[rules]" => part = Some(Part::Rules),
                _ => match part {
                    None => return Err(fault("it stands before the first [part]".to_owned())),
                    Some(part) if !wanted.contains(&part) => {}
                    Some(Part::Rules) => {
                        let row = self.row(content, number, line).map_err(fault)?;
                        self.rows.push(row);
                    }
                    Some(part) => self.list(part, content).map_err(fault)?,
                },
            }
        }
        Ok(())
    }

    /// Reads `name: item item …`.
    fn list(&mut self, part: Part, content: &'static str) -> Result<(), String> {
        let (name, items) = content
            .split_once(':')
            .ok_or_else(|| format!("`{content}` lacks its `name:`"))?;
        let name = name.trim();
        let sides: &[Side] = match part {
            Part::Marks => &[Side::Mark],
            _ => &[Side::Before, Side::After],
        };
        if sides.iter().any(|side| side.shapes().contains(&name)) {
            return Err(format!("`{name}` is a shape that the engine itself sees"));
        }
        for item in items.split_whitespace() {
            if part == Part::Words {
                let word = item.strip_suffix('.').unwrap_or(item);
                *self.words.entry(word).or_insert(0) |= self.lists.bit(name);
                if let Some(first) = word.bytes().next() {
                    self.lengths[usize::from(first)] |= 1 << word.len().min(31);
                }
            } else {
                self.mark(name, item)?;
            }
        }
        // A list may be empty: its name is known all the same.
        match part {
            Part::Words => self.lists.bit(name),
            _ => self.kinds.bit(name),
        };
        if self.lists.0.len().max(self.kinds.0.len()) > (63 - FIRST_OWN_BIT) as usize {
            return Err("there are more than 31 lists".to_owned());
        }
        Ok(())
    }

    fn mark(&mut self, kind: &'static str, item: &str) -> Result<(), String> {
        let mut chars = item.chars();
        let (Some(mark), None) = (chars.next(), chars.next()) else {
            return Err(format!("`{item}` is not one character"));
        };
        let bit = self.kinds.bit(kind);
        match self.marks.iter_mut().find(|(known, _)| *known == mark) {
            Some((_, bits)) => *bits = bit,
            None => self.marks.push((mark, bit)),
        }
        if let Some(place) = self.ascii_marks.get_mut(mark as usize) {
            *place = bit;
        }
        Ok(())
    }

    /// Reads `break before=word,number after!=lower`.
    fn row(&self, content: &'static str, file: usize, line: usize) -> Result<Row, String> {
        let mut words = content.split_whitespace();
        let verdict = match words.next() {
            Some("break") => Verdict::Break,
            Some("join") => Verdict::Join,
            _ => {
                return Err(format!(
                    "`{content}` begins with neither `break` nor `join`"
                ));
            }
        };
        let mut row = Row {
            verdict,
            any: Features::none(),
            none: Features::default(),
            more: Vec::new(),
            asks_prior: false,
            file,
            line,
            text: content,
        };
        for condition in words {
            let (side, names) = condition
                .split_once('=')
                .ok_or_else(|| format!("`{condition}` lacks its `=`"))?;
            let bare = side.strip_suffix('!');
            let side = Side::named(bare.unwrap_or(side))
                .ok_or_else(|| format!("`{side}` is none of prior, before, mark, after"))?;
            let bits = self.bits(side, names)?;
            row.asks_prior |= side == Side::Prior;
            match bare {
                Some(_) => row.none.add(side, bits),
                None if row.any.0[side as usize] == ALWAYS => row.any.0[side as usize] = bits,
                None => row.more.push((side, bits)),
            }
        }
        Ok(row)
    }

    fn bits(&self, side: Side, names: &str) -> Result<u64, String> {
        names.split(',').try_fold(0, |bits, name| {
            let shape = side.shapes().iter().position(|known| *known == name);
            let own = if side == Side::Mark {
                self.kinds.known(name)
            } else {
                self.lists.known(name)
            };
            match shape.map(|place| 1 << place).or(own) {
                Some(bit) => Ok(bits | bit),
                None => Err(format!("nothing is called `{name}` here")),
            }
        })
    }

    /// The bits of the kind of mark that a character is; 0 for what is none.
    #[inline]
    pub(super) fn mark_bits(&self, mark: char) -> u64 {
        if let Some(bits) = self.ascii_marks.get(mark as usize) {
            return *bits;
        }
        let found = self.marks.iter().find(|(known, _)| *known == mark);
        found.map_or(0, |(_, bits)| *bits)
    }

    /// The bits of the lists that hold exactly this word.
    #[inline]
    pub(super) fn word_bits(&self, word: &str) -> u64 {
        let Some(first) = word.bytes().next() else {
            return 0;
        };
        if self.lengths[usize::from(first)] & 1 << word.len().min(31) == 0 {
            return 0;
        }
        self.words.get(word).copied().unwrap_or(0)
    }

    /// The first rule that fits; what stands before the word at the mark is looked at only when a rule asks.
    pub(super) fn decide(
        &self,
        memo: &mut Memo,
        mut features: Features,
        mut prior: impl FnMut() -> u64,
    ) -> Option<&Row> {
        features
            .0
            .iter_mut()
            .zip(self.spoken_of.0)
            .for_each(|(bits, spoken_of)| *bits &= spoken_of);
        if let Some(number) = memo.recall(features) {
            return self.rows.get(usize::from(number));
        }
        let mut asked = false;
        let found = self.first_fit(features, &mut || {
            asked = true;
            prior()
        });
        if !asked {
            memo.keep(features, found.unwrap_or(NO_RULE));
        }
        self.rows.get(usize::from(found?))
    }

    /// The number of the first rule that fits.
    fn first_fit(&self, mut features: Features, prior: &mut dyn FnMut() -> u64) -> Option<u16> {
        let kind = (features.0[Side::Mark as usize] & !ALWAYS) >> FIRST_OWN_BIT;
        let mut looked = false;
        let fits = |row: &Row| {
            if !looked && row.asks_prior && row.fits_but_prior(features) {
                looked = true;
                features.add(Side::Prior, prior());
            }
            (looked || !row.asks_prior) && row.fits(features)
        };
        if kind.count_ones() > 1 {
            // Marks of several kinds in one: every rule may apply.
            return self.rows.iter().position(fits).map(|number| number as u16);
        }
        let rows = self.rows_of.get(kind.trailing_zeros() as usize)?;
        let mut fits = fits;
        rows.iter()
            .copied()
            .find(|number| fits(&self.rows[usize::from(*number)]))
    }

    /// Where a word stands in one of the lists that these bits name: file and line.
    pub(super) fn place_of(
        &self,
        word: &str,
        bits: u64,
    ) -> Option<(RuleFile, usize, &'static str)> {
        self.files.iter().find_map(|file| {
            let mut inside = false;
            let found = lines(file.text).find(|(_, content)| {
                inside = if content.starts_with('[') {
                    *content == "[words]"
                } else {
                    inside
                };
                inside && self.lists_word(content, word, bits)
            });
            found.map(|(line, content)| (*file, line, content))
        })
    }

    fn lists_word(&self, content: &str, word: &str, bits: u64) -> bool {
        content.split_once(':').is_some_and(|(name, items)| {
            self.lists.known(name.trim()).unwrap_or(0) & bits != 0
                && items
                    .split_whitespace()
                    .any(|item| item.strip_suffix('.').unwrap_or(item) == word)
        })
    }
}

/// The number that stands for no rule.
const NO_RULE: u16 = u16::MAX;

/// The last decisions that did not depend on the word before the word at the mark: most places are alike.
#[derive(Debug, Default)]
pub(super) struct Memo(Vec<(Features, u16)>);

impl Memo {
    /// One that remembers nothing yet.
    pub(super) fn empty() -> Self {
        Self(vec![(Features([0; 4]), NO_RULE); 1024])
    }
}

impl Memo {
    #[inline]
    fn slot(features: Features) -> usize {
        let [_, before, mark, after] = features.0;
        let mixed = (before ^ mark.rotate_left(21) ^ after.rotate_left(42))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 54) as usize
    }

    /// The rule that decided on the same features, if that is remembered.
    #[inline]
    fn recall(&self, features: Features) -> Option<u16> {
        let (known, number) = self.0[Self::slot(features)];
        (known == features).then_some(number)
    }

    fn keep(&mut self, features: Features, number: u16) {
        self.0[Self::slot(features)] = (features, number);
    }
}

impl Row {
    fn fits(&self, features: Features) -> bool {
        (0..4).all(|side| self.fits_on(side, features))
            && self
                .more
                .iter()
                .all(|(side, bits)| features.has(*side, *bits))
    }

    #[inline]
    fn fits_on(&self, side: usize, features: Features) -> bool {
        features.0[side] & self.any.0[side] != 0 && features.0[side] & self.none.0[side] == 0
    }

    fn fits_but_prior(&self, features: Features) -> bool {
        let mut more = self.more.iter().filter(|(side, _)| *side != Side::Prior);
        [Side::Before, Side::Mark, Side::After]
            .iter()
            .all(|side| self.fits_on(*side as usize, features))
            && more.all(|(side, bits)| features.has(*side, *bits))
    }

    /// The bits that this rule asks for on a side.
    pub(super) fn asks(&self, side: Side) -> u64 {
        let more = self.more.iter().filter(|(asked, _)| *asked == side);
        more.fold(self.any.0[side as usize] & !ALWAYS, |all, (_, bits)| {
            all | bits
        })
    }
}

/// The lines that say something, trimmed, without comments, with their numbers.
fn lines(text: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines().enumerate().filter_map(|(number, line)| {
        let content = match line.split_once("# ") {
            Some((content, _)) => content.trim(),
            None => line.trim().trim_end_matches('#'),
        };
        (!content.is_empty()).then_some((number + 1, content))
    })
}

/// Multiplies eight bytes at a time: short words hash faster than with the standard library's hasher, and no
/// reader of texts chooses the keys.
#[derive(Debug, Default)]
struct WordHasher(u64);

impl WordHasher {
    #[inline]
    fn mix(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for WordHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut parts = bytes.chunks_exact(8);
        for part in &mut parts {
            self.mix(part.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)));
        }
        self.mix(
            parts
                .remainder()
                .iter()
                .fold(1, |all, byte| all << 8 | u64::from(*byte)),
        );
    }

    #[inline]
    fn write_u8(&mut self, _: u8) {
        // The standard library ends a text with a byte; its length is in the hash already.
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::shape;
    use super::*;

    fn read(text: &'static str) -> Result<Table, RuleFileError> {
        Table::read(&[RuleFile {
            name: "own.txt",
            text,
        }])
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let table = read(
            "[marks]\nstop: .\n[words]\ntitle: Dr. # of people\n[rules]\n\
             join before=title mark=stop\nbreak after!=lower",
        )
        .unwrap();
        let mut features = Features::none();
        features.add(Side::Mark, table.mark_bits('.'));
        assert_eq!(
            table
                .decide(&mut Memo::empty(), features, || 0)
                .unwrap()
                .line,
            7
        );
        features.add(Side::Before, table.word_bits("Dr"));
        assert_eq!(
            table
                .decide(&mut Memo::empty(), features, || 0)
                .unwrap()
                .verdict,
            Verdict::Join
        );
        let mut lower = Features::none();
        lower.add(Side::Mark, table.mark_bits('.'));
        lower.add(Side::After, shape::LOWER_AFTER);
        assert!(table.decide(&mut Memo::empty(), lower, || 0).is_none());
        assert_eq!(table.place_of("Dr", u64::MAX).unwrap().1, 4);
    }

    #[test]
    fn a_faulty_line_is_named() {
        for (text, line, part) in [
            ("stop: .", 1, "before the first"),
            ("[marks]\nstop .", 2, "lacks its `name:`"),
            ("[marks]\nstop: ab", 2, "not one character"),
            ("[words]\nlower: a", 2, "engine itself"),
            ("[rules]\nhalt", 2, "neither"),
            ("[rules]\n\njoin after", 3, "lacks its `=`"),
            ("[rules]\njoin around=word", 2, "none of prior"),
            ("[rules]\njoin before=titel", 2, "nothing is called `titel`"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.line, line, "{text}");
            assert!(error.reason.contains(part), "{error}");
        }
    }
}
