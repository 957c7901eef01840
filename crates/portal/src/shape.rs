//! Which shape a question takes on its page, and the keyboard and autocomplete that fit it.

use domain::catalogue::FieldKind;
use domain::flow::{Choice as PlannedChoice, PlannedField};
use domain::lang::Lang;
use web::page::Page;

use super::pages::choice::{Choice, ChoiceGroup, Places};
use super::pages::field::{Line, Shape};
use super::spoken;

/// Up to this many options are drawn as large rows; more are searched.
const MOST_CARDS: usize = 16;

/// How a question is asked: as a line, as cards, as a list.
pub(super) fn of(page: &Page, field: &PlannedField) -> Shape {
    let line = |input_mode, autocomplete, grouping| {
        Shape::Line(Line {
            input_mode,
            autocomplete,
            grouping,
        })
    };
    match field.kind {
        // Eight digits are enough for a date; the end of a validity may also be 长期.
        FieldKind::Date => line("numeric", "off", ""),
        FieldKind::Name | FieldKind::DateOrLongTerm => line("text", "off", ""),
        FieldKind::IdNumber => line("text", "off", "id_number"),
        FieldKind::Mobile => line("tel", "tel-national", "mobile"),
        FieldKind::Address => Shape::Area,
        FieldKind::Consent => Shape::Tick,
        FieldKind::YesNo | FieldKind::Choice if field.options.len() == 1 => {
            Shape::Only(choice(page, field, &field.options[0]))
        }
        // Under their headings, if they have some.
        FieldKind::Choice
            if field.options.len() <= MOST_CARDS
                && field.options.iter().any(|option| option.group.is_some()) =>
        {
            Shape::Places(Places {
                near: groups(page, field, Found::AsRead),
                far: Vec::new(),
            })
        }
        FieldKind::YesNo | FieldKind::Choice if field.options.len() <= MOST_CARDS => Shape::Cards(
            field
                .options
                .iter()
                .map(|option| choice(page, field, option))
                .collect(),
        ),
        FieldKind::YesNo | FieldKind::Choice => {
            let groups = |found| groups(page, field, found);
            if field.options.iter().any(|option| option.note.is_some()) {
                Shape::Places(Places {
                    near: groups(Found::AsRead),
                    far: Vec::new(),
                })
            } else {
                Shape::List(groups(Found::ByOtherNames))
            }
        }
    }
}

fn choice(page: &Page, field: &PlannedField, option: &PlannedChoice) -> Choice {
    Choice {
        value: option.value.clone(),
        label: option.label.get(page.lang).to_owned(),
        detail: option
            .note
            .as_ref()
            .map(|note| note.get(page.lang).to_owned())
            .unwrap_or_default(),
        chosen: field.value.as_ref().or(field.suggested.as_ref()) == Some(&option.value),
        ..Choice::default()
    }
}

/// What a person may type who looks for an option and does not write its label.
fn also(page: &Page, option: &PlannedChoice) -> String {
    let other = match page.lang {
        Lang::Zh => &option.label.en,
        Lang::En => &option.label.zh,
    };
    let names = std::iter::once(other.replace(' ', ""));
    let names: Vec<String> = names.chain(spoken::spellings(&option.label.zh)).collect();
    names.join(" ")
}

/// By which names an option is found.
#[derive(Clone, Copy)]
enum Found {
    /// Places are found by the text shown with them.
    AsRead,
    /// Options of a list are found in the other language and in pinyin too.
    ByOtherNames,
}

/// Neighbouring options under the same heading form a group.
fn groups(page: &Page, field: &PlannedField, found: Found) -> Vec<ChoiceGroup> {
    let mut groups: Vec<ChoiceGroup> = Vec::new();
    for option in &field.options {
        let label = option
            .group
            .as_ref()
            .map(|group| group.get(page.lang))
            .unwrap_or_default();
        if groups.last().is_none_or(|group| group.label != label) {
            groups.push(ChoiceGroup {
                label: label.to_owned(),
                choices: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.choices.push(Choice {
                also: match found {
                    Found::AsRead => String::new(),
                    Found::ByOtherNames => also(page, option),
                },
                ..choice(page, field, option)
            });
        }
    }
    groups
}
