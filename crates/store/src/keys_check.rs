//! Ties a database to its keys.
//!
//! With another key file no data can be opened, and data saved under another key of the same id would be lost to the true key. So
//! the first start stores key check values that only its keys match, and every later start verifies them.

use data_encoding::BASE64;

use crate::seal::{FingerprintKind, Keyring, SealContext, SealError};
use crate::{StoreError, Tx, settings};

const SEALED: &str = "keys.sealed";
const FINGERPRINT: &str = "keys.fingerprint";
const MAC: &str = "keys.mac";
const MARK: &str = "these are the keys";

/// Stores the key check values, or verifies them. One under a key that is no longer active is renewed.
///
/// Fails when the keys do not belong to this database.
pub(crate) async fn tie(tx: &Tx) -> Result<(), StoreError> {
    let place = SealContext {
        table: "settings",
        column: "value",
        row: SEALED,
    };
    let keyring = tx.keyring();
    let sealed_by = match settings::get(tx, SEALED).await? {
        Some(kept) => {
            let sealed = BASE64.decode(kept.as_bytes()).unwrap_or_default();
            keyring
                .open_text(place, &sealed)
                .map_err(|error| match error {
                    SealError::OtherForm { .. } => earlier(),
                    error => foreign(&error.to_string()),
                })?;
            Keyring::key_of(&sealed)
        }
        None => None,
    };
    if sealed_by != Some(keyring.active_key()) {
        let sealed = keyring.seal_text(place, MARK)?;
        settings::put(tx, SEALED, &BASE64.encode(&sealed)).await?;
    }

    tie_macs(tx).await?;
    let active = keyring.fingerprint(FingerprintKind::KeyMark, MARK);
    match settings::get(tx, FINGERPRINT).await? {
        Some(kept) if kept == active.as_str() => return Ok(()),
        Some(kept) => {
            let readable = keyring.fingerprints(FingerprintKind::KeyMark, MARK);
            if !readable.iter().any(|known| known.as_str() == kept) {
                return Err(foreign("its fingerprints are under another key"));
            }
        }
        None => {}
    }
    settings::put(tx, FINGERPRINT, active.as_str()).await
}

async fn tie_macs(tx: &Tx) -> Result<(), StoreError> {
    let macs = tx.keyring().macs();
    let active = BASE64.encode(&macs.mac(MARK.as_bytes()));
    match settings::get(tx, MAC).await? {
        Some(kept) if kept == active => return Ok(()),
        Some(kept) => {
            let mac = BASE64.decode(kept.as_bytes()).unwrap_or_default();
            if !macs.is_mac(MARK.as_bytes(), &mac) {
                return Err(foreign("its MACs are under another key"));
            }
        }
        None => {}
    }
    settings::put(tx, MAC, &active).await
}

fn foreign(why: &str) -> StoreError {
    StoreError::Open(
        format!("the key file is not the one of this database ({why}): put the true one back, and save nothing before")
            .into(),
    )
}

/// The key check value is the first sealed value that a start reads: its form is that of all others.
fn earlier() -> StoreError {
    StoreError::Open(
        "an earlier version of this program made the database, and sealed its texts in a form that is no longer read: begin with an empty data folder and an empty database"
            .into(),
    )
}
