//! Markdown: CommonMark with the tables, footnotes, task lists and alerts of GitHub, and front matter.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::line::{is_blank, lines, trimmed};
use super::{Block, BlockKind, DocumentFormat, LineEnds, Lines};

/// Markdown. Inline markup stays in the text as it was typed; code blocks, HTML blocks, front matter,
/// link definitions and thematic breaks are gap.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

impl DocumentFormat for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn title(&self) -> &'static str {
        "Markdown"
    }

    fn suffixes(&self) -> &'static [&'static str] {
        &["md", "markdown", "mkd", "mdown"]
    }

    fn blocks(&self, text: &str, _: LineEnds) -> Vec<Block> {
        let body = front_matter_end(text);
        let parsed = with_line_feeds(&text[body..]);
        let mut walk = Walk::new(text);
        for (event, range) in Parser::new_ext(&parsed, OPTIONS).into_offset_iter() {
            walk.event(&event, range.start + body..range.end + body);
        }
        walk.close();
        for block in &mut walk.blocks {
            without_attributes(text, block);
        }
        walk.blocks
    }
}

/// The text with a line feed for every lone carriage return, which the parser takes for a space.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', bytes).any(lone) {
        return Cow::Borrowed(text);
    }
    let fed = text
        .char_indices()
        .map(|(at, c)| if lone(at) { '\n' } else { c });
    Cow::Owned(fed.collect())
}

/// Takes the attributes off a heading, `{#id .class}`: they are for programs. The parser's own reading of
/// them panics on a task list item that becomes a heading by the line below it.
fn without_attributes(text: &str, block: &mut Block) {
    let (BlockKind::Heading(_), Some(last)) = (block.kind, block.lines.last_mut()) else {
        return;
    };
    let line = &text[last.clone()];
    let attributes = line
        .rfind(" {")
        .filter(|at| line[at + 2..].starts_with(['#', '.']));
    if let Some(at) = attributes.filter(|_| line.ends_with('}')) {
        *last = trimmed(text, last.start..last.start + at);
    }
}

/// Where the front matter at the head of the text ends: `---` (YAML) or `+++` (TOML) to the same again.
///
/// A text that opens such a fence and never closes it has no front matter.
fn front_matter_end(text: &str) -> usize {
    let mut numbered = lines(text);
    let fence = match numbered.next() {
        Some((line, _)) => text[line].trim_end(),
        None => return 0,
    };
    if fence != "---" && fence != "+++" {
        return 0;
    }
    for (number, (line, _)) in numbered.enumerate() {
        let content = text[line.clone()].trim_end();
        if number == 0 && content.is_empty() {
            return 0;
        }
        if content == fence || (fence == "---" && content == "...") {
            return line.end;
        }
    }
    0
}

/// What encloses the text that is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Leaf(BlockKind),
    Quotation,
    /// A block of which nothing is translated.
    Opaque,
    /// A block that says nothing of the kind of its text.
    Plain,
}

/// Gathers inline events into stretches, and closes a stretch at the edge of every block.
struct Walk<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    containers: Vec<Container>,
    paragraph: u32,
    /// Whether the next stretch begins a paragraph.
    fresh: bool,
    open: Option<Range<usize>>,
    /// Whether the open stretch has words, and not markup alone.
    words: bool,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            blocks: Vec::new(),
            containers: Vec::new(),
            paragraph: 0,
            fresh: true,
            open: None,
            words: false,
        }
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => match container(tag) {
                Some(container) => {
                    self.edge();
                    self.containers.push(container);
                }
                None => self.extend(range.start..range.start),
            },
            Event::End(tag) if is_inline(*tag) => self.extend(range.end..range.end),
            Event::End(_) => {
                self.edge();
                self.containers.pop();
            }
            Event::Text(text) => {
                self.extend(range);
                self.words |= !is_blank(text);
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.extend(range);
                self.words = true;
            }
            Event::InlineHtml(_) | Event::FootnoteReference(_) => self.extend(range),
            Event::HardBreak => self.close(),
            Event::Rule => self.edge(),
            Event::Html(_) | Event::SoftBreak | Event::TaskListMarker(_) => {}
        }
    }

    /// Extends the open stretch; a backslash before it belongs to it, for it escapes its first character.
    fn extend(&mut self, range: Range<usize>) {
        if self.containers.last() == Some(&Container::Opaque) {
            return;
        }
        let escape = self.text[..range.start].ends_with('\\');
        let open = self
            .open
            .get_or_insert(range.start - usize::from(escape)..range.end);
        open.end = open.end.max(range.end);
    }

    /// Ends the stretch and the paragraph.
    fn edge(&mut self) {
        self.close();
        self.fresh = true;
    }

    /// Ends the stretch, within its paragraph where a hard line break does it.
    fn close(&mut self) {
        let words = std::mem::take(&mut self.words);
        let Some(range) = self.open.take().filter(|_| words) else {
            return;
        };
        let lines = self.unwrapped(range);
        if lines.is_empty() {
            return;
        }
        self.paragraph += u32::from(self.fresh);
        self.fresh = false;
        self.blocks.push(Block {
            kind: self.kind(),
            paragraph: self.paragraph,
            lines,
        });
    }

    /// The lines of a stretch without the indentation and quotation marks at their beginnings.
    fn unwrapped(&self, range: Range<usize>) -> Lines {
        let quotations = self
            .containers
            .iter()
            .filter(|container| **container == Container::Quotation);
        let depth = quotations.count();
        lines(&self.text[range.clone()])
            .enumerate()
            .map(|(number, (line, _))| {
                let line = range.start + line.start..range.start + line.end;
                let content = if number == 0 {
                    line.start
                } else {
                    line.end - without_prefix(&self.text[line.clone()], depth).len()
                };
                trimmed(self.text, content..line.end)
            })
            .filter(|line| !line.is_empty())
            .collect()
    }

    fn kind(&self) -> BlockKind {
        self.containers
            .iter()
            .rev()
            .find_map(|container| match container {
                Container::Leaf(kind) => Some(*kind),
                Container::Quotation => Some(BlockKind::Quotation),
                Container::Opaque | Container::Plain => None,
            })
            .unwrap_or(BlockKind::Paragraph)
    }
}

/// A line without up to `depth` quotation marks; a lazy line has fewer.
fn without_prefix(line: &str, depth: usize) -> &str {
    let mut rest = line.trim_start_matches([' ', '\t']);
    for _ in 0..depth {
        match rest.strip_prefix('>') {
            Some(quoted) => rest = quoted.trim_start_matches([' ', '\t']),
            None => break,
        }
    }
    rest
}

/// The container that a tag opens; `None` for markup inside a line.
fn container(tag: &Tag<'_>) -> Option<Container> {
    match tag {
        Tag::Heading { level, .. } => Some(Container::Leaf(BlockKind::Heading(*level as u8))),
        Tag::Item => Some(Container::Leaf(BlockKind::ListItem)),
        Tag::TableCell => Some(Container::Leaf(BlockKind::TableCell)),
        Tag::FootnoteDefinition(_) => Some(Container::Leaf(BlockKind::Footnote)),
        Tag::BlockQuote(_) => Some(Container::Quotation),
        Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => Some(Container::Opaque),
        tag if is_inline(tag.to_end()) => None,
        _ => Some(Container::Plain),
    }
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(BlockKind, u32, String)> {
        Markdown
            .blocks(text, LineEnds::default())
            .iter()
            .map(|block| {
                (
                    block.kind,
                    block.paragraph,
                    block.logical_line(text).text.into_owned(),
                )
            })
            .collect()
    }

    fn texts(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(_, _, text)| text).collect()
    }

    #[test]
    fn headings_of_both_kinds_leave_their_marks_in_the_gap() {
        let text = "# One *two* ##\n\n### Three {#three}\n\nFour\nfive\n====\n";
        assert_eq!(
            found(text),
            [
                (BlockKind::Heading(1), 1, "One *two*".to_owned()),
                (BlockKind::Heading(3), 2, "Three".to_owned()),
                (BlockKind::Heading(1), 3, "Four five".to_owned()),
            ]
        );
    }

    #[test]
    fn inline_markup_stays_as_it_was_typed() {
        for text in [
            "**bold** and [link](http://a.example \"title\")",
            "\\*not a list",
            "&amp; more `code` here",
            "![alt](picture.png)",
            "text<br>text <!-- note --> end",
            "see [^1] there",
        ] {
            assert_eq!(texts(text), [text], "{text}");
        }
    }

    #[test]
    fn lists_quotations_tables_and_footnotes_have_their_kinds() {
        let text =
            "- [ ] one\n- two\n  > three\n\n| a | b \\| c |\n|---|---|\n| | d |\n\n[^1]: e\n";
        assert_eq!(
            found(text),
            [
                (BlockKind::ListItem, 1, "one".to_owned()),
                (BlockKind::ListItem, 2, "two".to_owned()),
                (BlockKind::Quotation, 3, "three".to_owned()),
                (BlockKind::TableCell, 4, "a".to_owned()),
                (BlockKind::TableCell, 5, "b \\| c".to_owned()),
                (BlockKind::TableCell, 6, "d".to_owned()),
                (BlockKind::Footnote, 7, "e".to_owned()),
            ]
        );
    }

    #[test]
    fn soft_breaks_join_and_prefixes_go() {
        let text =
            "> one `a\n> b` two\nlazy [x](\n> y)\n>\n> > deep\n> > er\n\n1. item\n   goes on\n";
        assert_eq!(
            texts(text),
            ["one `a b` two lazy [x]( y)", "deep er", "item goes on"]
        );
    }

    #[test]
    fn a_hard_break_stays_in_the_gap_and_within_its_paragraph() {
        let text = "street\\\ncity  \nland\n\nnext";
        assert_eq!(
            found(text),
            [("street", 1), ("city", 1), ("land", 1), ("next", 2)].map(|(text, paragraph)| (
                BlockKind::Paragraph,
                paragraph,
                text.to_owned()
            ))
        );
    }

    #[test]
    fn code_html_definitions_rules_and_bare_pictures_are_gap() {
        let text = "```\ncode\n```\n\n    indented\n\n<div>\nhtml\n</div>\n\n[a]: b \"c\"\n\n---\n\n\
                    ![](d.png)\n\nwords\n\n***\n";
        assert_eq!(texts(text), ["words"]);
    }

    #[test]
    fn front_matter_is_gap_and_a_rule_is_not_front_matter() {
        assert_eq!(texts("---\ntitle: x\n---\nwords"), ["words"]);
        assert_eq!(texts("+++\ntitle = 1\n+++\r\n\r\nwords"), ["words"]);
        assert_eq!(texts("---\n\nwords\n\n---\n"), ["words"]);
        assert_eq!(texts("words\n\n---\nmore\n\n---\n"), ["words", "more"]);
        assert_eq!(texts("---\nnever closed\n").len(), 1);
    }

    #[test]
    fn an_alert_keeps_its_mark_in_the_gap() {
        assert_eq!(texts("> [!NOTE]\n> Mind the gap.\n"), ["Mind the gap."]);
    }

    #[test]
    fn carriage_returns_end_lines() {
        assert_eq!(texts("# a\rb\r\rc\r\nd"), ["a", "b", "c d"]);
    }

    #[test]
    fn a_task_that_becomes_a_heading_is_read() {
        for text in ["- [ ] \\\n  ---\n", "- [ ] a\n  ---\n"] {
            Markdown.blocks(text, LineEnds::default());
        }
    }
}
