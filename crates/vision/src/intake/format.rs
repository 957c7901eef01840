//! Detects the format of a file by its first bytes. File names and declared types are ignored.

use super::refusal::{IntakeRefusal, Unsupported};

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// JPEG (ISO/IEC 10918-1), baseline or progressive.
    Jpeg,
    /// PNG (ISO/IEC 15948).
    Png,
    /// WebP (RFC 9649), lossy or lossless; the first picture of an animation.
    WebP,
}

/// PDF readers look for the header within this many bytes; so do we.
const PDF_HEADER_WITHIN: usize = 1024;

/// Detects the format, or says why the file is not read.
pub(super) fn recognise(bytes: &[u8]) -> Result<SourceFormat, IntakeRefusal> {
    let unsupported = |what| Err(IntakeRefusal::Unsupported { what });
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Ok(SourceFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(SourceFormat::Png),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Ok(SourceFormat::WebP),
        [_, _, _, _, b'f', b't', b'y', b'p', brands @ ..] => unsupported(iso_media(brands)),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => unsupported(Unsupported::Gif),
        [b'B', b'M', ..] => unsupported(Unsupported::Bmp),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => unsupported(Unsupported::Tiff),
        _ if begins_a_film(bytes) => unsupported(Unsupported::Film),
        _ if bytes.iter().all(|byte| *byte == 0) => Err(IntakeRefusal::Empty),
        _ if begins_a_pdf(bytes) => unsupported(Unsupported::Pdf),
        _ => Err(IntakeRefusal::NotAPicture),
    }
}

/// Distinguishes files of the ISO base media format by their major brand.
///
/// `brands`: what follows `ftyp`. Source: ISO/IEC 14496-12; brands as registered at mp4ra.org.
fn iso_media(brands: &[u8]) -> Unsupported {
    match brands.get(..4) {
        Some(b"avif" | b"avis") => Unsupported::Avif,
        Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => {
            Unsupported::Heic
        }
        _ => Unsupported::Film,
    }
}

/// Matroska (and its kin for the web), or AVI. Films of the ISO base media format are told apart in [`iso_media`].
fn begins_a_film(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1A\x45\xDF\xA3")
        || bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"AVI ")
}

fn begins_a_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    head.windows(5).any(|window| window == b"%PDF-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_it_reads() {
        assert_eq!(recognise(b"\xFF\xD8\xFF\xE0"), Ok(SourceFormat::Jpeg));
        assert_eq!(recognise(b"\x89PNG\r\n\x1A\n...."), Ok(SourceFormat::Png));
        assert_eq!(recognise(b"RIFF\0\0\0\0WEBPVP8 "), Ok(SourceFormat::WebP));
    }

    #[test]
    fn names_what_it_knows_and_does_not_read() {
        let cases: [(&[u8], Unsupported); 13] = [
            (b"\0\0\0\x18ftypheic\0\0\0\0", Unsupported::Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0", Unsupported::Heic),
            (b"\0\0\0\x18ftypavif\0\0\0\0", Unsupported::Avif),
            (b"\0\0\0\x18ftypisom\0\0\0\0", Unsupported::Film),
            (b"\0\0\0\x18ftypqt", Unsupported::Film),
            (b"\x1A\x45\xDF\xA3", Unsupported::Film),
            (b"RIFF\0\0\0\0AVI LIST", Unsupported::Film),
            (b"%PDF-1.7", Unsupported::Pdf),
            (b"\xEF\xBB\xBF\n%PDF-1.4", Unsupported::Pdf),
            (b"GIF89a", Unsupported::Gif),
            (b"BM....", Unsupported::Bmp),
            (b"II\x2A\0", Unsupported::Tiff),
            (b"MM\0\x2A", Unsupported::Tiff),
        ];
        for (bytes, what) in cases {
            assert_eq!(
                recognise(bytes),
                Err(IntakeRefusal::Unsupported { what }),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn refuses_all_else_whatever_it_is_called() {
        let cases: [&[u8]; 5] = [
            b"\xFF\xD8",
            b"<svg xmlns=",
            b"<html>",
            b"PK\x03\x04",
            b"RIFF\0\0\0\0WAVE",
        ];
        for bytes in cases {
            assert_eq!(
                recognise(bytes),
                Err(IntakeRefusal::NotAPicture),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn what_holds_nothing_is_empty() {
        for bytes in [&b""[..], b"\0", &[0; 4096]] {
            assert_eq!(recognise(bytes), Err(IntakeRefusal::Empty));
        }
    }
}
