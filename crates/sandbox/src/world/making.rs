//! Turns the stories into people, booklets, register entries and cases.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::dates::{after, age_on, before, card_end};
use super::id_number::{id_number, sequence_of};
use super::keeping::{FORMAT, Kept};
use super::names::{Generation, Names, Part};
use super::people::{
    Address, Basis, BirthRecord, Booklet, CardState, Documents, IdCard, Kinship, Look, Person, Sex,
};
use super::places::{DISTRICTS, District};
use super::stories::{Agent, Born, Home, STORIES, Story};
use super::{registering, telling};

/// Makes every family for `day`; the same day and seed give the same families.
pub(super) fn make(day: Date, seed: u64) -> Kept {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let names = Names::new(&mut rng);
    let kept = Kept {
        format: FORMAT,
        day,
        seed,
        cases: Vec::new(),
        documents: BTreeMap::new(),
        people: Vec::new(),
        booklets: Vec::new(),
        kinships: Vec::new(),
        insured: BTreeMap::new(),
    };
    let mut maker = Maker {
        day,
        rng,
        names,
        kept,
    };
    for story in STORIES {
        maker.family(story);
    }
    maker.kept
}

/// The people of one story, before they are told of.
pub(super) struct Cast {
    pub(super) agent: Person,
    pub(super) agent_latin: String,
    pub(super) child: Person,
    pub(super) mother: Person,
    pub(super) father: Person,
    /// The agent's father, where a booklet is his.
    pub(super) elder: Option<Person>,
}

/// What is asked of one person before they are made.
struct Role {
    sex: Sex,
    birth: Date,
    generation: Generation,
    surname: Part,
    area: &'static str,
    /// When the ID card was issued, where there is one.
    card_from: Option<Date>,
}

struct Maker {
    day: Date,
    rng: ChaCha8Rng,
    names: Names,
    kept: Kept,
}

impl Maker {
    fn family(&mut self, story: &Story) {
        let district = DISTRICTS[usize::from(story.district)];
        let cast = self.cast(story, district);
        let booklets = registering::booklets(story, district, &cast, &mut self.rng);
        let documents = self.documents(story, &cast, &booklets);

        for (parent, code) in [(&cast.mother, "52"), (&cast.father, "51")] {
            let forgotten = !story.known && parent.id_number == cast.agent.id_number;
            if !forgotten {
                self.kept.kinships.push(Kinship {
                    agent: parent.id_number.clone(),
                    child: cast.child.id_number.clone(),
                    relation_code: code.to_owned(),
                    basis: Basis::BirthCertificate,
                });
            }
        }
        if let Some(state) = story.card {
            self.kept
                .insured
                .insert(cast.child.id_number.clone(), state);
        }
        let secret = self.rng.random_range(1000..10_000_u16);
        let told = telling::case(self.day, story, &cast, &documents, &booklets, secret);
        for adult in [&cast.mother, &cast.father, &cast.agent]
            .into_iter()
            .chain(&cast.elder)
        {
            self.kept
                .insured
                .insert(adult.id_number.clone(), CardState::Active);
            if self
                .kept
                .people
                .iter()
                .all(|known| known.id_number != adult.id_number)
            {
                self.kept.people.push(adult.clone());
            }
        }
        self.kept.people.push(cast.child);
        self.kept.booklets.extend(booklets);
        self.kept.documents.insert(told.case.clone(), documents);
        self.kept.cases.push(told);
    }

    fn cast(&mut self, story: &Story, district: District) -> Cast {
        let birth = self.birth(story);
        let address = district.address(&mut self.rng);
        let his_name = self.names.surname();
        let her_name = self.names.surname();
        let child_card = self.child_card(birth);
        let parent = |this: &mut Self, sex, surname| {
            let birth = before(
                birth,
                this.rng.random_range(27..35),
                this.rng.random_range(0..300),
            );
            let card_from = before(
                this.day,
                this.rng.random_range(2..7),
                this.rng.random_range(0..300),
            );
            Role {
                sex,
                birth,
                generation: Generation::Parent,
                surname,
                area: district.code,
                card_from: Some(card_from),
            }
        };
        let (mother, mother_latin) = {
            let role = parent(self, Sex::Female, her_name);
            self.person(story, district, &address, &role)
        };
        let (father, father_latin) = {
            let role = parent(self, Sex::Male, his_name);
            self.person(story, district, &address, &role)
        };
        let child_role = Role {
            sex: story.child,
            birth,
            generation: Generation::Child,
            surname: his_name,
            area: district.code,
            card_from: child_card,
        };
        let (child, _) = self.person(story, district, &address, &child_role);

        // An elder's number keeps the address code of its day, also where the district is long gone.
        let elder = |this: &mut Self, sex, surname, younger: &Person| {
            let birth = before(
                younger.birth_date,
                this.rng.random_range(24..29),
                this.rng.random_range(0..300),
            );
            let card_from = after(birth, 47 * 366);
            let role = Role {
                sex,
                birth,
                generation: Generation::Elder,
                surname,
                area: district.old_code,
                card_from: Some(card_from),
            };
            this.person(story, district, &address, &role)
        };
        let (agent, agent_latin, elder) = match story.agent {
            Agent::Grandmother => {
                let own = self.names.surname();
                let (grandmother, latin) = elder(self, Sex::Female, own, &father);
                (grandmother, latin, None)
            }
            Agent::Mother => {
                let grandfather = elder(self, Sex::Male, her_name, &mother).0;
                (mother.clone(), mother_latin, Some(grandfather))
            }
            Agent::Father => {
                let grandfather = elder(self, Sex::Male, his_name, &father).0;
                (father.clone(), father_latin, Some(grandfather))
            }
        };
        Cast {
            agent,
            agent_latin,
            child,
            mother,
            father,
            elder,
        }
    }

    fn birth(&self, story: &Story) -> Date {
        match story.born {
            Born::Ago { years, days } => before(self.day, years, days),
            // On 29 February nobody born in a common year has a birthday: the nearest who is still 17 is born on 1 March.
            Born::EighteenToday if (self.day.month(), self.day.day()) == (2, 29) => {
                date(self.day.year() - 18, 3, 1)
            }
            Born::EighteenToday => before(self.day, 18, 0),
            Born::EighteenSinceYesterday => before(before(self.day, 0, 1), 18, 0),
        }
    }

    /// When the child's card was issued: some months ago, for the eldest after the sixteenth birthday. A child under two
    /// has none.
    fn child_card(&mut self, birth: Date) -> Option<Date> {
        let age = age_on(birth, self.day);
        let from = if age >= 17 {
            after(before(birth, -16, 0), self.rng.random_range(30..200))
        } else {
            before(self.day, 0, self.rng.random_range(100..400))
        };
        (age >= 2).then_some(from)
    }

    fn person(
        &mut self,
        story: &Story,
        district: District,
        address: &Address,
        role: &Role,
    ) -> (Person, String) {
        let given = self.names.given(role.sex, role.generation);
        let sequence = sequence_of(role.sex, self.rng.random_range(1..498));
        let id_card = role.card_from.map(|from| IdCard {
            authority: district.authority(),
            valid_from: from,
            valid_until: card_end(role.birth, from),
        });
        let look = Look {
            skin: self.rng.random(),
            hair: self.rng.random(),
            style: self.rng.random(),
            eyes: self.rng.random(),
            mouth: self.rng.random(),
            clothes: self.rng.random(),
        };
        let person = Person {
            name: format!("{}{}", role.surname.0, given.0),
            id_number: id_number(role.area, role.birth, sequence),
            sex: role.sex,
            birth_date: role.birth,
            ethnic_group: story.ethnic.0.to_owned(),
            ethnic_printed: story.ethnic.1.to_owned(),
            address: address.clone(),
            id_card,
            look,
        };
        (person, format!("{}{}", role.surname.1, given.1))
    }

    fn documents(&mut self, story: &Story, cast: &Cast, booklets: &[Booklet]) -> Documents {
        let rng = &mut self.rng;
        let birth = BirthRecord {
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
        };
        let householder_booklet = if story.home == Home::ApartAgentHouseholder {
            &booklets[1].number
        } else {
            &booklets[0].number
        };
        Documents {
            agent: cast.agent.id_number.clone(),
            child: cast.child.id_number.clone(),
            agent_is: telling::relationship(story.agent).1.to_owned(),
            child_booklet: booklets[0].number.clone(),
            householder_booklet: householder_booklet.clone(),
            birth,
            scene: story.row.wrapping_mul(3).wrapping_add(story.district),
        }
    }
}
