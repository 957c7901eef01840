//! Files that are too large, truncated, polyglot or noise.

use crate::files::{FOUR, assert_corners, assert_plain, jpeg, png, quarters, small, webp};
use image::{DynamicImage, GrayImage};
use proptest::prelude::*;
use vision::{Intake, IntakeRefusal, Limits, intake};

/// Writes another size into a PNG's header and fixes its checksum.
fn png_that_claims(width: u32, height: u32, mut bytes: Vec<u8>) -> Vec<u8> {
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// The checksum of PNG chunks (ISO/IEC 15948, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 * (sum & 1))
        })
    })
}

fn small_png() -> Vec<u8> {
    png(&quarters(64, 40).into(), None)
}

#[test]
fn refuses_a_file_that_is_too_long_before_looking_at_it() {
    let limits = Limits {
        max_bytes: 10,
        ..small()
    };
    let refusal = intake(b"no picture at all", &limits).unwrap_err();
    assert_eq!(
        refusal,
        IntakeRefusal::TooLarge {
            size_bytes: 17,
            max_bytes: 10
        }
    );
}

#[test]
fn takes_a_picture_at_the_limit_of_pixels_and_refuses_one_above() {
    let bytes = jpeg(&quarters(100, 60), None);
    assert!(
        intake(
            &bytes,
            &Limits {
                max_pixels: 6000,
                ..small()
            }
        )
        .is_ok()
    );
    let refusal = intake(
        &bytes,
        &Limits {
            max_pixels: 5999,
            ..small()
        },
    )
    .unwrap_err();
    assert_eq!(
        refusal,
        IntakeRefusal::TooManyPixels {
            width_px: 100,
            height_px: 60,
            max_pixels: 5999
        }
    );
}

#[test]
fn takes_a_picture_at_the_smallest_side_and_refuses_one_below() {
    let bytes = jpeg(&quarters(100, 60), None);
    assert!(
        intake(
            &bytes,
            &Limits {
                min_side_px: 60,
                ..small()
            }
        )
        .is_ok()
    );
    let refusal = intake(
        &bytes,
        &Limits {
            min_side_px: 61,
            ..small()
        },
    )
    .unwrap_err();
    assert_eq!(
        refusal,
        IntakeRefusal::TooSmall {
            width_px: 100,
            height_px: 60,
            min_side_px: 61
        }
    );
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let bomb = png_that_claims(u32::MAX / 2, 60_000, small_png());
    let refusal = intake(&bomb, &Limits::default()).unwrap_err();
    assert!(
        matches!(refusal, IntakeRefusal::TooManyPixels { .. }),
        "{refusal}"
    );
    let mut bomb = jpeg(&quarters(64, 40), None);
    let frame = bomb
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    let refusal = intake(&bomb, &Limits::default()).unwrap_err();
    let expected = IntakeRefusal::TooManyPixels {
        width_px: 65535,
        height_px: 65535,
        max_pixels: 128_000_000,
    };
    assert_eq!(refusal, expected);
}

#[test]
fn a_header_that_claims_more_than_there_is_does_not_pass() {
    let claims = png_that_claims(640, 400, small_png());
    assert_eq!(intake(&claims, &small()), Err(IntakeRefusal::Broken));
}

#[test]
fn a_colour_profile_that_swells_is_not_read() {
    // 64 MB of zeros, deflated: a PNG encoder makes them from the pixels of a grey picture.
    let zeros = png(&GrayImage::new(8000, 8000).into(), None);
    let deflated: Vec<u8> = chunks(&zeros)
        .filter(|(kind, _)| kind == b"IDAT")
        .flat_map(|(_, data)| data)
        .collect();
    let profile = [b"profile\0\0", &deflated[..]].concat();
    let mut bytes = small_png();
    let typed = [b"iCCP", &profile[..]].concat();
    let chunk = [
        &u32::try_from(profile.len()).unwrap().to_be_bytes()[..],
        &typed,
        &crc32(&typed).to_be_bytes(),
    ]
    .concat();
    bytes.splice(33..33, chunk);
    let kept = intake(&bytes, &small()).unwrap();
    assert_corners(&kept, FOUR, 10);
    assert_plain(&kept);
}

/// Kinds and data of a PNG's chunks.
fn chunks(png: &[u8]) -> impl Iterator<Item = ([u8; 4], Vec<u8>)> {
    let mut rest = &png[8..];
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().unwrap()) as usize;
        let chunk = (rest[4..8].try_into().unwrap(), rest[8..8 + length].to_vec());
        rest = &rest[12 + length..];
        Some(chunk)
    })
}

#[test]
fn a_file_that_was_cut_off_is_broken() {
    let picture = quarters(400, 300);
    let dynamic = DynamicImage::from(picture.clone());
    let progressive = include_bytes!("../../../../testdata/pictures/progressive.jpg").to_vec();
    let lossy = include_bytes!("../../../../testdata/pictures/lossy.webp").to_vec();
    for bytes in [
        jpeg(&picture, None),
        progressive,
        png(&dynamic, None),
        webp(&dynamic, None),
        lossy,
    ] {
        for percent in [10, 50, 75, 95] {
            let cut = &bytes[..bytes.len() * percent / 100];
            assert_eq!(
                intake(cut, &small()),
                Err(IntakeRefusal::Broken),
                "{percent} % of {:?}",
                &bytes[..4]
            );
        }
    }
}

#[test]
fn what_else_a_file_is_does_not_survive() {
    let mut bytes = jpeg(&quarters(64, 40), None);
    let script = b"/*<script>alert(1)</script>*/";
    let comment = [
        &[0xFF, 0xFE, 0, 2 + u8::try_from(script.len()).unwrap()],
        &script[..],
    ]
    .concat();
    bytes.splice(2..2, comment);
    bytes.extend_from_slice(b"PK\x03\x04 an archive, or the picture before it was cut");
    let kept = intake(&bytes, &small()).unwrap();
    assert_corners(&kept, FOUR, 10);
    assert_plain(&kept);
}

/// Every outcome is allowed: a refusal, or a plain picture within the limits.
fn lawful(outcome: Result<Intake, IntakeRefusal>) {
    if let Ok(kept) = outcome {
        assert!(u64::from(kept.width_px) * u64::from(kept.height_px) <= small().max_pixels);
        assert_plain(&kept);
    }
}

/// A valid file of each format.
fn sound_file() -> impl Strategy<Value = Vec<u8>> {
    let picture = quarters(48, 32);
    let dynamic = DynamicImage::from(picture.clone());
    prop_oneof![
        Just(jpeg(&picture, None)),
        Just(png(&dynamic, None)),
        Just(webp(&dynamic, None)),
        Just(include_bytes!("../../../../testdata/pictures/progressive.jpg").to_vec()),
        Just(include_bytes!("../../../../testdata/pictures/lossy.webp").to_vec()),
        Just(include_bytes!("../../../../testdata/pictures/cmyk.jpg").to_vec()),
    ]
}

proptest! {
    #[test]
    fn noise_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        lawful(intake(&bytes, &small()));
    }

    #[test]
    fn noise_behind_a_good_beginning_never_panics(
        beginning in prop_oneof![
            Just(&b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"[..]),
            Just(&b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"[..]),
            Just(&b"RIFF\0\x01\0\0WEBPVP8"[..]),
        ],
        noise in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        lawful(intake(&[beginning, &noise].concat(), &small()));
    }

    #[test]
    fn damaged_files_never_panic(
        mut bytes in sound_file(),
        damages in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        for (place, byte) in damages {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        lawful(intake(&bytes, &small()));
    }
}
