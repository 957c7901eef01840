//! The queue: submitted applications that wait for staff, by age, for one district or for all.
//!
//! Not sealed: ids, codes and instants; the receipt number leads to the application only for whom it concerns. A row carries a MAC
//! and is part of its application's head, so nobody slips one in, or takes one out unseen. A page is read from one index that holds
//! every column. Erased when the application leaves staff's hands; visible to staff.

use domain::application::{Assignment, CaseState};
use domain::channel::Channel;
use domain::receipt::ReceiptNumber;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::parts::{self, Part};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "queue";

/// An application that waits for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub case: Uuid,
    /// District code of its branch (GB/T 2260).
    pub district: String,
    /// When it was submitted; a correction keeps its age.
    pub since: Timestamp,
    /// Its receipt number.
    pub receipt: ReceiptNumber,
    /// Where it was submitted.
    pub channel: Channel,
    /// Its state.
    pub state: CaseState,
    /// Who has it.
    pub lease: Option<Assignment>,
    /// Whether work on it is stopped.
    pub is_on_hold: bool,
}

/// Where a page ended: the next one begins after it (keyset pagination).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Age of the last row.
    pub since: Timestamp,
    /// Its application.
    pub case: Uuid,
}

impl Waiting {
    /// Its place in the queue.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            since: self.since,
            case: self.case,
        }
    }
}

/// Puts an application into the queue, or changes what the queue says of it.
pub async fn put(tx: &Tx, waiting: &Waiting) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, waiting.case).await?;
    let row = row::Model {
        case_id: waiting.case.to_string(),
        district: waiting.district.clone(),
        since: ms(waiting.since),
        receipt: waiting.receipt.as_str().to_owned(),
        channel: waiting.channel.code().to_owned(),
        state: waiting.state.code().to_owned(),
        lease_to: waiting.lease.map(|lease| lease.to.to_string()),
        lease_until: waiting.lease.map(|lease| ms(lease.until)),
        on_hold: waiting.is_on_hold,
        mac: Vec::new(),
    };
    if !guarded::insert::<row::Entity>(tx, row.clone()).await? {
        guarded::update::<row::Entity>(tx, row).await?;
    }
    Ok(())
}

/// What the queue says of an application; `None` when it does not wait.
pub async fn get(tx: &Tx, case: Uuid) -> Result<Option<Waiting>, StoreError> {
    let row = parts::rows::<row::Entity>(tx, case).await?.pop();
    row.map(open).transpose()
}

/// Takes an application out of the queue.
pub async fn remove(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_by_id(case.to_string())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// At most `limit` waiting applications of a district, or of all, after `after`, longest waiting first.
pub async fn page(
    tx: &Tx,
    district: Option<&str>,
    after: Option<Place>,
    limit: u64,
) -> Result<Vec<Waiting>, StoreError> {
    let rows = guarded::all(tx, query(district, after, limit)).await?;
    rows.into_iter().map(open).collect()
}

fn query(district: Option<&str>, after: Option<Place>, limit: u64) -> Select<row::Entity> {
    let mut query = row::Entity::find();
    if let Some(district) = district {
        query = query.filter(row::Column::District.eq(district));
    }
    if let Some(place) = after {
        let since = ms(place.since);
        query = query.filter(row::Column::Since.gte(since)).filter(
            Condition::any()
                .add(row::Column::Since.gt(since))
                .add(row::Column::CaseId.gt(place.case.to_string())),
        );
    }
    query
        .order_by_asc(row::Column::Since)
        .order_by_asc(row::Column::CaseId)
        .limit(limit)
}

fn open(row: row::Model) -> Result<Waiting, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.case_id,
    };
    let lease = match (&row.lease_to, row.lease_until) {
        (Some(to), Some(until)) => Some(Assignment {
            to: at.uuid("lease_to", to)?,
            until: at.instant("lease_until", until)?,
        }),
        _ => None,
    };
    Ok(Waiting {
        case: at.uuid("case_id", &row.case_id)?,
        since: at.instant("since", row.since)?,
        receipt: ReceiptNumber::parse(&row.receipt)
            .map_err(|_| at.wrong("receipt", "no receipt number"))?,
        channel: at.code("channel", Channel::from_code(&row.channel))?,
        state: at.code("state", CaseState::from_code(&row.state))?,
        lease,
        is_on_hold: row.on_hold,
        district: row.district,
    })
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

    fn name(row: &row::Model) -> &str {
        &row.case_id
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "queue")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub district: String,
        pub since: i64,
        pub receipt: String,
        pub channel: String,
        pub state: String,
        pub lease_to: Option<String>,
        pub lease_until: Option<i64>,
        pub on_hold: bool,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
