//! Rows that give power: one that somebody changed or slipped in is refused where it is read, and named by the audit.

use domain::digest::Digest;
use domain::id::Mobile;
use domain::people::Provider;
use store::audit::{self, Place};
use store::captures::{self, Capture};
use store::passwords::{self, Password};
use store::proofs::{self, Subject};
use store::sessions::{self, TokenHash};
use store::ways_in::{self, WayIn};
use store::{StoreError, accounts, consents, face_checks, proved_people, releases};
use uuid::Uuid;

use crate::database::{Database, account, later, now, person, read, write};
use crate::face_checks::face_check;
use crate::proofs::{consent, proof};
use crate::sessions::session;

crate::on_both_databases!(
    a_session_that_somebody_inserted_is_refused,
    every_changed_row_is_named,
    every_row_slipped_in_is_named,
);

/// Each table of rows with a MAC, its key, and a change that would give somebody something.
const TABLES: [(&str, &str, &str); 10] = [
    ("accounts", "id", "created_at = created_at + 1"),
    ("proved_people", "fingerprint", "account_id = 'OTHER'"),
    ("ways_in", "id", "account_id = 'OTHER'"),
    ("passwords", "id", "account_id = 'OTHER'"),
    ("proofs", "id", "until = NULL"),
    ("sessions", "token", "account_id = 'OTHER'"),
    ("consents", "id", "version = 'another'"),
    ("captures", "material", "tries_left = 99"),
    ("face_checks", "id", "account_id = 'OTHER'"),
    ("releases", "number", "content_hash = 'another'"),
];

/// A row in each of them.
async fn fill(db: &Database) {
    let case = db.draft(1).await;
    write!(db.store, |tx| {
        accounts::create(tx, account(2), now()).await?;
        proved_people::hold(tx, &person(1).id_number, account(1)).await?;
        let password = Password {
            id: Uuid::from_u128(1),
            account: account(1),
            hash: "$argon2id$v=19$made-up".into(),
            closed_at: None,
        };
        passwords::create(tx, &password).await?;
        let way = WayIn {
            id: Uuid::from_u128(2),
            account: account(1),
            provider: Provider::Password,
            app: String::new(),
            subject: "parent1".into(),
            password: Some(password.id),
            created_at: now(),
        };
        ways_in::add(tx, &way).await?;
        let mobile = Mobile::parse("13800130001").unwrap();
        let phone = proof(3, Subject::Phone(mobile), now(), Some(later(60)));
        proofs::add(tx, &phone).await?;
        sessions::create(tx, &session("the agent's")).await?;
        consents::give(tx, &consent(4, "consent.face", None)).await?;
        let capture = Capture {
            case: case.id,
            material: "card_photo".to_owned(),
            account: account(1),
            session: TokenHash::of("the agent's"),
            token: TokenHash::of("a phone's"),
            salt: "salt".to_owned(),
            tries_left: 2,
            made_at: now(),
            expires_at: later(600),
            used_at: None,
        };
        captures::put(tx, &capture).await?;
        face_checks::create(tx, &face_check(5)).await?;
        releases::publish(tx, "2026.1", &Digest::of("release"), &[], now()).await?;
    })
    .await
    .unwrap();
    assert!(audit::verify(&db.store).await.unwrap().is_sound());
}

async fn faulty_tables(db: &Database) -> Vec<&'static str> {
    let report = audit::verify(&db.store).await.unwrap();
    let places = report.faults.into_iter().map(|fault| fault.place);
    places
        .filter_map(|place| match place {
            Place::Row { table, .. } => Some(table),
            _ => None,
        })
        .collect()
}

async fn a_session_that_somebody_inserted_is_refused(db: &Database) {
    fill(db).await;
    let thiefs = TokenHash::of("a thief's");
    db.spoil("CREATE TABLE kept AS SELECT * FROM sessions")
        .await;
    let digest = ring::digest::digest(&ring::digest::SHA256, b"a thief's");
    let token = data_encoding::HEXLOWER.encode(digest.as_ref());
    db.spoil(&format!("UPDATE kept SET token = '{token}'"))
        .await;
    assert_eq!(db.spoil("INSERT INTO sessions SELECT * FROM kept").await, 1);
    let found = read!(db.store, |tx| sessions::find(tx, &thiefs, now()).await?).await;
    assert!(
        matches!(
            found,
            Err(StoreError::Altered {
                table: "sessions",
                ..
            })
        ),
        "{found:?}"
    );
    // Nor in a list.
    let others = read!(db.store, |tx| {
        sessions::list(tx, account(1), now(), now()).await?
    })
    .await;
    assert!(matches!(others, Err(StoreError::Altered { .. })));
    assert_eq!(faulty_tables(db).await, ["sessions"]);
}

async fn every_changed_row_is_named(db: &Database) {
    fill(db).await;
    for (table, _, change) in TABLES {
        let change = change.replace("OTHER", &account(2).to_string());
        db.spoil(&format!("CREATE TABLE kept AS SELECT * FROM {table}"))
            .await;
        assert!(db.spoil(&format!("UPDATE {table} SET {change}")).await > 0);
        assert!(faulty_tables(db).await.contains(&table), "{table}");
        // By their old values, column by column: other rows refer to them.
        for column in db.columns(table).await {
            let key = TABLES.iter().find(|(name, ..)| *name == table).unwrap().1;
            db.spoil(&format!(
                "UPDATE {table} SET {column} = (SELECT kept.{column} FROM kept WHERE kept.{key} = {table}.{key})"
            ))
            .await;
        }
        db.spoil("DROP TABLE kept").await;
        assert!(
            audit::verify(&db.store).await.unwrap().is_sound(),
            "{table}"
        );
    }
}

async fn every_row_slipped_in_is_named(db: &Database) {
    fill(db).await;
    for (table, key, _) in TABLES {
        db.spoil(&format!(
            "CREATE TABLE kept AS SELECT * FROM {table} ORDER BY {key} LIMIT 1"
        ))
        .await;
        db.spoil(&format!("UPDATE kept SET {key} = 'slipped in'"))
            .await;
        if table == "ways_in" {
            db.spoil("UPDATE kept SET fingerprint = 'another'").await;
        }
        assert_eq!(
            db.spoil(&format!("INSERT INTO {table} SELECT * FROM kept"))
                .await,
            1
        );
        assert_eq!(faulty_tables(db).await, [table]);
        db.spoil(&format!("DELETE FROM {table} WHERE {key} = 'slipped in'"))
            .await;
        db.spoil("DROP TABLE kept").await;
    }
    assert!(audit::verify(&db.store).await.unwrap().is_sound());
}
