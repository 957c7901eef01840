//! Ways in: how somebody enters an account. A log-in name with its password, or a subject that a platform names.
//!
//! The subject is sealed, and found by a keyed fingerprint of provider, app and subject: so the same subject of two providers, or of
//! two apps of one, is two people until something is proved. Each is unique, and leads to one account. Erased with the account.
//! Visible to its owner.

use domain::people::Provider;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::seal::{Fingerprint, FingerprintKind, Secret};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "ways_in";

/// A way into an account, as created and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayIn {
    /// From the caller.
    pub id: Uuid,
    /// The account that it leads to.
    pub account: Uuid,
    /// Who says who comes in.
    pub provider: Provider,
    /// The app to which the provider named the subject: our app id at a platform; empty for a password.
    pub app: String,
    /// The subject that the provider names; for a password the log-in name: a user name, a mobile or an ID number.
    pub subject: Secret,
    /// The password that goes with the name ([`crate::passwords`]); `None` for platforms.
    pub password: Option<Uuid>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// What [`add`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// A new way in.
    New,
    /// It leads to this account already; nothing was changed.
    AlreadyThere(Uuid),
}

/// Adds a way in, unless it leads somewhere already.
pub async fn add(tx: &Tx, way: &WayIn) -> Result<Added, StoreError> {
    if let Some(account) = taken(tx, [way]).await? {
        return Ok(Added::AlreadyThere(account));
    }
    add_free(tx, way).await?;
    Ok(Added::New)
}

/// Adds a way in that [`taken`] has found to lead nowhere in this transaction. The same one twice is one.
pub async fn add_free(tx: &Tx, way: &WayIn) -> Result<(), StoreError> {
    // On PostgreSQL a concurrent call that has committed aborts this transaction, and the retry finds its way in.
    guarded::insert::<row::Entity>(tx, row(tx, way)?).await?;
    Ok(())
}

/// An account that one of these ways leads to already, under any readable key.
pub async fn taken(
    tx: &Tx,
    ways: impl IntoIterator<Item = &WayIn>,
) -> Result<Option<Uuid>, StoreError> {
    let known = ways.into_iter().flat_map(|way| {
        let text = fingerprinted(way.provider, &way.app, way.subject.expose());
        tx.keyring().fingerprints(FingerprintKind::WayIn, &text)
    });
    let known: Vec<String> = known.map(|one| one.as_str().to_owned()).collect();
    let query = row::Entity::find()
        .filter(row::Column::Fingerprint.is_in(known))
        .order_by_asc(row::Column::Id);
    let found = guarded::one(tx, query).await?;
    found
        .map(|row| {
            Row {
                table: TABLE,
                id: &row.id,
            }
            .uuid("account_id", &row.account_id)
        })
        .transpose()
}

/// The way in with this subject, under any readable key.
///
/// A log-in name is found however it is typed: letter case, spaces and full-width forms do not matter.
pub async fn find(
    tx: &Tx,
    provider: Provider,
    app: &str,
    subject: &str,
) -> Result<Option<WayIn>, StoreError> {
    let text = fingerprinted(provider, app, subject);
    let known = tx.keyring().fingerprints(FingerprintKind::WayIn, &text);
    let query = row::Entity::find()
        .filter(row::Column::Fingerprint.is_in(known.iter().map(Fingerprint::as_str)))
        .order_by_asc(row::Column::Id);
    let found = guarded::one(tx, query).await?;
    found.map(|row| open(tx, row)).transpose()
}

/// The ways into an account, oldest first.
pub async fn list(tx: &Tx, account: Uuid) -> Result<Vec<WayIn>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .order_by_asc(row::Column::CreatedAt)
        .order_by_asc(row::Column::Id);
    let rows = guarded::all(tx, query).await?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// The ways in with this log-in name, under any readable key: more than one only if they were added under different keys.
pub async fn with_name(tx: &Tx, name: &str) -> Result<Vec<WayIn>, StoreError> {
    let text = fingerprinted(Provider::Password, "", name);
    let known = tx.keyring().fingerprints(FingerprintKind::WayIn, &text);
    let query = row::Entity::find()
        .filter(row::Column::Fingerprint.is_in(known.iter().map(Fingerprint::as_str)));
    let rows = guarded::all(tx, query).await?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// Removes a way in. The password that goes with it stays: other names may go with it too.
pub async fn remove(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    row::Entity::delete_by_id(id.to_string())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Lets every way into one account lead to another.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    for way in list(tx, from).await? {
        let moved = WayIn { account: to, ..way };
        guarded::update::<row::Entity>(tx, row(tx, &moved)?).await?;
    }
    Ok(())
}

/// At most `limit` ways in, by id after `after`, that are found by an older fingerprint key than the active one. [`renew`] brings
/// each to it.
pub async fn older(tx: &Tx, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>, StoreError> {
    let active = tx.keyring().fingerprint(FingerprintKind::WayIn, "");
    let key = active.as_str().split(':').next().unwrap_or_default();
    let mut query = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::Fingerprint.not_like(format!("{key}:%")));
    if let Some(after) = after {
        query = query.filter(row::Column::Id.gt(after.to_string()));
    }
    let ids: Vec<String> = query
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(tx.connection())
        .await?;
    ids.iter()
        .map(|id| Row { table: TABLE, id }.uuid("id", id))
        .collect()
}

/// Writes a way in again, found by the active fingerprint key and sealed with the active key. `false`, and nothing was changed, when
/// another one is found by that key already: the same subject was added twice, in processes that had no key in common.
pub async fn renew(tx: &Tx, id: Uuid) -> Result<bool, StoreError> {
    let query = row::Entity::find_by_id(id.to_string()).lock_exclusive();
    let Some(older) = guarded::one(tx, query).await? else {
        return Ok(true);
    };
    let renewed = row(tx, &open(tx, older)?)?;
    let same = row::Entity::find()
        .filter(row::Column::Fingerprint.eq(renewed.fingerprint.as_str()))
        .filter(row::Column::Id.ne(renewed.id.as_str()));
    if guarded::one(tx, same).await?.is_some() {
        return Ok(false);
    }
    guarded::update::<row::Entity>(tx, renewed).await?;
    Ok(true)
}

/// The text that is fingerprinted, which is folded before ([`Keyring::fingerprint`]): right for what people type, but a platform's
/// subject differs by letter case, so its bytes are written out.
///
/// [`Keyring::fingerprint`]: crate::seal::Keyring::fingerprint
fn fingerprinted(provider: Provider, app: &str, subject: &str) -> String {
    let subject = match provider {
        Provider::Password => subject.to_owned(),
        Provider::WeChat
        | Provider::Alipay
        | Provider::Baidu
        | Provider::National
        | Provider::Essc => data_encoding::HEXLOWER.encode(subject.as_bytes()),
    };
    format!("{}/{app}/{subject}", provider.code())
}

fn row(tx: &Tx, way: &WayIn) -> Result<row::Model, StoreError> {
    let id = way.id.to_string();
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let subject = way.subject.expose();
    let text = fingerprinted(way.provider, &way.app, subject);
    let fingerprint = tx.keyring().fingerprint(FingerprintKind::WayIn, &text);
    Ok(row::Model {
        account_id: way.account.to_string(),
        provider: way.provider.code().to_owned(),
        app: way.app.clone(),
        subject: at.seal(tx.keyring(), "subject", subject)?,
        fingerprint: fingerprint.as_str().to_owned(),
        password_id: way.password.map(|password| password.to_string()),
        created_at: ms(way.created_at),
        mac: Vec::new(),
        id,
    })
}

fn open(tx: &Tx, row: row::Model) -> Result<WayIn, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let password = row.password_id.as_deref();
    Ok(WayIn {
        id: at.uuid("id", &row.id)?,
        account: at.uuid("account_id", &row.account_id)?,
        provider: at.code("provider", Provider::from_code(&row.provider))?,
        subject: at.open(tx.keyring(), "subject", &row.subject)?,
        password: password.map(|id| at.uuid("password_id", id)).transpose()?,
        created_at: at.instant("created_at", row.created_at)?,
        app: row.app,
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
    #[sea_orm(table_name = "ways_in")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account_id: String,
        pub provider: String,
        pub app: String,
        pub subject: Vec<u8>,
        pub fingerprint: String,
        pub password_id: Option<String>,
        pub created_at: i64,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
