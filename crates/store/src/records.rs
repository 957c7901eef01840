//! Records beside the state of an application: who has it, why work on it is stopped, its checks, who judged it, and the state of
//! its card.
//!
//! Not sealed: staff ids, codes and instants, nobody's personal data. What is open is erased when it ends (the journal keeps
//! that it was), and everything with the draft ([`crate::cases::erase`]). Visible to staff only.
//!
//! Findings, returns and holds on children have tables of their own ([`crate::findings`], `returns`,
//! [`crate::live_children`]); [`load`] reads all of them, and [`save`] writes all but the hold on the child.

use domain::application::{Assignment, CardState, Checks, Hold, Records, Review, Verdict};
use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::{StoreError, Tx, findings, live_children, returns};

pub(crate) use card::Entity as Cards;
pub(crate) use review::Entity as Reviews;
pub(crate) use row::Entity as Rows;

const TABLE: &str = "case_records";
const REVIEWS: &str = "reviews";
const CARDS: &str = "cards";

/// What a decision changed in the records.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The records that it was decided on.
    pub before: &'a Records,
    /// The records after it.
    pub after: &'a Records,
    /// What the kind of the finding that it raised does not say. Sealed, so personal data is allowed.
    pub evidence: Option<&'a str>,
}

/// The records of an application.
pub async fn load(tx: &Tx, case: Uuid) -> Result<Records, StoreError> {
    let open = open_of(tx, case).await?;
    let findings = findings::list(tx, case).await?;
    Ok(Records {
        holds_child: live_children::holds(tx, case).await?,
        findings: findings.into_iter().map(|one| one.finding).collect(),
        returned: returns::get(tx, case).await?,
        reviews: reviews_of(tx, case).await?,
        card: card_of(tx, case).await?,
        ..open
    })
}

/// Stores what a decision changed in the records.
pub async fn save(
    tx: &Tx,
    case: Uuid,
    change: Change<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Change {
        before,
        after,
        evidence,
    } = change;
    put_open(tx, case, before, after).await?;
    let found = (&*before.findings, &*after.findings);
    findings::save(tx, case, found, evidence, now).await?;
    if before.card != after.card {
        put_card(tx, case, after.card).await?;
    }
    if before.returned != after.returned {
        returns::put(tx, case, after.returned.as_ref()).await?;
    }
    // Reviews are only ever added.
    for (place, review) in (0..).zip(&after.reviews).skip(before.reviews.len()) {
        parts::touch::<review::Entity>(tx, case).await?;
        review::Entity::insert(review::ActiveModel {
            case_id: Set(case.to_string()),
            place: Set(place),
            submission: Set(i64::from(review.submission)),
            by: Set(review.by.to_string()),
            verdict: Set(review.verdict.code().to_owned()),
        })
        .exec_without_returning(tx.connection())
        .await?;
    }
    Ok(())
}

/// Erases the records of an application, except its findings and its hold on the child.
pub(crate) async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    returns::remove_all(tx, case).await?;
    put_card(tx, case, None).await?;
    parts::touch::<review::Entity>(tx, case).await?;
    review::Entity::delete_many()
        .filter(review::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_by_id(case.to_string())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The records of which an application has at most one.
async fn open_of(tx: &Tx, case: Uuid) -> Result<Records, StoreError> {
    let id = case.to_string();
    let Some(row) = parts::rows::<row::Entity>(tx, case).await?.pop() else {
        return Ok(Records::default());
    };
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let assignment = match (row.lease_to, row.lease_until) {
        (Some(to), Some(until)) => Some(Assignment {
            to: at.uuid("lease_to", &to)?,
            until: at.instant("lease_until", until)?,
        }),
        _ => None,
    };
    let hold = match (row.hold_reason, row.hold_since) {
        (Some(reason), Some(since)) => Some(Hold {
            reason,
            since: at.instant("hold_since", since)?,
        }),
        _ => None,
    };
    let checks = match row.checked_submission {
        Some(submission) => Some(Checks {
            submission: at.number("checked_submission", submission)?,
            sampled: row.sampled,
        }),
        None => None,
    };
    Ok(Records {
        assignment,
        hold,
        checks,
        second_review: row.second_review,
        ..Records::default()
    })
}

async fn put_open(
    tx: &Tx,
    case: Uuid,
    before: &Records,
    after: &Records,
) -> Result<(), StoreError> {
    let row = columns(case, after);
    if row == columns(case, before) {
        return Ok(());
    }
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_by_id(case.to_string())
        .exec(tx.connection())
        .await?;
    if row == columns(case, &Records::default()) {
        return Ok(());
    }
    row::Entity::insert(row::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

fn columns(case: Uuid, records: &Records) -> row::Model {
    row::Model {
        case_id: case.to_string(),
        lease_to: records.assignment.map(|lease| lease.to.to_string()),
        lease_until: records.assignment.map(|lease| ms(lease.until)),
        hold_reason: records.hold.as_ref().map(|hold| hold.reason.clone()),
        hold_since: records.hold.as_ref().map(|hold| ms(hold.since)),
        checked_submission: records.checks.map(|checks| i64::from(checks.submission)),
        sampled: records.checks.is_some_and(|checks| checks.sampled),
        second_review: records.second_review,
    }
}

async fn card_of(tx: &Tx, case: Uuid) -> Result<Option<CardState>, StoreError> {
    let id = case.to_string();
    let found = parts::rows::<card::Entity>(tx, case).await?.pop();
    let at = Row {
        table: CARDS,
        id: &id,
    };
    found
        .map(|row| at.code("state", CardState::from_code(&row.state)))
        .transpose()
}

/// Stores the state of the card, in place of the one before; `None` when there is no card.
async fn put_card(tx: &Tx, case: Uuid, state: Option<CardState>) -> Result<(), StoreError> {
    parts::touch::<card::Entity>(tx, case).await?;
    card::Entity::delete_by_id(case.to_string())
        .exec(tx.connection())
        .await?;
    if let Some(state) = state {
        card::Entity::insert(card::ActiveModel {
            case_id: Set(case.to_string()),
            state: Set(state.code().to_owned()),
        })
        .exec_without_returning(tx.connection())
        .await?;
    }
    Ok(())
}

async fn reviews_of(tx: &Tx, case: Uuid) -> Result<Vec<Review>, StoreError> {
    let id = case.to_string();
    let mut rows = parts::rows::<review::Entity>(tx, case).await?;
    rows.sort_unstable_by_key(|row| row.place);
    let at = Row {
        table: REVIEWS,
        id: &id,
    };
    rows.iter()
        .map(|row| {
            Ok(Review {
                submission: at.number("submission", row.submission)?,
                by: at.uuid("by", &row.by)?,
                verdict: at.code("verdict", Verdict::from_code(&row.verdict))?,
            })
        })
        .collect()
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

impl Part for review::Entity {
    const CASE: review::Column = review::Column::CaseId;
}

impl Part for card::Entity {
    const CASE: card::Column = card::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_records")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub lease_to: Option<String>,
        pub lease_until: Option<i64>,
        pub hold_reason: Option<String>,
        pub hold_since: Option<i64>,
        pub checked_submission: Option<i64>,
        pub sampled: bool,
        pub second_review: bool,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod review {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reviews")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub submission: i64,
        pub by: String,
        pub verdict: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod card {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cards")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub state: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
