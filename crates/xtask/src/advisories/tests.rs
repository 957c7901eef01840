//! A made-up lock file against made-up advisories, and our own list.

use super::*;

const LOCK: &str = r#"
version = 4

[[package]]
name = "server"
version = "0.1.0"
dependencies = ["frame", "old 1.2.0"]

[[package]]
name = "frame"
version = "2.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
dependencies = ["old 0.9.1"]

[[package]]
name = "old"
version = "0.9.1"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "old"
version = "1.2.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;

fn advisory(package: &str, more: &str, patched: &str) -> Vec<Advisory> {
    let text = format!(
        "```toml\n[advisory]\nid = \"RUSTSEC-2026-9999\"\npackage = \"{package}\"\ndate = \"2026-08-01\"\n{more}\n\
         [versions]\npatched = [{patched}]\nunaffected = [\"< 0.5\"]\n```\n\n# It falls over\n"
    );
    Advisory::parse(&text).unwrap().into_iter().collect()
}

fn found(advisories: &[Advisory], deny: &str) -> Found {
    look(
        &Lock::parse(LOCK).unwrap(),
        advisories,
        &known(deny).unwrap(),
    )
}

const NOTHING: Found = Found {
    vulnerable: Vec::new(),
    warnings: Vec::new(),
};

#[test]
fn a_vulnerable_version_fails_with_who_brings_it() {
    let found = found(&advisory("old", "", "\">= 1.0.0\""), "");
    assert_eq!(
        found.vulnerable,
        ["RUSTSEC-2026-9999: old 0.9.1 is vulnerable; it comes by frame <- server"]
    );
    assert!(found.warnings.is_empty());
}

#[test]
fn versions_that_were_mended_or_never_affected_pass() {
    for patched in ["\">= 0.9.1\"", "\"^0.9.1\", \">= 1.2.0\""] {
        assert_eq!(found(&advisory("old", "", patched), ""), NOTHING);
    }
    let withdrawn = "withdrawn = \"2026-08-02\"";
    assert_eq!(found(&advisory("old", withdrawn, ""), ""), NOTHING);
    assert_eq!(found(&advisory("new", "", ""), ""), NOTHING);
}

#[test]
fn a_package_of_ours_is_not_taken_for_anothers_of_its_name() {
    assert_eq!(found(&advisory("server", "", "\">= 9.0.0\""), ""), NOTHING);
}

#[test]
fn what_is_unmaintained_or_unsound_is_a_warning() {
    for kind in ["unmaintained", "unsound"] {
        let about = advisory("old", &format!("informational = \"{kind}\""), "\"^0.9\"");
        assert_eq!(
            found(&about, ""),
            Found {
                warnings: vec![format!(
                    "warning: RUSTSEC-2026-9999: old 1.2.0 is {kind}; it comes by server"
                )],
                ..NOTHING
            }
        );
    }
}

#[test]
fn what_is_listed_with_a_reason_is_known_and_nothing_stays_listed_for_ever() {
    let listed =
        "[advisories]\nignore = [{ id = \"RUSTSEC-2026-9999\", reason = \"never called\" }]";
    assert_eq!(found(&advisory("old", "", ""), listed), NOTHING);
    let needless = found(&advisory("new", "", ""), listed);
    assert!(needless.warnings[0].contains("about nothing in Cargo.lock"));
    for without in ["\"RUSTSEC-2026-9999\"", "{ id = \"RUSTSEC-2026-9999\" }"] {
        assert!(known(&format!("[advisories]\nignore = [{without}]")).is_err());
    }
}

#[test]
fn our_own_list_can_be_read() {
    let deny = fs::read_to_string(workspace::root().join("deny.toml")).unwrap();
    known(&deny).unwrap();
}

#[test]
fn an_advisory_that_cannot_be_read_is_an_error() {
    for text in [
        "# no head",
        "```toml\n[advisory]\nid = \"RUSTSEC-2026-9999\"\n```",
        "```toml\n[advisory]\nid = \"R\"\npackage = \"old\"\n[versions]\npatched = [\"soon\"]\n```",
    ] {
        assert!(Advisory::parse(text).is_err(), "{text}");
    }
}

#[test]
fn the_snapshots_age_is_told_in_days() {
    let today = jiff::civil::date(2026, 11, 30);
    let readme = "holds the database (CC0), snapshot of 2026-08-21,\ncommit bf5c0d24.";
    assert_eq!(
        age(readme, today),
        "the advisories are of 2026-08-21: 101 days old"
    );
    assert!(age("", today).contains("does not say"));
}
