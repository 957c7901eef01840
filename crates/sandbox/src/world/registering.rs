//! Who stands in whose household booklet, and as what.

use jiff::civil::Date;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::dates::{after, before};
use super::making::Cast;
use super::people::{Booklet, Member, Person, Sex};
use super::places::District;
use super::stories::{Agent, Home, Story};

/// A word of the booklet for a man and for a woman, with its GB/T 4761 code.
type Word = [(&'static str, &'static str); 2];

const MARRIED: Word = [("夫", "11"), ("妻", "12")];
const GROWN: Word = [("子", "20"), ("女", "30")];
const FIRST_BORN: Word = [("长子", "22"), ("长女", "32")];
const SONS_CHILD: Word = [("孙子", "41"), ("孙女", "42")];
const DAUGHTERS_CHILD: Word = [("外孙子", "43"), ("外孙女", "44")];
const HEAD: Word = [("户主", "02"); 2];
const UNRELATED: Word = [("非亲属", "99"); 2];

/// The child's booklet first, then the agent's where it is another one.
pub(super) fn booklets(
    story: &Story,
    district: District,
    cast: &Cast,
    rng: &mut ChaCha8Rng,
) -> Vec<Booklet> {
    let registered = after(cast.child.birth_date, 20);
    let settled = before(cast.child.birth_date, 2, 40);
    let collective = story.home == Home::Collective;
    let mut booklets = Vec::new();
    for pages in pages(story, cast) {
        let first = booklets.is_empty();
        let householder = pages
            .first()
            .map(|(person, _)| person.name.clone())
            .unwrap_or_default();
        let members = pages
            .into_iter()
            .map(|(person, word)| {
                let from = if person.id_number == cast.child.id_number {
                    registered
                } else {
                    settled
                };
                member(person, word, from)
            })
            .collect();
        booklets.push(Booklet {
            number: format!(
                "{:02}{:07}",
                story.row,
                rng.random_range(1_000_000..10_000_000)
            ),
            collective,
            householder: if collective {
                "北京样本科技大学集体户".to_owned()
            } else {
                householder
            },
            address: if first {
                cast.child.address.clone()
            } else {
                district.address(rng)
            },
            station: district.station(),
            issued: if first { registered } else { settled },
            members,
        });
    }
    booklets
}

/// The pages of each booklet in order: whose, and what they are to the householder.
fn pages<'a>(story: &Story, cast: &'a Cast) -> Vec<Vec<(&'a Person, Word)>> {
    let (agent, child) = (&cast.agent, &cast.child);
    let spouse = if agent.id_number == cast.mother.id_number {
        &cast.father
    } else {
        &cast.mother
    };
    let elder = cast.elder.as_ref().unwrap_or(agent);
    let grandchild = if agent.sex == Sex::Female {
        DAUGHTERS_CHILD
    } else {
        SONS_CHILD
    };
    match story.home {
        Home::Agents if story.agent == Agent::Grandmother => {
            vec![vec![
                (agent, HEAD),
                (&cast.father, GROWN),
                (child, SONS_CHILD),
            ]]
        }
        Home::Agents => vec![vec![(agent, HEAD), (spouse, MARRIED), (child, FIRST_BORN)]],
        Home::Spouses => vec![vec![(spouse, HEAD), (agent, MARRIED), (child, FIRST_BORN)]],
        Home::AgentsParents => vec![vec![(elder, HEAD), (agent, GROWN), (child, grandchild)]],
        Home::ApartAgentHouseholder => {
            vec![
                vec![(spouse, HEAD), (child, FIRST_BORN)],
                vec![(agent, HEAD)],
            ]
        }
        Home::Apart => vec![
            vec![(spouse, HEAD), (child, FIRST_BORN)],
            vec![(elder, HEAD), (agent, GROWN)],
        ],
        Home::Collective => vec![vec![(agent, UNRELATED), (child, UNRELATED)]],
    }
}

fn member(person: &Person, [his, hers]: Word, registered: Date) -> Member {
    let (relation, code) = if person.sex == Sex::Male { his } else { hers };
    Member {
        id_number: person.id_number.clone(),
        relation: relation.to_owned(),
        relation_code: code.to_owned(),
        registered,
    }
}
