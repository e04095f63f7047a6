//! TMX in and out, on files of our own.

mod hostile;
mod reading;
mod writing;

use crate::exchange::collected::{read, write};
use crate::exchange::tmx::Tmx;
use crate::model::{Attributes, Unit};

/// A file with these units between a proper beginning and end.
fn file(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n\
         <header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" \
         adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/>\n<body>\n{units}\n</body></tmx>"
    )
}

fn units(markup: &str) -> Vec<Unit> {
    read(&Tmx, file(markup).as_bytes()).units
}

fn pairs(attributes: &Attributes) -> Vec<(&str, &str)> {
    let pairs = attributes.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// Write, read, write: the second file must be the first.
fn rewrite(units: &[Unit], languages: &[&str]) -> String {
    let (first, _) = write(&Tmx, units, "en", languages);
    let again = read(&Tmx, first.as_bytes());
    let (second, changes) = write(&Tmx, &again.units, "en", languages);
    assert_eq!(first, second);
    assert!(changes.is_empty(), "{changes:?}\n{first}");
    first
}

const RICH: &str = r#"<tu tuid="a1" creationdate="20240102T030405Z" creationid="NASIMA" x-odd="7" srclang="EN">
 <note xml:lang="en">mind the tone</note><prop type="x-origin">letters</prop>
 <tuv xml:lang="en" usagecount="3"><prop type="x-c">1</prop><seg>The <bpt i="1" type="bold">&lt;b></bpt>river<ept i="1">&lt;/b></ept> sleeps.<ph x="2"/></seg></tuv>
 <tuv lang="UR_pk"><seg>دریا سوتا ہے۔</seg></tuv>
 <tuv xml:lang="ur-PK"><seg>ندی سو رہی ہے۔</seg></tuv>
</tu>"#;
