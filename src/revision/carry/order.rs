//! The longest part of a list of places that is in order.

/// For each value that is there whether it belongs to the longest run of values that never fall.
///
/// After Fredman, *On computing the length of longest increasing subsequences*, 1975; costs n log n.
pub(super) fn in_order(values: &[Option<usize>]) -> Vec<bool> {
    // For each length the value at whose end the best run of that length stands, and where that is.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; values.len()];
    for (at, value) in values.iter().enumerate() {
        let Some(value) = *value else { continue };
        let length = ends.partition_point(|(end, _)| *end <= value);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter].1);
        if length == ends.len() {
            ends.push((value, at));
        } else {
            ends[length] = (value, at);
        }
    }
    let mut chosen = vec![false; values.len()];
    let mut next = ends.last().map(|(_, at)| *at);
    while let Some(at) = next {
        chosen[at] = true;
        next = before[at];
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_run_is_found() {
        let values = [Some(3), Some(0), None, Some(1), Some(1), Some(5), Some(2)];
        assert_eq!(
            in_order(&values),
            [false, true, false, true, true, false, true]
        );
        assert_eq!(in_order(&[]), Vec::<bool>::new());
        assert_eq!(in_order(&[None]), [false]);
    }
}
