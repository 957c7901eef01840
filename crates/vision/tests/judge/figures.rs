//! How many are held back, by kind.

use vision::judge::Fault;
use vision::{Limits, intake};

use crate::chance::Chance;
use crate::kinds::Make;
use crate::papers::Paper;

/// The pictures of one kind.
pub(crate) struct Figure {
    pub(crate) kind: &'static str,
    /// What the first fault of each was; `None` where it was taken.
    pub(crate) told: Vec<Option<Fault>>,
}

/// How many of each kind were held back, and how many there are.
pub(crate) fn held_back(figures: &[Figure]) -> Vec<(&'static str, usize, usize)> {
    let each = figures.iter().map(|figure| {
        let held = figure.told.iter().flatten().count();
        (figure.kind, held, figure.told.len())
    });
    each.collect()
}

/// Makes `count` pictures of each kind, in turn of all papers, and takes them in.
pub(crate) fn of(
    kinds: &[(&'static str, Make)],
    papers: &[Paper],
    count: usize,
    chance: &mut Chance,
) -> Vec<Figure> {
    let limits = Limits {
        min_side_px: 1,
        ..Limits::default()
    };
    let mut turn = papers.iter().cycle();
    kinds
        .iter()
        .map(|&(kind, make)| {
            let told = turn.by_ref().take(count).map(|paper| {
                let kept = intake(&make(paper, chance), &limits).unwrap();
                kept.faults.first().copied()
            });
            Figure {
                kind,
                told: told.collect(),
            }
        })
        .collect()
}

/// How many of all these are held back, and how many there are.
pub(crate) fn sum(figures: &[Figure]) -> (usize, usize) {
    let each = held_back(figures).into_iter();
    each.fold((0, 0), |sum, (_, held, all)| (sum.0 + held, sum.1 + all))
}
