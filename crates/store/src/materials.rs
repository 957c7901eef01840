//! Materials: which picture is in which slot of an application.
//!
//! The pixels are sealed in [`crate::objects`], written and fsynced before a row names them. A row holds sizes, a hash of the
//! picture's plain bytes, and which part of it is used: no content, so nothing is sealed. Erased with the draft, or when the slot
//! is emptied; what a submission holds stays. Visible to the agent, and to staff through the application.

use std::collections::BTreeSet;

use domain::crop::Crop;
use domain::digest::Digest;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::objects::PictureId;
use crate::parts::{self, Part};
use crate::{StoreError, Tx, held_pictures};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "materials";

/// A picture in its slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// The slot: a material id of the catalogue.
    pub material: String,
    /// The object that holds the picture.
    pub object: Uuid,
    /// SM3 of the JPEG.
    pub sm3: Digest,
    /// Width as stored.
    pub width_px: u32,
    /// Height as stored.
    pub height_px: u32,
    /// Length of the JPEG.
    pub size_bytes: u64,
    /// When it was uploaded.
    pub uploaded_at: Timestamp,
    /// The account that uploaded it.
    pub uploaded_by: Uuid,
    /// Carried over from an earlier application of the same agent, as its own copy.
    pub from_earlier: bool,
    /// The part that is used; `None` when all of it is, or nobody chose.
    pub crop: Option<Crop>,
}

impl Material {
    /// Its picture in the application `case`.
    #[must_use]
    pub fn picture(&self, case: Uuid) -> PictureId {
        PictureId {
            case,
            material: self.material.clone(),
            object: self.object,
        }
    }
}

/// Upserts the picture of a slot. Returns the previous object if nothing holds it any more: delete it from
/// [`crate::objects::Pictures`] after the commit.
pub async fn put(tx: &Tx, case: Uuid, material: &Material) -> Result<Option<Uuid>, StoreError> {
    let before = get(tx, case, &material.material).await?;
    let wrong =
        |_| StoreError::inconsistent(TABLE, "size_bytes", &case.to_string(), "out of range");
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::insert(row::ActiveModel {
        case_id: Set(case.to_string()),
        material: Set(material.material.clone()),
        object_id: Set(material.object.to_string()),
        sm3: Set(material.sm3.to_string()),
        width_px: Set(i64::from(material.width_px)),
        height_px: Set(i64::from(material.height_px)),
        size_bytes: Set(i64::try_from(material.size_bytes).map_err(wrong)?),
        uploaded_at: Set(ms(material.uploaded_at)),
        uploaded_by: Set(material.uploaded_by.to_string()),
        from_earlier: Set(material.from_earlier),
        crop: Set(material.crop.map(|crop| crop.to_string())),
    })
    .on_conflict(
        OnConflict::columns([row::Column::CaseId, row::Column::Material])
            .update_columns([
                row::Column::ObjectId,
                row::Column::Sm3,
                row::Column::WidthPx,
                row::Column::HeightPx,
                row::Column::SizeBytes,
                row::Column::UploadedAt,
                row::Column::UploadedBy,
                row::Column::FromEarlier,
                row::Column::Crop,
            ])
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    match before {
        Some(before) if before.object != material.object => released(tx, case, before.object).await,
        _ => Ok(None),
    }
}

/// Sets which part of a slot's picture is used. `false` when the slot is empty.
pub async fn set_crop(
    tx: &Tx,
    case: Uuid,
    material: &str,
    crop: &Crop,
) -> Result<bool, StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Crop, Expr::value(crop.to_string()))
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Material.eq(material))
        .exec(tx.connection())
        .await?;
    Ok(changed.rows_affected > 0)
}

/// Records that the same picture was uploaded to its slot again.
pub async fn came_again(
    tx: &Tx,
    case: Uuid,
    material: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::update_many()
        .col_expr(row::Column::UploadedAt, Expr::value(ms(at)))
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Material.eq(material))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Empties a slot. Returns its object if nothing holds it any more, as [`put`] does.
pub async fn remove(tx: &Tx, case: Uuid, material: &str) -> Result<Option<Uuid>, StoreError> {
    let Some(before) = get(tx, case, material).await? else {
        return Ok(None);
    };
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_by_id((case.to_string(), material.to_owned()))
        .exec(tx.connection())
        .await?;
    released(tx, case, before.object).await
}

/// Empties every slot of an application. Returns the objects that nothing holds any more.
pub async fn remove_all(tx: &Tx, case: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let mut gone = Vec::new();
    for material in list(tx, case).await? {
        gone.extend(remove(tx, case, &material.material).await?);
    }
    Ok(gone)
}

/// The picture in a slot.
pub async fn get(tx: &Tx, case: Uuid, material: &str) -> Result<Option<Material>, StoreError> {
    let rows = parts::rows::<row::Entity>(tx, case).await?;
    let row = rows.iter().find(|row| row.material == material);
    row.map(open).transpose()
}

/// All pictures of an application, by material id.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<Material>, StoreError> {
    let mut rows = parts::rows::<row::Entity>(tx, case).await?;
    rows.sort_unstable_by(|one, other| one.material.cmp(&other.material));
    rows.iter().map(open).collect()
}

/// Those of these objects that no row names, neither of a slot nor of a submission.
pub async fn unnamed(tx: &Tx, objects: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::ObjectId.is_in(objects.iter().map(Uuid::to_string)))
        .all(tx.connection())
        .await?;
    let mut named: BTreeSet<String> = rows.into_iter().map(|row| row.object_id).collect();
    named.extend(held_pictures::held_of(tx, objects).await?);
    Ok(objects
        .iter()
        .copied()
        .filter(|object| !named.contains(&object.to_string()))
        .collect())
}

/// For the audit: the pictures of slots after `after`, by key, each with its hash (keyset pagination).
pub(crate) async fn page(
    tx: &Tx,
    after: Option<&(String, String)>,
    limit: u64,
) -> Result<Vec<(PictureId, Digest)>, StoreError> {
    let mut query = row::Entity::find();
    if let Some((case, material)) = after {
        query = query.filter(
            sea_orm::Condition::any()
                .add(row::Column::CaseId.gt(case.as_str()))
                .add(
                    sea_orm::Condition::all()
                        .add(row::Column::CaseId.eq(case.as_str()))
                        .add(row::Column::Material.gt(material.as_str())),
                ),
        );
    }
    let rows = query
        .order_by_asc(row::Column::CaseId)
        .order_by_asc(row::Column::Material)
        .limit(limit)
        .all(tx.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let at = Row {
                table: TABLE,
                id: &row.case_id,
            };
            let case = at.uuid("case_id", &row.case_id)?;
            let material = open(&row)?;
            Ok((material.picture(case), material.sm3))
        })
        .collect()
}

/// The object, unless a submission holds it: submitted evidence does not change.
async fn released(tx: &Tx, case: Uuid, object: Uuid) -> Result<Option<Uuid>, StoreError> {
    Ok((!held_pictures::holds(tx, case, object).await?).then_some(object))
}

fn open(row: &row::Model) -> Result<Material, StoreError> {
    let id = format!("{}/{}", row.case_id, row.material);
    let at = Row {
        table: TABLE,
        id: &id,
    };
    Ok(Material {
        material: row.material.clone(),
        object: at.uuid("object_id", &row.object_id)?,
        sm3: at.code("sm3", Digest::from_hex(&row.sm3))?,
        width_px: at.number("width_px", row.width_px)?,
        height_px: at.number("height_px", row.height_px)?,
        size_bytes: at.number("size_bytes", row.size_bytes)?,
        uploaded_at: at.instant("uploaded_at", row.uploaded_at)?,
        uploaded_by: at.uuid("uploaded_by", &row.uploaded_by)?,
        from_earlier: row.from_earlier,
        crop: match &row.crop {
            Some(crop) => Some(at.code("crop", Crop::parse(crop))?),
            None => None,
        },
    })
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "materials")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub material: String,
        pub object_id: String,
        pub sm3: String,
        pub width_px: i64,
        pub height_px: i64,
        pub size_bytes: i64,
        pub uploaded_at: i64,
        pub uploaded_by: String,
        pub from_earlier: bool,
        pub crop: Option<String>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
