//! Cycles in what files take from each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::tree::{Taking, Takings};

/// Groups of files that all reach each other, sorted by path; never a single file.
pub(super) fn circles(takings: &Takings) -> Vec<BTreeSet<&str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = takings
        .keys()
        .map(|file| (file.as_str(), reached(takings, file)))
        .collect();
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for (file, others) in &reached {
        if !others.contains(file) || found.iter().any(|circle| circle.contains(file)) {
            continue;
        }
        let back = |other: &&str| reached.get(other).is_some_and(|back| back.contains(file));
        found.push(others.iter().copied().filter(back).collect());
    }
    found
}

/// Every file that a file takes something from, directly or through others.
fn reached<'a>(takings: &'a Takings, file: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        for taking in takings.get(file).into_iter().flatten() {
            if found.insert(taking.from.as_str()) {
                next.push(&taking.from);
            }
        }
    }
    found
}

/// The shortest path from a file of a cycle back to itself: each file with what it takes from the next.
pub(super) fn shortest_ring<'a>(
    takings: &'a Takings,
    circle: &BTreeSet<&'a str>,
) -> Vec<(&'a str, &'a Taking)> {
    circle
        .iter()
        .filter_map(|first| ring_through(takings, first))
        .min_by_key(Vec::len)
        .unwrap_or_default()
}

fn ring_through<'a>(takings: &'a Takings, first: &'a str) -> Option<Vec<(&'a str, &'a Taking)>> {
    let mut came_by: BTreeMap<&str, (&str, &Taking)> = BTreeMap::new();
    let mut next = VecDeque::from([first]);
    while let Some(file) = next.pop_front() {
        for taking in takings.get(file).into_iter().flatten() {
            came_by.entry(&taking.from).or_insert_with(|| {
                next.push_back(&taking.from);
                (file, taking)
            });
        }
        if came_by.contains_key(first) {
            break;
        }
    }
    let mut ring = vec![*came_by.get(first)?];
    while ring[0].0 != first {
        ring.insert(0, came_by[ring[0].0]);
    }
    Some(ring)
}
