use ProofKind::{CardPhone, Face, Phone, RealName};

use super::*;

fn minute(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
}

/// A proof made at one minute that lapses at another.
fn proof(kind: ProofKind, at: i64, until: Option<i64>) -> Proof {
    Proof {
        kind,
        method: ProofMethod::FaceCheck,
        provider: None,
        at: minute(at),
        until: until.map(minute),
    }
}

#[test]
fn a_level_is_the_highest_that_a_valid_proof_gives() {
    let phone = proof(Phone, 0, None);
    let name = proof(RealName, 0, None);
    let short_name = proof(RealName, 0, Some(20));
    for (proofs, now, expected) in [
        (vec![], 10, Level::Account),
        (vec![phone], 10, Level::Phone),
        (vec![name], 10, Level::RealName),
        (vec![phone, name], 10, Level::RealName),
        (vec![name, phone], 10, Level::RealName),
        (vec![proof(Face, 0, None)], 10, Level::Account),
        (vec![proof(CardPhone, 0, None)], 10, Level::Account),
        (vec![phone, proof(Face, 0, None)], 10, Level::Phone),
        // Lapsed: the first instant outside is outside.
        (vec![short_name], 19, Level::RealName),
        (vec![short_name], 20, Level::Account),
        (vec![phone, short_name], 20, Level::Phone),
        (
            vec![short_name, proof(RealName, 19, None)],
            20,
            Level::RealName,
        ),
        (vec![proof(Phone, 0, Some(0))], 0, Level::Account),
        // Of the future, beyond what clocks differ by.
        (vec![proof(RealName, 11, None)], 10, Level::RealName),
        (vec![proof(RealName, 12, None)], 10, Level::Account),
        (vec![phone, proof(RealName, 12, None)], 10, Level::Phone),
    ] {
        assert_eq!(level(&proofs, minute(now)), expected, "{proofs:?} at {now}");
    }
}

#[test]
fn a_proof_counts_up_to_the_end_of_the_calendar() {
    let ever = Proof {
        at: Timestamp::MIN,
        until: None,
        ..proof(RealName, 0, None)
    };
    assert!(ever.is_valid(Timestamp::MIN) && ever.is_valid(Timestamp::MAX));
    let last = Proof {
        at: Timestamp::MAX,
        ..ever
    };
    assert!(!last.is_valid(Timestamp::MIN) && last.is_valid(Timestamp::MAX));
}

#[test]
fn each_method_can_prove_what_it_sees() {
    for (method, kinds) in [
        (ProofMethod::Counter, vec![Phone, RealName]),
        (ProofMethod::Sms, vec![Phone, CardPhone]),
        (ProofMethod::Platform, vec![Phone, CardPhone, RealName]),
        (ProofMethod::FaceCheck, vec![RealName, Face]),
    ] {
        let proves = ProofKind::ALL
            .into_iter()
            .filter(|kind| method.can_prove(*kind));
        assert_eq!(proves.collect::<Vec<_>>(), kinds, "{method:?}");
    }
}

#[test]
fn levels_rise_and_every_code_comes_back() {
    assert!(Level::ALL.is_sorted());
    assert_eq!(
        Level::ALL.map(Level::code),
        ["account", "phone", "real_name"]
    );
    for kind in ProofKind::ALL {
        assert_eq!(ProofKind::from_code(kind.code()), Some(kind));
    }
    for method in ProofMethod::ALL {
        assert_eq!(ProofMethod::from_code(method.code()), Some(method));
    }
    for provider in Provider::ALL {
        assert_eq!(Provider::from_code(provider.code()), Some(provider));
    }
}
