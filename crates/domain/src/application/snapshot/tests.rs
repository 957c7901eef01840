use proptest::prelude::*;

use super::*;

fn instant(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap()
}

fn picture(jpeg: impl AsRef<[u8]>, crop: Option<Crop>) -> Picture {
    let sm3 = Digest::of(jpeg);
    Picture { sm3, crop }
}

/// The sample, with a crop of its picture.
fn cropped() -> Snapshot {
    let part = picture("jpeg", Crop::new(100, 40, 716, 882));
    Snapshot {
        materials: BTreeMap::from([("card_photo".to_owned(), part)]),
        ..sample()
    }
}

fn sample() -> Snapshot {
    let answer = |value: &str, provenance| Answer {
        value: value.to_owned(),
        provenance,
        at: instant(1_795_352_400_123),
        channel: Channel::Portal,
    };
    Snapshot {
        case: Uuid::from_u128(1),
        number: 2,
        agent: Uuid::from_u128(2),
        channel: Channel::Portal,
        release: "2026.1".to_owned(),
        release_digest: Digest::of("release"),
        submitted_at: instant(1_795_352_460_000),
        relationship_verified: true,
        answers: BTreeMap::from([
            (
                "relationship".to_owned(),
                answer("52", Provenance::Registry),
            ),
            (
                "child.name".to_owned(),
                answer("陈\"一诺\"\n", Provenance::Typed),
            ),
        ]),
        materials: BTreeMap::from([("card_photo".to_owned(), picture("jpeg", None))]),
        texts: BTreeMap::from([(
            "promise".to_owned(),
            AgreedText {
                version: "1".to_owned(),
                digest: Digest::of("wording"),
            },
        )]),
    }
}

/// The form is a promise: today's submissions must hash to the same value for ever. The expected hashes were computed
/// independently, with OpenSSL.
#[test]
fn the_form_stays_as_it_is() {
    let expected = concat!(
        r#"{"agent":"00000000-0000-0000-0000-000000000002","answers":{"#,
        r#""child.name":{"at":1795352400123,"channel":"portal","provenance":"typed","value":"陈\"一诺\"\n"},"#,
        r#""relationship":{"at":1795352400123,"channel":"portal","provenance":"registry","value":"52"}},"#,
        r#""case":"00000000-0000-0000-0000-000000000001","channel":"portal","form":1,"#,
        r#""materials":{"card_photo":"73f4200df787dbe4a52d6b6fd6d6418d08d69657921233e617a7c2aebde041fc"},"#,
        r#""number":2,"relationship_verified":true,"release":"2026.1","#,
        r#""release_digest":"34ccc45bae055a812c112e711418cc6e20aa3119946bcf42a797adc88c5429fe","submitted_at":1795352460000,"#,
        r#""texts":{"promise":{"digest":"d9bb266995b33f25d81ced04e9d2573d266fcd7bb0ac5137bb70af0809ea5219","version":"1"}}}"#,
    );
    assert_eq!(sample().canonical(), expected);
}

#[test]
fn a_part_of_a_turned_picture_too() {
    let turned = Snapshot {
        materials: cropped()
            .materials
            .into_iter()
            .map(|(id, Picture { sm3, crop })| {
                let crop = crop.and_then(|crop| crop.turned(1));
                (id, Picture { sm3, crop })
            })
            .collect(),
        ..sample()
    };
    let expected = cropped()
        .canonical()
        .replace("\"form\":2", "\"form\":3")
        .replace("100,40,716,882", "100,40,716,882,1");
    let text = turned.canonical();
    assert_eq!(text, expected);
    assert_eq!(Snapshot::from_canonical(&text), Ok(turned));
    let older = text.replace("\"form\":3", "\"form\":2");
    let not_canonical = Err(SnapshotError::NotCanonical);
    assert_eq!(Snapshot::from_canonical(&older), not_canonical);
}

#[test]
fn a_part_of_a_picture_has_a_form_of_its_own() {
    let (plain, text) = (sample().canonical(), cropped().canonical());
    let hash = r#""73f4200df787dbe4a52d6b6fd6d6418d08d69657921233e617a7c2aebde041fc""#;
    let expected = plain.replace("\"form\":1", "\"form\":2").replace(
        hash,
        &format!(r#"{{"crop":"100,40,716,882","sm3":{hash}}}"#),
    );
    assert_eq!(text, expected);
    assert_eq!(Snapshot::from_canonical(&text), Ok(cropped()));
    let form = |text: &str, form| {
        let other = text.replace("\"form\":2", form);
        Snapshot::from_canonical(&other.replace("\"form\":1", form))
    };
    let not_canonical = Err(SnapshotError::NotCanonical);
    assert_eq!(form(&text, "\"form\":1"), not_canonical);
    assert_eq!(form(&text, "\"form\":3"), not_canonical);
    assert_eq!(form(&plain, "\"form\":2"), not_canonical);
    for wrong in ["100,40,716", "0100,40,716,882", "100,40,716,882,0", ""] {
        let read = Snapshot::from_canonical(&text.replace("100,40,716,882", wrong));
        assert_eq!(read, Err(SnapshotError::Member("materials")), "{wrong}");
    }
}

#[test]
fn an_empty_submission_has_a_form_too() {
    let empty = Snapshot {
        answers: BTreeMap::new(),
        materials: BTreeMap::new(),
        texts: BTreeMap::new(),
        ..sample()
    };
    let text = empty.canonical();
    assert!(
        text.contains(r#""answers":{},"#) && text.ends_with(r#""texts":{}}"#),
        "{text}"
    );
    assert_eq!(Snapshot::from_canonical(&text), Ok(empty));
}

#[test]
fn refuses_what_was_changed_or_is_no_snapshot() {
    let text = sample().canonical();
    let check = |text: &str, expected: SnapshotError| {
        assert_eq!(Snapshot::from_canonical(text), Err(expected), "{text}");
    };
    check("", SnapshotError::NotCanonical);
    check("[]", SnapshotError::NotCanonical);
    check("{}", SnapshotError::Member("form"));
    check(
        &text.replace("\"form\":1", "\"form\":4"),
        SnapshotError::UnknownForm(4),
    );
    check(
        &text.replace("\"number\":2", "\"number\":-2"),
        SnapshotError::Member("number"),
    );
    check(
        &text.replace("typed", "guessed"),
        SnapshotError::Member("provenance"),
    );
    check(
        &text.replace(":true", ":\"true\""),
        SnapshotError::Member("relationship_verified"),
    );
    check(
        &text.replace("\"number\"", "\"extra\":1,\"number\""),
        SnapshotError::NotCanonical,
    );
    check(&text.replace(',', ", "), SnapshotError::NotCanonical);
    check(&text.replace("陈", "\\u9648"), SnapshotError::NotCanonical);
}

#[test]
fn every_member_counts_for_the_hash() {
    let base = sample();
    let mut changed = vec![
        Snapshot {
            case: Uuid::from_u128(9),
            ..base.clone()
        },
        Snapshot {
            number: 3,
            ..base.clone()
        },
        Snapshot {
            agent: Uuid::from_u128(9),
            ..base.clone()
        },
        Snapshot {
            channel: Channel::Jingtong,
            ..base.clone()
        },
        Snapshot {
            release: "2026.2".to_owned(),
            ..base.clone()
        },
        Snapshot {
            release_digest: Digest::of("another"),
            ..base.clone()
        },
        Snapshot {
            submitted_at: instant(1),
            ..base.clone()
        },
        Snapshot {
            relationship_verified: false,
            ..base.clone()
        },
        Snapshot {
            answers: BTreeMap::new(),
            ..base.clone()
        },
        Snapshot {
            materials: BTreeMap::new(),
            ..base.clone()
        },
        Snapshot {
            texts: BTreeMap::new(),
            ..base.clone()
        },
    ];
    changed.push(base);
    changed.push(cropped());
    let hashes: std::collections::BTreeSet<Digest> = changed.iter().map(Snapshot::digest).collect();
    assert_eq!(hashes.len(), changed.len());
}

fn snapshots() -> impl Strategy<Value = Snapshot> {
    let answer = (
        "\\PC{0,12}",
        proptest::sample::select(Provenance::ALL.to_vec()),
        proptest::sample::select(Channel::ALL.to_vec()),
        0i64..4_000_000_000_000,
    )
        .prop_map(|(value, provenance, channel, at)| Answer {
            value,
            provenance,
            at: instant(at),
            channel,
        });
    let answers = proptest::collection::btree_map("[a-z._]{1,12}", answer, 0..6);
    let part = proptest::option::of((0u32..9, 0u32..9, 1u32..9, 1u32..9, 0u8..4));
    let materials = proptest::collection::btree_map(any::<String>(), (any::<u64>(), part), 0..4);
    (
        answers,
        materials,
        any::<u32>(),
        any::<bool>(),
        any::<u128>(),
    )
        .prop_map(
            |(answers, materials, number, relationship_verified, case)| Snapshot {
                case: Uuid::from_u128(case),
                number,
                relationship_verified,
                answers,
                materials: (materials.into_iter())
                    .map(|(id, (n, part))| {
                        let crop = part
                            .and_then(|(x, y, w, h, turns)| Crop::new(x, y, w, h)?.turned(turns));
                        (id, picture(n.to_be_bytes(), crop))
                    })
                    .collect(),
                ..sample()
            },
        )
}

proptest! {
    #[test]
    fn a_snapshot_comes_back_from_its_text(snapshot in snapshots()) {
        let text = snapshot.canonical();
        prop_assert_eq!(Snapshot::from_canonical(&text), Ok(snapshot));
    }

    #[test]
    fn reading_never_panics(text in any::<String>()) {
        let _ = Snapshot::from_canonical(&text);
    }

    #[test]
    fn a_text_with_one_byte_changed_is_another_submission_or_none(
        place in 0usize..400, byte in 0x20u8..0x7F
    ) {
        let text = sample().canonical();
        let mut changed = text.clone().into_bytes();
        prop_assume!(place < changed.len() && changed[place] != byte);
        changed[place] = byte;
        if let Some(read) = str::from_utf8(&changed).ok().and_then(|t| Snapshot::from_canonical(t).ok()) {
            prop_assert_ne!(read.digest(), sample().digest());
        }
    }
}
