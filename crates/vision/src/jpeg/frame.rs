//! The frame header: size, components, and how these are sampled (T.81, B.2.2).

use super::{SIDE, Unreadable};

/// Most blocks of a unit that a scan may have.
const MOST_OF_UNIT: usize = 10;

/// How the coefficients are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Each block at once.
    Sequential,
    /// Each block in several scans.
    Progressive,
}

/// What the frame header says.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(super) coding: Coding,
    pub(super) width: usize,
    pub(super) height: usize,
    /// Brightness, or the first colour, first.
    pub(super) components: Vec<Component>,
    /// Groups of blocks of all components that belong together (minimum coded units).
    pub(super) units_wide: usize,
    pub(super) units_high: usize,
}

/// One colour component.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    pub(super) id: u8,
    /// Blocks in a unit.
    pub(super) across: usize,
    pub(super) down: usize,
    /// Number of its quantisation table, 0 to 3.
    pub(super) steps: usize,
    /// Blocks that hold a part of the picture.
    pub(super) wide: usize,
    pub(super) high: usize,
}

impl Frame {
    /// Reads what the segment holds.
    ///
    /// # Errors
    /// When it is cut off, names no size, or names a sampling that no decoder reads alike: one that does not divide the finest.
    pub(super) fn read(coding: Coding, holds: &[u8]) -> Result<Self, Unreadable> {
        let &[
            8,
            height_high,
            height_low,
            width_high,
            width_low,
            count,
            ref rest @ ..,
        ] = holds
        else {
            return Err(Unreadable);
        };
        let side = |high, low| usize::from(u16::from_be_bytes([high, low]));
        let (width, height) = (side(width_high, width_low), side(height_high, height_low));
        let listed = rest.chunks_exact(3).take(usize::from(count));
        let mut components: Vec<Component> = listed
            .map(|of_one| Component {
                id: of_one[0],
                across: usize::from(of_one[1] >> 4),
                down: usize::from(of_one[1] & 15),
                steps: usize::from(of_one[2]),
                wide: 0,
                high: 0,
            })
            .collect();
        if width == 0
            || height == 0
            || !matches!(count, 1 | 3 | 4)
            || components.len() != usize::from(count)
        {
            return Err(Unreadable);
        }
        if let [only] = &mut components[..] {
            // The sampling of a component that is alone has no meaning: its units are single blocks.
            (only.across, only.down) = (1, 1);
        }
        let finest = |of: fn(&Component) -> usize| components.iter().map(of).max().unwrap_or(0);
        let (across, down) = (finest(|one| one.across), finest(|one| one.down));
        let lawful =
            |part: usize, finest: usize| (1..=4).contains(&part) && finest.is_multiple_of(part);
        if !components
            .iter()
            .all(|one| lawful(one.across, across) && lawful(one.down, down) && one.steps < 4)
        {
            return Err(Unreadable);
        }
        for one in &mut components {
            one.wide = (width * one.across).div_ceil(across * SIDE);
            one.high = (height * one.down).div_ceil(down * SIDE);
        }
        Ok(Self {
            coding,
            width,
            height,
            components,
            units_wide: width.div_ceil(across * SIDE),
            units_high: height.div_ceil(down * SIDE),
        })
    }

    /// Blocks of the finest component in a unit, across and down.
    pub(super) fn finest(&self) -> (usize, usize) {
        let of =
            |part: fn(&Component) -> usize| self.components.iter().map(part).max().unwrap_or(1);
        (of(|one| one.across), of(|one| one.down))
    }

    /// Blocks of one component that the units hold, across and down: those of the picture, and those that fill the last units.
    pub(super) fn held(&self, component: usize) -> (usize, usize) {
        let one = &self.components[component];
        (self.units_wide * one.across, self.units_high * one.down)
    }

    /// Width and height in pixels.
    pub(super) fn size_px(&self) -> (u32, u32) {
        let side = |side: usize| u32::try_from(side).expect("a side has 16 bits");
        (side(self.width), side(self.height))
    }

    /// Whether one scan may hold all components (T.81, B.2.3).
    pub(super) fn fits_one_scan(&self) -> bool {
        let blocks = self.components.iter().map(|one| one.across * one.down);
        blocks.sum::<usize>() <= MOST_OF_UNIT
    }

    /// Bytes that the coefficients of the picture take.
    pub(super) fn memory_bytes(&self) -> u64 {
        let blocks = |index| {
            let (wide, high) = self.held(index);
            (wide * high) as u64
        };
        (0..self.components.len()).map(blocks).sum::<u64>() * size_of::<super::Block>() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(width: u8, height: u8, components: &[(u8, u8)]) -> Result<Frame, Unreadable> {
        let count = u8::try_from(components.len()).unwrap();
        let mut holds = vec![8, 0, height, 0, width, count];
        for (index, (sampling, steps)) in (1..).zip(components) {
            holds.extend([index, *sampling, *steps]);
        }
        Frame::read(Coding::Sequential, &holds)
    }

    #[test]
    fn counts_the_blocks_of_each_component() {
        let found = frame(17, 33, &[(0x22, 0), (0x11, 1), (0x11, 1)]).unwrap();
        assert_eq!((found.units_wide, found.units_high), (2, 3));
        let blocks: Vec<_> = found
            .components
            .iter()
            .map(|one| (one.wide, one.high))
            .collect();
        assert_eq!(blocks, [(3, 5), (2, 3), (2, 3)]);
        assert_eq!(found.held(0), (4, 6));
        assert_eq!(found.memory_bytes(), (24 + 6 + 6) * 128);
    }

    #[test]
    fn the_sampling_of_a_single_component_has_no_meaning() {
        let found = frame(17, 33, &[(0x22, 0)]).unwrap();
        assert_eq!((found.units_wide, found.units_high), (3, 5));
    }

    #[test]
    fn refuses_what_nobody_reads_alike() {
        for components in [
            &[][..],
            &[(0x11, 0), (0x11, 0)],
            &[(0x01, 0)][..0],
            &[(0x11, 4)],
            &[(0x31, 0), (0x21, 0), (0x11, 0)],
            &[(0x50, 0), (0x11, 0), (0x11, 0)],
        ] {
            assert!(frame(8, 8, components).is_err(), "{components:02X?}");
        }
        assert!(frame(0, 8, &[(0x11, 0)]).is_err());
        assert!(Frame::read(Coding::Sequential, &[12, 0, 8, 0, 8, 1, 1, 0x11, 0]).is_err());
    }
}
