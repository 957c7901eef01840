//! Look-ups: that a registry was asked, why, on whose consent, and with what outcome. The fact, not the content.
//!
//! Nothing is sealed, because a row holds no personal data: the application leads to the person. Written before the registry is
//! asked ([`begin`]) and completed with the outcome ([`complete`]), so that no question is sent without a record, whatever ends
//! the process. Retention is three years ([`sweep`]), the minimum for records of processing personal information (Personal
//! Information Protection Law, art. 56); visible to supervisors.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "lookups";

/// The outcome of a look-up without an answer yet. A record that stays so is of a process that ended before it received or could
/// store the answer: the registry may have disclosed something, and nobody used it.
pub const ASKED: &str = "asked";

/// One look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// From the caller; the registry gets it as the request id.
    pub id: Uuid,
    /// The application it was made for.
    pub case: Uuid,
    /// The agent on whose behalf it was made.
    pub account: Uuid,
    /// The operation, such as `kinship_verify`.
    pub operation: String,
    /// Why, as told to the registry.
    pub purpose: String,
    /// The consent it rests on, as told to the registry: the application's id, a colon, and the field of the consent, such as
    /// `consent.lookup`. The rows of [`crate::consents`] with both say which text that was, and when.
    pub consent: String,
    /// Who asks, as told to the registry: the id of the agent's account.
    pub operator: String,
    /// The outcome, such as `hit`, `miss`, `down`: a code without content. [`ASKED`] until it is known.
    pub outcome: String,
    /// When it was asked.
    pub at: Timestamp,
}

/// Records a look-up, in a transaction that commits before the registry is asked. Its outcome is [`ASKED`], whatever `look_up`
/// says.
pub async fn begin(tx: &Tx, look_up: &LookUp) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, look_up.case).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(look_up.id.to_string()),
        case_id: Set(look_up.case.to_string()),
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

/// Records the outcome of a look-up of an application. `false` when it is unknown or already complete; then nothing was changed.
pub async fn complete(tx: &Tx, case: Uuid, id: Uuid, outcome: &str) -> Result<bool, StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    let done = row::Entity::update_many()
        .col_expr(row::Column::Outcome, Expr::value(outcome))
        .filter(row::Column::Id.eq(id.to_string()))
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Outcome.eq(ASKED))
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// At most `limit` ids of applications after `after` with look-ups that were asked before `before`, in order. As stored: [`sweep`]
/// checks each.
pub async fn due(
    tx: &Tx,
    before: Timestamp,
    after: &str,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    let query = row::Entity::find()
        .select_only()
        .column(row::Column::CaseId)
        .distinct()
        .filter(row::Column::At.lt(ms(before)))
        .filter(row::Column::CaseId.gt(after))
        .order_by_asc(row::Column::CaseId)
        .limit(limit);
    Ok(query.into_tuple().all(tx.connection()).await?)
}

/// Erases the look-ups of an application that were asked before `before`, including open ones. Returns how many there were.
pub async fn sweep(tx: &Tx, case: &str, before: Timestamp) -> Result<u64, StoreError> {
    let at = Row {
        table: TABLE,
        id: case,
    };
    parts::touch::<row::Entity>(tx, at.uuid("case_id", case)?).await?;
    let gone = row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case))
        .filter(row::Column::At.lt(ms(before)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

/// The look-ups made for an application, oldest first.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<LookUp>, StoreError> {
    let mut rows = parts::rows::<row::Entity>(tx, case).await?;
    rows.sort_unstable_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    rows.into_iter()
        .map(|row| {
            let at = Row {
                table: TABLE,
                id: &row.id,
            };
            Ok(LookUp {
                id: at.uuid("id", &row.id)?,
                case,
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

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lookups")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub case_id: String,
        pub account_id: String,
        pub operation: String,
        pub purpose: String,
        pub consent: String,
        pub operator: String,
        pub outcome: String,
        pub at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
