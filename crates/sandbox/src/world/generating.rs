//! Random families that cover everything in which families differ and that the rules look at.

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::people::{CardState, Sex};
use super::places::DISTRICTS;
use super::stories::{Agent, Born, Home, IdType, Knows, Photo, Story, USUAL};
use crate::registry::Behaviour;

/// The number of the first random family.
const FIRST: u16 = 101;
/// How many there are at most. With those written by hand they are more than three hundred, and cover all that the rules look at.
pub const DRAWN: u32 = 300;
/// A random stream of its own, so that another family written by hand changes nobody here.
const STREAM: u64 = 1;

const BANKS: [&str; 15] = [
    "ICBC", "ABC", "BOC", "CCB", "BOCOM", "BOB", "HXB", "BRCB", "CITIC", "CEB", "CMBC", "CGB",
    "CMB", "SPDB", "PSBC",
];
/// The largest ethnic groups of the city, and some of the longest names (GB/T 3304).
const ETHNIC: [(&str, &str); 14] = [
    ("11", "满"),
    ("03", "回"),
    ("02", "蒙古"),
    ("10", "朝鲜"),
    ("15", "土家"),
    ("08", "壮"),
    ("06", "苗"),
    ("04", "藏"),
    ("05", "维吾尔"),
    ("12", "侗"),
    ("13", "瑶"),
    ("31", "达斡尔"),
    ("38", "锡伯"),
    ("29", "柯尔克孜"),
];
/// Ages at which a rule changes: photo, the child's own consent, term of the card, end of eligibility.
const LIMITS: [i16; 4] = [7, 14, 16, 18];

/// The first `count` random families of a seed, in the order of their numbers, of the [`DRAWN`] that there are.
pub(super) fn stories(seed: u64, count: u32) -> Vec<Story> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(STREAM);
    (FIRST..)
        .zip(0..count.min(DRAWN))
        .map(|(row, _)| story(row, &mut rng))
        .collect()
}

fn story(row: u16, rng: &mut ChaCha8Rng) -> Story {
    let born = born(rng);
    let age = completed(born);
    let agent = agent(rng, age);
    let id_type = match age {
        // A child under two has no ID card.
        ..2 => IdType::Booklet,
        2..16 if rng.random_ratio(1, 2) => IdType::Booklet,
        _ if rng.random_ratio(1, 6) => IdType::Booklet,
        _ => IdType::Card,
    };
    let home = home(rng, agent);
    let default = age < 7 && rng.random_ratio(1, 3);
    Story {
        row,
        agent,
        child: if rng.random_ratio(1, 2) {
            Sex::Male
        } else {
            Sex::Female
        },
        born,
        id_type,
        // A card that has run its five years was issued at age one at the earliest.
        card_expired: id_type == IdType::Card && age >= 7 && rng.random_ratio(1, 12),
        home,
        register: knows(rng, agent),
        behaviour: behaviour(rng),
        card: match rng.random_range(0..20) {
            0..2 => None,
            2..4 => Some(CardState::Active),
            4 => Some(CardState::Elsewhere),
            _ => Some(CardState::None),
        },
        photo: if default { Photo::Default } else { Photo::Own },
        certificate_lost: rng.random_ratio(1, 14),
        has_mobile: !rng.random_ratio(1, 20),
        ethnic: if rng.random_ratio(1, 5) {
            ETHNIC[rng.random_range(0..ETHNIC.len())]
        } else {
            USUAL.ethnic
        },
        district: rng.random_range(0..DISTRICTS.len()).to_le_bytes()[0],
        bank: BANKS[rng.random_range(0..BANKS.len())],
        ..USUAL
    }
}

fn born(rng: &mut ChaCha8Rng) -> Born {
    match rng.random_range(0..10) {
        0 => Born::Ago {
            years: 0,
            days: rng.random_range(25..360),
        },
        1..4 => Born::Birthday {
            years: LIMITS[rng.random_range(0..LIMITS.len())],
            since: rng.random_range(-2..3),
        },
        _ => Born::Ago {
            years: rng.random_range(1..18),
            days: rng.random_range(1..360),
        },
    }
}

/// Completed years of age on the world's day.
fn completed(born: Born) -> i16 {
    match born {
        Born::Ago { years, .. } => years,
        Born::Birthday { years, since } if since > 0 => years,
        Born::Birthday { years, .. } => years - 1,
    }
}

fn agent(rng: &mut ChaCha8Rng, child_age: i16) -> Agent {
    match rng.random_range(0..100) {
        0..46 => Agent::Mother,
        46..78 => Agent::Father,
        78..81 => Agent::FathersMother,
        81..84 => Agent::FathersFather,
        84..87 => Agent::MothersMother,
        87..89 => Agent::MothersFather,
        89..92 => Agent::AdoptiveFather,
        92..94 => Agent::Uncle,
        94..96 => Agent::Aunt,
        // At least two years older than the child, and young enough for parents of an ordinary age.
        _ if child_age <= 14 => Agent::Brother(rng.random_range(15..22)),
        _ => Agent::Aunt,
    }
}

fn home(rng: &mut ChaCha8Rng, agent: Agent) -> Home {
    let homes: &[Home] = match agent {
        Agent::Mother | Agent::Father => &[
            Home::Agents,
            Home::Agents,
            Home::Spouses,
            Home::Spouses,
            Home::AgentsParents,
            Home::ApartAgentHouseholder,
            Home::Apart,
            Home::Collective,
        ],
        Agent::AdoptiveFather => &[Home::Agents],
        Agent::Brother(_) => &[Home::Spouses],
        Agent::Uncle | Agent::Aunt => &[
            Home::Agents,
            Home::AgentsParents,
            Home::ApartAgentHouseholder,
            Home::Apart,
        ],
        Agent::FathersMother
        | Agent::FathersFather
        | Agent::MothersMother
        | Agent::MothersFather => &[
            Home::Agents,
            Home::Spouses,
            Home::ApartAgentHouseholder,
            Home::Apart,
        ],
    };
    homes[rng.random_range(0..homes.len())]
}

/// The registry lists only parents; it lacks some, and has former names of others.
fn knows(rng: &mut ChaCha8Rng, agent: Agent) -> Knows {
    match rng.random_range(0..20) {
        0 => Knows::OtherName,
        1..3 => Knows::Nobody,
        _ if agent.is_parent() => Knows::Parent,
        _ => Knows::Nobody,
    }
}

fn behaviour(rng: &mut ChaCha8Rng) -> Behaviour {
    match rng.random_range(0..60) {
        0 => Behaviour::Down,
        1 => Behaviour::Late(Duration::from_secs(8)),
        2..4 => Behaviour::Late(Duration::from_millis(rng.random_range(50..300))),
        4 => Behaviour::Rubbish,
        5 => Behaviour::WrongSignature,
        6 => Behaviour::Silent,
        7 => Behaviour::Contradicting,
        _ => Behaviour::Normal,
    }
}
