//! Look-ups: that a register was asked, for what, by whose leave, and how it went. The fact, not the content.
//!
//! Nothing is sealed because nothing personal stands here: the case leads to the person. Written before the register is
//! asked ([`begin`]) and completed by what it said ([`complete`]), so that no question leaves without its record, whatever
//! ends the process. Kept for three years and then erased ([`sweep`]): so long, at least, must records of the processing of
//! personal information be kept (Personal Information Protection Law, art. 56); seen by supervisors.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::{StoreError, Tx};

const TABLE: &str = "lookups";

/// The outcome of a look-up that was asked and has not been answered. An entry that stays so was asked by a process that
/// ended before it heard the answer, or could not keep it: the register may have told something, and nobody used it.
pub const ASKED: &str = "asked";

/// One look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// From the caller's chance; the request id towards the register.
    pub id: Uuid,
    /// The case it was made for; `None` for one before any case, such as a list of children to choose from.
    pub case: Option<Uuid>,
    /// The agent on whose behalf it was made.
    pub account: Uuid,
    /// The operation, such as `kinship_verify`.
    pub operation: String,
    /// Why, as told to the register.
    pub purpose: String,
    /// Id of the consent it rests on.
    pub consent: String,
    /// Who operates the service, as told to the register.
    pub operator: String,
    /// How it went, such as `hit`, `miss`, `down`: a code without content. [`ASKED`] until that is known.
    pub outcome: String,
    /// When it was asked.
    pub at: Timestamp,
}

/// Records a look-up that is about to be made, in a transaction that commits before the register is asked. It is open
/// ([`ASKED`]), whatever outcome `look_up` names.
pub async fn begin(tx: &Tx, look_up: &LookUp) -> Result<(), StoreError> {
    row::Entity::insert(row::ActiveModel {
        id: Set(look_up.id.to_string()),
        case_id: Set(look_up.case.map(|case| case.to_string())),
        account_id: Set(look_up.account.to_string()),
        operation: Set(look_up.operation.clone()),
        purpose: Set(look_up.purpose.clone()),
        consent: Set(look_up.consent.clone()),
        operator: Set(look_up.operator.clone()),
        outcome: Set(ASKED.to_owned()),
        at: Set(ms(look_up.at)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Keeps how a look-up went. Returns whether it was open: one that is unknown or complete stays as it is.
pub async fn complete(tx: &Tx, id: Uuid, outcome: &str) -> Result<bool, StoreError> {
    let done = row::Entity::update_many()
        .col_expr(row::Column::Outcome, Expr::value(outcome))
        .filter(row::Column::Id.eq(id.to_string()))
        .filter(row::Column::Outcome.eq(ASKED))
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Erases the look-ups that were asked before `before`, open ones too. Returns how many there were.
pub async fn sweep(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::At.lt(ms(before)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

/// The look-ups made for a case, the oldest first.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<LookUp>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .order_by_asc(row::Column::At)
        .order_by_asc(row::Column::Id)
        .all(tx.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let at = Row {
                table: TABLE,
                id: &row.id,
            };
            Ok(LookUp {
                id: at.uuid("id", &row.id)?,
                case: Some(case),
                account: at.uuid("account_id", &row.account_id)?,
                at: at.instant("at", row.at)?,
                operation: row.operation,
                purpose: row.purpose,
                consent: row.consent,
                operator: row.operator,
                outcome: row.outcome,
            })
        })
        .collect()
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lookups")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub case_id: Option<String>,
        pub account_id: String,
        pub operation: String,
        pub purpose: String,
        pub consent: String,
        pub operator: String,
        pub outcome: String,
        pub at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
