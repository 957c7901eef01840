//! The colours of the style sheet as numbers: for the PDF, and for the page that shows their contrasts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::assets;

/// Red, green, blue.
pub type Rgb = [u8; 3];

static LIGHT: LazyLock<BTreeMap<&'static str, Rgb>> = LazyLock::new(|| colours(assets::tokens()));
static DARK: LazyLock<BTreeMap<&'static str, Rgb>> = LazyLock::new(|| {
    let mut all = LIGHT.clone();
    all.extend(colours(assets::dark_tokens()));
    all
});

/// A colour of the light theme, by its token's name.
pub fn light(token: &str) -> Option<Rgb> {
    LIGHT.get(token).copied()
}

/// A colour of the dark theme; one that it does not change is that of the light theme.
pub fn dark(token: &str) -> Option<Rgb> {
    DARK.get(token).copied()
}

/// Every ink with every ground that it stands on: a test searches the style sheets for a pair that is missing here.
pub const PAIRS: [(&str, &str); 26] = [
    ("--ink", "--ground"),
    ("--ink", "--ground-soft"),
    ("--ink", "--primary-soft"),
    ("--ink", "--amber-soft"),
    ("--ink", "--red-soft"),
    ("--ink-quiet", "--ground"),
    ("--ink-quiet", "--ground-soft"),
    ("--ink-quiet", "--primary-soft"),
    ("--ink-quiet", "--amber-soft"),
    ("--primary", "--ground"),
    ("--primary", "--ground-soft"),
    ("--primary", "--primary-soft"),
    ("--primary-deep", "--ground"),
    ("--primary-deep", "--primary-soft"),
    ("--on-primary", "--primary"),
    ("--on-primary", "--primary-deep"),
    ("--green", "--ground"),
    ("--green", "--green-soft"),
    ("--ground", "--green"),
    ("--amber", "--amber-soft"),
    ("--red", "--ground"),
    ("--red", "--red-soft"),
    ("--focus-ink", "--focus"),
    ("--on-hero", "--hero-from"),
    ("--on-hero", "--hero-to"),
    ("--hero-ink", "--on-hero"),
];

/// Every `--name: #rrggbb;`.
fn colours(sheet: &'static str) -> BTreeMap<&'static str, Rgb> {
    let declarations = sheet
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';')?.split_once(':'));
    declarations
        .filter_map(|(name, value)| Some((name.trim(), rgb(value.trim())?)))
        .collect()
}

fn rgb(value: &str) -> Option<Rgb> {
    let digits = value.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

/// How well one colour can be read on another: from 1 (not at all) to 21 (black on white).
///
/// Source: WCAG 2.2, the definitions of contrast ratio and of relative luminance.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_runs_from_one_to_twenty_one() {
        let (black, white, grey) = ([0; 3], [255; 3], [0x76; 3]);
        assert!((contrast(white, black) - 21.0).abs() < 0.001);
        assert!((contrast(white, white) - 1.0).abs() < 0.001);
        // The lightest grey that can still be read on white.
        assert!((contrast(grey, white) - 4.54).abs() < 0.01);
    }

    #[test]
    fn every_ink_reads_on_every_ground_by_day_and_by_night() {
        for (ink, ground) in PAIRS {
            for (time, colour) in [("day", light as fn(&str) -> _), ("night", dark)] {
                let of = |token| colour(token).expect("a pair names colours");
                let contrast = contrast(of(ink), of(ground));
                assert!(
                    contrast >= 4.5,
                    "{ink} on {ground} by {time}: {contrast:.2}"
                );
            }
        }
    }

    /// The token behind `property: var(--token)` among the declarations of a rule.
    fn token<'a>(rule: &'a str, property: &str) -> Option<&'a str> {
        let mut declarations = rule
            .split(';')
            .filter_map(|line| line.trim().split_once(':'));
        let (_, value) = declarations.find(|(name, _)| name.trim() == property)?;
        value.trim().strip_prefix("var(")?.strip_suffix(')')
    }

    #[test]
    fn no_style_sheet_has_a_pair_of_its_own() {
        let mut rules = 0;
        for rule in assets::sheet()
            .split('{')
            .filter_map(|rest| rest.split('}').next())
        {
            let (ink, ground) = (token(rule, "color"), token(rule, "background"));
            let is_known = match (ink, ground) {
                (Some(ink), Some(ground)) => PAIRS.contains(&(ink, ground)),
                (Some(ink), None) => PAIRS.iter().any(|pair| pair.0 == ink),
                // A bar or a dot without text has no ink.
                (None, _) => continue,
            };
            rules += 1;
            assert!(is_known, "{ink:?} on {ground:?} is not among PAIRS: {rule}");
        }
        assert!(rules > 40, "{rules} rules with an ink");
    }

    #[test]
    fn the_night_keeps_what_it_does_not_change() {
        assert_eq!(light("--primary"), Some([0x14, 0x58, 0xb8]));
        assert_ne!(dark("--primary"), light("--primary"));
        assert_eq!(dark("--paper-ink"), light("--paper-ink"));
        assert_eq!(light("--radius"), None);
    }
}
