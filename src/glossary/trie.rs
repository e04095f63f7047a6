//! Sequences that share their beginnings: a tree with a node for each beginning.

use std::ops::Range;

/// A beginning of some of the sequences.
pub(super) type Node = u32;

/// The beginning of all sequences.
pub(super) const ROOT: Node = 0;

/// Sequences of letters or of words.
#[derive(Debug)]
pub(super) struct Trie<L> {
    /// For each node where its edges begin; they end where those of the next begin.
    starts: Vec<u32>,
    /// What may follow a node, in order, with the node behind it.
    edges: Vec<(L, Node)>,
}

impl<L: Copy + Ord> Trie<L> {
    /// The tree of sequences that are in order, and the node of each. Linear in their length.
    pub(super) fn of<S: AsRef<[L]>>(sequences: &[S]) -> (Self, Vec<Node>) {
        let mut trie = Self {
            starts: Vec::new(),
            edges: Vec::new(),
        };
        let mut ends = vec![ROOT; sequences.len()];
        // The sequences of each node, and its depth.
        let mut nodes: Vec<(Range<usize>, usize)> = vec![(0..sequences.len(), 0)];
        while let Some((range, depth)) = nodes.get(trie.starts.len()).cloned() {
            let label = |number: usize| sequences[number].as_ref().get(depth).copied();
            let node = trie.starts.len() as Node;
            trie.starts.push(trie.edges.len() as u32);
            let mut from = range.start;
            while from < range.end {
                let own = label(from);
                let to = (from + 1..range.end).find(|number| label(*number) != own);
                let to = to.unwrap_or(range.end);
                match own {
                    Some(own) => {
                        trie.edges.push((own, nodes.len() as Node));
                        nodes.push((from..to, depth + 1));
                    }
                    None => ends[from..to].fill(node),
                }
                from = to;
            }
        }
        trie.starts.push(trie.edges.len() as u32);
        (trie, ends)
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    #[inline]
    fn edges(&self, node: Node) -> &[(L, Node)] {
        let [start, end] = [0, 1].map(|next| self.starts[node as usize + next] as usize);
        &self.edges[start..end]
    }

    /// The node behind a label. Costs a logarithm of what may follow.
    #[inline]
    pub(super) fn step(&self, node: Node, label: L) -> Option<Node> {
        let edges = self.edges(node);
        let at = edges.binary_search_by_key(&label, |(own, _)| *own).ok()?;
        Some(edges[at].1)
    }

    /// Whether a sequence goes on behind a node.
    #[inline]
    pub(super) fn goes_on(&self, node: Node) -> bool {
        !self.edges(node).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_shared() {
        let (trie, ends) = Trie::of(&["", "a", "ab", "ab", "b"].map(str::as_bytes));
        assert_eq!(trie.len(), 4);
        assert_eq!(ends[0], ROOT);
        assert_eq!(ends[2], ends[3]);
        let a = trie.step(ROOT, b'a');
        assert_eq!(a, Some(ends[1]));
        assert_eq!(trie.step(ends[1], b'b'), Some(ends[2]));
        assert_eq!(trie.step(ends[1], b'a'), None);
        assert!(trie.goes_on(ends[1]) && !trie.goes_on(ends[2]));
        let (empty, _) = Trie::<char>::of::<&[char]>(&[]);
        assert!(!empty.goes_on(ROOT) && empty.len() == 1);
    }
}
