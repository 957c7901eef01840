//! Draws the papers of every case, or of the named ones, into a folder, to check after a change to a drawing: `cargo run -p
//! sandbox --example papers -- /tmp/papers family-07`.

use std::path::Path;

use jiff::civil::date;
use sandbox::World;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let wanted: Vec<String> = arguments.collect();
    let world = World::open(Path::new(&folder), date(2026, 11, 22), 7, sandbox::DRAWN)?;
    let is_wanted = |case: &str| wanted.is_empty() || wanted.iter().any(|name| name == case);
    for case in world.cases().iter().filter(|case| is_wanted(&case.case)) {
        for material in case.papers.keys() {
            world.paper(&case.case, material)?;
        }
    }
    Ok(())
}
