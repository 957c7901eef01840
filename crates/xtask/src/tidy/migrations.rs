//! Migrations: one change each, named by the time they were written, in order.

use super::sources::Sources;

const FOLDER: &str = "crates/store/src/migrations/";

/// Names that are not `mYYYYMMDD_HHMMSS_what`, and migrations missing from the list or out of order in it.
pub(super) fn names(sources: &Sources) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut names = Vec::new();
    let mut list = None;
    for source in sources.under(FOLDER) {
        let name = source.path[FOLDER.len()..].trim_end_matches(".rs");
        if name == "mod" {
            list = Some(source.text.as_str());
        } else if name.contains('/') {
            // A part of the migration that its folder is named after.
        } else if is_dated(name) {
            names.push(name);
        } else {
            complaints.push(format!("{}: name it mYYYYMMDD_HHMMSS_what.rs", source.path));
        }
    }
    let Some(list) = list else {
        return vec![format!(
            "{FOLDER}mod.rs is missing: it lists the migrations"
        )];
    };
    let mut reached = 0;
    for name in names {
        match list.find(&format!("Box::new({name}::")) {
            None => complaints.push(format!("{FOLDER}mod.rs: list {name}")),
            Some(at) if at < reached => {
                complaints.push(format!("{FOLDER}mod.rs: {name} stands out of order"));
            }
            Some(at) => reached = at,
        }
    }
    complaints
}

fn is_dated(name: &str) -> bool {
    let bytes = name.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    bytes.first() == Some(&b'm')
        && digits(1, 9)
        && bytes.get(9) == Some(&b'_')
        && digits(10, 16)
        && bytes.get(16) == Some(&b'_')
        && bytes.len() > 17
}

#[test]
fn knows_a_dated_name() {
    assert!(is_dated("m20261122_131500_accounts"));
    for wrong in [
        "accounts",
        "m20261122_accounts",
        "m20261122_131500_",
        "m2026112_1315000_accounts",
    ] {
        assert!(!is_dated(wrong), "{wrong}");
    }
}
