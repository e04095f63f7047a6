//! A first rough path for long documents, around which the search is laid.
//!
//! One pass of dynamic programming with one-to-one beads and skips alone, over the whole lattice or a wide
//! band; lengths and rare word pairs are its witnesses. The band follows a rising chain of rare word pairs
//! where there are enough of them, so that a missing chapter bends it, and else the diagonal.

use super::corpus::Side;
use super::corridor::Corridor;
use super::table::Table;

/// Places that are searched whole.
const WHOLE: usize = 12_000_000;
/// Places that a band may hold.
const BAND: usize = 30_000_000;
/// What a sentence without answer costs.
const SKIP: f32 = 0.7;
/// How often a word may occur for its places to be points of the chain.
const RARE: usize = 3;
/// Evidence (ln) from which a word pair counts.
const TELLING: f32 = 1.5;

/// Sentences of the target that hold each word.
struct Postings {
    starts: Vec<u32>,
    sentences: Vec<u32>,
}

impl Postings {
    fn of(side: &Side, words: usize) -> Self {
        let mut starts = vec![0_u32; words + 1];
        for token in side.tokens(0..side.len()) {
            starts[*token as usize + 1] += 1;
        }
        for word in 0..words {
            starts[word + 1] += starts[word];
        }
        let mut places = starts.clone();
        let mut sentences = vec![0; side.tokens(0..side.len()).len()];
        for sentence in 0..side.len() {
            for token in side.tokens(sentence..sentence + 1) {
                let place = &mut places[*token as usize];
                sentences[*place as usize] = sentence as u32;
                *place += 1;
            }
        }
        Self { starts, sentences }
    }

    fn of_word(&self, word: u32) -> &[u32] {
        &self.sentences
            [self.starts[word as usize] as usize..self.starts[word as usize + 1] as usize]
    }
}

/// What a gain is worth in the rough pass: its logarithm, diluted by a sentence of usual length.
fn worth(gain: f32) -> f32 {
    (gain / 15.0).max(1e-9).ln().min(4.0)
}

/// Finds the rough path and lays a corridor of `margin` sentences on both sides of it.
pub(crate) fn corridor_by_spine(
    source: &Side,
    target: &Side,
    forward: &Table,
    backward: &Table,
    margin: usize,
) -> Corridor {
    let postings = Postings::of(target, backward.len());
    let band = wide_band(source, target, forward, &postings);
    let spine = rough_path(source, target, forward, &postings, &band);
    let last = target.len();
    let rows = (0..=source.len())
        .map(|row| {
            let before = row.saturating_sub(margin / 2);
            let after = (row + margin / 2).min(source.len());
            let low = spine[before].0.saturating_sub(margin / 2);
            let high = (spine[after].1 + margin / 2).min(last);
            (low, high)
        })
        .collect();
    Corridor::from_ranges(rows)
}

/// The whole lattice if it is small enough, else a band around the chain or the diagonal.
fn wide_band(source: &Side, target: &Side, forward: &Table, postings: &Postings) -> Corridor {
    let (n, m) = (source.len(), target.len());
    if n.saturating_mul(m) <= WHOLE {
        return Corridor::whole(n, m);
    }
    let half = (BAND / (2 * n)).max(200);
    let mut knees = vec![(0, 0)];
    knees.extend(chain(source, forward, postings));
    knees.push((n, m));
    let mut rows = Vec::with_capacity(n + 1);
    for pair in knees.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        for row in from..to {
            let middle = low + (high - low) * (row - from) / (to - from);
            rows.push((middle.saturating_sub(half), (middle + half).min(m)));
        }
    }
    rows.push((m.saturating_sub(half), m));
    rows[0].0 = 0;
    Corridor::from_ranges(rows)
}

/// The longest rising chain of places where rare words answer one another; empty when chance explains it.
fn chain(source: &Side, forward: &Table, postings: &Postings) -> Vec<(usize, usize)> {
    let mut counts = vec![0_usize; forward.len()];
    for token in source.tokens(0..source.len()) {
        counts[*token as usize] += 1;
    }
    let mut points = Vec::new();
    for sentence in 0..source.len() {
        for token in source
            .tokens(sentence..sentence + 1)
            .iter()
            .filter(|t| counts[**t as usize] <= RARE)
        {
            for (word, gain) in forward.row(*token) {
                let places = postings.of_word(word);
                if worth(gain) > TELLING && places.len() <= RARE {
                    points.extend(places.iter().map(|place| (sentence, *place as usize)));
                }
            }
        }
    }
    points.sort_unstable_by_key(|(row, column)| (*row, std::cmp::Reverse(*column)));
    points.dedup();
    let rising = longest_rising(&points);
    // The longest rising chain of N random points holds about 2 √N of them.
    let by_chance = 2.0 * (points.len() as f64).sqrt();
    if (rising.len() as f64) < 2.0 * by_chance + 8.0 {
        Vec::new()
    } else {
        without_strays(&rising)
    }
}

/// The longest strictly rising subsequence, by patience sorting.
fn longest_rising(points: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; points.len()];
    for (index, (_, column)) in points.iter().enumerate() {
        let place = ends.partition_point(|end| points[*end].1 < *column);
        if place > 0 {
            before[index] = ends[place - 1];
        }
        if place == ends.len() {
            ends.push(index);
        } else {
            ends[place] = index;
        }
    }
    let mut rising = Vec::new();
    let mut at = ends.last().copied().unwrap_or(usize::MAX);
    while at != usize::MAX {
        rising.push(points[at]);
        at = before[at];
    }
    rising.reverse();
    rising
}

/// Keeps every point whose neighbours in the chain lie along a line with it.
fn without_strays(chain: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let near = |one: (usize, usize), other: (usize, usize)| {
        let (rows, columns) = (other.0.abs_diff(one.0), other.1.abs_diff(one.1));
        rows.abs_diff(columns) <= 5 + rows.max(columns) / 2
    };
    (0..chain.len())
        .filter(|at| {
            let left = at
                .checked_sub(1)
                .is_some_and(|left| near(chain[left], chain[*at]));
            let right = chain
                .get(at + 1)
                .is_some_and(|right| near(chain[*at], *right));
            left || right
        })
        .map(|at| chain[at])
        .collect()
}

/// The columns at which the best rough path stands in each row.
#[allow(
    clippy::too_many_lines,
    reason = "one pass of dynamic programming, tight on purpose"
)]
fn rough_path(
    source: &Side,
    target: &Side,
    forward: &Table,
    postings: &Postings,
    band: &Corridor,
) -> Vec<(usize, usize)> {
    const DIAGONAL: u8 = 0;
    const DOWN: u8 = 1;
    const RIGHT: u8 = 2;
    const NEVER: f32 = f32::NEG_INFINITY;
    let ln =
        |side: &Side| -> Vec<f32> { side.characters().iter().map(|length| length.ln()).collect() };
    let (source_ln, target_ln) = (ln(source), ln(target));
    let mean = target_ln.iter().sum::<f32>() / target_ln.len().max(1) as f32
        - source_ln.iter().sum::<f32>() / source_ln.len().max(1) as f32;
    let mut steps = vec![RIGHT; band.places()];
    let mut above: Vec<f32> = Vec::new();
    let mut above_low = 0;
    let mut bonus = Vec::new();
    for row in 0..band.rows() {
        let columns = band.columns(row);
        let low = *columns.start();
        bonus.clear();
        bonus.resize(columns.clone().count(), 0.0_f32);
        if row > 0 {
            add_bonus(
                source.tokens(row - 1..row),
                forward,
                postings,
                low,
                &mut bonus,
            );
        }
        let mut here: Vec<f32> = Vec::with_capacity(bonus.len());
        let offset = band.place(row, low).unwrap_or(0);
        // What stands above a column, and above the column before it.
        let up = |column: usize| {
            column
                .checked_sub(above_low)
                .and_then(|at| above.get(at))
                .copied()
                .unwrap_or(NEVER)
        };
        let mut diagonal = low.checked_sub(1).map_or(NEVER, up);
        let mut left = NEVER;
        let length = if row > 0 {
            source_ln[row - 1] + mean
        } else {
            0.0
        };
        let row_steps = &mut steps[offset..offset + bonus.len()];
        for (place, (step, bonus)) in row_steps.iter_mut().zip(&bonus).enumerate() {
            let column = low + place;
            let above = up(column);
            let deviation = if column > 0 {
                target_ln[column - 1] - length
            } else {
                0.0
            };
            let matched = diagonal + bonus + (0.6 - 1.5 * deviation * deviation).max(-3.0);
            let (down, right) = (above - SKIP, left - SKIP);
            let mut best = if row == 0 && column == 0 { 0.0 } else { right };
            if down > best {
                best = down;
                *step = DOWN;
            }
            if matched > best {
                best = matched;
                *step = DIAGONAL;
            }
            here.push(best);
            left = best;
            diagonal = above;
        }
        above = here;
        above_low = low;
    }
    let mut spine = vec![(usize::MAX, 0); band.rows()];
    let (mut row, mut column) = (band.rows() - 1, band.last_column());
    loop {
        spine[row].0 = spine[row].0.min(column);
        spine[row].1 = spine[row].1.max(column);
        let step = band.place(row, column).map_or(RIGHT, |place| steps[place]);
        match step {
            DIAGONAL if row > 0 && column > 0 => (row, column) = (row - 1, column - 1),
            DOWN if row > 0 => row -= 1,
            _ if column > 0 => column -= 1,
            _ if row > 0 => row -= 1,
            _ => break,
        }
    }
    spine
}

/// Adds what the words of a sentence say to the sentences of the band's row.
fn add_bonus(tokens: &[u32], forward: &Table, postings: &Postings, low: usize, bonus: &mut [f32]) {
    for token in tokens {
        for (word, gain) in forward.row(*token) {
            let worth = worth(gain);
            if worth < TELLING {
                continue;
            }
            let places = postings.of_word(word);
            let first = places.partition_point(|place| (*place as usize) + 1 < low);
            for place in &places[first..] {
                match bonus.get_mut(*place as usize + 1 - low) {
                    Some(sum) => *sum += worth,
                    None => break,
                }
            }
        }
    }
}
