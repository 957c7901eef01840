//! Log-ins of a browser by a code that a telephone scans.
//!
//! A ticket belongs to the browser that shows it, and is decided once. Only its hash is stored; the two digits that the browser shows
//! beside it, and where it is, are sealed. A browser has at most one: a new one ends the one before it. Erased when the browser is logged in
//! ([`remove`]), and when it has expired ([`sweep`]). Visible to whoever scans it.

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

const TABLE: &str = "portal_logins";

/// A ticket, as begun and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalLogin {
    /// Hash of the ticket.
    pub ticket: TokenHash,
    /// The browser that shows it, by the token that it has.
    pub browser: TokenHash,
    /// Where that browser is, as far as its telephone may be told.
    pub place: Secret,
    /// Where the person was going, as an address of the service.
    pub next: String,
    /// The digits that the browser alone shows.
    pub digits: Secret,
    /// What the telephone decided.
    pub decision: Option<Decision>,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it counts no more.
    pub expires_at: Timestamp,
}

/// What a telephone decided about a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The person of this account, who came in by this provider, lets the browser in.
    Confirmed {
        /// The account.
        account: Uuid,
        /// How its telephone's session began.
        provider: Provider,
    },
    /// Not.
    Refused,
}

/// Stores a ticket, and ends those that its browser showed before.
pub async fn create(tx: &Tx, login: &PortalLogin) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::Browser.eq(login.browser.as_str()))
        .exec(tx.connection())
        .await?;
    guarded::create::<row::Entity>(tx, row(tx, login)?).await
}

/// The ticket of this hash that has not expired, decided or not. A read-write transaction locks it until its end.
pub async fn find(
    tx: &Tx,
    ticket: &TokenHash,
    now: Timestamp,
) -> Result<Option<PortalLogin>, StoreError> {
    let mut query = row::Entity::find_by_id(ticket.as_str().to_owned());
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let found = guarded::one(tx, query).await?;
    let valid = found.filter(|row| row.expires_at > ms(now));
    valid.map(|row| open(tx, row)).transpose()
}

/// Decides a ticket that [`find`] found in this transaction. `false` when it was decided before.
pub async fn decide(tx: &Tx, login: &PortalLogin, decision: Decision) -> Result<bool, StoreError> {
    if login.decision.is_some() {
        return Ok(false);
    }
    let decided = PortalLogin {
        decision: Some(decision),
        ..login.clone()
    };
    guarded::update::<row::Entity>(tx, row(tx, &decided)?).await
}

/// Erases a ticket. `false` when there is none: another request was first.
pub async fn remove(tx: &Tx, ticket: &TokenHash) -> Result<bool, StoreError> {
    let gone = row::Entity::delete_by_id(ticket.as_str().to_owned())
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected == 1)
}

/// Erases the tickets that an account has confirmed and nobody came in by yet. Where all of its sessions end, these must not begin
/// another. Returns how many there were.
pub async fn remove_confirmed(tx: &Tx, account: Uuid) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

/// Erases the tickets that have expired. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::ExpiresAt.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

fn row(tx: &Tx, login: &PortalLogin) -> Result<row::Model, StoreError> {
    let ticket = login.ticket.as_str().to_owned();
    let at = Row {
        table: TABLE,
        id: &ticket,
    };
    let (decision, account, provider) = match login.decision {
        None => (None, None, None),
        Some(Decision::Refused) => (Some(REFUSED), None, None),
        Some(Decision::Confirmed { account, provider }) => {
            (Some(CONFIRMED), Some(account), Some(provider))
        }
    };
    Ok(row::Model {
        digits: at.seal(tx.keyring(), "digits", login.digits.expose())?,
        browser: login.browser.as_str().to_owned(),
        place: at.seal(tx.keyring(), "place", login.place.expose())?,
        next: login.next.clone(),
        decision: decision.map(str::to_owned),
        account_id: account.map(|account| account.to_string()),
        provider: provider.map(|provider| provider.code().to_owned()),
        begun_at: ms(login.begun_at),
        expires_at: ms(login.expires_at),
        mac: Vec::new(),
        ticket,
    })
}

fn open(tx: &Tx, row: row::Model) -> Result<PortalLogin, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.ticket,
    };
    let decision = match (row.decision.as_deref(), &row.account_id, &row.provider) {
        (None, None, None) => None,
        (Some(REFUSED), None, None) => Some(Decision::Refused),
        (Some(CONFIRMED), Some(account), Some(provider)) => Some(Decision::Confirmed {
            account: at.uuid("account_id", account)?,
            provider: at.code("provider", Provider::from_code(provider))?,
        }),
        _ => return Err(at.wrong("decision", "is none")),
    };
    Ok(PortalLogin {
        digits: at.open(tx.keyring(), "digits", &row.digits)?,
        decision,
        begun_at: at.instant("begun_at", row.begun_at)?,
        expires_at: at.instant("expires_at", row.expires_at)?,
        browser: TokenHash::stored(row.browser),
        place: at.open(tx.keyring(), "place", &row.place)?,
        next: row.next,
        ticket: TokenHash::stored(row.ticket),
    })
}

const CONFIRMED: &str = "confirmed";
const REFUSED: &str = "refused";

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

    fn name(row: &row::Model) -> &str {
        &row.ticket
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "portal_logins")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub ticket: String,
        pub browser: String,
        pub place: Vec<u8>,
        pub next: String,
        pub digits: Vec<u8>,
        pub decision: Option<String>,
        pub account_id: Option<String>,
        pub provider: Option<String>,
        pub begun_at: i64,
        pub expires_at: i64,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
