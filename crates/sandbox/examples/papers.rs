//! Draws every paper of a world into a folder, to look at after a drawing was changed:
//! `cargo run -p sandbox --example papers -- /tmp/papers`.

use std::path::Path;

use jiff::civil::date;
use sandbox::World;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let world = World::open(Path::new(&folder), date(2026, 11, 22), 7)?;
    for case in world.cases() {
        for material in case.papers.keys() {
            world.paper(&case.case, material)?;
        }
    }
    Ok(())
}
