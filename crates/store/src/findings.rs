//! Findings: what a check or a person found about a submission.
//!
//! For example, what a registry said later, or that another application is for the same child. Several of a kind may stand on one
//! submission. They are raised and settled by decisions, and stored with the other records ([`crate::records::save`]). Kind, item and
//! state are plain, since queues are derived from them; the evidence is sealed. Erased with the draft ([`crate::cases::erase`]),
//! otherwise retained with the application. Visible to staff only: no function of the parents' side reads them.

use domain::application::{Finding, FindingKind, FindingState};
use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::seal::{SealContext, Secret};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "findings";

/// A stored finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFinding {
    /// The finding as decisions see it.
    pub finding: Finding,
    /// What the kind alone does not say.
    pub evidence: Option<Secret>,
    /// When it was raised.
    pub raised_at: Timestamp,
}

/// All findings about an application, by submission and time.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<StoredFinding>, StoreError> {
    let mut rows = parts::rows::<row::Entity>(tx, case).await?;
    rows.sort_unstable_by(|one, other| {
        let key = |row: &row::Model| (row.submission, row.raised_at);
        let named = (&one.kind, &one.id).cmp(&(&other.kind, &other.id));
        key(one).cmp(&key(other)).then(named)
    });
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// Stores the difference between the findings before a decision and after it.
///
/// `evidence`: what the kind of the finding that it raised does not say.
pub(crate) async fn save(
    tx: &Tx,
    case: Uuid,
    (before, after): (&[Finding], &[Finding]),
    evidence: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for finding in after {
        match before.iter().find(|known| known.id == finding.id) {
            None => insert(tx, case, finding, evidence, now).await?,
            Some(known) if known.state == finding.state => {}
            Some(_) => {
                let (state, reason) = columns(&finding.state);
                parts::touch::<row::Entity>(tx, case).await?;
                row::Entity::update_many()
                    .col_expr(row::Column::State, Expr::value(state))
                    .col_expr(row::Column::Reason, Expr::value(reason))
                    .filter(row::Column::Id.eq(finding.id.to_string()))
                    .exec(tx.connection())
                    .await?;
            }
        }
    }
    Ok(())
}

async fn insert(
    tx: &Tx,
    case: Uuid,
    finding: &Finding,
    evidence: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = finding.id.to_string();
    let case_id = case.to_string();
    let place = place_of(&id, &case_id);
    let place = SealContext {
        table: TABLE,
        column: "detail",
        row: &place,
    };
    let sealed = evidence
        .map(|evidence| tx.keyring().seal_text(place, evidence))
        .transpose()?;
    let (state, reason) = columns(&finding.state);
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(id),
        case_id: Set(case_id),
        submission: Set(i64::from(finding.submission)),
        kind: Set(finding.kind.code().to_owned()),
        item: Set(finding.item.clone()),
        state: Set(state.to_owned()),
        reason: Set(reason),
        detail: Set(sealed),
        raised_at: Set(ms(now)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Erases every finding about an application.
pub(crate) async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

const OPEN: &str = "open";
const OVERRIDDEN: &str = "overridden";
const SETTLED: &str = "settled";

/// State and reason as stored.
fn columns(state: &FindingState) -> (&'static str, Option<String>) {
    match state {
        FindingState::Open => (OPEN, None),
        FindingState::Overridden { reason } => (OVERRIDDEN, Some(reason.clone())),
        FindingState::Settled => (SETTLED, None),
    }
}

/// The name under which the evidence is sealed.
fn place_of(id: &str, case: &str) -> String {
    format!("{case}/{id}")
}

fn open(tx: &Tx, row: row::Model) -> Result<StoredFinding, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let state = match (row.state.as_str(), row.reason) {
        (OPEN, None) => Some(FindingState::Open),
        (OVERRIDDEN, Some(reason)) => Some(FindingState::Overridden { reason }),
        (SETTLED, None) => Some(FindingState::Settled),
        _ => None,
    };
    let finding = Finding {
        id: at.uuid("id", &row.id)?,
        submission: at.number("submission", row.submission)?,
        kind: at.code("kind", FindingKind::from_code(&row.kind))?,
        item: row.item,
        state: at.code("state", state)?,
    };
    let place = place_of(&row.id, &row.case_id);
    let place = SealContext {
        table: TABLE,
        column: "detail",
        row: &place,
    };
    Ok(StoredFinding {
        evidence: row
            .detail
            .as_deref()
            .map(|sealed| tx.keyring().open_text(place, sealed))
            .transpose()?,
        raised_at: at.instant("raised_at", row.raised_at)?,
        finding,
    })
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "findings")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub case_id: String,
        pub submission: i64,
        pub kind: String,
        pub item: Option<String>,
        pub state: String,
        pub reason: Option<String>,
        pub detail: Option<Vec<u8>>,
        pub raised_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
