//! Relationships: what a registry said about agent and child, and the agent's response.
//!
//! The relation is sealed, and so is what the agent had chosen before; the state is plain, since flags and queues are derived
//! from it. Of the question only a keyed fingerprint is stored, so that a changed name or number is noticed and asked again.
//! Erased with the draft, or when the child changes ([`forget`]). Visible to the agent once confirmed, and to staff through the
//! application.

use domain::application::RelationshipAnswer;
use domain::flow::RelationshipState;
use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::seal::{Fingerprint, FingerprintKind, SealContext, Secret};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "relationships";

/// What is on record about the relationship of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// What the registry said.
    pub state: RelationshipState,
    /// The GB/T 4761 code: the agent is the child's …; on a hit only.
    pub relation: Option<Secret>,
    /// What the registry bases its answer on (`household`, `birth_certificate`, `declared`); on a hit only.
    pub basis: Option<String>,
    /// What the agent had chosen before the registry's hit; restored when they dispute it.
    pub chosen: Option<Secret>,
    /// When the registry was asked.
    pub asked_at: Timestamp,
    /// When the agent confirmed it.
    pub confirmed_at: Option<Timestamp>,
    /// When the agent disputed it.
    pub disputed_at: Option<Timestamp>,
    /// Fingerprint of the question: compare with [`was_asked`].
    question: String,
}

impl Relationship {
    /// The record as decisions see it.
    #[must_use]
    pub fn facts(&self) -> domain::application::Relationship {
        let answer = match (self.confirmed_at, self.disputed_at) {
            (_, Some(_)) => Some(RelationshipAnswer::Disputed),
            (Some(_), None) => Some(RelationshipAnswer::Confirmed),
            (None, None) => None,
        };
        domain::application::Relationship {
            state: self.state,
            answer,
        }
    }
}

/// The registry's answer to a question.
#[derive(Debug, Clone, Copy)]
pub struct RegisterAnswer<'a> {
    /// The whole question as one text: names and ID numbers of both. Only its fingerprint is stored.
    pub question: &'a str,
    /// What the registry said.
    pub state: RelationshipState,
    /// On a hit: the code of GB/T 4761.
    pub relation: Option<&'a str>,
    /// On a hit: what the registry bases its answer on.
    pub basis: Option<&'a str>,
    /// On a hit: what the agent had chosen before, if anything.
    pub chosen: Option<&'a str>,
}

/// Records the registry's answer, replacing an earlier one and the agent's response to it.
pub async fn record(
    tx: &Tx,
    case: Uuid,
    finding: &RegisterAnswer<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = case.to_string();
    let sealed = |column, code: Option<&str>| {
        code.map(|code| tx.keyring().seal_text(place(column, &id), code))
            .transpose()
    };
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::insert(row::ActiveModel {
        case_id: Set(id.clone()),
        state: Set(finding.state.code().to_owned()),
        relation: Set(sealed("relation", finding.relation)?),
        chosen: Set(sealed("chosen", finding.chosen)?),
        basis: Set(finding.basis.map(str::to_owned)),
        question: Set(question(tx, finding.question).as_str().to_owned()),
        asked_at: Set(ms(now)),
        confirmed_at: Set(None),
        disputed_at: Set(None),
    })
    .on_conflict(
        OnConflict::column(row::Column::CaseId)
            .update_columns([
                row::Column::State,
                row::Column::Relation,
                row::Column::Chosen,
                row::Column::Basis,
                row::Column::Question,
                row::Column::AskedAt,
                row::Column::ConfirmedAt,
                row::Column::DisputedAt,
            ])
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// What is on record; `None` before a registry was asked.
pub async fn get(tx: &Tx, case: Uuid) -> Result<Option<Relationship>, StoreError> {
    let Some(row) = parts::rows::<row::Entity>(tx, case).await?.pop() else {
        return Ok(None);
    };
    let at = Row {
        table: TABLE,
        id: &row.case_id,
    };
    let open = |column, sealed: Option<&[u8]>| {
        sealed
            .map(|sealed| tx.keyring().open_text(place(column, &row.case_id), sealed))
            .transpose()
    };
    Ok(Some(Relationship {
        state: at.code("state", RelationshipState::from_code(&row.state))?,
        relation: open("relation", row.relation.as_deref())?,
        chosen: open("chosen", row.chosen.as_deref())?,
        asked_at: at.instant("asked_at", row.asked_at)?,
        confirmed_at: at.maybe_instant("confirmed_at", row.confirmed_at)?,
        disputed_at: at.maybe_instant("disputed_at", row.disputed_at)?,
        basis: row.basis,
        question: row.question,
    }))
}

/// Whether this is the question on record. If not, the record is about somebody else, and the registry must be asked again.
#[must_use]
pub fn was_asked(tx: &Tx, relationship: &Relationship, asked: &str) -> bool {
    tx.keyring()
        .fingerprints(FingerprintKind::Question, asked)
        .iter()
        .any(|known| known.as_str() == relationship.question)
}

/// Records that the agent confirmed what the registry found. `false` when nothing was found.
pub async fn confirm(tx: &Tx, case: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    note(tx, case, Some(now), None).await
}

/// Records that the agent disputed what the registry found. `false` when nothing was found.
pub async fn dispute(tx: &Tx, case: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    note(tx, case, None, Some(now)).await
}

/// Erases what is on record.
pub async fn forget(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_by_id(case.to_string())
        .exec(tx.connection())
        .await?;
    Ok(())
}

async fn note(
    tx: &Tx,
    case: Uuid,
    confirmed: Option<Timestamp>,
    disputed: Option<Timestamp>,
) -> Result<bool, StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    let done = row::Entity::update_many()
        .col_expr(row::Column::ConfirmedAt, Expr::value(confirmed.map(ms)))
        .col_expr(row::Column::DisputedAt, Expr::value(disputed.map(ms)))
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::State.eq(RelationshipState::Hit.code()))
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

fn place<'a>(column: &'static str, case: &'a str) -> SealContext<'a> {
    SealContext {
        table: TABLE,
        column,
        row: case,
    }
}

fn question(tx: &Tx, asked: &str) -> Fingerprint {
    tx.keyring().fingerprint(FingerprintKind::Question, asked)
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "relationships")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub state: String,
        pub relation: Option<Vec<u8>>,
        pub chosen: Option<Vec<u8>>,
        pub basis: Option<String>,
        pub question: String,
        pub asked_at: i64,
        pub confirmed_at: Option<i64>,
        pub disputed_at: Option<i64>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
