//! Prints how many good pictures of drawn papers are held back, and how many spoiled ones.
//!
//! `cargo run -p vision --example judge_figures -- SEED COUNT CASE...`: COUNT pictures of each kind, of the papers of these cases of
//! the sandbox. `-- FILE...`: what is measured on JPEG files of one's own.
#![expect(clippy::print_stdout, reason = "it is there to print")]
#![expect(clippy::unwrap_used, reason = "it may panic, its helpers too")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels and levels, all small"
)]

#[path = "../tests/judge/chance.rs"]
mod chance;
#[path = "../tests/judge/figures.rs"]
mod figures;
#[path = "../tests/judge/grey.rs"]
mod grey;
#[path = "../tests/judge/kinds.rs"]
mod kinds;
#[path = "../tests/judge/papers.rs"]
mod papers;
#[path = "../tests/read_back/mod.rs"]
mod read_back;
#[path = "../tests/judge/scene.rs"]
mod scene;

use std::time::{Duration, Instant};

use figures::Figure;
use image::DynamicImage;
use image::imageops::{FilterType, resize};
use vision::judge::{LONG_SIDE_PX, Luma, judge, measure};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(Ok(seed)), Some(Ok(count))) = (
        arguments.first().map(|text| text.parse()),
        arguments.get(1).map(|text| text.parse()),
    ) else {
        for path in &arguments {
            of_file(path);
        }
        return;
    };
    let cases: Vec<&str> = arguments[2..].iter().map(String::as_str).collect();
    let papers = papers::of(seed, &cases);
    println!("{} papers, seed {seed}", papers.len());
    let mut chance = chance::Chance::new(seed, 4000.0);
    for (what, kinds) in [("good", &kinds::GOOD[..]), ("spoiled", &kinds::SPOILED)] {
        let mut all = Vec::new();
        for kind in kinds {
            let figure = figures::of(&[*kind], &papers, count, &mut chance);
            print(what, &figure);
            all.extend(figure);
        }
        let (held, count) = figures::sum(&all);
        println!("{what}: {held} of {count} held back");
    }
}

fn print(what: &str, figures: &[Figure]) {
    for (figure, (kind, held, all)) in figures.iter().zip(figures::held_back(figures)) {
        let told = figure.told.iter().flatten();
        let codes: Vec<&str> = told.map(|fault| fault.code()).collect();
        println!(
            "  {what}, {kind}: {held} of {all} held back {}",
            codes.join(" ")
        );
    }
}

fn of_file(path: &str) {
    let picture = DynamicImage::from(read_back::read(&std::fs::read(path).unwrap())).into_luma8();
    let (width, height) = picture.dimensions();
    let part = f64::from(LONG_SIDE_PX) / f64::from(width.max(height).max(LONG_SIDE_PX));
    let side = |px: u32| ((f64::from(px) * part).round() as u32).max(1);
    let small = resize(&picture, side(width), side(height), FilterType::Triangle);
    let luma = Luma::of(small.as_raw(), small.width(), small.height()).unwrap();
    let mut took = Duration::MAX;
    for _ in 0..9 {
        let begun = Instant::now();
        std::hint::black_box(judge(&luma, (width, height)));
        took = took.min(begun.elapsed());
    }
    println!(
        "{path}: {width} x {height} {:?} {:?} {took:?}",
        judge(&luma, (width, height)),
        measure(&luma)
    );
}
