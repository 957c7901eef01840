//! Makes the people of a family.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::dates::{after, age_on, before, card_end};
use super::id_number::{id_number, sequence_of};
use super::names::{Generation, Names, Part};
use super::people::{Address, IdCard, Look, Person, Sex};
use super::places::{DISTRICTS, District};
use super::stories::{Agent, Born, Joins, Knows, Story};

/// The former name by which the registry knows a child whose papers say otherwise.
const FORMER: Part = ("小满", "");

/// The people of one story.
#[derive(Clone)]
pub(super) struct Cast {
    pub(super) agent: Person,
    pub(super) agent_latin: String,
    pub(super) child: Person,
    /// The other children of the same parents that have a story of their own.
    pub(super) siblings: Vec<Person>,
    pub(super) mother: Person,
    pub(super) father: Person,
    /// The head of the booklet with the agent's page, where that is a relative's: the agent's father, or the other
    /// grandparent.
    pub(super) elder: Option<Person>,
}

/// What a person must be, before the person is made.
struct Role {
    sex: Sex,
    birth: Date,
    generation: Generation,
    surname: Part,
    /// The whole name, if the story gives it.
    called: Option<Part>,
    /// Whether the number has the address code of its time, even where the district no longer exists.
    old_code: bool,
    /// When the ID card was issued, if there is one.
    card_from: Option<Date>,
}

/// The random source that people are made from.
pub(super) struct Casting {
    pub(super) day: Date,
    pub(super) rng: ChaCha8Rng,
    names: Names,
    numbers: BTreeSet<String>,
}

impl Casting {
    pub(super) fn new(day: Date, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let names = Names::new(&mut rng);
        Self {
            day,
            rng,
            names,
            numbers: BTreeSet::new(),
        }
    }

    /// The people of a story, and of those that follow it about the same family.
    pub(super) fn family(&mut self, story: &Story, joined: &[Story]) -> Vec<Cast> {
        let address = DISTRICTS[usize::from(story.district)].address(&mut self.rng);
        let (his, hers) = (self.names.surname(), self.names.surname());
        let child_birth = birth(story.born, self.day);
        let eldest = match story.agent {
            Agent::Brother(years) => before(self.day, years, self.rng.random_range(60..300)),
            _ => child_birth,
        };
        let called = story.called;
        let mother = self.parent(
            Sex::Female,
            eldest,
            hers,
            called.map(|called| called.mother),
        );
        let (mother, mother_latin) = self.person(story, &address, &mother);
        // A child has the surname of the father who brings it up.
        let by_birth = if story.agent == Agent::AdoptiveFather {
            self.names.surname()
        } else {
            his
        };
        let father = self.parent(
            Sex::Male,
            eldest,
            by_birth,
            called.map(|called| called.father),
        );
        let (father, father_latin) = self.person(story, &address, &father);
        let child = self.child(story, &address, child_birth, his);
        let siblings: Vec<Person> = joined
            .iter()
            .filter(|joined| joined.joins == Joins::SecondChild)
            .map(|joined| self.child(joined, &address, birth(joined.born, self.day), his))
            .collect();

        let (agent, agent_latin) = match story.agent {
            Agent::Mother => (mother.clone(), mother_latin.clone()),
            Agent::Father => (father.clone(), father_latin.clone()),
            other => self.guardian(
                story,
                &address,
                other,
                (&mother, hers),
                (&father, his),
                eldest,
            ),
        };
        let elder = self.elder_of(story, &address, &agent, (his, hers));
        let first = Cast {
            agent,
            agent_latin,
            child,
            siblings,
            mother,
            father,
            elder,
        };
        let mut casts = vec![first.clone()];
        let mut next_child = first.siblings.iter();
        for story in joined {
            let mut cast = first.clone();
            match story.joins {
                Joins::OtherParent if cast.agent.sex == Sex::Female => {
                    cast.agent = first.father.clone();
                    cast.agent_latin.clone_from(&father_latin);
                }
                Joins::OtherParent => {
                    cast.agent = first.mother.clone();
                    cast.agent_latin.clone_from(&mother_latin);
                }
                Joins::SecondChild => {
                    if let Some(child) = next_child.next() {
                        cast.child = child.clone();
                    }
                }
                Joins::Nobody => {}
            }
            casts.push(cast);
        }
        casts
    }

    fn parent(&mut self, sex: Sex, eldest: Date, surname: Part, called: Option<Part>) -> Role {
        let birth = before(
            eldest,
            self.rng.random_range(27..35),
            self.rng.random_range(0..300),
        );
        let card_from = before(
            self.day,
            self.rng.random_range(2..7),
            self.rng.random_range(0..300),
        );
        Role {
            sex,
            birth,
            generation: Generation::Parent,
            surname,
            called,
            old_code: false,
            card_from: Some(card_from),
        }
    }

    fn child(&mut self, story: &Story, address: &Address, birth: Date, surname: Part) -> Person {
        let role = Role {
            sex: story.child,
            birth,
            generation: Generation::Child,
            surname,
            called: story.called.map(|called| (called.child, "")),
            old_code: false,
            card_from: self.child_card(story, birth),
        };
        let (mut child, _) = self.person(story, address, &role);
        if story.register == Knows::OtherName {
            child.registered_as = Some(format!("{}{}", surname.0, FORMER.0));
        }
        child
    }

    /// When the child's card was issued: some months ago; for the oldest, after the sixteenth birthday; or so long ago that
    /// its five years are over. A child under two has none.
    fn child_card(&mut self, story: &Story, birth: Date) -> Option<Date> {
        let age = age_on(birth, self.day);
        let from = if story.card_expired {
            before(self.day, 5, self.rng.random_range(20..90))
        } else if age >= 17 {
            after(before(birth, -16, 0), self.rng.random_range(30..200))
        } else {
            before(self.day, 0, self.rng.random_range(100..400))
        };
        (age >= 2).then_some(from)
    }

    /// An agent who is not a parent.
    fn guardian(
        &mut self,
        story: &Story,
        address: &Address,
        agent: Agent,
        (mother, hers): (&Person, Part),
        (father, his): (&Person, Part),
        eldest: Date,
    ) -> (Person, String) {
        let role = match agent {
            Agent::FathersMother => {
                let own = self.names.surname();
                self.elder(Sex::Female, own, father)
            }
            Agent::FathersFather => self.elder(Sex::Male, his, father),
            Agent::MothersMother => {
                let own = self.names.surname();
                self.elder(Sex::Female, own, mother)
            }
            Agent::MothersFather => self.elder(Sex::Male, hers, mother),
            Agent::Uncle => Role {
                birth: after(father.birth_date, self.rng.random_range(500..1500)),
                ..self.parent(Sex::Male, eldest, his, None)
            },
            Agent::Aunt => self.parent(Sex::Female, eldest, hers, None),
            Agent::Brother(_) => Role {
                sex: Sex::Male,
                birth: eldest,
                generation: Generation::Child,
                surname: his,
                called: None,
                old_code: false,
                card_from: self.child_card(story, eldest),
            },
            Agent::AdoptiveFather | Agent::Mother | Agent::Father => {
                self.parent(Sex::Male, eldest, his, None)
            }
        };
        self.person(story, address, &role)
    }

    fn elder(&mut self, sex: Sex, surname: Part, younger: &Person) -> Role {
        let birth = before(
            younger.birth_date,
            self.rng.random_range(24..29),
            self.rng.random_range(0..300),
        );
        Role {
            sex,
            birth,
            generation: Generation::Elder,
            surname,
            called: None,
            old_code: true,
            card_from: Some(after(birth, 47 * 366)),
        }
    }

    fn elder_of(
        &mut self,
        story: &Story,
        address: &Address,
        agent: &Person,
        (his, hers): (Part, Part),
    ) -> Option<Person> {
        let role = match story.agent {
            Agent::Brother(_) => return None,
            Agent::FathersFather | Agent::MothersFather => {
                let own = self.names.surname();
                self.elder(Sex::Female, own, agent)
            }
            Agent::Mother | Agent::Aunt | Agent::MothersMother => {
                self.elder(Sex::Male, hers, agent)
            }
            Agent::Father | Agent::AdoptiveFather | Agent::Uncle | Agent::FathersMother => {
                self.elder(Sex::Male, his, agent)
            }
        };
        let role = if story.agent.is_grandparent() {
            // A spouse, not a parent.
            Role {
                birth: after(agent.birth_date, self.rng.random_range(0..900)),
                card_from: agent
                    .id_card
                    .as_ref()
                    .map(|card| after(card.valid_from, 900)),
                ..role
            }
        } else {
            role
        };
        Some(self.person(story, address, &role).0)
    }

    fn person(&mut self, story: &Story, address: &Address, role: &Role) -> (Person, String) {
        let district = DISTRICTS[usize::from(story.district)];
        let (name, latin) = if let Some((name, latin)) = role.called {
            (name.to_owned(), latin.to_owned())
        } else {
            let given = self.names.given(role.surname, role.sex, role.generation);
            (
                format!("{}{}", role.surname.0, given.0),
                format!("{}{}", role.surname.1, given.1),
            )
        };
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
            name,
            id_number: self.number(district, role),
            sex: role.sex,
            birth_date: role.birth,
            ethnic_group: story.ethnic.0.to_owned(),
            ethnic_printed: story.ethnic.1.to_owned(),
            address: address.clone(),
            id_card,
            look,
            registered_as: None,
        };
        (person, latin)
    }

    /// A unique number: where a day's sequence is taken, the next one is used.
    fn number(&mut self, district: District, role: &Role) -> String {
        let area = if role.old_code {
            district.old_code
        } else {
            district.code
        };
        let mut sequence = sequence_of(role.sex, self.rng.random_range(1..498));
        loop {
            let number = id_number(area, role.birth, sequence);
            if self.numbers.insert(number.clone()) {
                return number;
            }
            sequence += 2;
        }
    }
}

/// The birth date that a story implies.
fn birth(born: Born, day: Date) -> Date {
    match born {
        Born::Ago { years, days } => before(day, years, days),
        Born::Birthday { years, since } => {
            let birthday = before(day, 0, since);
            // In most years nobody can have been born on the 29 February that completes the years: if the year is not yet
            // completed, the birth is on the day after, otherwise on the day before.
            let leapt = (birthday.month(), birthday.day()) == (2, 29);
            match Date::new(birthday.year() - years, 2, 29) {
                Err(_) if leapt && since <= 0 => date(birthday.year() - years, 3, 1),
                _ => before(birthday, years, 0),
            }
        }
    }
}
