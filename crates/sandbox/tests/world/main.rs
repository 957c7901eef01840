//! The families: the same at every start, consistent, and in the contract's form.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod cases;
mod papers;
mod people;

use jiff::civil::{Date, date};
use sandbox::World;

const DAY: Date = date(2026, 11, 22);
/// Days on which dates tend to go wrong, and an ordinary one.
const DAYS: [Date; 6] = [
    DAY,
    date(2028, 2, 29),
    date(2027, 3, 1),
    date(2028, 3, 1),
    date(2027, 1, 1),
    date(2026, 12, 31),
];

fn world(day: Date) -> (World, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (
        World::open(folder.path(), day, 7, sandbox::DRAWN).unwrap(),
        folder,
    )
}
