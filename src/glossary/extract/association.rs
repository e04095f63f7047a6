//! How much more often two things occur together than chance would have it.

/// In how many texts one thing, the other, and both occur, of how many in all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Together {
    pub(super) both: u32,
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) all: u32,
}

impl Together {
    /// The logarithmic likelihood ratio G² (Dunning, 1993, "Accurate methods for the statistics of surprise and
    /// coincidence"); 0 when they occur together no more often than by chance.
    pub(super) fn likelihood_ratio(self) -> f64 {
        let [both, one, other, all] = [self.both, self.one, self.other, self.all].map(f64::from);
        if both * all <= one * other {
            return 0.0;
        }
        let cell = |observed: f64, row: f64, column: f64| match observed > 0.0 {
            true => observed * (observed * all / (row * column)).ln(),
            false => 0.0,
        };
        let neither = all - one - other + both;
        2.0 * (cell(both, one, other)
            + cell(one - both, one, all - other)
            + cell(other - both, all - one, other)
            + cell(neither, all - one, all - other))
    }

    /// The coefficient of Dice: 1 when each occurs only with the other.
    pub(super) fn dice(self) -> f64 {
        2.0 * f64::from(self.both) / f64::from(self.one + self.other).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_always_goes_together_is_worth_most() {
        let of = |both, one, other| Together {
            both,
            one,
            other,
            all: 100,
        };
        assert!(of(10, 10, 10).likelihood_ratio() > of(8, 10, 10).likelihood_ratio());
        assert!(of(10, 10, 10).likelihood_ratio() > of(10, 10, 40).likelihood_ratio());
        assert!(of(1, 10, 10).likelihood_ratio() < 1e-9, "chance");
        assert!((of(10, 10, 10).dice() - 1.0).abs() < 1e-9);
    }
}
