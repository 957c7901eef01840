//! Pictures: sealed before they leave the process, and on disk before they are acknowledged.
//!
//! The order ensures that no row names a missing picture: [`Pictures::put`] returns after the file and its folder are fsynced;
//! only then does a transaction name the object; and a picture is deleted only after the commit that no longer names it. A crash
//! in between leaves a file without a row, found by comparing [`Pictures::list`] with the rows.

use std::path::Path;
use std::sync::Arc;

use futures::TryStreamExt as _;
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::{ObjectMeta, ObjectStore as _, ObjectStoreExt as _, PutPayload};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::StoreError;
use crate::seal::{Keyring, SealContext};

/// The folder of pictures that no row names, next to those of [`Pictures::path`].
const ASIDE: &str = "unnamed";

/// A picture and its place: it opens nowhere else, even if a row is made to name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureId {
    /// The application.
    pub case: Uuid,
    /// The slot: a material id of the catalogue.
    pub material: String,
    /// The object; from the caller.
    pub object: Uuid,
}

/// The sealed pictures. Cheap to clone.
#[derive(Clone)]
pub struct Pictures {
    objects: Arc<LocalFileSystem>,
    keyring: Arc<Keyring>,
}

impl Pictures {
    /// Opens the folder, and creates it if missing.
    pub(crate) fn open(folder: &Path, keyring: Arc<Keyring>) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|error| {
            StoreError::Open(format!("cannot make the folder {}: {error}", folder.display()).into())
        })?;
        let objects = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| StoreError::Open(error.to_string().into()))?
            // Off by default; without it a picture is acknowledged while still in the page cache.
            .with_fsync(true);
        Ok(Self {
            objects: Arc::new(objects),
            keyring,
        })
    }

    /// Seals a picture and stores it durably. An object is immutable.
    pub async fn put(&self, id: &PictureId, jpeg: &[u8]) -> Result<(), StoreError> {
        let sealed = self.keyring.seal(place(&row(id)), jpeg)?;
        self.objects
            .put(&Self::path(id.object), PutPayload::from(sealed))
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// The picture, if there is one.
    pub async fn get(&self, id: &PictureId) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let found = match self.objects.get(&Self::path(id.object)).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            found => found.map_err(failed)?,
        };
        let sealed = found.bytes().await.map_err(failed)?;
        Ok(Some(self.keyring.open(place(&row(id)), &sealed)?))
    }

    /// Deletes an object. Idempotent.
    pub async fn delete(&self, id: Uuid) -> Result<(), StoreError> {
        match self.objects.delete(&Self::path(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Puts a picture that no row names where nothing reads it, and dates it anew. Idempotent.
    pub async fn set_aside(&self, id: Uuid) -> Result<(), StoreError> {
        let found = match self.objects.get(&Self::path(id)).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(()),
            found => found.map_err(failed)?,
        };
        let sealed = found.bytes().await.map_err(failed)?;
        self.objects
            .put(&Self::aside(id), PutPayload::from(sealed))
            .await
            .map_err(failed)?;
        self.delete(id).await
    }

    /// Deletes the pictures that were set aside before `before`, by the clock of the machine. Returns how many there were.
    pub async fn delete_aside(&self, before: Timestamp) -> Result<usize, StoreError> {
        let old = self.listed(|file| is_aside(file) && is_before(file, before));
        let old = old.await?;
        for id in &old {
            self.objects
                .delete(&Self::aside(*id))
                .await
                .map_err(failed)?;
        }
        Ok(old.len())
    }

    /// Ids of all stored pictures but those that were set aside, in no order.
    pub async fn list(&self) -> Result<Vec<Uuid>, StoreError> {
        self.listed(|file| !is_aside(file)).await
    }

    /// Those of them that were stored before `before`, in no order. By the clock of the machine that holds the files, not the
    /// sandbox's.
    pub async fn list_before(&self, before: Timestamp) -> Result<Vec<Uuid>, StoreError> {
        self.listed(|file| !is_aside(file) && is_before(file, before))
            .await
    }

    async fn listed(&self, wanted: impl Fn(&ObjectMeta) -> bool) -> Result<Vec<Uuid>, StoreError> {
        let files: Vec<_> = self
            .objects
            .list(None)
            .try_collect()
            .await
            .map_err(failed)?;
        Ok(files
            .iter()
            .filter(|file| wanted(file))
            .filter_map(|file| file.location.filename())
            .filter_map(|name| Uuid::parse_str(name).ok())
            .collect())
    }

    fn aside(id: Uuid) -> object_store::path::Path {
        object_store::path::Path::from_iter([ASIDE, &id.to_string()])
    }

    /// The last two characters of the id name a folder, so that no folder grows too large for the file system. The first ones are
    /// its time.
    fn path(id: Uuid) -> object_store::path::Path {
        let name = id.to_string();
        object_store::path::Path::from_iter([&name[name.len() - 2..], name.as_str()])
    }
}

fn is_aside(file: &ObjectMeta) -> bool {
    file.location
        .prefix_matches(&object_store::path::Path::from(ASIDE))
}

fn is_before(file: &ObjectMeta, before: Timestamp) -> bool {
    file.last_modified.timestamp_millis() < before.as_millisecond()
}

fn row(id: &PictureId) -> String {
    format!("{}/{}/{}", id.case, id.material, id.object)
}

fn place(row: &str) -> SealContext<'_> {
    SealContext {
        table: "pictures",
        column: "jpeg",
        row,
    }
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pictures")
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "its signature is the one that `map_err` wants"
)]
fn failed(error: object_store::Error) -> StoreError {
    // The text contains only the file name, which is an id, and the system's message.
    StoreError::Objects(error.to_string().into())
}
