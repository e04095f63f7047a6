//! temporary
use std::io::{BufRead, Write};
use tarjuman::segmentation::*;
use tarjuman::text::Language;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let explain = a.get(1).is_some_and(|x| x == "--explain");
    let s = match a.iter().position(|x| x == "--srx") {
        Some(_i) => Segmenter::built_in(),
        None => Segmenter::built_in(),
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for l in std::io::stdin().lock().lines() {
        let l = l.unwrap();
        let v: serde_json::Value = serde_json::from_str(&l).unwrap();
        let t = v["text"].as_str().unwrap();
        let r = s.rules(&Language::parse(v["lang"].as_str().unwrap_or("en")).unwrap());
        if explain {
            for d in r.decisions(t) {
                let f = t.floor_char_boundary(d.mark.start.saturating_sub(30));
                let e = t.ceil_char_boundary((d.at + 20).min(t.len()));
                writeln!(
                    out,
                    "{:?} {}‖{} :: {}:{} {} {}",
                    d.verdict,
                    &t[f..d.at],
                    &t[d.at..e],
                    d.rule.file,
                    d.rule.line,
                    d.rule.text,
                    d.word
                        .map(|w| format!("{}:{}", w.file, w.line))
                        .unwrap_or_default()
                )
                .unwrap();
            }
            continue;
        }
        let segs: Vec<[usize; 2]> = r.segments(t).map(|r| [r.start, r.end]).collect();
        writeln!(
            out,
            "{}",
            serde_json::json!({"id": v["id"], "segments": segs})
        )
        .unwrap();
    }
}
