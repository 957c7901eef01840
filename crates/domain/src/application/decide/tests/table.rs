//! The table, printed and exercised.

use std::fmt::Write as _;

use super::*;
use crate::application::{card, may, rules};

/// The letter of a role in the printed tables.
const fn letter(role: Role) -> char {
    match role {
        Role::Agent => 'A',
        Role::System => 'S',
        Role::Reviewer => 'R',
        Role::Supervisor => 'V',
        Role::Clerk => 'C',
        Role::CardMaker => 'M',
    }
}

const LEGEND: &str = "A agent, S system, R reviewer, V supervisor, C clerk, M card maker; \
     behind the colon the state after it, = where it stays\n\n";

/// Rows are actions, columns are states; a cell shows who may and the next state.
fn printed(
    head: &[&str],
    actions: &[String],
    cell: impl Fn(usize, usize) -> (Vec<Role>, String),
) -> String {
    let mut cells = vec![
        std::iter::once("")
            .chain(head.iter().copied())
            .map(str::to_owned)
            .collect(),
    ];
    for (row, action) in actions.iter().enumerate() {
        let mut line: Vec<String> = vec![action.clone()];
        for column in 0..head.len() {
            let (who, to) = cell(row, column);
            line.push(if who.is_empty() {
                "-".to_owned()
            } else {
                format!("{}:{to}", who.into_iter().map(letter).collect::<String>())
            });
        }
        cells.push(line);
    }
    let width = |column: usize| cells.iter().map(|line| line[column].len()).max().unwrap();
    let widths: Vec<usize> = (0..=head.len()).map(width).collect();
    let mut text = LEGEND.to_owned();
    for line in &cells {
        let mut row = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            write!(row, "{cell:width$}  ").unwrap();
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

fn check(name: &str, table: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../../../../testdata/machines");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, table));
}

#[test]
fn who_may_do_what_to_a_case_from_where() {
    let head = CaseState::ALL.map(CaseState::code);
    let actions = ActionKind::ALL.map(|kind| format!("{kind:?}"));
    let table = printed(&head, &actions, |row, column| {
        let (kind, state) = (ActionKind::ALL[row], CaseState::ALL[column]);
        let who = Role::ALL.into_iter().filter(|role| may(*role, kind, state));
        let to = rules::rule_of(kind).to.map_or("=", CaseState::code);
        (who.collect(), to.to_owned())
    });
    check("case", &table);
}

#[test]
fn who_may_do_what_to_a_card_from_where() {
    use card::CardActionKind;
    let head = CardState::ALL.map(CardState::code);
    let actions = CardActionKind::ALL.map(|kind| format!("{kind:?}"));
    let table = printed(&head, &actions, |row, column| {
        let (kind, state) = (CardActionKind::ALL[row], CardState::ALL[column]);
        let who = Role::ALL
            .into_iter()
            .filter(|role| card::may(*role, kind, state));
        (who.collect(), card::leads_to(kind).code().to_owned())
    });
    check("card", &table);
}

#[test]
fn the_machine_does_what_the_table_says_and_nothing_else() {
    for kind in ActionKind::ALL {
        for role in Role::ALL {
            for state in CaseState::ALL {
                let scene = Scene::ready(state, role, kind);
                let (row, actor) = (rules::rule_of(kind), actor_of(role));
                let result = scene.ask(actor, action_of(kind));
                let context = format!("{role:?} {kind:?} from {state:?}");
                if may(role, kind, state) {
                    let decision = result.unwrap_or_else(|refusal| panic!("{context}: {refusal}"));
                    let to = row.to.unwrap_or(state);
                    assert_eq!(
                        (decision.next.state, decision.event.to),
                        (to, to),
                        "{context}"
                    );
                    assert_eq!(decision.event.kind, row.event, "{context}");
                    assert_eq!(decision.event.actor, actor, "{context}");
                    assert_eq!(decision.next.version, 8, "{context}");
                } else if row.from(role).is_none() {
                    let refusal = Refusal::NotAllowed { action: kind, role };
                    assert_eq!(result, Err(refusal), "{context}");
                } else {
                    let action = kind;
                    let refusal = Refusal::WrongState { action, state };
                    assert_eq!(result, Err(refusal), "{context}");
                }
            }
        }
    }
}

#[test]
fn a_final_state_leads_nowhere_and_every_other_one_somewhere() {
    for state in CaseState::ALL {
        let goes_on = ActionKind::ALL.into_iter().any(|kind| {
            let row = rules::rule_of(kind);
            let moves = row.to.is_some_and(|to| to != state);
            moves && Role::ALL.into_iter().any(|role| may(role, kind, state))
        });
        assert_eq!(goes_on, !state.is_final(), "{state:?}");
    }
}
