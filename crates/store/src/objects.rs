//! Pictures: sealed before they leave the process, and on disk before they are acknowledged.
//!
//! The order ensures that no row names a missing picture: [`Pictures::put`] returns after the file and its folder are fsynced;
//! only then does a transaction name the object; and a picture is deleted only after the commit that no longer names it. A crash
//! in between leaves a file without a row, found by comparing [`Pictures::list`] with the rows.
//!
//! A picture and its thumbnail are one object, hence one file, one fsync and one deletion; each is sealed by itself, so that the
//! thumbnail is read without the picture (`docs/adr/0002-sealing.md`). Both are erased with their application, and are visible
//! to its agent and to staff.

mod layout;

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures::TryStreamExt as _;
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::{ObjectMeta, ObjectStore as _, ObjectStoreExt as _, PutPayload};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::StoreError;
use crate::seal::{Keyring, SealContext, SealError};
use layout::Layout;

/// The folder of pictures that no row names, next to those of [`Pictures::path`].
const ASIDE: &str = "unnamed";

/// The first bytes that are read for a thumbnail: nearly all end before (those of the sandbox's papers have 10 to 45 KB).
const BEGINNING: u64 = 64 * 1024;

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

/// What is stored of a picture.
#[derive(Clone, Copy)]
pub struct NewPicture<'a> {
    /// The picture, a JPEG.
    pub jpeg: &'a [u8],
    /// A small copy of it, a JPEG too.
    pub thumbnail: &'a [u8],
}

/// Which of the two is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// The picture as stored.
    Whole,
    /// Its small copy.
    Thumbnail,
}

/// The bytes of a JPEG.
type Jpeg = Zeroizing<Vec<u8>>;

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

    /// Seals a picture and its thumbnail, and stores them durably. An object is immutable.
    pub async fn put(&self, id: &PictureId, picture: NewPicture<'_>) -> Result<(), StoreError> {
        let seal = |size, jpeg| self.keyring.seal(place(size, &row(id)), jpeg);
        let thumbnail = seal(Size::Thumbnail, picture.thumbnail)?;
        let whole = seal(Size::Whole, picture.jpeg)?;
        let layout = Layout::of(thumbnail.len(), whole.len()).ok_or(SealError::Failed)?;
        let object = [layout.header(), thumbnail, whole].map(Bytes::from);
        self.objects
            .put(&Self::path(id.object), PutPayload::from_iter(object))
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// The picture in this size, if there is one. Of a thumbnail's object only the beginning is read.
    pub async fn get(&self, id: &PictureId, size: Size) -> Result<Option<Jpeg>, StoreError> {
        match size {
            Size::Whole => {
                let Some((layout, object)) = self.whole(id).await? else {
                    return Ok(None);
                };
                Ok(Some(self.open_part(id, size, &object[layout.picture()])?))
            }
            Size::Thumbnail => self.thumbnail(id).await,
        }
    }

    /// Copies a picture for another application, sealed for its place there. `false` when there is none to copy.
    pub async fn copy(&self, from: &PictureId, to: &PictureId) -> Result<bool, StoreError> {
        let Some((jpeg, thumbnail)) = self.both(from).await? else {
            return Ok(false);
        };
        let (jpeg, thumbnail) = (&jpeg, &thumbnail);
        self.put(to, NewPicture { jpeg, thumbnail }).await?;
        Ok(true)
    }

    /// The picture and its thumbnail, if there is one.
    pub(crate) async fn both(&self, id: &PictureId) -> Result<Option<(Jpeg, Jpeg)>, StoreError> {
        let Some((layout, object)) = self.whole(id).await? else {
            return Ok(None);
        };
        let jpeg = self.open_part(id, Size::Whole, &object[layout.picture()])?;
        let thumbnail = self.open_part(id, Size::Thumbnail, &object[layout.thumbnail()])?;
        Ok(Some((jpeg, thumbnail)))
    }

    async fn thumbnail(&self, id: &PictureId) -> Result<Option<Jpeg>, StoreError> {
        let path = Self::path(id.object);
        let mut beginning = match self.objects.get_range(&path, 0..BEGINNING).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            found => found.map_err(failed)?,
        };
        let layout = Layout::read(&beginning).ok_or_else(|| damaged(id))?;
        let end = layout.thumbnail().end as u64;
        if end > BEGINNING {
            beginning = match self.objects.get_range(&path, 0..end).await {
                Err(object_store::Error::NotFound { .. }) => return Ok(None),
                found => found.map_err(failed)?,
            };
        }
        let sealed = beginning
            .get(layout.thumbnail())
            .ok_or_else(|| damaged(id))?;
        Ok(Some(self.open_part(id, Size::Thumbnail, sealed)?))
    }

    /// An object with nothing missing and nothing behind its end.
    async fn whole(&self, id: &PictureId) -> Result<Option<(Layout, Bytes)>, StoreError> {
        let found = match self.objects.get(&Self::path(id.object)).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            found => found.map_err(failed)?,
        };
        let object = found.bytes().await.map_err(failed)?;
        match Layout::read(&object) {
            Some(layout) if layout.picture().end == object.len() => Ok(Some((layout, object))),
            _ => Err(damaged(id)),
        }
    }

    fn open_part(&self, id: &PictureId, size: Size, sealed: &[u8]) -> Result<Jpeg, StoreError> {
        Ok(self.keyring.open(place(size, &row(id)), sealed)?)
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

fn place(size: Size, row: &str) -> SealContext<'_> {
    SealContext {
        table: "pictures",
        column: match size {
            Size::Whole => "jpeg",
            Size::Thumbnail => "thumbnail",
        },
        row,
    }
}

fn damaged(id: &PictureId) -> StoreError {
    let object = id.object.to_string();
    StoreError::inconsistent(
        "pictures",
        "object",
        &object,
        "no whole picture of this version",
    )
}

/// Never prints the picture: it shows a person's document.
impl std::fmt::Debug for NewPicture<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (jpeg, thumbnail) = (self.jpeg.len(), self.thumbnail.len());
        write!(f, "NewPicture({jpeg} + {thumbnail} bytes)")
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
