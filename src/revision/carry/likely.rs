//! Sentences that are not equal and still answer each other: edited, rewritten, split, merged.

use std::ops::Range;

use super::links::Links;
use super::weighing::{Stems, Weighing};
use crate::text::Language;

/// How alike two sentences must be, by how many of their neighbours answer each other.
const LEAST: [f32; 3] = [0.40, 0.26, 0.15];

/// Less alike ones are still the same beside a neighbour that answers, if so many words
const KEPT_WORDS: usize = 2;

/// and more than this share of the longer one stand in both in the same order, be they ever so common.
const KEPT_IN_ORDER: (usize, usize) = (1, 4);

/// What each neighbour that answers counts beside the alikeness, where several sentences lay claim to one.
const NEIGHBOUR: f32 = 0.08;

/// How many times the links that were found make new neighbours.
const ROUNDS: usize = 4;

/// In a gap where no more pairs are possible, all are looked at.
const SMALL_GAP: usize = 400;

/// By so many of its rarest words a sentence is looked up,
const RARE_WORDS: usize = 6;

/// in lists of no more than so many sentences,
const LONGEST_LIST: usize = 32;

/// and so many of those that share most are compared.
const CANDIDATES: usize = 6;

/// A sentence falls into so many parts at most, and is made of so many.
const MOST_PARTS: usize = 4;

/// So much of a part, by weight, must stand in what the other parts leave over.
const COVERED: f32 = 0.5;

/// So much more alike must the sentences be with the part than without it.
const GAIN: f32 = 0.02;

/// Links what is likely to be the same sentence before and after.
pub(super) fn join(links: &mut Links, old: &[&str], new: &[&str], language: &Language) {
    let weighing = Weighing::new(old, new, |at| links.is_new_free(at), language);
    let mut pairs = by_words(links, &weighing);
    for _ in 0..ROUNDS {
        pairs.extend(by_place(links));
        pairs.sort_unstable();
        pairs.dedup();
        pairs.retain(|(old, new)| links.is_old_free(*old) && links.is_new_free(*new));
        let mut claims = claims(links, &weighing, &pairs);
        claims.sort_by(|a, b| {
            let place = |claim: &Claim| (claim.news.start, claim.olds.start);
            (b.rank.total_cmp(&a.rank)).then_with(|| place(a).cmp(&place(b)))
        });
        let mut is_found = false;
        for claim in claims {
            if claim.olds.clone().all(|at| links.is_old_free(at))
                && claim.news.clone().all(|at| links.is_new_free(at))
            {
                links.join(claim.olds, claim.news);
                is_found = true;
            }
        }
        if !is_found {
            break;
        }
    }
}

/// Some old sentences and some new ones, one on one side at least, that may answer each other.
struct Claim {
    rank: f32,
    olds: Range<usize>,
    news: Range<usize>,
}

/// The pairs of free sentences that stand in the same gap, in a long one near each other.
fn by_place(links: &Links) -> Vec<(usize, usize)> {
    let (our_gaps, their_gaps) = links.gap_numbers();
    let (ours, theirs) = links.free();
    let mut pairs = Vec::new();
    let mut rest = theirs.as_slice();
    for olds in ours.chunk_by(|a, b| our_gaps[*a] == our_gaps[*b]) {
        let gap = our_gaps[olds[0]];
        rest = &rest[rest.partition_point(|at| their_gaps[*at] < gap)..];
        let news = &rest[..rest.partition_point(|at| their_gaps[*at] == gap)];
        for (at, new) in news.iter().enumerate() {
            let near = match olds.len() * news.len() <= SMALL_GAP {
                true => olds,
                false => {
                    let middle = at * olds.len() / news.len();
                    &olds[middle.saturating_sub(2)..(middle + 3).min(olds.len())]
                }
            };
            pairs.extend(near.iter().map(|old| (*old, *new)));
        }
    }
    pairs
}

/// The pairs of free sentences that share rare words, wherever they stand.
fn by_words(links: &Links, weighing: &Weighing) -> Vec<(usize, usize)> {
    let (ours, theirs) = links.free();
    let mut lists: Vec<Vec<usize>> = vec![Vec::new(); weighing.weights.len()];
    for at in &ours {
        for stem in &weighing.old[*at].0 {
            let list = &mut lists[*stem as usize];
            // One more says that the list is too long.
            if list.len() <= LONGEST_LIST {
                list.push(*at);
            }
        }
    }
    let mut shared = vec![0.0_f32; weighing.old.len()];
    let mut pairs = Vec::new();
    for new in theirs {
        let is_listed = |stem: &&u32| (1..=LONGEST_LIST).contains(&lists[**stem as usize].len());
        let mut rare: Vec<u32> = (weighing.new[new].0.iter().filter(is_listed))
            .copied()
            .collect();
        let weight = |stem: u32| weighing.weights[stem as usize];
        rare.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)).then(a.cmp(b)));
        let mut found: Vec<usize> = Vec::new();
        for stem in rare.into_iter().take(RARE_WORDS) {
            for old in &lists[stem as usize] {
                if shared[*old] == 0.0 {
                    found.push(*old);
                }
                shared[*old] += weight(stem);
            }
        }
        found.sort_by(|a, b| shared[*b].total_cmp(&shared[*a]).then(a.cmp(b)));
        for old in &found {
            shared[*old] = 0.0;
        }
        pairs.extend(found.into_iter().take(CANDIDATES).map(|old| (old, new)));
    }
    pairs
}

/// The claims of pairs that are alike enough, each also with the neighbours that make it more alike.
fn claims(links: &Links, weighing: &Weighing, pairs: &[(usize, usize)]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (old, new) in pairs.iter().copied() {
        let alone = weighing.alikeness(&weighing.old[old], &weighing.new[new]);
        let mut claim = |alikeness: f32, olds: Range<usize>, news: Range<usize>| {
            let support = support(links, &olds, &news);
            let is_pair = olds.len() == 1 && news.len() == 1;
            if alikeness >= LEAST[usize::from(support)]
                || (support > 0 && is_pair && are_in_order(weighing, old, new))
            {
                let rank = alikeness + NEIGHBOUR * f32::from(support);
                claims.push(Claim { rank, olds, news });
            }
        };
        claim(alone, old..old + 1, new..new + 1);
        if alone < LEAST[2] {
            continue;
        }
        let part = |at: usize| {
            (at < weighing.new.len() && links.is_new_free(at)).then(|| &weighing.new[at])
        };
        let grown = grown(weighing, &weighing.old[old], new, alone, part, |range| {
            weighing.news(range)
        });
        if let Some((alikeness, news)) = grown {
            claim(alikeness, old..old + 1, news);
        }
        let part = |at: usize| {
            (at < weighing.old.len() && links.is_old_free(at)).then(|| &weighing.old[at])
        };
        let grown = self::grown(weighing, &weighing.new[new], old, alone, part, |range| {
            weighing.olds(range)
        });
        if let Some((alikeness, olds)) = grown {
            claim(alikeness, olds, new..new + 1);
        }
    }
    claims
}

/// Whether enough of the words of two sentences are the same in the same order, as after a half was rewritten.
fn are_in_order(weighing: &Weighing, old: usize, new: usize) -> bool {
    let (kept, longer) = weighing.kept_in_order(old, new);
    kept >= KEPT_WORDS && kept * KEPT_IN_ORDER.1 > longer * KEPT_IN_ORDER.0
}

/// How many of the neighbours of two stretches answer each other.
fn support(links: &Links, olds: &Range<usize>, news: &Range<usize>) -> u8 {
    links.before(olds.start, news.start) + links.behind(olds.end, news.end)
}

/// The stretch around one sentence that is together more like the whole than that sentence alone, if there
/// is one: each further part must stand for the most part in what the others leave over.
fn grown<'a>(
    weighing: &Weighing,
    whole: &Stems,
    first: usize,
    alone: f32,
    part: impl Fn(usize) -> Option<&'a Stems>,
    together: impl Fn(Range<usize>) -> Stems,
) -> Option<(f32, Range<usize>)> {
    let (mut best, mut stretch) = (alone, first..first + 1);
    while stretch.len() < MOST_PARTS {
        let left = whole.without(&together(stretch.clone()));
        let longer = [
            (Some(stretch.end), stretch.start..stretch.end + 1),
            (
                stretch.start.checked_sub(1),
                stretch.start.saturating_sub(1)..stretch.end,
            ),
        ];
        let found = longer.into_iter().filter_map(|(at, longer)| {
            let part = part(at?)?;
            let is_covered = weighing.shared(&left, part) >= COVERED * weighing.weight(part);
            if part.0.is_empty() || !is_covered {
                return None;
            }
            let alikeness = weighing.alikeness(whole, &together(longer.clone()));
            (alikeness >= best + GAIN).then_some((alikeness, longer))
        });
        match found.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some(found) => (best, stretch) = found,
            None => break,
        }
    }
    (stretch.len() > 1).then_some((best, stretch))
}
