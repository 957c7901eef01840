//! Chance that comes out the same each time (`SplitMix64`).

pub(crate) struct Chance {
    state: u64,
    /// The longest side of a photograph that is drawn, in pixels: large ones take a second each.
    pub(crate) longest_px: f32,
}

impl Chance {
    pub(crate) fn new(seed: u64, longest_px: f32) -> Self {
        Self {
            state: seed,
            longest_px,
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1.
    pub(crate) fn share(&mut self) -> f32 {
        let drawn = u16::try_from(self.next() >> 48).unwrap();
        f32::from(drawn) / 65536.0
    }

    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.share()
    }

    pub(crate) fn one_in(&mut self, count: u64) -> bool {
        self.next().is_multiple_of(count)
    }

    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let count = u64::try_from(all.len()).unwrap();
        &all[usize::try_from(self.next() % count).unwrap()]
    }

    /// Normally distributed with deviation 1, nearly: the sum of the four parts of one draw.
    pub(crate) fn normal(&mut self) -> f32 {
        let drawn = self.next();
        let sum: f32 = drawn
            .to_le_bytes()
            .chunks_exact(2)
            .map(|part| f32::from(u16::from_le_bytes([part[0], part[1]])) / 65536.0)
            .sum();
        (sum - 2.0) * 1.732
    }
}
