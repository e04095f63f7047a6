//! The constants of the aligner, in one place, with what each does.

/// How the witnesses are weighed. None of these is fitted to one corpus; docs/alignment.md says where they come from.
#[derive(Clone, Debug)]
pub struct Tuning {
    pub iterations: usize,
    pub null_weight: f32,
    pub smoothing: f32,
    pub discount: f32,
    pub fertility_strength: f32,
    pub lexicon_weight: f64,
    pub length_weight: f64,
    pub trusted: f64,
    pub rounds: usize,
    pub bead_toll: f64,
    pub seed_number: f32,
    pub seed_mark: f32,
    pub seed_word: f32,
    pub seed_short: f32,
    pub seed_name: f32,
    pub x: [f64; 8],
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            iterations: 8,
            null_weight: 1.0,
            smoothing: 0.5,
            discount: 0.9,
            fertility_strength: 0.0,
            lexicon_weight: 0.5,
            length_weight: 1.5,
            trusted: 0.8,
            rounds: 6,
            bead_toll: 0.4,
            seed_number: 2.0,
            seed_mark: 0.5,
            seed_word: 2.0,
            seed_short: 0.3,
            seed_name: 1.0,
            x: [12.0, 5.0, 30.0, 0.5, 0.5, 0.0, 0.0, 4.0],
        }
    }
}

impl Tuning {
    /// Sets a knob by name, for experiments.
    pub fn set(&mut self, name: &str, v: f64) {
        match name {
            "iterations" => self.iterations = v as usize,
            "null_weight" => self.null_weight = v as f32,
            "smoothing" => self.smoothing = v as f32,
            "discount" => self.discount = v as f32,
            "fertility" => self.fertility_strength = v as f32,
            "lex" => self.lexicon_weight = v,
            "len" => self.length_weight = v,
            "trusted" => self.trusted = v,
            "rounds" => self.rounds = v as usize,
            "toll" => self.bead_toll = v,
            "snum" => self.seed_number = v as f32,
            "smark" => self.seed_mark = v as f32,
            "sword" => self.seed_word = v as f32,
            "sshort" => self.seed_short = v as f32,
            "sname" => self.seed_name = v as f32,
            x if x.starts_with('x') => self.x[x[1..].parse::<usize>().unwrap_or(0)] = v,
            _ => panic!("no knob {name}"),
        }
    }
}
