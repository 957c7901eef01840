//! Old and new keys, wrong contexts, invalid key files.

use proptest::prelude::*;

use super::super::key_file::{HmacKey, KeySet, SealingKey};
use super::*;

const PLACE: SealContext<'static> = SealContext {
    table: "answers",
    column: "value",
    row: "case/field",
};

fn keyring() -> Keyring {
    Keyring::generate().unwrap()
}

/// A key file with these sealing keys, the last of which is active, and as many fingerprint keys.
fn key_file(keys: &[(u32, &str)]) -> KeyFile {
    let active = keys.last().unwrap().0;
    let sealing = |key: &str| SealingKey {
        suite: "aes-256-gcm".to_owned(),
        key: key.to_owned(),
    };
    let hmac = || KeySet {
        active,
        keys: keys
            .iter()
            .map(|(id, key)| {
                (
                    *id,
                    HmacKey {
                        key: (*key).to_owned(),
                    },
                )
            })
            .collect(),
    };
    KeyFile {
        sealing: KeySet {
            active,
            keys: keys.iter().map(|(id, key)| (*id, sealing(key))).collect(),
        },
        fingerprints: hmac(),
        macs: hmac(),
    }
}

const ONE: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const TWO: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

#[test]
fn a_value_sealed_under_an_old_key_stays_readable() {
    let before = Keyring::from_file(&key_file(&[(1, ONE)])).unwrap();
    let sealed = before.seal(PLACE, b"value").unwrap();
    let after = Keyring::from_file(&key_file(&[(1, ONE), (2, TWO)])).unwrap();
    assert_eq!(after.active_key(), 2);
    assert_eq!(after.open(PLACE, &sealed).unwrap().as_slice(), b"value");
    let renewed = after.seal(PLACE, b"value").unwrap();
    assert_eq!(
        renewed[..5],
        [1, 0, 0, 0, 2],
        "suite, then the id of the active key"
    );
    let without = Keyring::from_file(&key_file(&[(2, TWO)])).unwrap();
    assert!(matches!(
        without.open(PLACE, &sealed),
        Err(SealError::UnknownKey { key: 1, .. })
    ));
}

#[test]
fn a_fingerprint_of_an_old_key_is_still_searched_for() {
    let before = Keyring::from_file(&key_file(&[(1, ONE)])).unwrap();
    let stored = before.fingerprint(FingerprintKind::Child, "110101202301010011");
    let after = Keyring::from_file(&key_file(&[(1, ONE), (2, TWO)])).unwrap();
    let searched = after.fingerprints(FingerprintKind::Child, "110101202301010011");
    assert_eq!(
        searched[0],
        after.fingerprint(FingerprintKind::Child, "110101202301010011"),
        "the active one first"
    );
    assert!(searched.contains(&stored));
    assert!(stored.as_str().starts_with("1:") && stored.as_str().len() == 66);
}

#[test]
fn kinds_of_fingerprint_cannot_be_joined() {
    let keyring = keyring();
    let child = keyring.fingerprint(FingerprintKind::Child, "x");
    assert_ne!(child, keyring.fingerprint(FingerprintKind::WayIn, "x"));
    assert_eq!(child, keyring.fingerprint(FingerprintKind::Child, " Ｘ"));
}

#[test]
fn nothing_opens_in_another_place() {
    let keyring = keyring();
    let sealed = keyring.seal(PLACE, b"value").unwrap();
    for place in [
        SealContext {
            table: "answer",
            ..PLACE
        },
        SealContext {
            column: "values",
            ..PLACE
        },
        SealContext {
            row: "case/fields",
            ..PLACE
        },
        // Different parts with the same concatenation.
        SealContext {
            table: "answersvalue",
            column: "",
            row: PLACE.row,
        },
    ] {
        assert!(
            matches!(keyring.open(place, &sealed), Err(SealError::Forged { .. })),
            "{place}"
        );
    }
    assert!(
        matches!(
            self::keyring().open(PLACE, &sealed),
            Err(SealError::Forged { .. })
        ),
        "another key of the same id"
    );
}

#[test]
fn the_same_value_is_sealed_differently_each_time() {
    let keyring = keyring();
    assert_ne!(
        keyring.seal(PLACE, b"value").unwrap(),
        keyring.seal(PLACE, b"value").unwrap()
    );
}

#[test]
fn answers_of_one_class_have_one_length() {
    let keyring = keyring();
    let length = |text: &str| keyring.seal_text(PLACE, text).unwrap().len();
    for text in [
        "",
        "no",
        "yes",
        "52",
        "张三",
        "11010519491231002X",
        "13800138000",
    ] {
        assert_eq!(length(text), HEADER + 12 + 32 + 16, "{text}");
    }
    assert_eq!(length(&"a".repeat(31)), length(""));
    assert_ne!(length(&"a".repeat(32)), length(""));
}

#[test]
fn a_text_of_any_length_comes_back() {
    let keyring = keyring();
    for length in 0..=600 {
        let text = "a".repeat(length);
        let sealed = keyring.seal_text(PLACE, &text).unwrap();
        assert_eq!(keyring.open_text(PLACE, &sealed).unwrap().expose(), text);
    }
}

#[test]
fn a_text_that_was_changed_or_cut_does_not_open() {
    let keyring = keyring();
    let sealed = keyring.seal_text(PLACE, "yes").unwrap();
    for at in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[at] ^= 1_u8 << bit;
            assert!(keyring.open_text(PLACE, &changed).is_err(), "{at}, {bit}");
            assert!(keyring.open(PLACE, &changed).is_err(), "{at}, {bit}");
        }
        assert!(keyring.open_text(PLACE, &sealed[..at]).is_err(), "{at}");
    }
}

/// A genuine value of the other form comes from an earlier version; one whose form bit was flipped is forged.
#[test]
fn a_text_without_padding_is_refused_by_name() {
    let keyring = keyring();
    let mut earlier = keyring.seal(PLACE, b"yes").unwrap();
    let text = keyring.seal_text(PLACE, "yes").unwrap();
    for refused in [
        keyring.open_text(PLACE, &earlier).unwrap_err(),
        keyring.open(PLACE, &text).unwrap_err(),
    ] {
        assert!(matches!(refused, SealError::OtherForm { .. }), "{refused}");
    }
    earlier[0] |= Form::Padded as u8;
    assert!(matches!(
        keyring.open_text(PLACE, &earlier),
        Err(SealError::Forged { .. })
    ));
}

#[test]
fn a_key_file_is_made_once_and_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("apart/keys.json");
    assert!(matches!(
        Keyring::read(&path),
        Err(KeyFileProblem::Missing { .. })
    ));
    let fresh = Keyring::create(&path).unwrap();
    let sealed = fresh.seal(PLACE, b"value").unwrap();
    assert!(
        matches!(
            Keyring::create(&path),
            Err(KeyFileProblem::Unwritable { .. })
        ),
        "never overwritten"
    );
    assert_eq!(
        Keyring::read(&path)
            .unwrap()
            .open(PLACE, &sealed)
            .unwrap()
            .as_slice(),
        b"value"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(
            Keyring::read(&path),
            Err(KeyFileProblem::OpenToOthers { .. })
        ));
    }
}

#[test]
fn a_wrong_key_file_says_what_is_wrong_and_quotes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let read = |text: &str| {
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .unwrap();
        Keyring::read(&path).unwrap_err()
    };
    let file = |active: u32, suite: &str, key: &str| {
        format!(
            r#"{{"sealing":{{"active":{active},"keys":{{"1":{{"suite":"{suite}","key":"{key}"}}}}}},"fingerprints":{{"active":1,"keys":{{"1":{{"key":"{ONE}"}}}}}},"macs":{{"active":1,"keys":{{"1":{{"key":"{ONE}"}}}}}}}}"#
        )
    };
    assert_eq!(
        read(&file(2, "aes-256-gcm", ONE)),
        KeyFileProblem::NoActiveKey { key: 2 }
    );
    assert_eq!(
        read(&file(1, "rot13", ONE)),
        KeyFileProblem::UnknownSuite { key: 1 }
    );
    assert_eq!(
        read(&file(1, "aes-256-gcm", "c2hvcnQ=")),
        KeyFileProblem::BadKey { key: 1 }
    );
    let told = read(r#"{"sealing": "very secret"}"#).to_string();
    assert!(
        told.contains("line 1") && !told.contains("very secret"),
        "{told}"
    );
}

#[test]
fn debug_shows_ids_alone() {
    let shown = format!(
        "{:?}",
        Keyring::from_file(&key_file(&[(1, ONE), (2, TWO)])).unwrap()
    );
    assert_eq!(
        shown,
        "Keyring { active: 2, keys: [1, 2], active_fingerprint: 2, .. }"
    );
}

proptest! {
    #[test]
    fn what_is_sealed_opens(plain in proptest::collection::vec(any::<u8>(), 0..200), row in ".{0,40}") {
        let keyring = keyring();
        let place = SealContext { row: &row, ..PLACE };
        let sealed = keyring.seal(place, &plain).unwrap();
        let opened = keyring.open(place, &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), &plain[..]);
    }

    #[test]
    fn every_changed_bit_is_noticed(plain in proptest::collection::vec(any::<u8>(), 0..40), at: prop::sample::Index, bit in 0_u32..8) {
        let keyring = keyring();
        let mut sealed = keyring.seal(PLACE, &plain).unwrap();
        let at = at.index(sealed.len());
        sealed[at] ^= 1_u8 << bit;
        prop_assert!(keyring.open(PLACE, &sealed).is_err());
    }

    #[test]
    fn opening_rubbish_never_panics(rubbish in proptest::collection::vec(any::<u8>(), 0..60)) {
        prop_assert!(keyring().open(PLACE, &rubbish).is_err());
    }
}

#[cfg(unix)]
#[test]
fn what_a_crash_left_beside_the_key_file_is_not_written_into() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    std::fs::write(&elsewhere, "somebody else's").unwrap();
    for (name, leave) in [("open", true), ("led", false)] {
        let path = folder.path().join(format!("{name}.json"));
        let draft = path.with_extension("new");
        if leave {
            std::fs::write(&draft, "half").unwrap();
            std::fs::set_permissions(&draft, std::fs::Permissions::from_mode(0o644)).unwrap();
        } else {
            symlink(&elsewhere, &draft).unwrap();
        }
        Keyring::create(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
        assert!(!draft.exists(), "{name}");
    }
    assert_eq!(
        std::fs::read_to_string(&elsewhere).unwrap(),
        "somebody else's"
    );
}
