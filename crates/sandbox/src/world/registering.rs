//! Who is in whose household booklet, and as what.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::casting::Cast;
use super::dates::{after, before};
use super::people::{Booklet, Member, Person, Sex};
use super::places::District;
use super::stories::{Agent, Home, Story};

/// A word of the booklet for a man and for a woman, each with its GB/T 4761 code.
type Word = [(&'static str, &'static str); 2];

const MARRIED: Word = [("夫", "11"), ("妻", "12")];
const GROWN: Word = [("子", "20"), ("女", "30")];
const FIRST_BORN: Word = [("长子", "22"), ("长女", "32")];
/// The first daughter is 长女 even when she has an elder brother.
const AFTER_A_BROTHER: Word = [("次子", "23"), ("长女", "32")];
const ADOPTED: Word = [("养子", "27"), ("养女", "37")];
const SONS_CHILD: Word = [("孙子", "41"), ("孙女", "42")];
const DAUGHTERS_CHILD: Word = [("外孙子", "43"), ("外孙女", "44")];
const BROTHERS_CHILD: Word = [("侄子", "93"), ("侄女", "94")];
const SISTERS_CHILD: Word = [("外甥", "95"), ("外甥女", "96")];
const PARENT: Word = [("父亲", "51"), ("母亲", "52")];
const WIFES_PARENT: Word = [("岳父", "55"), ("岳母", "56")];
const SIBLING: Word = [("弟", "70"), ("姐妹", "70")];
const OTHER_RELATIVE: Word = [("其他亲属", "97"); 2];
const HEAD: Word = [("户主", "02"); 2];
const UNRELATED: Word = [("非亲属", "99"); 2];

/// The child's booklet first, then the agent's if it is another one.
pub(super) fn booklets(
    story: &Story,
    district: District,
    cast: &Cast,
    rng: &mut ChaCha8Rng,
) -> Vec<Booklet> {
    let children = || std::iter::once(&cast.child).chain(&cast.siblings);
    // A page is written when a child is born, and the booklet is reissued with it.
    let written = |child: &Person| after(child.birth_date, 20);
    let newest = children().map(written).max().unwrap_or_default();
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
                let child = children().any(|child| child.id_number == person.id_number);
                member(person, word, if child { written(person) } else { settled })
            })
            .collect();
        booklets.push(Booklet {
            number: format!(
                "{:03}{:07}{}",
                story.row,
                rng.random_range(1_000_000..10_000_000),
                story.letter
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
            issued: if first { newest } else { settled },
            members,
        });
    }
    booklets
}

/// The pages of each booklet in order: whose page, and how that person is related to the householder.
fn pages<'a>(story: &Story, cast: &'a Cast) -> Vec<Vec<(&'a Person, Word)>> {
    let (agent, child) = (&cast.agent, &cast.child);
    let spouse = if story.agent == Agent::Father {
        &cast.mother
    } else {
        &cast.father
    };
    let elder = cast.elder.as_ref().unwrap_or(agent);
    let born = if matches!(story.agent, Agent::Brother(_)) {
        AFTER_A_BROTHER
    } else {
        FIRST_BORN
    };
    let to_elder = if story.agent.is_grandparent() {
        MARRIED
    } else {
        GROWN
    };
    let siblings = |word: Word| cast.siblings.iter().map(move |sibling| (sibling, word));
    let grandchild = if agent.sex == Sex::Female {
        DAUGHTERS_CHILD
    } else {
        SONS_CHILD
    };
    let mut pages = match story.home {
        Home::Agents => vec![own_booklet(story.agent, cast, spouse)],
        Home::Spouses => vec![vec![
            (spouse, HEAD),
            (agent, to_head(story.agent)),
            (child, born),
        ]],
        Home::AgentsParents => vec![vec![(elder, HEAD), (agent, GROWN), (child, grandchild)]],
        Home::ApartAgentHouseholder => {
            vec![vec![(spouse, HEAD), (child, born)], vec![(agent, HEAD)]]
        }
        Home::Apart => vec![
            vec![(spouse, HEAD), (child, born)],
            vec![(elder, HEAD), (agent, to_elder)],
        ],
        Home::Collective => vec![vec![(agent, UNRELATED), (child, UNRELATED)]],
    };
    // Siblings have the same relation to the householder as the child, so the word is the same for each.
    if let Some((_, word)) = pages[0].last().copied() {
        pages[0].extend(siblings(word));
    }
    pages
}

/// The booklet whose householder is the agent, with the child in it.
fn own_booklet<'a>(agent: Agent, cast: &'a Cast, spouse: &'a Person) -> Vec<(&'a Person, Word)> {
    let (head, child) = ((&cast.agent, HEAD), &cast.child);
    match agent {
        Agent::Mother | Agent::Father => vec![head, (spouse, MARRIED), (child, FIRST_BORN)],
        Agent::FathersMother | Agent::FathersFather => {
            vec![head, (&cast.father, GROWN), (child, SONS_CHILD)]
        }
        Agent::MothersMother | Agent::MothersFather => {
            vec![head, (&cast.mother, GROWN), (child, DAUGHTERS_CHILD)]
        }
        Agent::AdoptiveFather => vec![head, (child, ADOPTED)],
        Agent::Uncle => vec![head, (child, BROTHERS_CHILD)],
        Agent::Aunt => vec![head, (child, SISTERS_CHILD)],
        Agent::Brother(_) => vec![head, (child, OTHER_RELATIVE)],
    }
}

/// How the agent is related to the householder, who is the other parent, or the father where the agent is not a parent.
pub(super) fn to_head(agent: Agent) -> Word {
    match agent {
        Agent::Mother | Agent::Father => MARRIED,
        Agent::FathersMother | Agent::FathersFather => PARENT,
        Agent::MothersMother | Agent::MothersFather => WIFES_PARENT,
        Agent::Uncle => SIBLING,
        Agent::Brother(_) => GROWN,
        Agent::Aunt | Agent::AdoptiveFather => OTHER_RELATIVE,
    }
}

fn member(person: &Person, word: Word, registered: jiff::civil::Date) -> Member {
    let (relation, code) = for_sex(word, person.sex);
    Member {
        id_number: person.id_number.clone(),
        relation: relation.to_owned(),
        relation_code: code.to_owned(),
        registered,
    }
}

/// Printed word and code, for a man or a woman.
pub(super) fn for_sex([his, hers]: Word, sex: Sex) -> (&'static str, &'static str) {
    if sex == Sex::Male { his } else { hers }
}
