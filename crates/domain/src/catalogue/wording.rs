//! Texts with placeholders: `{name}`.

use crate::lang::Text;

/// Names of the placeholders in a wording, in order.
pub(crate) fn placeholders(wording: &str) -> impl Iterator<Item = &str> {
    wording
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// The text with its placeholders filled; one without a value is left as it is.
pub(crate) fn fill(text: &Text, values: &[(&str, Text)]) -> Text {
    let fill_one = |wording: &str, value_of: fn(&Text) -> &str| {
        let mut pieces = wording.split('{');
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let value = piece.split_once('}').and_then(|(name, rest)| {
                Some((values.iter().find(|(known, _)| *known == name)?, rest))
            });
            if let Some(((_, value), rest)) = value {
                filled.push_str(value_of(value));
                filled.push_str(rest);
            } else {
                filled.push('{');
                filled.push_str(piece);
            }
        }
        filled
    };
    Text::new(
        fill_one(&text.zh, |text| &text.zh),
        fill_one(&text.en, |text| &text.en),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_each_language_with_its_own_words() {
        let text = Text::new(
            "您是{child.name}的{relationship}。",
            "You are {child.name}'s {relationship}.",
        );
        let filled = fill(
            &text,
            &[
                ("child.name", Text::new("一诺", "Yinuo")),
                ("relationship", Text::new("母亲", "mother")),
            ],
        );
        assert_eq!(
            filled,
            Text::new("您是一诺的母亲。", "You are Yinuo's mother.")
        );
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_stays_a_value() {
        let text = Text::new("{a}{b}", "{a}{b}");
        let filled = fill(
            &text,
            &[("a", Text::new("{b}", "{b}")), ("b", Text::new("1", "1"))],
        );
        assert_eq!(filled.zh, "{b}1");
        assert_eq!(fill(&text, &[]).zh, "{a}{b}");
    }

    #[test]
    fn finds_the_placeholders() {
        assert_eq!(
            placeholders("{a} and {b.c}").collect::<Vec<_>>(),
            ["a", "b.c"]
        );
        assert_eq!(placeholders("none } here {").count(), 0);
    }
}
