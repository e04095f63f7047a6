//! Changes of one entry: each touches the lines of its field alone.

use super::entry::{Entry, EntryKind, Field, FieldKind, TextKey, line_end, without_end};
use super::escape::{clean, push_quoted};
use super::line::Comment;

impl Entry {
    /// Writes a string on one line; says whether anything changed.
    ///
    /// A string that already means the same stays as it is, wrapped or not.
    pub(super) fn set_text(&mut self, key: TextKey, text: &str, end: &str) -> bool {
        let text = &*clean(text);
        let found = self.fields.iter().position(|field| field.is_text(key));
        if let Some(at) = found
            && super::entry::decode(&self.raw[self.fields[at].range.clone()]) == text
        {
            return false;
        }
        let line = self.text_line(key, text, end);
        match found {
            Some(at) => self.replace(at, &line),
            None => self.insert(key.kind(), &line),
        }
        true
    }

    fn text_line(&self, key: TextKey, text: &str, end: &str) -> String {
        let mut line = String::with_capacity(text.len() + 16);
        line.push_str(match (self.kind, key.previous) {
            (EntryKind::Obsolete, true) => "#~| ",
            (EntryKind::Obsolete, false) => "#~ ",
            (_, true) => "#| ",
            (_, false) => "",
        });
        key.keyword.push_to(&mut line);
        line.push(' ');
        push_quoted(&mut line, text);
        line.push_str(end);
        line
    }

    /// Takes out every field that the test picks; says whether there was one.
    pub(super) fn remove(&mut self, pick: impl Fn(&Field) -> bool) -> bool {
        let before = self.fields.len();
        for at in (0..before).rev() {
            if pick(&self.fields[at]) {
                self.replace(at, "");
            }
        }
        self.fields.len() != before
    }

    /// Takes out the field of that number.
    pub(super) fn remove_at(&mut self, at: usize) {
        self.replace(at, "");
    }

    /// Puts a comment line where lines of its kind stand.
    pub(super) fn add_comment(&mut self, kind: Comment, text: &str, end: &str) {
        let line = comment_line(kind, text, end);
        self.insert(FieldKind::Comment(kind), &line);
    }

    /// Puts a whole comment line, with its mark, where lines of its kind stand.
    pub(super) fn add_line(&mut self, kind: Comment, line: &str, end: &str) {
        self.insert(FieldKind::Comment(kind), &[line, end].concat());
    }

    /// Puts a comment line before all others of its kind.
    pub(super) fn add_comment_first(&mut self, kind: Comment, text: &str, end: &str) {
        let line = comment_line(kind, text, end);
        let first = self
            .fields
            .iter()
            .position(|field| field.kind == FieldKind::Comment(kind));
        match first {
            Some(at) => self.insert_at(at, FieldKind::Comment(kind), &line),
            None => self.insert(FieldKind::Comment(kind), &line),
        }
    }

    /// Writes a comment line anew.
    pub(super) fn set_comment(&mut self, at: usize, kind: Comment, text: &str, end: &str) {
        let line = comment_line(kind, text, end);
        self.replace(at, &line);
    }

    /// Sets a flag; it comes first, as gettext writes `fuzzy`.
    pub(super) fn add_flag(&mut self, flag: &str, end: &str) {
        if self.has_flag(flag) {
            return;
        }
        let first = self.comments(Comment::Flags).next();
        match first.map(|(at, line)| (at, format!("{flag}, {}", line.trim()))) {
            Some((at, line)) => self.set_comment(at, Comment::Flags, &line, end),
            None => self.add_comment(Comment::Flags, flag, end),
        }
    }

    /// Takes a flag away.
    pub(super) fn remove_flag(&mut self, flag: &str, end: &str) {
        let lines: Vec<(usize, String)> = self
            .comments(Comment::Flags)
            .filter(|(_, line)| line.split(',').any(|set| set.trim() == flag))
            .map(|(at, line)| {
                let others: Vec<&str> = line
                    .split(',')
                    .map(str::trim)
                    .filter(|set| *set != flag && !set.is_empty())
                    .collect();
                (at, others.join(", "))
            })
            .collect();
        for (at, others) in lines.into_iter().rev() {
            if others.is_empty() {
                self.replace(at, "");
            } else {
                self.set_comment(at, Comment::Flags, &others, end);
            }
        }
    }

    /// Puts the text of all lines through a change of what stands before them.
    pub(super) fn map_lines(&mut self, mut change: impl FnMut(FieldKind, &str, &mut String)) {
        let raw = std::mem::take(&mut self.raw);
        for field in &mut self.fields {
            let start = self.raw.len();
            for line in raw[field.range.clone()].split_inclusive('\n') {
                change(field.kind, line, &mut self.raw);
            }
            field.range = start..self.raw.len();
        }
    }

    fn insert(&mut self, kind: FieldKind, line: &str) {
        let rank = kind.rank();
        let after_last = self
            .fields
            .iter()
            .rposition(|field| field.kind.rank() <= rank)
            .map_or(0, |at| at + 1);
        self.insert_at(after_last, kind, line);
    }

    fn insert_at(&mut self, at: usize, kind: FieldKind, line: &str) {
        let start = self
            .fields
            .get(at)
            .map_or(self.raw.len(), |field| field.range.start);
        // The last line of a file may have no end; what follows it needs one, and it ends the file in its place.
        if start == self.raw.len() && !self.raw.is_empty() && !self.raw.ends_with('\n') {
            let end = line_end(line);
            self.raw.push_str(end);
            if let Some(last) = self.fields.last_mut() {
                last.range.end = self.raw.len();
            }
            return self.insert_at(at, kind, &line[..line.len() - end.len()]);
        }
        self.raw.insert_str(start, line);
        for field in &mut self.fields[at..] {
            field.range.start += line.len();
            field.range.end += line.len();
        }
        let range = start..start + line.len();
        self.fields.insert(at, Field { kind, range });
    }

    /// Replaces a field by one line, or takes it out when the line is empty.
    fn replace(&mut self, at: usize, line: &str) {
        let old = self.fields[at].range.clone();
        let ended = self.raw[old.clone()].ends_with('\n');
        let line = if ended { line } else { without_end(line) };
        self.raw.replace_range(old.clone(), line);
        self.fields[at].range.end = old.start + line.len();
        for field in &mut self.fields[at + 1..] {
            field.range.start = field.range.start + line.len() - old.len();
            field.range.end = field.range.end + line.len() - old.len();
        }
        if line.is_empty() {
            self.fields.remove(at);
        }
    }
}

fn comment_line(kind: Comment, text: &str, end: &str) -> String {
    let mark = match kind {
        Comment::Translator | Comment::Other => "#",
        Comment::Extracted => "#.",
        Comment::Reference => "#:",
        Comment::Flags => "#,",
    };
    let space = if text.is_empty() || text.starts_with('\t') {
        ""
    } else {
        " "
    };
    [mark, space, text, end].concat()
}
