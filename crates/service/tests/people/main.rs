//! What joins accounts, and what does not, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot continue panics")]

mod database;
mod names;
mod refused;

use std::collections::BTreeSet;

use domain::channel::{Channel, Host};
use domain::digest::Digest;
use domain::id::{CitizenId, Mobile, PersonalName};
use domain::people::{Identity, Level, Proof, ProofMethod, Provider, level};
use jiff::{SignedDuration, Timestamp};
use service::chance::Chance;
use service::people::{
    NewAccount, NewProof, ProofRefusal, Proved, Registered, Taken, prove, register,
};
use store::consents::{self, Consent};
use store::messages::{self, Message, MessageState};
use store::proofs::{self, StoredProof};
use store::sessions::{self, SessionRow, TokenHash};
use store::ways_in::{self, WayIn};
use store::{Store, accounts, passwords};
use uuid::Uuid;

/// Generates each of these tests twice: on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::database::on_sqlite(super::$name).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::database::on_postgres(super::$name).await;
            })*
        }
    };
}
use on_both_databases;

on_both_databases!(
    an_account_begins_with_its_names_and_nothing_proved,
    the_second_account_of_a_person_is_joined_to_the_first,
    accounts_that_prove_one_person_at_once_end_as_one,
    what_was_typed_is_lost_to_whoever_proves_it,
    neither_one_subject_of_two_providers_nor_one_mobile_joins,
    a_person_s_name_may_change_in_their_own_account,
);

fn now() -> Timestamp {
    "2026-11-22T02:59:00Z".parse().unwrap()
}

fn person(number: u32, name: &str) -> Identity {
    let digits = format!("11010519491231{number:03}");
    let check = domain::id::check_character(&digits).unwrap();
    Identity {
        name: PersonalName::parse(name).unwrap(),
        id_number: CitizenId::from_stored(&format!("{digits}{check}")).unwrap(),
    }
}

/// Begins an account with one log-in name, whose password's hash is made from the name.
async fn account(store: &Store, name: &str) -> Uuid {
    let chance = Chance::machine();
    let new = NewAccount::new(
        &chance,
        vec![name.into()],
        format!("hash of {name}").into(),
        now(),
    );
    let id = new.id;
    let done = store.write(async move |tx| register(tx, &new).await).await;
    assert_eq!(done.unwrap(), Registered::New);
    id
}

/// A proof that counts now, for an hour.
fn proof(proved: Proved) -> NewProof {
    NewProof {
        id: Chance::machine().id(),
        method: match proved {
            Proved::Phone(_) | Proved::CardPhone(_) => ProofMethod::Sms,
            Proved::RealName(..) | Proved::Face(_) => ProofMethod::FaceCheck,
        },
        proved,
        provider: None,
        at: now(),
        until: Some(now() + SignedDuration::from_hours(1)),
    }
}

async fn brought(store: &Store, account: Uuid, proof: NewProof) -> Taken {
    let taken = store.write(async move |tx| prove(tx, account, &proof, now()).await);
    taken.await.unwrap()
}

async fn proved(store: &Store, account: Uuid, proved: Proved) -> Taken {
    brought(store, account, proof(proved)).await
}

/// A session that began as a log-in by WeChat.
fn session(account: Uuid, token: &str) -> SessionRow {
    SessionRow {
        token: TokenHash::of(token),
        account,
        provider: Provider::WeChat,
        way: None,
        channel: Channel::Jingtong,
        host: Host::WeChat,
        host_secret: Some("a secret".into()),
        created_at: now(),
        last_seen_at: now(),
        expires_at: now() + SignedDuration::from_hours(1),
    }
}

/// Who the person of an account is, as far as it says; `None` too when there is no such account.
async fn identity(store: &Store, id: Uuid) -> Option<Identity> {
    let found = store.read(async |tx| accounts::get(tx, id).await).await;
    found.unwrap()?.identity
}

/// The account that a log-in name leads to, if the password that goes with it opens that account.
async fn entered_by(store: &Store, name: &str) -> Option<Uuid> {
    let found = store.read(async |tx| {
        let Some(way) = ways_in::find(tx, Provider::Password, "", name).await? else {
            return Ok(None);
        };
        let password = passwords::get(tx, way.password.unwrap()).await?.unwrap();
        assert_eq!(password.account, way.account);
        assert_eq!(password.hash.expose(), format!("hash of {name}"));
        Ok::<_, store::StoreError>(Some(way.account))
    });
    found.await.unwrap()
}

async fn level_of(store: &Store, account: Uuid) -> Level {
    let proofs = store
        .read(async |tx| proofs::list(tx, account).await)
        .await
        .unwrap();
    let facts: Vec<Proof> = proofs.iter().map(StoredProof::fact).collect();
    level(&facts, now())
}

async fn add_way(store: &Store, account: Uuid, provider: Provider, subject: &'static str) {
    let way = WayIn {
        id: Chance::machine().id(),
        account,
        provider,
        app: "app".to_owned(),
        subject: subject.into(),
        password: None,
        created_at: now(),
    };
    let added = store.write(async move |tx| ways_in::add(tx, &way).await);
    assert_eq!(added.await.unwrap(), ways_in::Added::New);
}

async fn an_account_begins_with_its_names_and_nothing_proved(store: &Store) {
    let one = account(store, "one").await;
    assert_eq!(entered_by(store, "one").await, Some(one));
    assert_eq!(level_of(store, one).await, Level::Account);
    assert_eq!(identity(store, one).await, None);
    let names = ["free", "one"].map(Into::into).to_vec();
    let taken = NewAccount::new(&Chance::machine(), names, "hash".into(), now());
    let done = store.write(async move |tx| register(tx, &taken).await);
    assert_eq!(done.await.unwrap(), Registered::AlreadyThere(one));
    assert_eq!(entered_by(store, "free").await, None, "nothing was changed");
}

async fn the_second_account_of_a_person_is_joined_to_the_first(store: &Store) {
    let (first, second) = (
        account(store, "first").await,
        account(store, "second").await,
    );
    let me = || Proved::RealName(person(1, "张三"), None);
    let mobile = Mobile::parse("13800130001").unwrap();
    assert_eq!(proved(store, first, me()).await, Taken::For(first));
    assert_eq!(
        proved(store, second, Proved::Phone(mobile)).await,
        Taken::For(second)
    );
    add_way(store, second, Provider::WeChat, "oABC").await;
    let session = session(second, "a phone");
    let message = Message {
        id: Uuid::from_u128(1),
        account: Some(second),
        case: None,
        template: "reminded".to_owned(),
        lang: domain::lang::Lang::Zh,
        to: "13800130001".into(),
        values: [].into(),
        state: MessageState::Waiting,
        tries: 0,
        created_at: now(),
        sent_at: None,
        taken: None,
        failure: None,
        delivery: None,
    };
    let consent = Consent {
        id: Uuid::from_u128(1),
        account: second,
        case: None,
        consent: "consent.face".to_owned(),
        version: "1".to_owned(),
        digest: Digest::of("face"),
        at: now(),
        withdrawn_at: None,
    };
    let (kept, told, agreed) = (session.clone(), message.clone(), consent.clone());
    store
        .write(async move |tx| {
            sessions::create(tx, &kept).await?;
            consents::give(tx, &agreed).await?;
            messages::create(tx, &told).await
        })
        .await
        .unwrap();
    assert_eq!(level_of(store, second).await, Level::Phone);

    let here = Proved::RealName(person(1, "张三"), Some(session.token.clone()));
    assert_eq!(proved(store, second, here).await, Taken::For(first));

    assert_eq!(entered_by(store, "first").await, Some(first));
    assert_eq!(
        entered_by(store, "second").await,
        Some(first),
        "by its own password"
    );
    let (token, id) = (session.token.clone(), message.id);
    let (way, found, told, agreed, proofs, gone) = store
        .read(async |tx| {
            Ok::<_, store::StoreError>((
                ways_in::find(tx, Provider::WeChat, "app", "oABC").await?,
                sessions::find(tx, &token, now()).await?,
                messages::get(tx, id).await?,
                consents::list(tx, first).await?,
                proofs::list(tx, first).await?,
                accounts::get(tx, second).await?,
            ))
        })
        .await
        .unwrap();
    assert_eq!(way.unwrap().account, first);
    let moved = SessionRow {
        account: first,
        ..session
    };
    assert_eq!(found, Some(moved));
    assert_eq!(told.unwrap().account, Some(first));
    let moved = Consent {
        account: first,
        ..consent
    };
    assert_eq!(agreed, [moved]);
    assert_eq!(proofs.len(), 3);
    assert_eq!(gone, None);
    let late = proved(store, second, Proved::Phone(mobile)).await;
    assert_eq!(late, Taken::Refused(ProofRefusal::Gone));
}

async fn accounts_that_prove_one_person_at_once_end_as_one(store: &Store) {
    let names = ["a", "b", "c", "d", "e", "f"];
    let mut races = Vec::new();
    for name in names {
        let (store, id) = (store.clone(), account(store, name).await);
        races.push(
            async move { proved(&store, id, Proved::RealName(person(1, "张三"), None)).await },
        );
    }
    let races: Vec<_> = races.into_iter().map(tokio::spawn).collect();
    let mut accounts = BTreeSet::new();
    for race in races {
        match race.await.unwrap() {
            Taken::For(account) => accounts.insert(account),
            Taken::Refused(refusal) => panic!("{refusal:?}"),
        };
    }
    for name in names {
        accounts.extend(entered_by(store, name).await);
    }
    let accounts: Vec<Uuid> = accounts.into_iter().collect();
    let [one] = accounts[..] else {
        panic!("{accounts:?}")
    };
    assert_eq!(level_of(store, one).await, Level::RealName);
    let proofs = store.read(async |tx| proofs::list(tx, one).await).await;
    assert_eq!(proofs.unwrap().len(), names.len(), "each proof is kept");
}

async fn what_was_typed_is_lost_to_whoever_proves_it(store: &Store) {
    let typist = account(store, "typist").await;
    let prover = account(store, "prover").await;
    for id in [typist, prover] {
        let typed =
            store.write(async move |tx| accounts::set_typed(tx, id, &person(1, "张三")).await);
        assert!(typed.await.unwrap());
    }
    assert_eq!(level_of(store, typist).await, Level::Account);
    let me = Proved::RealName(person(1, "张三"), None);
    assert_eq!(proved(store, prover, me).await, Taken::For(prover));
    assert_eq!(identity(store, typist).await, None);
    assert_eq!(identity(store, prover).await, Some(person(1, "张三")));
    assert_eq!(
        entered_by(store, "typist").await,
        Some(typist),
        "nothing else was lost"
    );
}

async fn neither_one_subject_of_two_providers_nor_one_mobile_joins(store: &Store) {
    let (one, two) = (account(store, "one").await, account(store, "two").await);
    add_way(store, one, Provider::WeChat, "o1").await;
    add_way(store, two, Provider::Baidu, "o1").await;
    let mobile = Mobile::parse("13800130001").unwrap();
    for id in [one, two] {
        assert_eq!(
            proved(store, id, Proved::Phone(mobile)).await,
            Taken::For(id)
        );
        let session = session(id, &id.to_string());
        let face = Proved::Face(session.token.clone());
        let begun = store.write(async move |tx| sessions::create(tx, &session).await);
        begun.await.unwrap();
        assert_eq!(proved(store, id, face).await, Taken::For(id));
    }
    for (id, number) in [(one, 1), (two, 2)] {
        let me = Proved::RealName(person(number, "张三"), None);
        assert_eq!(proved(store, id, me).await, Taken::For(id));
        assert_eq!(level_of(store, id).await, Level::RealName);
    }
    assert_eq!(entered_by(store, "one").await, Some(one));
    assert_eq!(entered_by(store, "two").await, Some(two));
}

async fn a_person_s_name_may_change_in_their_own_account(store: &Store) {
    let one = account(store, "one").await;
    for name in ["张三", "李三"] {
        let me = person(1, name);
        let taken = proved(store, one, Proved::RealName(me.clone(), None)).await;
        assert_eq!(taken, Taken::For(one));
        assert_eq!(identity(store, one).await, Some(me));
    }
}
