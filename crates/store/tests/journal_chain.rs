//! The journal's hash chain under any history and any single act of tampering.
#![expect(clippy::unwrap_used, reason = "a test that cannot continue panics")]

use domain::application::{Actor, CaseState, Event, EventKind, begin};
use domain::channel::Channel;
use domain::digest::Digest;
use jiff::Timestamp;
use proptest::prelude::*;
use sea_orm::ConnectionTrait as _;
use store::seal::Keyring;
use store::{Settings, Store, StoreError, accounts, cases, journal};
use uuid::Uuid;

const CASE: Uuid = Uuid::from_u128(1);
const OWNER: Uuid = Uuid::from_u128(2);

/// One entry: its kind, subject and payload.
type Noted = (EventKind, Option<String>, String);

/// How entry `at` of the chain is tampered with.
#[derive(Debug, Clone)]
enum Hand {
    Removes,
    Writes(&'static str, &'static str),
    SwapsWithNext,
    ExchangesPayload,
}

fn hands() -> impl Strategy<Value = Hand> {
    prop_oneof![
        Just(Hand::Removes),
        Just(Hand::SwapsWithNext),
        Just(Hand::ExchangesPayload),
        prop::sample::select(vec![
            ("actor", "'agent:00000000-0000-0000-0000-0000000000ff'"),
            ("kind", "'withdrawn'"),
            ("at", "at + 1"),
            ("subject", "'another'"),
            ("from_state", "'returned'"),
            ("to_state", "'rejected'"),
            ("version", "version + 1"),
            ("submission", "77"),
            ("payload_hash", "hash"),
            ("previous", "hash"),
            ("hash", "previous"),
            ("case_id", "'00000000-0000-0000-0000-0000000000ff'"),
        ])
        .prop_map(|(column, value)| Hand::Writes(column, value)),
    ]
}

fn histories() -> impl Strategy<Value = Vec<Noted>> {
    // Never `withdrawn`: the tampering writes that one.
    let kinds: Vec<EventKind> = EventKind::ALL
        .into_iter()
        .filter(|kind| *kind != EventKind::Withdrawn)
        .collect();
    let noted = (
        proptest::sample::select(kinds),
        proptest::option::of("[a-z_.]{1,12}"),
        ".{0,30}",
    );
    proptest::collection::vec(noted, 2..8)
}

proptest! {
    // Each proptest case opens its own database.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_history_verifies_and_any_hand_in_it_is_found(history in histories(), hand in hands(), at: prop::sample::Index) {
        let at = at.index(history.len() - 1) + 1;
        let (before, after) = on_a_runtime(play(&history, &hand, at)).unwrap();
        prop_assert_eq!(before, Ok(i64::try_from(history.len()).unwrap()));
        prop_assert!(after.is_err(), "{:?} at {} went unnoticed", hand, at);
    }
}

type Verdict = Result<i64, journal::Break>;

/// Writes a history, verifies it, tampers with it and verifies again.
async fn play(history: &[Noted], hand: &Hand, at: usize) -> Result<(Verdict, Verdict), StoreError> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("daiban.db").display());
    let settings = Settings {
        database_url: url.clone(),
        pictures_folder: folder.path().join("pictures"),
        checkpoints_folder: folder.path().join("checkpoints"),
        connections: 1,
    };
    let store = Store::open(&settings, Keyring::generate().unwrap()).await?;
    store.migrate().await?;
    let history = history.to_vec();
    store
        .write(async move |tx| {
            accounts::create(tx, OWNER, now()).await?;
            cases::create(
                tx,
                &begin(CASE, OWNER, Channel::Portal, now()).next,
                "1",
                &Digest::of(""),
            )
            .await?;
            // A second application, whose id the tampering may borrow.
            let other = begin(Uuid::from_u128(0xff), OWNER, Channel::Portal, now()).next;
            cases::create(tx, &other, "1", &Digest::of("")).await?;
            for (n, noted) in (1..).zip(&history) {
                journal::append(tx, &event(n, noted), &noted.2).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    let before = verify(&store).await?;
    let raw = sea_orm::Database::connect(&url).await?;
    let next = at + 1;
    let statements = match hand {
        Hand::Removes => vec![format!("DELETE FROM journal WHERE seq = {at}")],
        Hand::Writes(column, value) => vec![format!(
            "UPDATE journal SET {column} = {value} WHERE seq = {at}"
        )],
        Hand::SwapsWithNext => vec![
            format!("UPDATE journal SET seq = 0 WHERE seq = {at}"),
            format!("UPDATE journal SET seq = {at} WHERE seq = {next}"),
            format!("UPDATE journal SET seq = {next} WHERE seq = 0"),
        ],
        Hand::ExchangesPayload => vec![format!(
            "UPDATE journal SET payload = (SELECT j.payload FROM journal j WHERE j.seq = {next}) WHERE seq = {at}"
        )],
    };
    for statement in statements {
        raw.execute_unprepared(&statement).await?;
    }
    let after = verify(&store).await?;
    store.close().await?;
    Ok((before, after))
}

async fn verify(store: &Store) -> Result<Verdict, StoreError> {
    store.read(async |tx| journal::verify(tx, CASE).await).await
}

fn event(n: u32, noted: &Noted) -> Event {
    Event {
        kind: noted.0,
        case: CASE,
        actor: if n.is_multiple_of(3) {
            Actor::System
        } else {
            Actor::Agent(OWNER)
        },
        at: now(),
        subject: noted.1.clone(),
        from: (n > 1).then_some(CaseState::Draft),
        to: CaseState::Draft,
        version: n,
        submission: n.is_multiple_of(2).then_some(n),
    }
}

fn now() -> Timestamp {
    "2026-11-22T02:59:00Z".parse().unwrap()
}

fn on_a_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}
