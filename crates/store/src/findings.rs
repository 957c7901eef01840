//! Findings: facts about a submission that staff should know but its agent should not learn from us.
//!
//! For example, what a registry said later, or that another application is for the same child. The kind is plain, since queues
//! are derived from it; the detail is sealed. Erased with the draft ([`crate::cases::erase`]), otherwise retained with the
//! application. Visible to staff only: no function of the parents' side reads them.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::seal::{SealContext, Secret};
use crate::{StoreError, Tx};

const TABLE: &str = "findings";

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingCode {
    /// The registry gave no answer about agent and child before submission. Resolved once it does.
    RelationshipDown,
    /// Asked again, the registry found the relationship; the detail is its GB/T 4761 code.
    RegisterSaysHit,
    /// Asked again, the registry found no relationship.
    RegisterSaysMiss,
    /// Asked again, the registry has another name or number.
    RegisterSaysMismatch,
    /// Another application is for the same child; the detail is its id.
    PotentialDuplicate,
    /// The bank's messages go to a number that nobody has verified as theirs.
    MobileUnproved,
}

impl FindingCode {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::RelationshipDown,
        Self::RegisterSaysHit,
        Self::RegisterSaysMiss,
        Self::RegisterSaysMismatch,
        Self::PotentialDuplicate,
        Self::MobileUnproved,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RelationshipDown => "relationship_down",
            Self::RegisterSaysHit => "register_says_hit",
            Self::RegisterSaysMiss => "register_says_miss",
            Self::RegisterSaysMismatch => "register_says_mismatch",
            Self::PotentialDuplicate => "potential_duplicate",
            Self::MobileUnproved => "mobile_unproved",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A finding to raise.
#[derive(Debug, Clone, Copy)]
pub struct NewFinding<'a> {
    /// The application.
    pub case: Uuid,
    /// Number of its submission, the first being 1.
    pub submission: u32,
    /// The kind.
    pub kind: FindingCode,
    /// What the kind alone does not say. Sealed, so personal data is allowed.
    pub detail: Option<&'a str>,
}

/// A stored finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFinding {
    /// Number of the submission, the first being 1.
    pub submission: u32,
    /// The kind.
    pub kind: FindingCode,
    /// What the kind alone does not say.
    pub detail: Option<Secret>,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When it was resolved.
    pub resolved_at: Option<Timestamp>,
}

/// Raises a finding, once per submission and kind. Words of the detail that the finding does not have yet are added and reopen
/// it. `false` when nothing was new.
pub async fn raise(tx: &Tx, finding: &NewFinding<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let (case, submission) = (finding.case.to_string(), i64::from(finding.submission));
    let kind = finding.kind.code();
    let id = row_name(&case, submission, kind);
    let place = SealContext {
        table: TABLE,
        column: "detail",
        row: &id,
    };
    let mut query = row::Entity::find_by_id((case.clone(), submission, kind.to_owned()));
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let detail = match (query.one(tx.connection()).await?, finding.detail) {
        (None, detail) => detail.map(str::to_owned),
        (Some(_), None) => return Ok(false),
        (Some(known), Some(more)) => {
            let said = known
                .detail
                .as_deref()
                .map(|sealed| tx.keyring().open_text(place, sealed))
                .transpose()?;
            let said = said.as_ref().map_or("", Secret::expose);
            let news: Vec<&str> = more
                .split(' ')
                .filter(|word| !said.split(' ').any(|old| old == *word))
                .collect();
            if news.is_empty() {
                return Ok(false);
            }
            Some(format!("{said} {}", news.join(" ")).trim().to_owned())
        }
    };
    let sealed = detail
        .map(|detail| tx.keyring().seal_text(place, &detail))
        .transpose()?;
    row::Entity::insert(row::ActiveModel {
        case_id: Set(case),
        submission: Set(submission),
        kind: Set(kind.to_owned()),
        detail: Set(sealed),
        raised_at: Set(ms(now)),
        resolved_at: Set(None),
    })
    .on_conflict(
        OnConflict::columns([
            row::Column::CaseId,
            row::Column::Submission,
            row::Column::Kind,
        ])
        .update_columns([
            row::Column::Detail,
            row::Column::RaisedAt,
            row::Column::ResolvedAt,
        ])
        .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    Ok(true)
}

/// Resolves a finding. `false` when there is no open one.
pub async fn resolve(
    tx: &Tx,
    case: Uuid,
    submission: u32,
    kind: FindingCode,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let done = row::Entity::update_many()
        .col_expr(row::Column::ResolvedAt, Expr::value(Some(ms(now))))
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Submission.eq(i64::from(submission)))
        .filter(row::Column::Kind.eq(kind.code()))
        .filter(row::Column::ResolvedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// All findings about an application, by submission and time.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<StoredFinding>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .order_by_asc(row::Column::Submission)
        .order_by_asc(row::Column::RaisedAt)
        .order_by_asc(row::Column::Kind)
        .all(tx.connection())
        .await?;
    rows.into_iter().map(|row| open(tx, &row)).collect()
}

/// The unresolved findings about an application.
pub async fn unresolved(tx: &Tx, case: Uuid) -> Result<Vec<StoredFinding>, StoreError> {
    let mut all = list(tx, case).await?;
    all.retain(|finding| finding.resolved_at.is_none());
    Ok(all)
}

/// Erases every finding about an application.
pub(crate) async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn row_name(case: &str, submission: i64, kind: &str) -> String {
    format!("{case}/{submission}/{kind}")
}

fn open(tx: &Tx, row: &row::Model) -> Result<StoredFinding, StoreError> {
    let id = row_name(&row.case_id, row.submission, &row.kind);
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let place = SealContext {
        table: TABLE,
        column: "detail",
        row: &id,
    };
    Ok(StoredFinding {
        submission: at.number("submission", row.submission)?,
        kind: at.code("kind", FindingCode::from_code(&row.kind))?,
        detail: row
            .detail
            .as_deref()
            .map(|sealed| tx.keyring().open_text(place, sealed))
            .transpose()?,
        raised_at: at.instant("raised_at", row.raised_at)?,
        resolved_at: at.maybe_instant("resolved_at", row.resolved_at)?,
    })
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "findings")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub submission: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        pub detail: Option<Vec<u8>>,
        pub raised_at: i64,
        pub resolved_at: Option<i64>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
