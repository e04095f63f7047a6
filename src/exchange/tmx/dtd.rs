//! What the DTD of TMX 1.4 allows, in its order.

/// Attributes of `tu`.
pub(super) const TU: &[&str] = &[
    "tuid",
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "creationdate",
    "creationid",
    "changedate",
    "segtype",
    "changeid",
    "o-tmf",
    "srclang",
];

/// Attributes of `tuv`, after `xml:lang`.
pub(super) const TUV: &[&str] = &[
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "creationdate",
    "creationid",
    "changedate",
    "o-tmf",
    "changeid",
];

/// The values of `segtype`.
pub(super) const SEGTYPES: &[&str] = &["block", "paragraph", "sentence", "phrase"];

/// Attributes of an inline element; `None` for an element that is no code of TMX.
pub(super) fn code_attributes(element: &str) -> Option<&'static [&'static str]> {
    Some(match element {
        "bpt" => &["i", "x", "type"],
        "ept" => &["i"],
        "it" => &["pos", "x", "type"],
        "ph" => &["x", "assoc", "type"],
        "hi" => &["x", "type"],
        "ut" => &["x"],
        _ => return None,
    })
}

/// Whether an element may stand inside a code: `around` is empty right inside `bpt ept it ph ut`.
///
/// The attributes are asked for with it, as a strict reader does.
pub(super) fn allows(around: &str, element: &str, attributes: &[(&str, &str)]) -> bool {
    let known = match (around, element) {
        ("" | "bpt" | "ept" | "it" | "ph" | "ut", "sub") => &["datatype", "type"],
        ("sub" | "hi", "bpt" | "ept" | "it" | "ph" | "hi" | "ut") => {
            code_attributes(element).unwrap_or_default()
        }
        _ => return false,
    };
    let has = |name: &str| attributes.iter().find(|(own, _)| *own == name);
    let complete = match element {
        "bpt" | "ept" => has("i").is_some(),
        "it" => has("pos").is_some_and(|(_, value)| matches!(*value, "begin" | "end")),
        _ => true,
    };
    complete && attributes.iter().all(|(name, _)| known.contains(name))
}
