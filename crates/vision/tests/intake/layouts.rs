//! Every layout that a JPEG can have: what is kept is what an unrelated decoder reads of the original.

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use vision::{Intake, IntakeRefusal, Limits, intake};

use crate::files::{assert_plain, exif, small};
use crate::read_back::read;

/// How a file is laid out.
#[derive(Clone, Copy, Debug)]
struct Layout {
    colours: ColorType,
    sampling: SamplingFactor,
    is_progressive: bool,
    /// Huffman tables of its own: the encoder then writes a scan for each component.
    own_tables: bool,
    restarts: u16,
    quality: u8,
}

const PLAIN: Layout = Layout {
    colours: ColorType::Rgb,
    sampling: SamplingFactor::F_2_2,
    is_progressive: false,
    own_tables: false,
    restarts: 0,
    quality: 90,
};

/// Slopes and edges in all colours, with some grain, so that no block is like another.
fn pattern(width: u16, height: u16) -> RgbImage {
    RgbImage::from_fn(width.into(), height.into(), |x, y| {
        let grain = x.wrapping_mul(7919).wrapping_add(y.wrapping_mul(104_729)) % 23;
        let edge = if (x / 11 + y / 7) % 3 == 0 { 90 } else { 0 };
        let part = |slope: u32| u8::try_from((slope + grain + edge) % 256).unwrap();
        image::Rgb([part(x * 2), part(y * 3), part(x + y)])
    })
}

fn drawn(layout: Layout, (width, height): (u16, u16)) -> Vec<u8> {
    let picture = pattern(width, height);
    let data: Vec<u8> = picture
        .pixels()
        .flat_map(|pixel| {
            let [red, green, blue] = pixel.0;
            match layout.colours {
                ColorType::Luma => vec![green],
                ColorType::Cmyk | ColorType::CmykAsYcck => {
                    vec![255 - red, 255 - green, 255 - blue, 20]
                }
                _ => vec![red, green, blue],
            }
        })
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, layout.quality);
    encoder.set_sampling_factor(layout.sampling);
    encoder.set_progressive(layout.is_progressive);
    encoder.set_optimized_huffman_tables(layout.own_tables);
    if layout.restarts > 0 {
        encoder.set_restart_interval(layout.restarts);
    }
    encoder
        .encode(&data, width, height, layout.colours)
        .unwrap();
    bytes
}

/// All that the encoder can write.
fn layouts() -> Vec<Layout> {
    let mut layouts = Vec::new();
    for sampling in [
        SamplingFactor::F_1_1,
        SamplingFactor::F_2_1,
        SamplingFactor::F_1_2,
        SamplingFactor::F_2_2,
        SamplingFactor::F_4_1,
        SamplingFactor::F_4_2,
        SamplingFactor::F_1_4,
        SamplingFactor::F_2_4,
    ] {
        for (is_progressive, own_tables) in
            [(false, false), (false, true), (true, false), (true, true)]
        {
            // This encoder fails at restarts with tables of its own.
            for restarts in if own_tables { &[0][..] } else { &[0, 5] } {
                for colours in [ColorType::Rgb, ColorType::Luma] {
                    layouts.push(Layout {
                        colours,
                        sampling,
                        is_progressive,
                        own_tables,
                        restarts: *restarts,
                        ..PLAIN
                    });
                }
            }
        }
    }
    layouts
}

fn kept(bytes: &[u8], what: &dyn std::fmt::Debug) -> Intake {
    let kept = intake(bytes, &small()).unwrap_or_else(|refusal| panic!("{what:?}: {refusal}"));
    assert_plain(&kept);
    kept
}

/// Mean difference of the parts of all pixels.
#[expect(clippy::cast_precision_loss, reason = "sums of small pictures")]
fn difference(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let sum: u64 = one
        .iter()
        .zip(other.iter())
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    sum as f64 / one.len() as f64
}

#[test]
fn every_layout_is_kept_to_the_last_pixel() {
    for layout in layouts() {
        for size in [(83, 61), (64, 64), (1, 17), (130, 9)] {
            let bytes = drawn(layout, size);
            let kept = kept(&bytes, &(layout, size));
            assert_eq!(read(&kept.jpeg), read(&bytes), "{layout:?} {size:?}");
        }
    }
}

/// The coded data of a file with one scan: what stands between its header and the next marker.
fn coded(bytes: &[u8]) -> &[u8] {
    let scan = bytes
        .windows(2)
        .position(|pair| pair == [0xFF, 0xDA])
        .unwrap();
    let coded = &bytes[scan + 2 + usize::from(bytes[scan + 3])..];
    let end = coded
        .windows(2)
        .position(|pair| pair[0] == 0xFF && pair[1] != 0);
    &coded[..end.unwrap()]
}

#[test]
fn what_every_reader_reads_alike_stays_as_it_is_coded() {
    for colours in [ColorType::Rgb, ColorType::Luma] {
        let layout = Layout { colours, ..PLAIN };
        let bytes = drawn(layout, (400, 300));
        assert_eq!(coded(&kept(&bytes, &layout).jpeg), coded(&bytes));
    }
}

#[test]
fn all_else_is_kept_by_the_smallest_codes() {
    let bytes = drawn(PLAIN, (400, 304));
    let whole = read(&bytes);
    let turned = drawn_turned(&bytes);
    assert!(kept(&turned, &"turned").jpeg.len() < bytes.len());
    // A byte too many before the end mark, and one between the last restart and it.
    let restarting = drawn(
        Layout {
            restarts: 5,
            ..PLAIN
        },
        (400, 304),
    );
    for mut bytes in [bytes, restarting] {
        bytes.splice(bytes.len() - 2..bytes.len() - 2, [0x5A]);
        let kept = kept(&bytes, &"with a byte too many").jpeg;
        assert!(kept.len() < bytes.len());
        assert_eq!(read(&kept), whole);
    }
}

/// The file with the word that it must be turned upside down.
fn drawn_turned(bytes: &[u8]) -> Vec<u8> {
    let data = [b"Exif\0\0", &exif(3, true)[..]].concat();
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&bytes[..2], &[0xFF, 0xE1], &length, &data, &bytes[2..]].concat()
}

/// Four components, plain red, green and blue, and files that spend too much go by pixels.
#[test]
fn what_is_drawn_anew_looks_the_same() {
    let noisy = Layout {
        quality: 100,
        sampling: SamplingFactor::F_1_1,
        ..PLAIN
    };
    let limits = Limits {
        quality: 95,
        ..small()
    };
    // The grain costs a second quantisation about 3 levels, and where colour is sampled at a half, each decoder stretches it in
    // its own way; a wrong colour or place costs tens.
    for (layout, most) in [
        (noisy, 4.0),
        (
            Layout {
                is_progressive: true,
                own_tables: true,
                ..noisy
            },
            4.0,
        ),
        (
            Layout {
                colours: ColorType::Cmyk,
                ..noisy
            },
            4.0,
        ),
        (
            Layout {
                colours: ColorType::CmykAsYcck,
                ..noisy
            },
            4.0,
        ),
        (
            Layout {
                colours: ColorType::CmykAsYcck,
                sampling: SamplingFactor::F_2_2,
                ..noisy
            },
            10.0,
        ),
    ] {
        let bytes = drawn(layout, (800, 600));
        assert!(
            bytes.len() > 800 * 600 / 2 + 65_536,
            "{} bytes go by coefficients",
            bytes.len()
        );
        let kept = intake(&bytes, &limits).unwrap();
        assert_plain(&kept);
        let found = difference(&read(&kept.jpeg), &read(&bytes));
        assert!(found < most, "{layout:?}: {found}");
    }
}

/// However a file is cut off: what is kept of it is the whole picture, or nothing.
#[test]
fn no_part_of_a_picture_passes_as_the_whole() {
    for layout in layouts() {
        let bytes = drawn(layout, (40, 24));
        let whole = read(&kept(&bytes, &layout).jpeg);
        let mut is_whole = 0;
        for length in 1..bytes.len() {
            match intake(&bytes[..length], &small()) {
                Ok(kept) => {
                    is_whole += 1;
                    assert_eq!(read(&kept.jpeg), whole, "{layout:?} {length}");
                }
                Err(refusal) => assert!(
                    matches!(refusal, IntakeRefusal::Broken | IntakeRefusal::NotAPicture),
                    "{layout:?} {length}: {refusal}"
                ),
            }
        }
        // The end mark, and what is left of the last byte.
        assert!((2..=3).contains(&is_whole), "{layout:?}: {is_whole}");
    }
}
