//! Reads rule files: kinds of marks, word lists, and the rules in the order in which they are asked.

use super::features::{ALWAYS, FIRST_OWN_BIT, Features, Side};
use super::row::Row;
use super::scan::Triggers;
use super::table::{Known, RuleFile, Table};
use crate::segmentation::explain::Verdict;

/// A line of a rule file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub(super) struct RuleFileError {
    pub(super) file: &'static str,
    pub(super) line: usize,
    pub(super) reason: String,
}

/// The part of a rule file that a line stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Marks,
    Words,
    Rules,
}

impl Table {
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
}

/// The lines that say something, trimmed, without comments, with their numbers.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines().enumerate().filter_map(|(number, line)| {
        let content = match line.split_once("# ") {
            Some((content, _)) => content.trim(),
            None => line.trim().trim_end_matches('#'),
        };
        (!content.is_empty()).then_some((number + 1, content))
    })
}

#[cfg(test)]
mod tests {
    use super::super::features::shape;
    use super::super::row::Memo;
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
