//! How an actor is written in the journal: the code of the role, then the ids that belong to it.
//!
//! It is part of an entry's hash, so every format ever written must stay readable.

use domain::application::{Actor, BranchCode, Role};
use uuid::Uuid;

/// The text of an actor.
pub(super) fn text(actor: Actor) -> String {
    let role = actor.role().code();
    match actor {
        Actor::System | Actor::CardMaker => role.to_owned(),
        Actor::Agent(id) | Actor::Reviewer(id) | Actor::Supervisor(id) => format!("{role}:{id}"),
        Actor::Clerk { staff, branch } => format!("{role}:{staff}:{branch}"),
    }
}

/// The actor of a text; `None` for any text that [`text`] does not write.
pub(super) fn parse(written: &str) -> Option<Actor> {
    let mut parts = written.split(':');
    let role = Role::from_code(parts.next()?)?;
    let mut id = || Uuid::parse_str(parts.next()?).ok();
    let actor = match role {
        Role::System => Actor::System,
        Role::CardMaker => Actor::CardMaker,
        Role::Agent => Actor::Agent(id()?),
        Role::Reviewer => Actor::Reviewer(id()?),
        Role::Supervisor => Actor::Supervisor(id()?),
        Role::Clerk => Actor::Clerk {
            staff: id()?,
            branch: BranchCode::new(parts.next()?)?,
        },
    };
    // Also rejects extra parts and other spellings of an id.
    (text(actor) == written).then_some(actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "00000000-0000-0000-0000-00000000000a";

    #[test]
    fn every_role_is_read_as_it_was_written() {
        let id = Uuid::from_u128(10);
        let branch = BranchCode::new("ICBC-110101-01").unwrap();
        for (actor, written) in [
            (Actor::Agent(id), format!("agent:{ID}")),
            (Actor::System, "system".to_owned()),
            (Actor::Reviewer(id), format!("reviewer:{ID}")),
            (Actor::Supervisor(id), format!("supervisor:{ID}")),
            (
                Actor::Clerk { staff: id, branch },
                format!("clerk:{ID}:ICBC-110101-01"),
            ),
            (Actor::CardMaker, "card_maker".to_owned()),
        ] {
            assert_eq!(text(actor), written);
            assert_eq!(parse(&written), Some(actor));
        }
    }

    #[test]
    fn refuses_what_nobody_writes() {
        for written in [
            String::new(),
            "agent".to_owned(),
            "agent:".to_owned(),
            "agent:10".to_owned(),
            format!("agent:{ID}:"),
            format!("agent:{}", ID.to_uppercase()),
            format!("system:{ID}"),
            format!("clerk:{ID}"),
            format!("clerk:{ID}:"),
            format!("clerk:{ID}:a b"),
            format!("clerk:{ID}:a:b"),
            format!("parent:{ID}"),
            "card_maker:1".to_owned(),
        ] {
            assert_eq!(parse(&written), None, "{written}");
        }
    }
}
