//! Numbers that look random and are the same on every machine: `SplitMix64` (Steele, Lea and Flood, 2014).

/// Added to the state at each step: 2^64 divided by the golden ratio, so that states are spread evenly.
const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// A `SplitMix64` generator.
#[derive(Debug, Clone)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// A generator for one of many independent sequences.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(GOLDEN_GAMMA) ^ 0x5851_f42d_4c95_7f2d,
        }
    }

    /// The generator as published, whose state starts as given: nearby states give overlapping sequences.
    #[must_use]
    pub fn from_state(state: u64) -> Self {
        Self { state }
    }

    /// The next number, from the whole range of 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        mix_bits(self.state)
    }

    /// A number from 0 on, 1 excluded.
    pub fn unit(&mut self) -> f64 {
        const STEPS: f64 = (1_u64 << 53) as f64;
        (self.next_u64() >> 11) as f64 / STEPS
    }

    /// A number below a limit; 0 where the limit is.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next_u64().checked_rem(limit).unwrap_or(0)
    }

    /// One of these values; none where there are none.
    pub fn pick<'v, T>(&mut self, values: &'v [T]) -> Option<&'v T> {
        let index = self.below(values.len() as u64);
        values.get(index as usize)
    }

    /// Puts values into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for index in (1..values.len()).rev() {
            let other = self.below(index as u64 + 1) as usize;
            values.swap(index, other);
        }
    }
}

/// The first number of the generator whose state is `seed`, for callers that need no second one.
#[must_use]
pub fn first_random(seed: u64) -> u64 {
    mix_bits(seed.wrapping_add(GOLDEN_GAMMA))
}

/// The output function of `SplitMix64`.
fn mix_bits(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_published_ones() {
        let mut generator = SplitMix64::from_state(0);
        let numbers = [generator.next_u64(), generator.next_u64()];
        assert_eq!(numbers, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
        assert_eq!(first_random(0), numbers[0]);
    }

    #[test]
    fn numbers_stay_within_their_limits() {
        let mut generator = SplitMix64::new(3);
        let units: Vec<f64> = (0..1_000).map(|_| generator.unit()).collect();
        assert!(units.iter().all(|unit| (0.0..1.0).contains(unit)));
        assert!(units.iter().any(|&unit| unit > 0.99) && units.iter().any(|&unit| unit < 0.01));
        assert!((0..1_000).all(|_| generator.below(7) < 7));
        assert_eq!(generator.below(0), 0);
        assert_eq!(generator.pick::<u8>(&[]), None);
    }
}
