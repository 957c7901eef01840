//! What taking in a picture costs, on one thread: `cargo bench -p vision --bench intake`.
//!
//! Prints medians in milliseconds. Each kind is taken in turn, so that a busy machine slows all alike; compare the ratios.
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::time::{Duration, Instant};

use image::{DynamicImage, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use vision::{Limits, intake};

const ROUNDS: usize = 15;

/// A paper on a table, with print and grain, about as a telephone sees it.
fn photograph(width: u32, height: u32) -> RgbImage {
    let mut seed = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        let grain = seed % 6;
        let (across, down) = (x * 1000 / width, y * 1000 / height);
        let is_paper = (80..920).contains(&across) && (100..900).contains(&down);
        let is_print = is_paper
            && (down / 14) % 3 == 0
            && (x / 5 + y / 7) % 3 != 0
            && (x * 7 / width + down) % 5 > 1;
        let base = match (is_paper, is_print) {
            (true, true) => [60, 58, 66],
            (true, false) => [228, 224, 214],
            _ => [120 + across / 20, 88 + down / 25, 60],
        };
        Rgb(base.map(|part| u8::try_from((part + grain).min(255)).unwrap()))
    })
}

fn jpeg(picture: &RgbImage, quality: u8, is_progressive: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(is_progressive);
    let side = |side: u32| u16::try_from(side).unwrap();
    let (width, height) = (side(picture.width()), side(picture.height()));
    encoder
        .encode(picture, width, height, ColorType::Rgb)
        .unwrap();
    bytes
}

/// What is taken in, the work, and how long each round took.
type Kind = (String, Box<dyn Fn()>, Vec<Duration>);

fn main() {
    let usual = photograph(1920, 1440);
    let large = photograph(4000, 3000);
    let mut png = Vec::new();
    DynamicImage::from(photograph(1080, 2400))
        .write_with_encoder(image::codecs::png::PngEncoder::new(&mut png))
        .unwrap();
    let whole = |bytes: Vec<u8>| -> Box<dyn Fn()> {
        Box::new(move || {
            std::hint::black_box(intake(&bytes, &Limits::default()).unwrap());
        })
    };
    let files = [
        ("2.8 MP", jpeg(&usual, 90, false)),
        ("2.8 MP, progressive", jpeg(&usual, 90, true)),
        ("2.8 MP, highest quality", jpeg(&usual, 100, false)),
        ("12 MP", jpeg(&large, 90, false)),
        ("2.6 MP screenshot, PNG", png),
    ];
    let mut kinds: Vec<Kind> = files
        .into_iter()
        .map(|(name, bytes)| {
            (
                format!("{name}, {} KB", bytes.len() / 1024),
                whole(bytes),
                Vec::new(),
            )
        })
        .collect();
    for _ in 0..ROUNDS {
        for (_, run, times) in &mut kinds {
            let begin = Instant::now();
            run();
            times.push(begin.elapsed());
        }
    }
    for (name, _, mut times) in kinds {
        times.sort();
        println!("{name}: {:.1} ms", times[ROUNDS / 2].as_secs_f64() * 1000.0);
    }
}
