//! Opens the database and the pictures with their keys, and checks that all three belong together.

use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;

use anyhow::{Context, bail};
use service::chance::Chance;
use store::seal::{KeyFileProblem, Keyring};
use store::{Settings, Store, StoreError, settings};

use crate::config::Config;

/// Whether keys may be made if there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewKeys {
    /// A missing key file is a fault: an unmounted folder, a wrong path. New keys would not open anything, and what is saved
    /// under them would be lost to the real ones.
    Never,
    /// The sandbox makes them at its first start, while there is no database yet.
    ForANewDatabase,
}

impl NewKeys {
    /// What `serve` may do.
    pub fn of(config: &Config) -> NewKeys {
        if config.sandbox.enabled {
            NewKeys::ForANewDatabase
        } else {
            NewKeys::Never
        }
    }
}

/// The setting that tells a sandbox's database from a real one.
const KIND: &str = "data.kind";
const KIND_SANDBOX: &str = "sandbox";
const KIND_TRUE: &str = "true";
/// The setting that names the folder of pictures that belongs to the database.
const PICTURES_ID: &str = "data.pictures_id";
/// The file in that folder that holds the same name.
const PICTURES_MARK: &str = "belongs-to";

/// Opens the database and the pictures.
///
/// # Errors
/// What the operator must fix.
pub async fn open(config: &Config, new_keys: NewKeys) -> anyhow::Result<Store> {
    let keyring = match Keyring::read(&config.data.keys_file) {
        Err(KeyFileProblem::Missing { path }) if new_keys == NewKeys::Never => bail!(
            "there is no key file at {path} (data.keys_file): put the one of this database there, or make the first one of a new service with `daiban keys`"
        ),
        Err(KeyFileProblem::Missing { .. }) => make_keys(config).await?,
        keys => keys.context("the key file cannot be used (data.keys_file)")?,
    };
    open_with(config, keyring).await
}

/// Makes the key file of a new service.
///
/// # Errors
/// If there is one already, or the database already holds something: its keys are elsewhere then.
pub async fn make_keys(config: &Config) -> anyhow::Result<Keyring> {
    let path = &config.data.keys_file;
    if path.exists() {
        bail!(
            "there is a key file at {} (data.keys_file) already",
            path.display()
        );
    }
    // Keys only for looking: nothing is sealed with them.
    let store = open_with(config, Keyring::generate()?).await?;
    let begun = is_begun(&store).await;
    store.close().await?;
    if begun? {
        bail!(
            "there is no key file at {} (data.keys_file), but the database is in use: put its key file back; new keys would not open it",
            path.display()
        );
    }
    let keyring = Keyring::create(path).context("the key file cannot be made (data.keys_file)")?;
    tracing::warn!(path = %path.display(), "made new keys: without this file nothing of the data can be read");
    Ok(keyring)
}

/// Marks a new database as the sandbox's or as a real one, and refuses one of the other kind: the sandbox would put accounts with
/// public passwords among the real ones, and they would stay.
///
/// # Errors
/// If the database is of the other kind.
pub async fn claim(store: &Store, sandbox: bool) -> anyhow::Result<()> {
    let kind = if sandbox { KIND_SANDBOX } else { KIND_TRUE };
    let found = store
        .write(async move |tx| {
            let found = settings::get(tx, KIND).await?;
            if found.is_none() {
                settings::put(tx, KIND, kind).await?;
            }
            Ok::<_, StoreError>(found)
        })
        .await?;
    match found.as_deref() {
        Some(KIND_SANDBOX) if !sandbox => bail!(
            "this database belongs to a sandbox, whose passwords anyone can read: give the service a database and a folder of its own (data.database_url, data.folder), or start it with --sandbox"
        ),
        None if sandbox => {
            // Those of a data folder that was deleted: a sandbox begins anew without a word.
            store::checkpoints::remove_files(store).await?;
            Ok(())
        }
        Some(KIND_TRUE) if sandbox => bail!(
            "this database belongs to a service without the sandbox, which would put accounts with public passwords into it: give the sandbox a database and a folder of its own (data.database_url, data.folder), or start without --sandbox and sandbox.enabled"
        ),
        _ => Ok(()),
    }
}

/// Ties the folder of pictures to its database: a service on another database would take every picture there for a leftover of a
/// crash.
///
/// # Errors
/// If the folder belongs to another database.
pub async fn claim_pictures(store: &Store, config: &Config, chance: &Chance) -> anyhow::Result<()> {
    let mark = config.data.folder.join("pictures").join(PICTURES_MARK);
    let lies_there = match std::fs::read_to_string(&mark) {
        Ok(id) => Some(id.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", mark.display())),
    };
    let (fresh, may_begin) = (chance.id().to_string(), lies_there.is_none());
    let ours = store
        .write(async move |tx| {
            let known = settings::get(tx, PICTURES_ID).await?;
            if known.is_none() && may_begin {
                settings::put(tx, PICTURES_ID, &fresh).await?;
                return Ok(Some(fresh));
            }
            Ok::<_, StoreError>(known)
        })
        .await?;
    match (lies_there, ours) {
        (Some(there), Some(ours)) if there == ours => Ok(()),
        (None, Some(ours)) => {
            std::fs::write(&mark, &ours).with_context(|| format!("cannot write {}", mark.display()))
        }
        (Some(_) | None, _) => bail!(
            "the pictures in {} belong to another database: put data.folder and data.database_url together again, or begin with a folder that is empty",
            mark.parent().unwrap_or(&mark).display()
        ),
    }
}

async fn open_with(config: &Config, keyring: Keyring) -> anyhow::Result<Store> {
    let folder = &config.data.folder;
    // States, times and the journal are unsealed in there: nobody else on the machine may look.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make the folder {} (data.folder)", folder.display()))?;
    let rights = std::fs::metadata(folder)
        .with_context(|| {
            format!(
                "cannot look at the folder {} (data.folder)",
                folder.display()
            )
        })?
        .permissions();
    if rights.mode() & 0o077 != 0 {
        bail!(
            "the folder {0} (data.folder) is open to other users of the machine: chmod 700 {0}",
            folder.display()
        );
    }
    let settings = Settings {
        database_url: database_url(config, folder),
        pictures_folder: folder.join("pictures"),
        checkpoints_folder: config.data.checkpoints_folder.clone(),
        connections: config.data.connections,
    };
    Store::open(&settings, keyring)
        .await
        .context("the data cannot be opened (data.folder, data.database_url)")
}

fn database_url(config: &Config, folder: &Path) -> String {
    if config.data.database_url.expose().is_empty() {
        format!("sqlite:{}", folder.join("daiban.sqlite").display())
    } else {
        config.data.database_url.expose().to_owned()
    }
}

/// Whether the database has its tables: if so, there were keys.
async fn is_begun(store: &Store) -> anyhow::Result<bool> {
    match store.read(async |tx| settings::get(tx, KIND).await).await {
        Ok(_) => Ok(true),
        // No such table.
        Err(StoreError::Refused(_)) => Ok(false),
        Err(error) => Err(error).context("the database cannot be looked at"),
    }
}
