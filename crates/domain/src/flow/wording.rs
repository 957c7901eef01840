//! Fills the placeholders of titles and leads.

use super::values::Values;
use crate::catalogue::{FieldKind, fill, placeholders};
use crate::flow::show;
use crate::lang::Text;
use crate::release::Release;

/// The word for the relationship of agent and child: 母女.
pub(crate) const PAIR: &str = "relationship_pair";

/// Whether a text names the relationship of agent and child.
pub(crate) fn tells_the_pair(text: &Text) -> bool {
    placeholders(&text.zh).any(|name| name == PAIR)
}

/// Fills a text with what is known; unknown values have words that replace them.
pub(crate) fn worded(release: &Release, text: &Text, values: &Values) -> Text {
    let catalogue = release.catalogue();
    let shown = catalogue.fields().iter().filter_map(|field| {
        let stand_in = field.stand_in.as_ref()?;
        let value = values
            .get(&field.id)
            .map(|value| show(release, &field.id, value))
            .map(|shown| match field.kind {
                FieldKind::Choice => within_a_sentence(shown),
                _ => shown,
            });
        Some((field.id.as_str(), value.unwrap_or_else(|| stand_in.clone())))
    });
    let words: Vec<(&str, Text)> = shown.chain([(PAIR, pair(release, values))]).collect();
    fill(text, &words)
}

/// A name from a list, where it begins with a capital letter, in the form for a sentence.
fn within_a_sentence(name: Text) -> Text {
    let mut letters = name.en.chars();
    let en = letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    });
    Text { en, ..name }
}

fn pair(release: &Release, values: &Values) -> Text {
    let words = release.catalogue().words();
    let known = || {
        words
            .relationship_pairs
            .get(values.get("relationship")?)?
            .get(values.get("child.sex")?)
    };
    known().unwrap_or(&words.fixed.related).clone()
}
