//! Visits to a platform's log-in page: a browser went there, and may come back once.
//!
//! A visit is found by the hash of the state that goes along, and belongs to the browser that began it. What the platform must say
//! or be told again (nonce, code verifier) is sealed. Erased when the browser comes back ([`take`]) or when it has expired
//! ([`sweep`]). Visible to nobody.

use domain::people::Provider;
use jiff::Timestamp;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::seal::Secret;
use crate::sessions::TokenHash;
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "platform_visits";

/// A visit, as begun and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformVisit {
    /// Hash of the state.
    pub state: TokenHash,
    /// The platform.
    pub provider: Provider,
    /// The browser that began it, by the token that it had.
    pub browser: TokenHash,
    /// The account to which the platform is to be added; `None` for a log-in.
    pub account: Option<Uuid>,
    /// Where the person was going, as an address of the service.
    pub next: String,
    /// What an ID token must hold.
    pub nonce: Secret,
    /// What goes with the code (PKCE).
    pub code_verifier: Secret,
    /// When it counts no more.
    pub expires_at: Timestamp,
}

/// Stores a visit that is about to begin.
pub async fn create(tx: &Tx, visit: &PlatformVisit) -> Result<(), StoreError> {
    guarded::create::<row::Entity>(tx, row(tx, visit)?).await
}

/// Uses up the visit of a state; `None` when there is none, it was used, or it has expired. At once at most one caller gets it.
pub async fn take(
    tx: &Tx,
    state: &TokenHash,
    now: Timestamp,
) -> Result<Option<PlatformVisit>, StoreError> {
    let query = row::Entity::find_by_id(state.as_str().to_owned()).lock_exclusive();
    let Some(found) = guarded::one(tx, query).await? else {
        return Ok(None);
    };
    let gone = row::Entity::delete_by_id(state.as_str().to_owned())
        .exec(tx.connection())
        .await?;
    let visit = open(tx, found)?;
    let counts = gone.rows_affected == 1 && visit.expires_at > now;
    Ok(counts.then_some(visit))
}

/// Erases the visits that have expired. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::ExpiresAt.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

fn row(tx: &Tx, visit: &PlatformVisit) -> Result<row::Model, StoreError> {
    let state = visit.state.as_str().to_owned();
    let at = Row {
        table: TABLE,
        id: &state,
    };
    let seal = |column, text: &Secret| at.seal(tx.keyring(), column, text.expose());
    Ok(row::Model {
        nonce: seal("nonce", &visit.nonce)?,
        code_verifier: seal("code_verifier", &visit.code_verifier)?,
        provider: visit.provider.code().to_owned(),
        browser: visit.browser.as_str().to_owned(),
        account_id: visit.account.map(|account| account.to_string()),
        next: visit.next.clone(),
        expires_at: ms(visit.expires_at),
        mac: Vec::new(),
        state,
    })
}

fn open(tx: &Tx, row: row::Model) -> Result<PlatformVisit, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.state,
    };
    let account = row.account_id.as_deref();
    Ok(PlatformVisit {
        provider: at.code("provider", Provider::from_code(&row.provider))?,
        account: account.map(|id| at.uuid("account_id", id)).transpose()?,
        nonce: at.open(tx.keyring(), "nonce", &row.nonce)?,
        code_verifier: at.open(tx.keyring(), "code_verifier", &row.code_verifier)?,
        expires_at: at.instant("expires_at", row.expires_at)?,
        browser: TokenHash::stored(row.browser),
        next: row.next,
        state: TokenHash::stored(row.state),
    })
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

    fn name(row: &row::Model) -> &str {
        &row.state
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "platform_visits")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub state: String,
        pub provider: String,
        pub browser: String,
        pub account_id: Option<String>,
        pub next: String,
        pub nonce: Vec<u8>,
        pub code_verifier: Vec<u8>,
        pub expires_at: i64,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
