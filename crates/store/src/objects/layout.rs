//! The bytes of an object: a header, the sealed thumbnail, the sealed picture.
//!
//! The thumbnail stands first, so that the beginning of the object is all that a list needs. The header is plain and says only
//! lengths: with other lengths neither part opens.

use std::ops::Range;

/// The first bytes of every object. No sealed value begins like this.
const MAGIC: [u8; 4] = *b"DBPX";
/// Magic (4 bytes), version (1), length of the sealed thumbnail (4), of the sealed picture (4); numbers are big-endian.
const HEADER: usize = 13;
const VERSION: u8 = 1;

/// Where the two parts of an object are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    thumbnail_bytes: u32,
    picture_bytes: u32,
}

impl Layout {
    /// For sealed parts of these lengths; `None` from 4 GB on.
    pub(super) fn of(thumbnail_bytes: usize, picture_bytes: usize) -> Option<Self> {
        Some(Self {
            thumbnail_bytes: thumbnail_bytes.try_into().ok()?,
            picture_bytes: picture_bytes.try_into().ok()?,
        })
    }

    /// The header that says so.
    pub(super) fn header(self) -> Vec<u8> {
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(&MAGIC);
        header.push(VERSION);
        header.extend_from_slice(&self.thumbnail_bytes.to_be_bytes());
        header.extend_from_slice(&self.picture_bytes.to_be_bytes());
        header
    }

    /// Reads the header at the beginning of an object; `None` when it is not one of this version.
    pub(super) fn read(object: &[u8]) -> Option<Self> {
        let (magic, rest) = object.split_first_chunk::<4>()?;
        let (version, rest) = rest.split_first()?;
        let (thumbnail, rest) = rest.split_first_chunk::<4>()?;
        let picture = rest.first_chunk::<4>()?;
        (*magic == MAGIC && *version == VERSION).then_some(Self {
            thumbnail_bytes: u32::from_be_bytes(*thumbnail),
            picture_bytes: u32::from_be_bytes(*picture),
        })
    }

    /// Where the thumbnail is.
    pub(super) fn thumbnail(self) -> Range<usize> {
        HEADER..HEADER + self.thumbnail_bytes as usize
    }

    /// Where the picture is.
    pub(super) fn picture(self) -> Range<usize> {
        let start = self.thumbnail().end;
        start..start + self.picture_bytes as usize
    }
}

#[cfg(test)]
mod tests {
    use super::Layout;

    #[test]
    fn the_header_says_where_the_parts_are() {
        let layout = Layout::of(300, 70_000).unwrap();
        assert_eq!(Layout::read(&layout.header()), Some(layout));
        assert_eq!(layout.thumbnail(), 13..313);
        assert_eq!(layout.picture(), 313..70_313);
    }

    #[test]
    fn another_beginning_is_no_header() {
        let header = Layout::of(1, 2).unwrap().header();
        for length in 0..header.len() {
            assert_eq!(Layout::read(&header[..length]), None, "{length} bytes");
        }
        for byte in 0..5 {
            let mut other = header.clone();
            other[byte] ^= 1;
            assert_eq!(Layout::read(&other), None, "byte {byte}");
        }
    }
}
