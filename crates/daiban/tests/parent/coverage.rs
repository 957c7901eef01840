//! What the sandbox's families cover, and that the plan of the flow agrees with each of them.

use std::collections::BTreeMap;

use daiban::config::ContentConfig;
use daiban::content::load_release;
use domain::answer::Answers;
use domain::application::refusal::ServiceRefusal;
use domain::channel::Channel;
use domain::flow::{self, Facts, Plan, RelationshipState};
use domain::id::AgeRule;
use domain::release::Release;
use sandbox::{Behaviour, Case, Expect, World};

use crate::house::DAY;

/// The families of the service's own seed, and the release of the program.
fn world_and_release() -> (World, Release, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path(), DAY, 20_261_122, sandbox::DRAWN).unwrap();
    let release = load_release(&ContentConfig::default()).unwrap();
    (world, release, folder)
}

/// The plan of a draft in which the family has given every answer and uploaded every paper it has.
fn plan(release: &Release, channel: Channel, case: &Case) -> Plan {
    let mut answers = Answers::new();
    for (id, raw) in &case.answers {
        let accepted = flow::accept(release, id, raw, DAY);
        let accepted = accepted.unwrap_or_else(|| panic!("{}: no field {id}", case.case));
        answers.set(id, accepted.value);
    }
    for material in case.papers.keys() {
        answers.set_present(material);
    }
    let facts = Facts {
        relationship_state: RelationshipState::from_code(case.register.word()).unwrap(),
        mobile_proved: !case.agent.mobile.is_empty(),
        age_rule: AgeRule::default(),
    };
    flow::plan(release, channel, &answers, DAY, &facts).unwrap()
}

fn problems(plan: &Plan) -> Vec<&'static str> {
    let codes = plan.problems.iter();
    codes.map(|problem| problem.code.as_str()).collect()
}

#[test]
fn the_plan_of_every_family_is_what_its_story_says() {
    let (world, release, _folder) = world_and_release();
    for case in world.cases() {
        let plan = plan(&release, Channel::Portal, case);
        let by_age = match &case.expect {
            Expect::Refused(code) if code.ends_with("_age") => vec![code.as_str()],
            _ => vec![],
        };
        // A family that is refused for one age may have a problem with the other age as well.
        let found = problems(&plan);
        assert!(
            found.first() == by_age.first() && (by_age.len() == found.len() || !by_age.is_empty()),
            "{}: {:?}",
            case.case,
            plan.problems
        );
        if matches!(case.expect, Expect::Refused(_)) {
            assert!(plan.materials.starts_with(&case.asked), "{}", case.case);
        } else {
            assert_eq!(plan.materials, case.asked, "{}", case.case);
        }
    }
}

/// Whether a row of the table of required materials is about this family.
fn is_of_row(case: &Case, [id_type, householder, same]: [&str; 3]) -> bool {
    let is = |wanted: &str, field: &str| wanted == "any" || wanted == case.answers[field];
    is(id_type, "child.id_type")
        && is(householder, "agent.is_householder")
        && is(same, "same_booklet")
}

fn behaviour(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Normal => "normal",
        Behaviour::Late(wait) if wait <= Behaviour::IN_TIME => "slow, in time",
        Behaviour::Late(_) => "late",
        Behaviour::Down => "down",
        Behaviour::Rubbish => "rubbish",
        Behaviour::WrongSignature => "wrong signature",
        Behaviour::Silent => "reset",
        Behaviour::Contradicting => "contradicting",
    }
}

#[test]
fn prints_what_the_families_cover_and_leaves_nothing_out() {
    let (world, release, _folder) = world_and_release();
    let cases = world.cases();
    let mut cover: Vec<(String, usize)> = Vec::new();
    let mut count = |what: String, is: &dyn Fn(&Case) -> bool| {
        cover.push((what, cases.iter().filter(|case| is(case)).count()));
    };
    let ends = |case: &Case| !matches!(case.expect, Expect::Refused(_));

    for channel in Channel::ALL {
        count(format!("channel {}", channel.code()), &|case| {
            ends(case) && problems(&plan(&release, channel, case)).is_empty()
        });
    }
    for end in ["submits", "evidence"] {
        count(format!("end {end}"), &|case| case.expect.word() == end);
    }
    for refusal in ServiceRefusal::ALL
        .iter()
        .filter(|refusal| is_of_facts(**refusal))
    {
        let wanted = Expect::Refused(refusal.code().to_owned());
        count(format!("refusal {}", refusal.code()), &|case| {
            case.expect == wanted
        });
    }
    for state in RelationshipState::ALL {
        if state != RelationshipState::Unasked {
            count(format!("relationship {}", state.code()), &|case| {
                ends(case) && case.register.word() == state.code()
            });
        }
    }
    let table = include_str!("../../../../codes/required_materials.csv");
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(6, ',').collect();
        let [channel, id_type, householder, same, materials, _] = cells[..] else {
            panic!("{line}")
        };
        if channel != "portal" && channel != "any" {
            continue;
        }
        let asks = |case: &Case| {
            materials
                .split(';')
                .all(|wanted| case.asked.iter().any(|asked| asked == wanted))
        };
        count(
            format!("row {channel}, {id_type}, {householder}, {same}: {materials}"),
            &|case| ends(case) && is_of_row(case, [id_type, householder, same]) && asks(case),
        );
    }
    let mut behaviours: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases {
        *behaviours.entry(behaviour(case.behaviour)).or_default() += 1;
    }
    assert_eq!(behaviours.len(), 8, "{behaviours:?}");
    cover.extend(
        behaviours
            .into_iter()
            .map(|(what, cases)| (format!("registry {what}"), cases)),
    );

    let families = world.families().len();
    println!("{families} families, {} cases", cases.len());
    for (what, cases) in &cover {
        println!("{cases:>4} {what}");
        assert!(*cases > 0, "nobody covers {what}");
    }
}

/// Whether a refusal follows from who agent and child are; the others follow from what a person does, so no family can be made
/// for them.
fn is_of_facts(refusal: ServiceRefusal) -> bool {
    match refusal {
        ServiceRefusal::ChildAge
        | ServiceRefusal::AgentAge
        | ServiceRefusal::NotInsured
        | ServiceRefusal::CardHeld
        | ServiceRefusal::LiveApplication
        | ServiceRefusal::NotPossibleOnline => true,
        ServiceRefusal::TooManyTries
        | ServiceRefusal::Stale
        | ServiceRefusal::ExpiredSession
        | ServiceRefusal::Level => false,
    }
}

#[test]
fn a_refusal_that_no_family_has_depends_on_what_one_does() {
    let (world, _release, _folder) = world_and_release();
    let told = |refusal: &ServiceRefusal| {
        let wanted = Expect::Refused(refusal.code().to_owned());
        world.cases().iter().any(|case| case.expect == wanted)
    };
    let without: Vec<&str> = ServiceRefusal::ALL
        .iter()
        .filter(|refusal| !told(refusal))
        .map(|refusal| refusal.code())
        .collect();
    assert_eq!(
        without,
        ["too_many_tries", "stale", "expired_session", "level"]
    );
}
