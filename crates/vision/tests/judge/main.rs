//! Pictures of drawn papers, good ones and spoiled ones, as they are judged on arrival.
//!
//! Some dozens, of papers and scenes that the limits were not chosen on; `cargo run -p vision --example judge_figures` makes as
//! many as one likes.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels and levels, all small"
)]

mod chance;
mod figures;
mod grey;
mod kinds;
mod papers;
mod plain;
#[path = "../read_back/mod.rs"]
mod read_back;
mod scene;

use chance::Chance;

#[test]
fn good_pictures_are_taken_and_spoiled_ones_are_held_back() {
    let papers = papers::of(23, &["family-03"]);
    assert!(papers.len() >= 7, "{}", papers.len());
    let mut chance = Chance::new(23, 1440.0);
    let good = figures::of(&kinds::GOOD, &papers, 3, &mut chance);
    let (held, all) = figures::sum(&good);
    let kinds = figures::held_back(&good);
    assert!(
        held * 50 < all,
        "{held} of {all} good ones were held back: {kinds:?}"
    );
    let spoiled = figures::of(&kinds::SPOILED, &papers, 3, &mut chance);
    let (held, all) = figures::sum(&spoiled);
    let kinds = figures::held_back(&spoiled);
    assert!(
        held * 10 > all * 9,
        "{held} of {all} spoiled ones were held back: {kinds:?}"
    );
}
