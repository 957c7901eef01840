//! The sandbox's drawn papers, without the table they lie on.

use jiff::civil::date;
use sandbox::World;

use crate::grey::{Grey, real};

/// A drawn paper.
pub(crate) struct Paper {
    pub(crate) kind: &'static str,
    pub(crate) grey: Grey,
    /// Height of its small print, as a share of its longer side. Of a face: what must be seen of an eye.
    pub(crate) print: f32,
}

/// Kind, material, millimetres of its longer side, of its small print, and how much table is around it (a share of the picture's longer side).
const KINDS: [(&str, &str, f32, f32, f32); 9] = [
    ("card", "agent_id_portrait", 85.6, 2.55, 0.0625),
    ("card", "agent_id_emblem", 85.6, 2.7, 0.0625),
    ("booklet", "booklet_first_page", 143.0, 3.05, 0.0625),
    ("booklet", "booklet_child_page", 143.0, 3.05, 0.0625),
    ("booklet", "booklet_child_page_back", 143.0, 3.05, 0.0625),
    ("certificate", "birth_certificate", 265.0, 4.5, 0.0625),
    ("letter", "guardianship_proof", 262.0, 4.2, 0.0625),
    ("face", "card_photo", 1.0, 0.0225, 0.0),
    ("card", "child_id_portrait", 85.6, 2.55, 0.0625),
];

/// All kinds of paper of these cases.
pub(crate) fn of(seed: u64, cases: &[&str]) -> Vec<Paper> {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path(), date(2026, 11, 22), seed, sandbox::DRAWN).unwrap();
    let mut papers = Vec::new();
    for case in cases {
        for (kind, material, side, print, cut) in KINDS {
            let Ok(jpeg) = world.paper(case, material) else {
                continue;
            };
            papers.push(Paper {
                kind,
                grey: Grey::read(&jpeg, cut),
                print: print / side,
            });
        }
    }
    papers
}

impl Paper {
    pub(crate) fn sides(&self) -> (f32, f32) {
        (real(self.grey.width), real(self.grey.height))
    }
}
