//! temporary
use std::io::{BufRead, Write};
use tarjuman::segmentation::*;
use tarjuman::text::Language;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    if a.get(1).is_some_and(|x| x == "--check") {
        for f in srx::check(&std::fs::read(&a[2]).unwrap()).unwrap() {
            println!("{}: {} {}", f.place.as_ref().unwrap().line, f.id, f.message);
        }
        return;
    }
    if a.get(1).is_some_and(|x| x == "--bench") {
        return bench(&a);
    }
    let explain = a.get(1).is_some_and(|x| x == "--explain");
    let s = match a.iter().position(|x| x == "--srx") {
        Some(i) => {
            let (x, f) = srx::Srx::read(&std::fs::read(&a[i + 1]).unwrap()).unwrap();
            for f in f {
                eprintln!("{}: {}", f.place.as_ref().unwrap().line, f.message);
            }
            Segmenter::from_srx(x)
        }
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

fn bench(a: &[String]) {
    let lang = Language::parse(&a[2]).unwrap();
    let text = std::fs::read_to_string(&a[3]).unwrap();
    let t0 = std::time::Instant::now();
    let s = match a.get(4) {
        Some(f) => Segmenter::from_srx(srx::Srx::read(&std::fs::read(f).unwrap()).unwrap().0),
        None => Segmenter::built_in(),
    };
    let r = s.rules(&lang);
    let _ = r.segments("Hello. There.").count();
    println!(
        "cold {:?} cpu total {}",
        t0.elapsed(),
        std::fs::read_to_string("/proc/self/schedstat").unwrap()
    );
    let cpu = || {
        let s = std::fs::read_to_string("/proc/self/schedstat").unwrap();
        s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
    };
    for _ in 0..4 {
        let t = cpu();
        let n = r.segments(&text).count();
        let e = cpu() - t;
        println!("{n} segments {:.1} MB/s cpu", text.len() as f64 / 1e6 / e);
    }
    let m = std::fs::read_to_string("/proc/self/status").unwrap();
    println!(
        "{} text {} kB",
        m.lines().find(|l| l.starts_with("VmHWM")).unwrap(),
        text.len() / 1024
    );
}
