//! Face checks that an authority was asked for: whom, by which of its ids, and in which session.
//!
//! A check belongs to the session in which it began, to its account, and to the name and ID number it is about, and it is over once
//! ([`find`] with [`finish`]). What it is about and how the authority knows it are sealed, and are erased as soon as it is over; the
//! rest goes when it has expired ([`sweep`]). Visible to nobody.

use domain::id::{CitizenId, PersonalName};
use domain::people::{Identity, Provider};
use jiff::Timestamp;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder as _};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::seal::Secret;
use crate::sessions::TokenHash;
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "face_checks";

/// A check, as begun and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceCheck {
    /// From the caller. Known to the client.
    pub id: Uuid,
    /// Whose person is checked.
    pub account: Uuid,
    /// The session in which it began.
    pub session: TokenHash,
    /// The authority.
    pub provider: Provider,
    /// Our id of the attempt at the authority.
    pub attempt: String,
    /// The consent that it rests on ([`crate::consents`]).
    pub consent: Uuid,
    /// Where the person was going, as an address of the service; empty if nowhere.
    pub next: String,
    /// Who is to be before the camera; `None` once it is over.
    pub person: Option<Identity>,
    /// How the authority knows it; `None` before it answered, and once it is over.
    pub known_as: Option<KnownAs>,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it counts no more.
    pub expires_at: Timestamp,
    /// When it was over.
    pub over_at: Option<Timestamp>,
}

/// How an authority knows a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAs {
    /// The authority's id.
    pub id: Secret,
    /// Who the person is at the platform of the client, where the authority asks for it.
    pub subject: Option<Secret>,
}

/// Stores a check that is about to begin.
pub async fn create(tx: &Tx, check: &FaceCheck) -> Result<(), StoreError> {
    guarded::create::<row::Entity>(tx, row(tx, check)?).await
}

/// Notes how the authority knows a check that began. `false` when it is not there any more.
pub async fn begun(tx: &Tx, id: Uuid, known_as: &KnownAs) -> Result<bool, StoreError> {
    let Some(check) = locked(tx, id).await? else {
        return Ok(false);
    };
    let known = FaceCheck {
        known_as: Some(known_as.clone()),
        ..check
    };
    guarded::update::<row::Entity>(tx, row(tx, &known)?).await
}

/// A check that has not expired, over or not. A read-write transaction locks it until its end.
pub async fn find(tx: &Tx, id: Uuid, now: Timestamp) -> Result<Option<FaceCheck>, StoreError> {
    let found = locked(tx, id).await?;
    Ok(found.filter(|check| check.expires_at > now))
}

/// The newest check of a session that the authority knows and that is not over.
pub async fn waiting(
    tx: &Tx,
    account: Uuid,
    session: &TokenHash,
    now: Timestamp,
) -> Result<Option<FaceCheck>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::Session.eq(session.as_str()))
        .filter(row::Column::ExpiresAt.gt(ms(now)))
        .filter(row::Column::OverAt.is_null())
        .filter(row::Column::AuthorityId.is_not_null())
        .order_by_desc(row::Column::BegunAt)
        .order_by_desc(row::Column::Id);
    let found = guarded::one(tx, query).await?;
    found.map(|row| open(tx, row)).transpose()
}

/// Ends a check that [`find`] found in this transaction, and erases what it was about. `false` when it was over before.
pub async fn finish(tx: &Tx, check: &FaceCheck, now: Timestamp) -> Result<bool, StoreError> {
    if check.over_at.is_some() {
        return Ok(false);
    }
    let over = FaceCheck {
        person: None,
        known_as: None,
        over_at: Some(now),
        ..check.clone()
    };
    guarded::update::<row::Entity>(tx, row(tx, &over)?).await
}

/// Erases a check that never began.
pub async fn remove(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    row::Entity::delete_by_id(id.to_string())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Lets the checks of a session go on under its new token.
pub async fn follow_session(
    tx: &Tx,
    account: Uuid,
    from: &TokenHash,
    to: &TokenHash,
) -> Result<(), StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::Session.eq(from.as_str()));
    guarded::change_all(tx, query, |row| to.as_str().clone_into(&mut row.session)).await
}

/// Gives the checks of one account to another.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    let query = row::Entity::find().filter(row::Column::AccountId.eq(from.to_string()));
    guarded::change_all(tx, query, |row| row.account_id = to.to_string()).await
}

/// Erases the checks that expired before `now`, and those that were over before `over_before`. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp, over_before: Timestamp) -> Result<u64, StoreError> {
    let is_due = Condition::any()
        .add(row::Column::ExpiresAt.lte(ms(now)))
        .add(row::Column::OverAt.lte(ms(over_before)));
    let gone = row::Entity::delete_many()
        .filter(is_due)
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

async fn locked(tx: &Tx, id: Uuid) -> Result<Option<FaceCheck>, StoreError> {
    let mut query = row::Entity::find_by_id(id.to_string());
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let found = guarded::one(tx, query).await?;
    found.map(|row| open(tx, row)).transpose()
}

fn row(tx: &Tx, check: &FaceCheck) -> Result<row::Model, StoreError> {
    let id = check.id.to_string();
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let seal = |column, text: Option<&str>| {
        text.map(|text| at.seal(tx.keyring(), column, text))
            .transpose()
    };
    let (person, known_as) = (check.person.as_ref(), check.known_as.as_ref());
    let subject = known_as.and_then(|known| known.subject.as_ref());
    Ok(row::Model {
        name: seal("name", person.map(|person| person.name.as_str()))?,
        id_number: seal("id_number", person.map(|person| person.id_number.as_str()))?,
        authority_id: seal("authority_id", known_as.map(|known| known.id.expose()))?,
        subject: seal("subject", subject.map(Secret::expose))?,
        account_id: check.account.to_string(),
        session: check.session.as_str().to_owned(),
        provider: check.provider.code().to_owned(),
        attempt: check.attempt.clone(),
        consent_id: check.consent.to_string(),
        next: check.next.clone(),
        begun_at: ms(check.begun_at),
        expires_at: ms(check.expires_at),
        over_at: check.over_at.map(ms),
        mac: Vec::new(),
        id,
    })
}

fn open(tx: &Tx, row: row::Model) -> Result<FaceCheck, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let opened = |column, sealed: Option<&Vec<u8>>| {
        sealed
            .map(|sealed| at.open(tx.keyring(), column, sealed))
            .transpose()
    };
    let name = opened("name", row.name.as_ref())?;
    let id_number = opened("id_number", row.id_number.as_ref())?;
    let person = match (name, id_number) {
        (Some(name), Some(id_number)) => Some(Identity {
            name: PersonalName::parse(name.expose()).map_err(|_| at.wrong("name", "no name"))?,
            id_number: CitizenId::from_stored(id_number.expose())
                .map_err(|_| at.wrong("id_number", "no ID number"))?,
        }),
        (None, None) => None,
        _ => return Err(at.wrong("name", "is half of a person")),
    };
    let subject = opened("subject", row.subject.as_ref())?;
    let known_as = opened("authority_id", row.authority_id.as_ref())?;
    Ok(FaceCheck {
        id: at.uuid("id", &row.id)?,
        account: at.uuid("account_id", &row.account_id)?,
        provider: at.code("provider", Provider::from_code(&row.provider))?,
        consent: at.uuid("consent_id", &row.consent_id)?,
        person,
        known_as: known_as.map(|id| KnownAs { id, subject }),
        begun_at: at.instant("begun_at", row.begun_at)?,
        expires_at: at.instant("expires_at", row.expires_at)?,
        over_at: at.maybe_instant("over_at", row.over_at)?,
        session: TokenHash::stored(row.session),
        attempt: row.attempt,
        next: row.next,
    })
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

    fn name(row: &row::Model) -> &str {
        &row.id
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "face_checks")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account_id: String,
        pub session: String,
        pub provider: String,
        pub attempt: String,
        pub consent_id: String,
        pub next: String,
        pub name: Option<Vec<u8>>,
        pub id_number: Option<Vec<u8>>,
        pub authority_id: Option<Vec<u8>>,
        pub subject: Option<Vec<u8>>,
        pub begun_at: i64,
        pub expires_at: i64,
        pub over_at: Option<i64>,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
