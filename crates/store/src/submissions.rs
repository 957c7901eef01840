//! Submissions: immutable snapshots of what was submitted. A correction creates the next one.
//!
//! The snapshot is sealed; its hash and the versions of the agreed texts are plain. The pictures it names are held:
//! [`crate::materials`] releases none of them. The law on applications sets the retention; visible to the agent, and to staff
//! through the application.

use std::collections::BTreeMap;

use domain::application::snapshot::Snapshot;
use domain::digest::Digest;
use domain::receipt::ReceiptNumber;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _, Set};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::column::{Row, ms};
use crate::held_pictures::hold;
use crate::materials::Material;
use crate::objects::PictureId;
use crate::parts::{self, Part};
use crate::seal::SealContext;
use crate::{StoreError, Tx, materials};

pub use crate::held_pictures::pictures;

pub(crate) use receipts::Entity as Receipts;
pub(crate) use row::Entity as Rows;

pub(crate) const TABLE: &str = "submissions";

/// A frozen submission.
#[derive(Clone, PartialEq, Eq)]
pub struct Submission {
    /// The receipt number.
    pub receipt: ReceiptNumber,
    /// Everything that was submitted; personal data.
    pub snapshot: Snapshot,
    /// The hash taken when it was frozen, verified when it is read.
    pub hash: Digest,
}

impl std::fmt::Debug for Submission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Submission")
            .field("case", &self.snapshot.case)
            .field("number", &self.snapshot.number)
            .field("hash", &self.hash)
            .finish_non_exhaustive()
    }
}

/// What [`freeze`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frozen {
    /// The submission is stored.
    Here,
    /// Another application has this receipt number: draw another one. Nothing was changed.
    ReceiptTaken,
}

/// Freezes a submission and holds its pictures. An application keeps its receipt number across submissions, or takes a new one.
///
/// Fails as inconsistent when a picture that the snapshot names is not in its slot with that hash and crop.
pub async fn freeze(
    tx: &Tx,
    snapshot: &Snapshot,
    receipt: ReceiptNumber,
) -> Result<Frozen, StoreError> {
    let case = snapshot.case.to_string();
    parts::touch::<receipts::Entity>(tx, snapshot.case).await?;
    // The number belongs to the application: it has its own unique key, so that a race for it has one winner.
    receipts::Entity::insert(receipts::ActiveModel {
        receipt: Set(receipt.as_str().to_owned()),
        case_id: Set(case.clone()),
    })
    .on_conflict(
        OnConflict::column(receipts::Column::Receipt)
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    let holder = receipts::Entity::find_by_id(receipt.as_str())
        .one(tx.connection())
        .await?;
    if holder.is_none_or(|holder| holder.case_id != case) {
        return Ok(Frozen::ReceiptTaken);
    }
    let number = i64::from(snapshot.number);
    let row = format!("{case}/{number}");
    let place = SealContext {
        table: TABLE,
        column: "snapshot",
        row: &row,
    };
    let agreed: Vec<String> = snapshot
        .texts
        .iter()
        .map(|(id, text)| format!("{id}:{}", text.version))
        .collect();
    parts::touch::<row::Entity>(tx, snapshot.case).await?;
    row::Entity::insert(row::ActiveModel {
        case_id: Set(case.clone()),
        number: Set(number),
        receipt: Set(receipt.as_str().to_owned()),
        snapshot: Set(tx
            .keyring()
            .seal_text(place, &Zeroizing::new(snapshot.canonical()))?),
        hash: Set(snapshot.digest().to_string()),
        agreed: Set(agreed.join(" ")),
        relationship_verified: Set(snapshot.relationship_verified),
        submitted_at: Set(ms(snapshot.submitted_at)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    let slots: BTreeMap<_, _> = materials::list(tx, snapshot.case)
        .await?
        .into_iter()
        .map(|slot| (slot.material.clone(), slot))
        .collect();
    for (material, picture) in &snapshot.materials {
        let stands = |slot: &&Material| (slot.sm3, slot.crop) == (picture.sm3, picture.crop);
        let slot = slots.get(material).filter(stands);
        let object = slot
            .ok_or_else(|| {
                StoreError::inconsistent(
                    TABLE,
                    "snapshot",
                    &row,
                    "names a picture that is not there",
                )
            })?
            .object;
        hold(tx, snapshot.case, snapshot.number, material, object).await?;
    }
    Ok(Frozen::Here)
}

/// The latest submission of an application.
pub async fn latest(tx: &Tx, case: Uuid) -> Result<Option<Submission>, StoreError> {
    let rows = parts::rows::<row::Entity>(tx, case).await?;
    let latest = rows.iter().max_by_key(|row| row.number);
    latest.map(|row| open(tx, row)).transpose()
}

/// The receipt number of the latest submission, as stored: nothing of the submission is opened.
pub(crate) async fn receipt_of(tx: &Tx, case: Uuid) -> Result<Option<String>, StoreError> {
    let query = row::Entity::find()
        .select_only()
        .column(row::Column::Receipt)
        .filter(row::Column::CaseId.eq(case.to_string()))
        .order_by_desc(row::Column::Number)
        .limit(1);
    Ok(query.into_tuple().one(tx.connection()).await?)
}

/// All submissions of an application, oldest first.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<Submission>, StoreError> {
    let mut rows = parts::rows::<row::Entity>(tx, case).await?;
    rows.sort_unstable_by_key(|row| row.number);
    rows.iter().map(|row| open(tx, row)).collect()
}

/// The application of a receipt number. The caller checks who may see it.
pub async fn case_of(tx: &Tx, receipt: ReceiptNumber) -> Result<Option<Uuid>, StoreError> {
    let found = receipts::Entity::find_by_id(receipt.as_str())
        .one(tx.connection())
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    let at = Row {
        table: "receipts",
        id: &row.receipt,
    };
    let case = at.uuid("case_id", &row.case_id)?;
    parts::rows::<receipts::Entity>(tx, case).await?;
    Ok(Some(case))
}

/// Material, picture and hash.
type Evidence = (String, Option<PictureId>, Digest);

/// What a submission holds, for the audit.
pub(crate) struct Held {
    pub(crate) case: String,
    pub(crate) number: i64,
    /// The pictures no longer in a slot: material, the picture if a row names one, hash. An error when something has changed.
    pub(crate) pictures: Result<Vec<Evidence>, StoreError>,
}

/// For the audit: submissions after `after`, by key (keyset pagination).
pub(crate) async fn page(
    tx: &Tx,
    after: Option<&(String, i64)>,
    limit: u64,
) -> Result<Vec<Held>, StoreError> {
    let mut query = row::Entity::find();
    if let Some((case, number)) = after {
        query = query.filter(
            Condition::any()
                .add(row::Column::CaseId.gt(case.as_str()))
                .add(
                    Condition::all()
                        .add(row::Column::CaseId.eq(case.as_str()))
                        .add(row::Column::Number.gt(*number)),
                ),
        );
    }
    let rows = query
        .order_by_asc(row::Column::CaseId)
        .order_by_asc(row::Column::Number)
        .limit(limit)
        .all(tx.connection())
        .await?;
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        let pictures = match open(tx, &row) {
            Ok(submission) => only_held(tx, &submission.snapshot).await,
            Err(error) => Err(error),
        };
        held.push(Held {
            case: row.case_id,
            number: row.number,
            pictures,
        });
    }
    Ok(held)
}

async fn only_held(tx: &Tx, snapshot: &Snapshot) -> Result<Vec<Evidence>, StoreError> {
    let held = pictures(tx, snapshot.case, snapshot.number).await?;
    let slots = materials::list(tx, snapshot.case).await?;
    let named = snapshot.materials.iter().map(|(material, picture)| {
        let held = held.get(material).map(|object| PictureId {
            case: snapshot.case,
            material: material.clone(),
            object: *object,
        });
        (material.clone(), held, picture.sm3)
    });
    let is_in_slot = |held: &Option<PictureId>, sm3: &Digest| {
        held.as_ref().is_some_and(|held| {
            slots
                .iter()
                .any(|slot| slot.object == held.object && slot.sm3 == *sm3)
        })
    };
    Ok(named
        .filter(|(_, held, sm3)| !is_in_slot(held, sm3))
        .collect())
}

fn open(tx: &Tx, row: &row::Model) -> Result<Submission, StoreError> {
    let id = format!("{}/{}", row.case_id, row.number);
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let text = tx.keyring().open_text(
        SealContext {
            table: TABLE,
            column: "snapshot",
            row: &id,
        },
        &row.snapshot,
    )?;
    let snapshot = Snapshot::from_canonical(text.expose())
        .map_err(|error| at.wrong("snapshot", &error.to_string()))?;
    let hash = at.code("hash", Digest::from_hex(&row.hash))?;
    if snapshot.digest() != hash
        || snapshot.case.to_string() != row.case_id
        || i64::from(snapshot.number) != row.number
        || snapshot.relationship_verified != row.relationship_verified
    {
        return Err(at.wrong("hash", "does not fit the snapshot"));
    }
    let receipt =
        ReceiptNumber::parse(&row.receipt).map_err(|_| at.wrong("receipt", "no receipt number"))?;
    Ok(Submission {
        receipt,
        snapshot,
        hash,
    })
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

impl Part for receipts::Entity {
    const CASE: receipts::Column = receipts::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "submissions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub receipt: String,
        pub snapshot: Vec<u8>,
        pub hash: String,
        pub agreed: String,
        pub relationship_verified: bool,
        pub submitted_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod receipts {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "receipts")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub receipt: String,
        pub case_id: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
