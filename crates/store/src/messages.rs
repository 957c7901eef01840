//! Messages: what an agent is told outside of the service, such as by SMS.
//!
//! The recipient and what goes into the template are sealed; a code that is sent is in no row, only that one was. A message is
//! written in the transaction of what it tells, and sent by a job after that; its row says how far that got, whether it arrived, with
//! the id that the platform gave it and the codes of failures, which are plain and name nobody. Erased with the draft it is about ([`crate::cases::erase`]), and some time
//! after it was written, sent or not ([`sweep`]). Visible to operators without recipient and values, and to nobody else.

use std::collections::BTreeMap;

use domain::lang::Lang;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::seal::Secret;
use crate::{StoreError, Tx};

const TABLE: &str = "messages";

/// How far a message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    /// To be sent.
    Waiting,
    /// Accepted by whoever delivers it.
    Sent,
    /// Refused, or tried too often: it is not sent any more.
    Failed,
}

impl MessageState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Sent, Self::Failed];

    /// The stable code in the table.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A message, as written and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// From the caller; whoever delivers it gets it as the request id.
    pub id: Uuid,
    /// Whom it is for; `None` for a visitor, such as at the registration.
    pub account: Option<Uuid>,
    /// The application it is about; `None` outside of any.
    pub case: Option<Uuid>,
    /// The template, such as `submitted`.
    pub template: String,
    /// The language that its reader wants.
    pub lang: Lang,
    /// Where it is sent, such as a mobile number.
    pub to: Secret,
    /// What goes into the template, by the names of its places.
    pub values: BTreeMap<String, Secret>,
    /// How far it got.
    pub state: MessageState,
    /// Tries so far.
    pub tries: u32,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// What the platform keeps it under.
    pub taken: Option<TakenAs>,
    /// Why the last try failed: the platform's code, or ours.
    pub failure: Option<String>,
    /// What became of it, once the platform was asked.
    pub delivery: Option<Delivery>,
}

/// By what a platform finds a message that it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenAs {
    /// The platform's id.
    pub id: String,
    /// When, by the machine's clock, not the service's: a platform looks by day.
    pub at: Timestamp,
}

/// What became of a message that a platform took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The carrier has not reported yet.
    Pending,
    /// It arrived.
    Done {
        /// When, if the carrier said so.
        at: Option<Timestamp>,
    },
    /// It did not, and will not.
    Failed {
        /// The carrier's code.
        code: String,
    },
}

impl Delivery {
    /// The stable code in the table.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done { .. } => "done",
            Self::Failed { .. } => "failed",
        }
    }
}

/// What came of a try to send a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// It was accepted, and is kept under this.
    Sent(TakenAs),
    /// Not this time, for this reason: it stays to be sent.
    Later(String),
    /// It never will be, for this reason.
    Failed(String),
}

/// Writes a message.
pub async fn create(tx: &Tx, message: &Message) -> Result<(), StoreError> {
    let row = row(tx, message)?.into_active_model().reset_all();
    row::Entity::insert(row)
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// The message with this id. A read-write transaction locks it.
pub async fn get(tx: &Tx, id: Uuid) -> Result<Option<Message>, StoreError> {
    let mut query = row::Entity::find_by_id(id.to_string());
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let found = query.one(tx.connection()).await?;
    found.map(|row| open(tx, row)).transpose()
}

/// The message of a template about an application that was written last.
pub async fn latest_about(
    tx: &Tx,
    case: Uuid,
    template: &str,
) -> Result<Option<Message>, StoreError> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Template.eq(template))
        .order_by_desc(row::Column::CreatedAt)
        .order_by_desc(row::Column::Id)
        .one(tx.connection())
        .await?;
    found.map(|row| open(tx, row)).transpose()
}

/// Records a try to send a message. `false` when it does not wait, or is gone; then nothing was changed.
pub async fn note_try(tx: &Tx, id: Uuid, tried: Tried, now: Timestamp) -> Result<bool, StoreError> {
    let Some(message) = get(tx, id).await? else {
        return Ok(false);
    };
    if message.state != MessageState::Waiting {
        return Ok(false);
    }
    let mut changed = Message {
        tries: message.tries.saturating_add(1),
        ..message
    };
    match tried {
        Tried::Sent(taken) => {
            changed.state = MessageState::Sent;
            changed.sent_at = Some(now);
            changed.taken = Some(taken);
            changed.failure = None;
        }
        Tried::Later(failure) => changed.failure = Some(failure),
        Tried::Failed(failure) => {
            changed.state = MessageState::Failed;
            changed.failure = Some(failure);
        }
    }
    replace(tx, &changed).await?;
    Ok(true)
}

/// Records what became of a message. `false` when it was never sent, or is gone; then nothing was changed.
pub async fn note_delivery(tx: &Tx, id: Uuid, delivery: Delivery) -> Result<bool, StoreError> {
    let Some(message) = get(tx, id).await? else {
        return Ok(false);
    };
    if message.state != MessageState::Sent {
        return Ok(false);
    }
    let changed = Message {
        delivery: Some(delivery),
        ..message
    };
    replace(tx, &changed).await?;
    Ok(true)
}

async fn replace(tx: &Tx, changed: &Message) -> Result<(), StoreError> {
    row::Entity::update_many()
        .set(row(tx, changed)?.into_active_model().reset_all())
        .filter(row::Column::Id.eq(changed.id.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Gives the messages for one account to another.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::AccountId, Expr::value(to.to_string()))
        .filter(row::Column::AccountId.eq(from.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Erases the messages about an application.
pub(crate) async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Erases the messages that were written before `before`. Returns how many there were.
pub async fn sweep(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::CreatedAt.lt(ms(before)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

fn row(tx: &Tx, message: &Message) -> Result<row::Model, StoreError> {
    let id = message.id.to_string();
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let plain: BTreeMap<&str, &str> = message
        .values
        .iter()
        .map(|(place, value)| (place.as_str(), value.expose()))
        .collect();
    let values = serde_json::to_string(&plain).map_err(|_| at.wrong("values", "no JSON"))?;
    Ok(row::Model {
        account_id: message.account.map(|account| account.to_string()),
        case_id: message.case.map(|case| case.to_string()),
        template: message.template.clone(),
        lang: Some(message.lang.tag().to_owned()),
        to: at.seal(tx.keyring(), "to", message.to.expose())?,
        values: at.seal(tx.keyring(), "values", Secret::from(values).expose())?,
        state: message.state.code().to_owned(),
        tries: i64::from(message.tries),
        created_at: ms(message.created_at),
        sent_at: message.sent_at.map(ms),
        platform_id: message.taken.as_ref().map(|taken| taken.id.clone()),
        taken_at: message.taken.as_ref().map(|taken| ms(taken.at)),
        failure: message.failure.clone(),
        delivery: message
            .delivery
            .as_ref()
            .map(|known| known.code().to_owned()),
        delivery_code: match &message.delivery {
            Some(Delivery::Failed { code }) => Some(code.clone()),
            Some(Delivery::Pending | Delivery::Done { .. }) | None => None,
        },
        delivered_at: match &message.delivery {
            Some(Delivery::Done { at }) => at.map(ms),
            Some(Delivery::Pending | Delivery::Failed { .. }) | None => None,
        },
        id,
    })
}

fn open(tx: &Tx, row: row::Model) -> Result<Message, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let values = at.open(tx.keyring(), "values", &row.values)?;
    let values: BTreeMap<String, String> =
        serde_json::from_str(values.expose()).map_err(|_| at.wrong("values", "no JSON"))?;
    let (account, case) = (row.account_id.as_deref(), row.case_id.as_deref());
    let taken_at = at.maybe_instant("taken_at", row.taken_at)?;
    let delivered_at = at.maybe_instant("delivered_at", row.delivered_at)?;
    let delivery = row.delivery.as_deref().map(|code| match code {
        "pending" => Ok(Delivery::Pending),
        "done" => Ok(Delivery::Done { at: delivered_at }),
        "failed" => Ok(Delivery::Failed {
            code: row.delivery_code.clone().unwrap_or_default(),
        }),
        _ => Err(at.wrong("delivery", "an unknown code")),
    });
    Ok(Message {
        id: at.uuid("id", &row.id)?,
        account: account.map(|id| at.uuid("account_id", id)).transpose()?,
        case: case.map(|id| at.uuid("case_id", id)).transpose()?,
        to: at.open(tx.keyring(), "to", &row.to)?,
        values: values
            .into_iter()
            .map(|(place, value)| (place, Secret::from(value)))
            .collect(),
        state: at.code("state", MessageState::from_code(&row.state))?,
        tries: at.number("tries", row.tries)?,
        created_at: at.instant("created_at", row.created_at)?,
        sent_at: at.maybe_instant("sent_at", row.sent_at)?,
        // One that was sent before these instants were kept is found by nobody any more.
        taken: row
            .platform_id
            .clone()
            .zip(taken_at)
            .map(|(id, at)| TakenAs { id, at }),
        delivery: delivery.transpose()?,
        lang: row
            .lang
            .as_deref()
            .and_then(Lang::from_tag)
            .unwrap_or_default(),
        template: row.template,
        failure: row.failure,
    })
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "messages")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account_id: Option<String>,
        pub case_id: Option<String>,
        pub template: String,
        pub lang: Option<String>,
        pub to: Vec<u8>,
        pub values: Vec<u8>,
        pub state: String,
        pub tries: i64,
        pub created_at: i64,
        pub sent_at: Option<i64>,
        pub platform_id: Option<String>,
        pub failure: Option<String>,
        pub taken_at: Option<i64>,
        pub delivery: Option<String>,
        pub delivery_code: Option<String>,
        pub delivered_at: Option<i64>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
