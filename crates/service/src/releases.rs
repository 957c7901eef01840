//! The releases of this instance: the one in force, published at the start, and the older ones that drafts come from.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::catalogue::Agreement;
use domain::channel::Channel;
use domain::digest::Digest;
use domain::release::{Change, Release, Sources, changes, changes_from_unknown};
use domain::source::{LoadProblem, SourceFile};
use jiff::Timestamp;
use store::consents::Consent;
use store::releases::{self, Published};
use store::{Store, StoreError};

/// The folder of a release whose files are code tables; all others are flows and texts.
pub const CODES_FOLDER: &str = "codes";

/// The release that these files make, wherever they come from.
///
/// # Errors
/// Every problem of every file, with its line and the fix.
pub fn release_of(files: &[SourceFile]) -> Result<Release, Vec<LoadProblem>> {
    let is_code = |file: &SourceFile| file.path.split('/').next() == Some(CODES_FOLDER);
    let (codes, flows): (Vec<_>, Vec<_>) = files.iter().cloned().partition(is_code);
    Release::load(&Sources {
        flows: &flows,
        codes: &codes,
    })
}

/// Why a release could not be published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Its number already belongs to other content.
    #[error(
        "release {number} was published with another content: its hash is {published}, that of the files is {files}; give \
         the changed release a new number in flows/release.toml, or put the published files back (a sandbox may \
         begin with an empty data folder instead)"
    )]
    Taken {
        /// The number.
        number: String,
        /// Hash of what was published under it.
        published: Digest,
        /// Hash of the files that were to be published.
        files: Digest,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Publishes the release in force under its number. Idempotent.
///
/// # Errors
/// [`PublishError::Taken`] when the number belongs to other content in this database.
pub async fn publish(
    store: &Store,
    release: &Release,
    files: Vec<SourceFile>,
    now: Timestamp,
) -> Result<(), PublishError> {
    let (number, hash) = (release.number().to_owned(), release.content_hash());
    let found = store
        .write(async move |tx| releases::publish(tx, &number, &hash, &files, now).await)
        .await?;
    match found {
        Published::Here => tracing::info!(release = release.number(), %hash, "published"),
        Published::Before => {}
        Published::Other(published) => {
            return Err(PublishError::Taken {
                number: release.number().to_owned(),
                published,
                files: hash,
            });
        }
    }
    Ok(())
}

/// The release in force, and the older ones that drafts come from.
pub struct Releases {
    /// The flows, catalogue, code tables and texts in force.
    pub in_force: Arc<Release>,
    /// The older ones.
    pub older: OlderReleases,
}

impl Releases {
    /// The text that a consent was given to, from whichever release had it; `None` where this program can read none of those.
    pub(crate) async fn text_of(
        &self,
        store: &Store,
        given: &Consent,
    ) -> Result<Option<Agreement>, StoreError> {
        if let Some(text) = text_in(&self.in_force, given) {
            return Ok(Some(text));
        }
        let numbers = store.read(async |tx| releases::numbers(tx).await).await?;
        for number in numbers {
            let release = self.older.find(store, &number).await?;
            let text = release.and_then(|release| text_in(&release, given));
            if text.is_some() {
                return Ok(text);
            }
        }
        Ok(None)
    }
}

fn text_in(release: &Release, given: &Consent) -> Option<Agreement> {
    let field = release.field(&given.consent)?;
    let text = release.agreement(field.agreement.as_deref()?)?;
    (text.hash() == given.digest).then(|| text.clone())
}

/// Older releases, each read from the database once. One that this program cannot read, or whose files are not those that were
/// published, stays `None`.
#[derive(Default)]
pub struct OlderReleases(Mutex<BTreeMap<String, Option<Arc<Release>>>>);

impl OlderReleases {
    /// The changes for a draft of this channel from the release `number` (with this hash) to the one in force: those of every
    /// release published in between, in order.
    pub(crate) async fn changes(
        &self,
        store: &Store,
        (number, hash): (&str, Digest),
        in_force: &Release,
        channel: Channel,
    ) -> Result<Vec<Change>, StoreError> {
        let first = self.find(store, number).await?;
        let Some(mut before) = first.filter(|release| release.content_hash() == hash) else {
            return Ok(changes_from_unknown(in_force));
        };
        let between = store
            .read(async |tx| releases::between(tx, number, in_force.number()).await)
            .await?;
        let mut found = Vec::new();
        for number in between {
            if let Some(next) = self.find(store, &number).await? {
                found.extend(changes(&before, &next, channel));
                before = next;
            }
        }
        found.extend(changes(&before, in_force, channel));
        Ok(found)
    }

    async fn find(&self, store: &Store, number: &str) -> Result<Option<Arc<Release>>, StoreError> {
        if let Some(known) = self.lock().get(number) {
            return Ok(known.clone());
        }
        let (published, files) = store
            .read(async |tx| {
                let published = releases::hash_of(tx, number).await?;
                Ok::<_, StoreError>((published, releases::files(tx, number).await?))
            })
            .await?;
        // Takes half a second in a test build: no other request waits for it.
        let read = tokio::task::spawn_blocking(move || release_of(&files)).await;
        let release = match read {
            // The hash has a MAC, the files have none.
            Ok(Ok(release)) if published == Some(release.content_hash()) => Some(Arc::new(release)),
            Ok(Ok(_)) => {
                tracing::error!(
                    release = number,
                    "the files of an older release were altered: its drafts are asked again what they chose"
                );
                None
            }
            Ok(Err(problems)) => {
                unreadable(number, &problems[0].to_string());
                None
            }
            Err(fault) => {
                unreadable(number, &fault.to_string());
                None
            }
        };
        self.lock().insert(number.to_owned(), release.clone());
        Ok(release)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Option<Arc<Release>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unreadable(number: &str, why: &str) {
    tracing::warn!(
        release = number,
        why,
        "this program cannot read an older release: its drafts are asked again what they chose"
    );
}
