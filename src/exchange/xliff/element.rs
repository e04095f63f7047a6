//! Writes a `unit` or `trans-unit` with all that stands in it.

use super::code::is_token;
use super::dialect::Version;
use super::flat::{Flat, Side, is_note, segment_of, surrounding};
use super::inline::Codes;
use super::meta::{self, Applies, Group, groups_of};
use super::page::Page;
use super::parts::{AFTER, BEFORE};
use super::state::{NEEDS_WORK, is_approved, word};
use super::types::is_prefixed;
use crate::exchange::changes::About;
use crate::model::{Attributes, Remark, Severity, Unit, Variant};
use crate::text::Language;

/// A file on its way out, and what holds for all its units.
pub(super) struct Sheet<'a> {
    pub(super) version: Version,
    pub(super) source: &'a Language,
    pub(super) target: &'a Language,
    pub(super) page: Page,
}

/// The texts of one side with their codes, as markup; `None` where a unit has none.
type Rendered = Vec<Option<String>>;

impl Sheet<'_> {
    /// Writes units that are the segments of one element, or one unit that is whole; `groups` come first in metadata.
    pub(super) fn element(&mut self, units: &[&Unit], flat: &Flat, id: &str, groups: Vec<Group>) {
        let about = About {
            unit: units.first().map(|unit| &unit.id),
            language: None,
        };
        let mut codes = Codes::new(self.version);
        for unit in units {
            let texts = [self.source, self.target].map(|language| unit.variant(language));
            texts
                .into_iter()
                .flatten()
                .for_each(|text| codes.reserve(text));
        }
        let sources = self.rendered(units, Applies::Source, &mut codes);
        codes.begin_target();
        let targets = self.rendered(units, Applies::Target, &mut codes);
        let originals = std::mem::take(&mut codes.originals);
        let groups = self.groups(groups, flat, units, codes);
        self.tell_losses(flat, about);
        match self.version {
            Version::Two => {
                self.page.raw("    <unit");
                self.page.attribute("id", id, about);
                self.native_attributes(flat, about);
                self.page.raw(">\n");
                self.metadata(&groups, about);
                self.notes(flat, about);
                self.originals(&originals, about);
                for (unit, (source, target)) in units.iter().zip(sources.iter().zip(&targets)) {
                    self.segment(unit, source.as_deref(), target.as_deref(), about);
                }
                self.page.raw("    </unit>\n");
            }
            Version::One => {
                self.page.raw("      <trans-unit");
                self.page.attribute("id", id, about);
                let mut all = units.iter().map(|unit| unit.variant(self.target));
                if all.all(|target| target.is_some_and(is_approved)) {
                    self.page.raw(" approved=\"yes\"");
                }
                self.native_attributes(flat, about);
                self.page.raw(" xml:space=\"preserve\">\n");
                self.whole(units, &sources, &targets, about);
                self.notes(flat, about);
                self.metadata(&groups, about);
                self.page.raw("      </trans-unit>\n");
            }
        }
    }

    fn rendered(&mut self, units: &[&Unit], applies: Applies, codes: &mut Codes) -> Rendered {
        let language = match applies {
            Applies::Target => self.target,
            _ => self.source,
        };
        let written = std::mem::take(&mut self.page.bytes);
        let rendered = units.iter().map(|unit| {
            let text = unit.variant(language)?;
            let about = About {
                unit: Some(&unit.id),
                language: Some(language),
            };
            codes.text(text, applies, &mut self.page, about);
            let bytes = std::mem::take(&mut self.page.bytes);
            // The page is made of strings alone.
            Some(String::from_utf8(bytes).unwrap_or_default())
        });
        let rendered = rendered.collect();
        self.page.bytes = written;
        rendered
    }

    /// The groups of metadata: what the element has no place for.
    fn groups(
        &self,
        mut groups: Vec<Group>,
        flat: &Flat,
        units: &[&Unit],
        codes: Codes,
    ) -> Vec<Group> {
        let target = units.first().and_then(|unit| unit.variant(self.target));
        for side in &flat.sides {
            let native = match (side.applies, target) {
                (Applies::Unit, _) => native_attributes(self.version, &side.attributes),
                (Applies::Target, Some(target)) => {
                    native_of_target(self.version, target).into_iter().collect()
                }
                _ => Vec::new(),
            };
            let others = side.attributes.iter();
            let others: Vec<_> = others.filter(|pair| !native.contains(pair)).collect();
            groups.extend(groups_of(side.applies, &others, &side.properties()));
        }
        groups.extend(codes.groups());
        groups
    }

    fn native_attributes(&mut self, flat: &Flat, about: About<'_>) {
        let sides = flat
            .sides
            .iter()
            .filter(|side| side.applies == Applies::Unit);
        for side in sides {
            for (name, value) in native_attributes(self.version, &side.attributes) {
                self.page.attribute(name, value, about);
            }
        }
    }

    fn metadata(&mut self, groups: &[Group], about: About<'_>) {
        if groups.is_empty() {
            return;
        }
        let page = &mut self.page;
        page.raw("        <mda:metadata>\n");
        for group in groups {
            page.raw("          <mda:metaGroup");
            page.attribute("category", &group.category, about);
            page.optional("appliesTo", group.applies.word(), about);
            page.raw(">\n");
            for (name, value) in &group.entries {
                page.raw("            <mda:meta");
                page.attribute("type", name, about);
                page.raw(">");
                page.text(value, "a property", about);
                page.raw("</mda:meta>\n");
            }
            page.raw("          </mda:metaGroup>\n");
        }
        page.raw("        </mda:metadata>\n");
    }

    fn notes(&mut self, flat: &Flat, about: About<'_>) {
        let of_side = |side: &'_ Side| {
            let notes = side.remarks.iter().filter(|remark| is_note(remark));
            notes
                .map(|note| (side.applies, note.clone()))
                .collect::<Vec<_>>()
        };
        let notes: Vec<(Applies, Remark)> = flat.sides.iter().flat_map(of_side).collect();
        if notes.is_empty() {
            return;
        }
        let is_wrapped = self.version == Version::Two;
        if is_wrapped {
            self.page.raw("      <notes>\n");
        }
        for (applies, note) in &notes {
            self.note(note, *applies, about);
        }
        if is_wrapped {
            self.page.raw("      </notes>\n");
        }
    }

    /// One `note`.
    pub(super) fn note(&mut self, note: &Remark, applies: Applies, about: About<'_>) {
        let page = &mut self.page;
        page.raw("        <note");
        let (known, target): (&[&str], _) = match self.version {
            Version::Two => (&["id", "category", "priority", "xml:lang"], "appliesTo"),
            Version::One => (&["xml:lang", "priority", "from"], "annotates"),
        };
        let mut written: Vec<&str> = Vec::new();
        for (name, value) in &note.attributes {
            let is_value = match name.as_str() {
                "id" => is_token(value),
                name => self.version.grammar().is_value("note", name, value),
            };
            let name = name.as_str();
            if is_value && known.contains(&name) && !written.contains(&name) {
                page.attribute(name, value, about);
                written.push(name);
            } else {
                let message = format!("the attribute `{name}=\"{value}\"` of a note was left out");
                page.changes
                    .tell("lost-attribute", Severity::Warning, about, message);
            }
        }
        page.optional(target, applies.word(), about);
        page.raw(">");
        page.text(&note.text, "a note", about);
        page.raw("</note>\n");
    }

    fn originals(&mut self, originals: &[String], about: About<'_>) {
        if originals.is_empty() {
            return;
        }
        self.page.raw("      <originalData>\n");
        for (markup, number) in originals.iter().zip(1..) {
            self.page.raw(&format!("        <data id=\"d{number}\">"));
            self.page.markup(markup, "a code", about);
            self.page.raw("</data>\n");
        }
        self.page.raw("      </originalData>\n");
    }

    /// A `segment` of XLIFF 2, with what stands around it.
    fn segment(
        &mut self,
        unit: &Unit,
        source: Option<&str>,
        target: Option<&str>,
        about: About<'_>,
    ) {
        self.gap(unit, BEFORE, about);
        let page = &mut self.page;
        page.raw("      <segment");
        page.optional("id", segment_of(unit), about);
        if let Some(variant) = unit.variant(self.target) {
            page.attribute("state", word(self.version, variant), about);
            let own = native_of_target(self.version, variant);
            let sub_state = match &variant.needs_work {
                Some(_) => Some(NEEDS_WORK),
                None => own.map(|(_, value)| value.as_str()),
            };
            page.optional("subState", sub_state, about);
        }
        page.raw(">\n        <source>");
        page.raw(source.unwrap_or_default());
        page.raw("</source>\n");
        if let Some(target) = target {
            page.raw("        <target>");
            page.raw(target);
            page.raw("</target>\n");
        }
        page.raw("      </segment>\n");
        self.gap(unit, AFTER, about);
    }

    /// What stands between segments of XLIFF 2.
    fn gap(&mut self, unit: &Unit, name: &str, about: About<'_>) {
        let [source, target] = [self.source, self.target].map(|language| {
            let variant = unit.variant(language)?;
            surrounding(variant, name)
        });
        if source.is_none() && target.is_none() {
            return;
        }
        let page = &mut self.page;
        page.raw("      <ignorable><source>");
        page.text_with_code_points(source.unwrap_or_default(), about);
        page.raw("</source>");
        if let Some(target) = target {
            page.raw("<target>");
            page.text_with_code_points(target, about);
            page.raw("</target>");
        }
        page.raw("</ignorable>\n");
    }

    /// `source`, `seg-source` and `target` of XLIFF 1.2.
    fn whole(&mut self, units: &[&Unit], sources: &Rendered, targets: &Rendered, about: About<'_>) {
        let is_segmented = units.iter().any(|unit| segment_of(unit).is_some());
        self.page.raw("        <source>");
        self.row(units, sources, self.source, false, about);
        self.page.raw("</source>\n");
        if is_segmented {
            self.page.raw("        <seg-source>");
            self.row(units, sources, self.source, true, about);
            self.page.raw("</seg-source>\n");
        }
        let variants = units.iter().filter_map(|unit| unit.variant(self.target));
        let least = variants.min_by_key(|target| (target.needs_work.is_none(), target.state));
        let Some(least) = least else {
            return;
        };
        self.page.raw("        <target");
        self.page
            .attribute("state", word(self.version, least), about);
        if let Some((name, value)) = native_of_target(self.version, least) {
            self.page.attribute(name, value, about);
        }
        self.page.raw(">");
        self.row(units, targets, self.target, is_segmented, about);
        self.page.raw("</target>\n");
    }

    /// The texts of one side in a row, with what stands around them.
    fn row(
        &mut self,
        units: &[&Unit],
        texts: &Rendered,
        language: &Language,
        is_segmented: bool,
        about: About<'_>,
    ) {
        for (unit, text) in units.iter().zip(texts) {
            let segment = segment_of(unit);
            let variant = unit.variant(language).filter(|_| segment.is_some());
            let around = |name: &str| variant.and_then(|variant| surrounding(variant, name));
            let page = &mut self.page;
            page.text(around(BEFORE).unwrap_or_default(), "the text", about);
            let mid = segment.filter(|_| is_segmented && text.is_some());
            if let Some(mid) = mid {
                page.raw("<mrk mtype=\"seg\"");
                page.attribute("mid", mid, about);
                page.raw(">");
            }
            page.raw(text.as_deref().unwrap_or_default());
            if mid.is_some() {
                page.raw("</mrk>");
            }
            page.text(around(AFTER).unwrap_or_default(), "the text", about);
        }
    }

    /// Reports attributes of properties, which have no place.
    fn tell_losses(&mut self, flat: &Flat, about: About<'_>) {
        let remarks = flat.sides.iter().flat_map(|side| &side.remarks);
        for remark in remarks.filter(|remark| !is_note(remark)) {
            for (name, value) in &remark.attributes {
                if name != meta::CATEGORY {
                    let message =
                        format!("the attribute `{name}=\"{value}\"` of a property was left out");
                    self.page
                        .changes
                        .tell("lost-attribute", Severity::Warning, about, message);
                }
            }
        }
    }
}

/// The attributes that stand at `unit` or `trans-unit` itself, each once.
fn native_attributes(version: Version, attributes: &Attributes) -> Vec<&(String, String)> {
    let fits = |name: &str, value: &str| match (version, name) {
        (Version::Two, "name") => true,
        (Version::One, "resname" | "extradata" | "extype" | "ts") => true,
        (_, "translate") | (Version::Two, "canResegment") => matches!(value, "yes" | "no"),
        (Version::One, "maxwidth" | "minwidth" | "maxheight" | "minheight") => is_token(value),
        (Version::One, "maxbytes" | "minbytes" | "help-id") => is_token(value),
        _ => false,
    };
    let mut native: Vec<&(String, String)> = Vec::new();
    for pair in attributes {
        let is_new = native.iter().all(|(name, _)| *name != pair.0);
        if is_new && fits(&pair.0, &pair.1) {
            native.push(pair);
        }
    }
    native
}

/// The attribute of a target that stands at its segment or element.
pub(super) fn native_of_target(version: Version, target: &Variant) -> Option<&(String, String)> {
    let mut attributes = target.attributes.iter();
    attributes.find(|(name, value)| match version {
        Version::One => {
            name == "state-qualifier" && version.grammar().is_value("target", name, value)
        }
        Version::Two => name == "subState" && target.needs_work.is_none() && is_prefixed(value),
    })
}
