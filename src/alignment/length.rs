//! The length witness: how well two lengths in characters fit, against any two lengths of the texts.
//!
//! The logarithm of target over source length is Student-distributed around the mean of this pair of
//! texts, with a variance that falls with length; the rival is the plain distribution of lengths.

use super::corpus::Side;

/// Sentences on one side of a bead at most.
pub(crate) const MOST: usize = 4;

/// Degrees of freedom of the Student distribution: heavy tails, for free translations.
const FREEDOM: f64 = 5.0;
/// ln(Γ((ν+1)/2) / (Γ(ν/2) √(νπ))) for ν = 5.
const STUDENT_CONSTANT: f64 = -0.968_619_589_054_725_2;
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_7;

/// The law of length ratios of one pair of languages, learnt from the texts.
#[derive(Clone, Debug)]
pub(crate) struct LengthLaw {
    /// Mean of ln(target / source).
    pub(crate) mean: f64,
    /// Variance of very long beads.
    pub(crate) floor: f64,
    /// Variance times length of short beads.
    pub(crate) slope: f64,
}

/// The lengths of all runs of 1 to 4 sentences of one side, and how usual each is.
#[derive(Debug)]
pub(crate) struct RunLengths {
    /// `ln[k - 1][end]`: of the run of k sentences that ends before `end`.
    ln: [Vec<f64>; MOST],
    /// 1 / √length.
    inverse_root: [Vec<f64>; MOST],
    /// Log-density among all runs of as many sentences.
    usual: [Vec<f64>; MOST],
}

/// One matched pair of lengths to learn from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LengthSample {
    /// ln(target / source).
    pub(crate) ratio: f64,
    /// 1 / √(source × target).
    pub(crate) inverse: f64,
    /// How far the bead is believed.
    pub(crate) weight: f64,
}

impl LengthLaw {
    /// A law to begin with: the mean from all lengths, the variance usual between languages.
    pub(crate) fn first(mean: f64) -> Self {
        Self {
            mean,
            floor: 0.03,
            slope: 3.0,
        }
    }

    /// Learns the law from believed beads, drawn towards the present one while there are few.
    pub(crate) fn learn(&self, samples: &[LengthSample]) -> Self {
        const STRENGTH: f64 = 20.0;
        let total: f64 = samples.iter().map(|sample| sample.weight).sum();
        let sum: f64 = samples
            .iter()
            .map(|sample| sample.weight * sample.ratio.clamp(self.mean - 1.5, self.mean + 1.5))
            .sum();
        let mean = (sum + STRENGTH * self.mean) / (total + STRENGTH);
        // Weighted least squares of the squared deviation on 1 / length, with the present law as prior.
        let (mut xx, mut xy, mut x1, mut y1, mut n) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for sample in samples {
            let y = (sample.ratio - mean).powi(2).min(1.0);
            let x = sample.inverse;
            let w = sample.weight / (self.floor + self.slope * x).powi(2);
            xx += w * x * x;
            xy += w * x * y;
            x1 += w * x;
            y1 += w * y;
            n += w;
        }
        for x in [0.005, 0.05] {
            let y = self.floor + self.slope * x;
            let w = STRENGTH / 2.0 / (y * y);
            xx += w * x * x;
            xy += w * x * y;
            x1 += w * x;
            y1 += w * y;
            n += w;
        }
        let slope = ((n * xy - x1 * y1) / (n * xx - x1 * x1)).clamp(0.2, 20.0);
        let floor = ((y1 - slope * x1) / n).clamp(0.008, 0.5);
        // A Student distribution with this scale has a larger variance.
        Self { mean, floor, slope }
    }

    /// The highest log-ratio that any source could give to `b` target sentences ending before `j`.
    #[inline]
    pub(crate) fn highest(&self, target: &RunLengths, b: usize, j: usize) -> f64 {
        /// STUDENT_CONSTANT − ln √0.6 − ln √0.008, the last being the smallest variance there is.
        const PEAK: f64 = 1.71;
        PEAK - target.usual[b - 1][j]
    }

    /// The log-ratio of a bead of `a` source sentences ending before `i` and `b` target ones before `j`.
    pub(crate) fn evidence(
        &self,
        source: &RunLengths,
        a: usize,
        i: usize,
        target: &RunLengths,
        b: usize,
        j: usize,
    ) -> f64 {
        let deviation = target.ln[b - 1][j] - source.ln[a - 1][i] - self.mean;
        let inverse = source.inverse_root[a - 1][i] * target.inverse_root[b - 1][j];
        let scale = (self.floor + self.slope * inverse) * ((FREEDOM - 2.0) / FREEDOM);
        // With 5 degrees of freedom the density falls with the third power: one logarithm does for all.
        let square = 1.0 + deviation * deviation / (FREEDOM * scale);
        let likely = STUDENT_CONSTANT - 0.5 * quick_ln(scale * (square * square * square).powi(2));
        likely - target.usual[b - 1][j]
    }
}

impl RunLengths {
    /// Measures all runs of a side.
    pub(crate) fn of(side: &Side) -> Self {
        let mut sums = vec![0.0_f64];
        for length in side.characters() {
            sums.push(sums[sums.len() - 1] + f64::from(*length));
        }
        let mut runs = Self {
            ln: Default::default(),
            inverse_root: Default::default(),
            usual: Default::default(),
        };
        for k in 1..=MOST {
            let lengths: Vec<f64> = (0..sums.len())
                .map(|end| {
                    if end < k {
                        1.0
                    } else {
                        sums[end] - sums[end - k]
                    }
                })
                .collect();
            let ln: Vec<f64> = lengths.iter().map(|length| length.ln()).collect();
            runs.usual[k - 1] = log_densities(&ln, k);
            runs.inverse_root[k - 1] = lengths.iter().map(|length| length.sqrt().recip()).collect();
            runs.ln[k - 1] = ln;
        }
        runs
    }

    pub(crate) fn sample(
        source: &Self,
        a: usize,
        i: usize,
        target: &Self,
        b: usize,
        j: usize,
        weight: f64,
    ) -> LengthSample {
        LengthSample {
            ratio: target.ln[b - 1][j] - source.ln[a - 1][i],
            inverse: source.inverse_root[a - 1][i] * target.inverse_root[b - 1][j],
            weight,
        }
    }
}

/// Log-densities of the values from place `first` on under one normal distribution fitted to them.
fn log_densities(values: &[f64], first: usize) -> Vec<f64> {
    let fitted = values.get(first..).unwrap_or(&[]);
    let n = fitted.len() as f64;
    // A prior of ten sentences of usual spread keeps tiny documents sane.
    let mean = if n > 0.0 {
        fitted.iter().sum::<f64>() / n
    } else {
        4.0
    };
    let spread: f64 = fitted.iter().map(|value| (value - mean).powi(2)).sum();
    let variance = (spread + 10.0 * 0.35) / (n + 10.0);
    values
        .iter()
        .map(|value| -HALF_LN_TAU - 0.5 * variance.ln() - (value - mean).powi(2) / (2.0 * variance))
        .collect()
}

/// The natural logarithm to four decimals, in a fraction of the time: it is asked for at every place and shape.
///
/// Exponent from the bits of the number, mantissa by a series in (m − 1) / (m + 1).
#[inline]
pub(crate) fn quick_ln(x: f64) -> f64 {
    const MANTISSA: u64 = 0x000F_FFFF_FFFF_FFFF;
    const ONE: u64 = 0x3FF0_0000_0000_0000;
    let bits = x.to_bits();
    let exponent = ((bits >> 52) as i64 - 1023) as f64;
    let m = f64::from_bits((bits & MANTISSA) | ONE);
    let t = (m - 1.0) / (m + 1.0);
    let square = t * t;
    let series =
        2.0 * t * (1.0 + square * (1.0 / 3.0 + square * (1.0 / 5.0 + square * (1.0 / 7.0))));
    exponent * std::f64::consts::LN_2 + series
}
