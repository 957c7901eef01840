//! What a parent wants to know of a branch before choosing it: where it is, when it is open, whom to call.

use domain::code::{Branch, CodeTables};

use super::hours;
use super::pages::choice::{Choice, ChoiceGroup};
use super::pages::field::{Field, Shape};
use crate::web::page::Page;

/// Completes the choices of a field when they are branches: with address, hours and telephone, and all but the first group
/// by district.
pub(super) fn complete(page: &Page, codes: &CodeTables, field: &mut Field) {
    let Shape::Places(groups) = &mut field.shape else {
        return;
    };
    for choice in groups.iter_mut().flat_map(|group| &mut group.choices) {
        if let Some(branch) = codes.branches.get(&choice.value) {
            describe(page, branch, choice);
        }
    }
    if groups.len() > 1 {
        let far = groups.split_off(1);
        let far = far.into_iter().flat_map(|group| group.choices).collect();
        groups.extend(by_district(page, codes, far));
    }
}

fn describe(page: &Page, branch: &Branch, choice: &mut Choice) {
    branch.address.get(page.lang).clone_into(&mut choice.detail);
    choice.hours = hours::words(&page.texts, &branch.hours);
    choice.phone.clone_from(&branch.phone);
    if branch.instant_issue {
        page.t("branch.instant").clone_into(&mut choice.mark);
    }
}

/// The districts in the order of their table.
fn by_district(page: &Page, codes: &CodeTables, mut choices: Vec<Choice>) -> Vec<ChoiceGroup> {
    let mut groups = Vec::new();
    for district in codes.districts.iter() {
        let here = |choice: &Choice| {
            let branch = codes.branches.get(&choice.value);
            branch.is_some_and(|branch| branch.district == district.code)
        };
        let (inside, rest): (Vec<Choice>, Vec<Choice>) = choices.into_iter().partition(here);
        choices = rest;
        if !inside.is_empty() {
            groups.push(ChoiceGroup {
                label: district.label.get(page.lang).to_owned(),
                choices: inside,
            });
        }
    }
    if !choices.is_empty() {
        groups.push(ChoiceGroup {
            label: String::new(),
            choices,
        });
    }
    groups
}
