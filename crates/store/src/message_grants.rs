//! What people let a mini-program tell them: an answer for each kind of message.
//!
//! A host asks its user before a mini-program may write to them, once for each kind, and tells only the client what they said; the
//! service must know before it writes. Not sealed: ids, codes and an instant. Visible to whoever gave it.

use jiff::Timestamp;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "message_grants";

/// What somebody said to one kind of message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageGrant {
    /// Who.
    pub account: Uuid,
    /// The kind of message.
    pub template: String,
    /// Whether it may be sent.
    pub is_accepted: bool,
    /// When.
    pub at: Timestamp,
}

/// Stores an answer, in place of an earlier one of this account to this kind.
pub async fn put(tx: &Tx, grant: &MessageGrant) -> Result<(), StoreError> {
    if !guarded::insert::<row::Entity>(tx, row(grant)).await? {
        guarded::update::<row::Entity>(tx, row(grant)).await?;
    }
    Ok(())
}

/// Uses up what was granted to this kind: a host lets a mini-program write once for each time its user agrees. `false` when nothing
/// was; a refusal stays.
pub async fn use_up(tx: &Tx, account: Uuid, template: &str) -> Result<bool, StoreError> {
    let id = id(account, template);
    let found = guarded::one(tx, row::Entity::find_by_id(&id)).await?;
    let granted = found.map(open).transpose()?;
    if !granted.is_some_and(|grant| grant.is_accepted) {
        return Ok(false);
    }
    let gone = row::Entity::delete_by_id(id).exec(tx.connection()).await?;
    Ok(gone.rows_affected == 1)
}

/// The answers of an account, in the order of the kinds.
pub async fn list(tx: &Tx, account: Uuid) -> Result<Vec<MessageGrant>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .order_by_asc(row::Column::Template);
    let rows = guarded::all(tx, query).await?;
    rows.into_iter().map(open).collect()
}

/// Gives the answers of one account to another. Where both answered, the later one counts.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    let known = list(tx, to).await?;
    for grant in list(tx, from).await? {
        let gone = row::Entity::delete_by_id(id(from, &grant.template));
        gone.exec(tx.connection()).await?;
        let mut theirs = known.iter().filter(|one| one.template == grant.template);
        if theirs.all(|one| one.at < grant.at) {
            put(
                tx,
                &MessageGrant {
                    account: to,
                    ..grant
                },
            )
            .await?;
        }
    }
    Ok(())
}

/// An account says one thing to one kind.
fn id(account: Uuid, template: &str) -> String {
    format!("{account}/{template}")
}

fn row(grant: &MessageGrant) -> row::Model {
    let answer = if grant.is_accepted { ACCEPT } else { REJECT };
    row::Model {
        id: id(grant.account, &grant.template),
        account_id: grant.account.to_string(),
        template: grant.template.clone(),
        answer: answer.to_owned(),
        at: ms(grant.at),
        mac: Vec::new(),
    }
}

const ACCEPT: &str = "accept";
const REJECT: &str = "reject";

fn open(row: row::Model) -> Result<MessageGrant, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let answer = match row.answer.as_str() {
        ACCEPT => Some(true),
        REJECT => Some(false),
        _ => None,
    };
    Ok(MessageGrant {
        account: at.uuid("account_id", &row.account_id)?,
        is_accepted: at.code("answer", answer)?,
        at: at.instant("at", row.at)?,
        template: row.template,
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
    #[sea_orm(table_name = "message_grants")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account_id: String,
        pub template: String,
        pub answer: String,
        pub at: i64,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
