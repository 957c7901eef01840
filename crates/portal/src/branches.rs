//! What a parent wants to know about a branch before choosing it: where it is, when it is open, whom to call.

use domain::code::{Branch, CodeTables};
use domain::lang::Lang;
use web::page::Page;
use web::return_address::escape;

use super::hours;
use super::pages::choice::{Choice, ChoiceGroup, Places};
use super::pages::field::{Field, Shape};
use super::pages::step::Item;

/// Makes the question for the bank a filter over the branches, if both are on the page, and adds address, hours and telephone to
/// these. Those in the parent's own district and the chosen one are shown first, all others by district.
///
/// `home`: the parent's district, if it is known.
pub(super) fn complete(page: &Page, codes: &CodeTables, home: Option<&str>, items: &mut [Item]) {
    let fields = items.iter_mut().filter_map(|item| match item {
        Item::Field(field) => Some(field),
        Item::Facts(_) | Item::Slot(_) => None,
    });
    let (mut bank, mut branch) = (None, None);
    for field in fields {
        match field.id.as_str() {
            BANK => bank = Some(field),
            BRANCH => branch = Some(field),
            _ => {}
        }
    }
    let Some(branch) = branch else { return };
    let mut groups = match &mut branch.shape {
        Shape::Places(places) => std::mem::take(&mut places.near),
        Shape::Cards(choices) => vec![ChoiceGroup {
            label: String::new(),
            choices: std::mem::take(choices),
        }],
        _ => return,
    };
    for choice in groups.iter_mut().flat_map(|group| &mut group.choices) {
        if let Some(branch) = codes.branches.get(&choice.value) {
            describe(page, branch, choice);
        }
    }
    branch.shape = Shape::Places(arranged(page.lang, codes, groups));
    if let Some(bank) = bank {
        filter(page, codes, home, bank);
    }
}

/// The banks with how many branches each has, near and in all.
fn filter(page: &Page, codes: &CodeTables, home: Option<&str>, field: &mut Field) {
    let (Shape::Cards(choices) | Shape::Filter(choices)) = &mut field.shape else {
        return;
    };
    let mut choices = std::mem::take(choices);
    for choice in &mut choices {
        let of_bank = || {
            codes
                .branches
                .iter()
                .filter(|branch| branch.bank == choice.value)
        };
        let all = of_bank().count();
        let near = of_bank()
            .filter(|branch| Some(branch.district.as_str()) == home)
            .count();
        let counts = [("near", &*near.to_string()), ("all", &*all.to_string())];
        choice.detail = page.w("field.bank_counts", &counts);
    }
    field.required = true;
    field.shape = Shape::Filter(choices);
}

/// The questions that are asked together.
const BANK: &str = "bank";
const BRANCH: &str = "branch";

/// The first of two groups and the district of the chosen branch are shown at once, all others by district.
fn arranged(lang: Lang, codes: &CodeTables, mut groups: Vec<ChoiceGroup>) -> Places {
    let mut far = groups.split_off(groups.len().min(1));
    // If no branch is in the parent's district, the only group holds all.
    if !groups.iter().all(|group| is_one_district(codes, group)) {
        far.append(&mut groups);
    }
    let far = far.into_iter().flat_map(|group| group.choices).collect();
    let (chosen, far): (Vec<_>, Vec<_>) = by_district(lang, codes, far)
        .into_iter()
        .partition(|group| group.choices.iter().any(|choice| choice.chosen));
    groups.extend(chosen);
    let mut places = Places { near: groups, far };
    if !places.is_long() {
        places.near.append(&mut places.far);
    }
    places
}

fn is_one_district(codes: &CodeTables, group: &ChoiceGroup) -> bool {
    let mut districts = group.choices.iter().map(|choice| {
        let branch = codes.branches.get(&choice.value);
        branch.map(|branch| branch.district.as_str())
    });
    let first = districts.next();
    districts.all(|district| Some(district) == first)
}

fn describe(page: &Page, branch: &Branch, choice: &mut Choice) {
    branch.address.get(page.lang).clone_into(&mut choice.detail);
    choice.hours = hours::words(&page.texts, &branch.hours);
    choice.phone.clone_from(&branch.phone);
    choice.map_url = map_url(branch);
}

/// The branch in a map application: the address of Amap, which opens its program on a phone that has it. The
/// branch is public, and nothing of the agent is in the address.
fn map_url(branch: &Branch) -> String {
    let what = format!("{} {}", branch.address.zh, branch.label.zh);
    format!(
        "https://uri.amap.com/search?city=110000&keyword={}",
        escape(&what)
    )
}

/// Groups choices by district, in the order of the table.
fn by_district(lang: Lang, codes: &CodeTables, mut choices: Vec<Choice>) -> Vec<ChoiceGroup> {
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
                label: district.label.get(lang).to_owned(),
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

#[cfg(test)]
mod tests {
    use domain::code::CodeTables;
    use domain::source::SourceFile;

    use super::*;

    fn tables() -> CodeTables {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../codes");
        let files = std::fs::read_dir(folder).unwrap().map(|file| {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            SourceFile::new(path.display().to_string(), text)
        });
        CodeTables::load(&files.collect::<Vec<_>>()).expect("the tables load")
    }

    fn group(values: &[&str], chosen: &str) -> ChoiceGroup {
        let choice = |value: &&str| Choice::plain(value, value, *value == chosen);
        ChoiceGroup {
            label: "a heading".to_owned(),
            choices: values.iter().map(choice).collect(),
        }
    }

    fn values(groups: &[ChoiceGroup]) -> Vec<&str> {
        let choices = groups.iter().flat_map(|group| &group.choices);
        choices.map(|choice| choice.value.as_str()).collect()
    }

    #[test]
    fn own_district_and_choice_stand_open_and_no_branch_is_lost() {
        let codes = &tables();
        let branches = codes.branches.iter().filter(|one| one.bank == "ICBC");
        let (home, others): (Vec<_>, Vec<_>) = branches.partition(|one| one.district == "110108");
        let [home, others] = [home, others].map(|all| -> Vec<&str> {
            let codes = all.iter().map(|branch| branch.code.as_str());
            codes.collect()
        });
        let far_off = ["ICBC-110119-01"];
        for (groups, chosen, near) in [
            (vec![&home[..], &others], "", home.clone()),
            (vec![&home, &others], home[1], home.clone()),
            (
                vec![&home, &others],
                far_off[0],
                [&home[..], &far_off].concat(),
            ),
            // None in the parent's district, or no district known.
            (vec![&others], "", vec![]),
            (vec![&others], far_off[0], far_off.to_vec()),
            // Few enough to read them all.
            (vec![&home, &far_off], "", [&home[..], &far_off].concat()),
            (vec![&home], "", home.clone()),
            (vec![], "", vec![]),
        ] {
            let groups: Vec<ChoiceGroup> = groups.iter().map(|one| group(one, chosen)).collect();
            let mut all: Vec<String> = values(&groups).into_iter().map(str::to_owned).collect();
            let said = format!(
                "{} groups of {}, {chosen:?} chosen",
                groups.len(),
                all.len()
            );
            let places = arranged(Lang::Zh, codes, groups);
            assert_eq!(values(&places.near), near, "{said}");
            let mut shown = [values(&places.near), values(&places.far)].concat();
            shown.sort_unstable();
            all.sort_unstable();
            assert_eq!(shown, all, "{said}");
        }
    }
}
