//! An entry in the making: finds a place in PO for what a unit holds.

use super::comment;
use super::entry::{Entry, EntryKind, TextKey, now};
use super::escape::REFUSED;
use super::label::{Label, Level, Value};
use super::line::{Comment, Keyword};
use super::mark::{Mark, NEEDS_WORK, reference_text};
use super::segment_entry::FUZZY;
use super::unit::{DEVELOPER, FROM, property};
use super::write::previous_key;
use crate::model::{Attributes, Remark, RemarkKind, Variant};

const END: &str = "\n";

/// What PO could not hold of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// A character was replaced.
    Character,
    /// Markup inside a text was left out.
    Codes,
    /// Attributes of a note or property were left out.
    RemarkAttributes,
    /// A second text in the source's or the target's language was left out.
    SecondText,
}

impl Loss {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Character => "character-replaced",
            Self::Codes => "codes-left-out",
            Self::RemarkAttributes => "attributes-left-out",
            Self::SecondText => "second-variant",
        }
    }

    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Character => "U+FFFD stands for a character that PO cannot hold",
            Self::Codes => "the inline codes of the text are left out",
            Self::RemarkAttributes => "the attributes of a note or property are left out",
            Self::SecondText => "a second text in one language is left out",
        }
    }

    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Character => "remove NUL and U+0004, and carriage returns from notes",
            Self::Codes | Self::RemarkAttributes => "TMX holds them",
            Self::SecondText => "JSON Lines hold it",
        }
    }
}

/// The plural forms of an entry.
#[derive(Debug, Default)]
pub(super) struct Forms {
    source: Option<String>,
    /// The targets behind the first.
    targets: Vec<String>,
}

impl Forms {
    /// The texts beside source and target.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.source.iter().chain(&self.targets).map(String::as_str)
    }

    /// How many targets there are, in an entry with plural.
    pub(super) fn count(&self) -> Option<usize> {
        self.source.as_ref().map(|_| self.targets.len() + 1)
    }
}

/// An entry in the making.
pub(super) struct Draft {
    entry: Entry,
    has_flags: bool,
    forms: usize,
    pub(super) losses: Vec<Loss>,
}

impl Draft {
    pub(super) fn new(kind: EntryKind) -> Self {
        Self {
            entry: Entry::empty(kind),
            has_flags: false,
            forms: 0,
            losses: Vec::new(),
        }
    }

    /// The text of the entry.
    pub(super) fn finish(self) -> String {
        self.entry.raw
    }

    /// Notes a loss, once for the unit.
    pub(super) fn lose(&mut self, loss: Loss) {
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    /// Writes a string.
    pub(super) fn text(&mut self, key: TextKey, text: &str) {
        if text.contains(REFUSED) {
            self.lose(Loss::Character);
        }
        self.entry.set_text(key, text, END);
    }

    /// Writes the target, and the plural forms that the variants have as properties.
    pub(super) fn plural(&mut self, source: &Variant, target: &Variant, text: &str) -> Forms {
        let mut forms = Forms::default();
        if [source, target]
            .iter()
            .any(|side| side.text.contains(REFUSED))
        {
            self.lose(Loss::Character);
        }
        let plural = |remark: &&Remark| plain_property(remark) == Some(property::PLURAL);
        let Some(plural) = source.remarks.iter().find(plural) else {
            self.text(now(Keyword::Msgstr), text);
            return forms;
        };
        self.text(now(Keyword::MsgidPlural), &plural.text);
        self.text(now(Keyword::MsgstrPlural(0)), text);
        forms.source = Some(plural.text.clone());
        let mut keyword = Keyword::MsgstrPlural(1);
        for remark in &target.remarks {
            if plain_property(remark) == Some(&name_of(keyword)) {
                self.text(now(keyword), &remark.text);
                forms.targets.push(remark.text.clone());
                keyword = Keyword::MsgstrPlural(
                    u32::try_from(forms.targets.len() + 1).unwrap_or(u32::MAX),
                );
            }
        }
        self.forms = forms.targets.len() + 1;
        forms
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        self.entry
            .add_comment_first(Comment::Extracted, &mark.to_string(), END);
    }

    pub(super) fn reference(&mut self, file: &str, line: u32) {
        let text = reference_text(file, line);
        self.entry.add_comment_first(Comment::Reference, &text, END);
    }

    /// Flags the entry, with a reason unless that is empty.
    pub(super) fn needs_work(&mut self, reason: &str) {
        self.entry.add_flag(FUZZY, END);
        if !reason.is_empty() {
            self.comment(Comment::Extracted, &format!("{NEEDS_WORK} {reason}"));
        }
    }

    fn comment(&mut self, kind: Comment, text: &str) {
        if comment::is_changed(text) {
            self.lose(Loss::Character);
        }
        for line in comment::lines(text) {
            self.entry.add_comment(kind, &line, END);
        }
    }

    fn labelled(&mut self, level: Level, value: Value, text: &str) {
        let label = Label { level, value };
        self.comment(Comment::Extracted, &format!("{label} {text}"));
    }

    /// Writes a property as a comment with a label.
    pub(super) fn labelled_property(&mut self, level: Level, name: &str, text: &str) {
        self.labelled(level, Value::Property(name.to_owned()), text);
    }

    /// Writes attributes as comments with labels.
    pub(super) fn attributes(&mut self, level: Level, attributes: &Attributes) {
        for (name, value) in attributes {
            self.labelled(level, Value::Attribute(name.clone()), value);
        }
    }

    /// Writes a note or property of the unit where PO has a place for it.
    pub(super) fn remark(&mut self, remark: &Remark) {
        let developer = remark.attributes == [(FROM.to_owned(), DEVELOPER.to_owned())];
        match &remark.kind {
            RemarkKind::Note => {
                if !developer && !remark.attributes.is_empty() {
                    self.lose(Loss::RemarkAttributes);
                }
                let kind = if developer {
                    Comment::Extracted
                } else {
                    Comment::Translator
                };
                if !remark.text.is_empty() {
                    self.comment(kind, &comment::protect(&remark.text));
                }
            }
            RemarkKind::Property(name) => {
                if !remark.attributes.is_empty() {
                    self.lose(Loss::RemarkAttributes);
                }
                if !self.has_place(name, &remark.text) {
                    self.labelled_property(Level::Unit, name, &remark.text);
                }
            }
        }
    }

    /// Writes a property that stands for a part of the entry; says whether it does.
    fn has_place(&mut self, name: &str, text: &str) -> bool {
        let one_line = !text.contains(['\n', '\r', '\0']);
        match name {
            property::REFERENCE if one_line => {
                self.entry.add_comment(Comment::Reference, text, END);
                true
            }
            property::FLAGS if !self.has_flags && is_flag_list(text) => {
                self.has_flags = true;
                self.entry.add_comment(Comment::Flags, text, END);
                true
            }
            property::COMMENT if one_line => {
                let fits = text.starts_with("#=");
                if fits {
                    self.entry.add_line(Comment::Other, text, END);
                }
                fits
            }
            _ => match previous_key(name) {
                Some(key) if self.entry.text(key).is_none() => {
                    self.text(key, text);
                    true
                }
                _ => false,
            },
        }
    }

    /// Writes what is said of one of the two texts.
    pub(super) fn sayings(&mut self, level: Level, variant: &Variant) {
        if !variant.codes.is_empty() {
            self.lose(Loss::Codes);
        }
        self.attributes(level, &variant.attributes);
        let mut source_plural = level == Level::Source && self.forms > 0;
        let mut form = 1;
        for remark in &variant.remarks {
            let name = plain_property(remark);
            if source_plural && name == Some(property::PLURAL) {
                source_plural = false;
                continue;
            }
            if level == Level::Target
                && form < self.forms
                && name
                    == Some(&name_of(Keyword::MsgstrPlural(
                        u32::try_from(form).unwrap_or(u32::MAX),
                    )))
            {
                form += 1;
                continue;
            }
            if !remark.attributes.is_empty() {
                self.lose(Loss::RemarkAttributes);
            }
            let value = match &remark.kind {
                RemarkKind::Note => Value::Note,
                RemarkKind::Property(name) => Value::Property(name.clone()),
            };
            self.labelled(level, value, &remark.text);
        }
    }
}

/// The name of a property without attributes.
pub(super) fn plain_property(remark: &Remark) -> Option<&str> {
    match &remark.kind {
        RemarkKind::Property(name) if remark.attributes.is_empty() => Some(name),
        _ => None,
    }
}

fn name_of(keyword: Keyword) -> String {
    let mut name = String::new();
    keyword.push_to(&mut name);
    name
}

/// Whether a text is a list of flags as this room writes it, so that it is read back the same.
fn is_flag_list(text: &str) -> bool {
    let flags: Vec<&str> = text
        .split(',')
        .map(str::trim)
        .filter(|flag| !flag.is_empty() && *flag != FUZZY)
        .collect();
    !text.is_empty() && !text.contains(['\n', '\r', '\0']) && flags.join(", ") == text
}
