//! Turns the stories into people, booklets, registry entries and cases.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rand::RngExt as _;

use super::case::CaseAgent;
use super::casting::{Cast, Casting};
use super::dates::after;
use super::kept::{FORMAT, Kept};
use super::people::{Basis, BirthRecord, Booklet, CardState, Documents, Kinship, Person};
use super::places::DISTRICTS;
use super::stories::{Home, Joins, Knows, Story};
use super::{generating, registering, telling, told};
use crate::registry::Behaviour;

/// Makes the families written by hand and the first `drawn` of the random ones for `day`; the same day and seed give the same
/// families, however many are drawn.
pub(super) fn make(day: Date, seed: u64, drawn: u32) -> Kept {
    let mut maker = Maker {
        casting: Casting::new(day, seed),
        kept: Kept {
            format: FORMAT,
            day,
            seed,
            cases: Vec::new(),
            documents: BTreeMap::new(),
            people: Vec::new(),
            booklets: Vec::new(),
            kinships: Vec::new(),
            insured: BTreeMap::new(),
            behaviours: BTreeMap::new(),
        },
    };
    let stories = [told::stories(), generating::stories(seed, drawn)].concat();
    for family in stories.chunk_by(|_, next| next.joins != Joins::Nobody) {
        maker.family(family);
    }
    maker.kept
}

struct Maker {
    casting: Casting,
    kept: Kept,
}

impl Maker {
    /// The cases about one family.
    fn family(&mut self, stories: &[Story]) {
        let Some((first, joined)) = stories.split_first() else {
            return;
        };
        let district = DISTRICTS[usize::from(first.district)];
        let casts = self.casting.family(first, joined);
        let rng = &mut self.casting.rng;
        let booklets = registering::booklets(first, district, &casts[0], rng);
        let mut agents: BTreeMap<&str, CaseAgent> = BTreeMap::new();
        let mut births: BTreeMap<&str, BirthRecord> = BTreeMap::new();
        for (story, cast) in stories.iter().zip(&casts) {
            let birth = births
                .entry(&cast.child.id_number)
                .or_insert_with(|| self.birth(cast))
                .clone();
            let documents = documents(story, cast, &booklets, birth);
            let secret = self.casting.rng.random_range(1000..10_000_u16);
            let agent = agents
                .entry(&cast.agent.id_number)
                .or_insert_with(|| telling::agent(story, cast, secret))
                .clone();
            let day = self.casting.day;
            let case = telling::case(day, story, cast, &documents, &booklets, agent);
            self.register(story, cast);
            self.kept.documents.insert(case.case.clone(), documents);
            self.kept.cases.push(case);
        }
        for cast in &casts {
            self.settle(cast);
        }
        self.kept.booklets.extend(booklets);
    }

    /// Records what the registry holds on agent and child.
    fn register(&mut self, story: &Story, cast: &Cast) {
        for (parent, code) in [(&cast.mother, "52"), (&cast.father, "51")] {
            let forgotten =
                story.register == Knows::Nobody && parent.id_number == cast.agent.id_number;
            let line = Kinship {
                agent: parent.id_number.clone(),
                child: cast.child.id_number.clone(),
                relation_code: code.to_owned(),
                basis: Basis::BirthCertificate,
            };
            if !forgotten && !self.kept.kinships.contains(&line) {
                self.kept.kinships.push(line);
            }
        }
        let child = &cast.child.id_number;
        if let Some(state) = story.card {
            self.kept.insured.insert(child.clone(), state);
        }
        if story.behaviour != Behaviour::Normal {
            for number in [&cast.agent.id_number, child] {
                self.kept.behaviours.insert(number.clone(), story.behaviour);
            }
        }
    }

    /// Adds the people of a story to the world, each once.
    fn settle(&mut self, cast: &Cast) {
        let adults = [&cast.mother, &cast.father, &cast.agent];
        for adult in adults.into_iter().chain(&cast.elder) {
            self.kept
                .insured
                .insert(adult.id_number.clone(), CardState::Active);
            self.live(adult);
        }
        self.live(&cast.child);
    }

    fn live(&mut self, person: &Person) {
        // Only the people made last can be there already: families have no people in common.
        let lives = |known: &Person| known.id_number == person.id_number;
        if !self.kept.people.iter().rev().take(16).any(lives) {
            self.kept.people.push(person.clone());
        }
    }

    fn birth(&mut self, cast: &Cast) -> BirthRecord {
        let rng = &mut self.casting.rng;
        BirthRecord {
            number: format!(
                "{}11{:07}",
                char::from(b'P' + rng.random_range(0..8)),
                rng.random_range(0..10_000_000)
            ),
            child: cast.child.id_number.clone(),
            mother: cast.mother.id_number.clone(),
            father: cast.father.id_number.clone(),
            time: (rng.random_range(0..24), rng.random_range(0..60)),
            weeks: rng.random_range(38..41),
            weight_g: rng.random_range(270..385) * 10,
            length_cm: rng.random_range(48..53),
            hospital: "北京示例妇产医院".to_owned(),
            issued: after(cast.child.birth_date, rng.random_range(3..9)),
        }
    }
}

fn documents(story: &Story, cast: &Cast, booklets: &[Booklet], birth: BirthRecord) -> Documents {
    let householder_booklet = if story.home == Home::ApartAgentHouseholder {
        &booklets[1].number
    } else {
        &booklets[0].number
    };
    // Wraps on purpose: any number will do, as long as neighbours differ.
    let scene = (story.row * 3 + u16::from(story.district)).to_le_bytes()[0];
    Documents {
        agent: cast.agent.id_number.clone(),
        child: cast.child.id_number.clone(),
        agent_is: story.agent.relationship().1.to_owned(),
        child_booklet: booklets[0].number.clone(),
        householder_booklet: householder_booklet.clone(),
        birth,
        certificate_lost: story.certificate_lost,
        scene,
    }
}
