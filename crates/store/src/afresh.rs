//! Resets a sandbox.
//!
//! Not for production: there, each aggregate erases its own data when its retention ends.

use sea_orm::ConnectionTrait as _;

use crate::{StoreError, Tx};

/// Every table but `settings`, in foreign key order: referencing tables first.
const TABLES: [&str; 45] = [
    "journal",
    "queue",
    "case_heads",
    "checkpoints",
    "lookups",
    "findings",
    "return_items",
    "returns",
    "reviews",
    "case_records",
    "cards",
    "jobs",
    "live_children",
    "submitted_children",
    "submitted_children_gates",
    "submission_pictures",
    "receipts",
    "submissions",
    "relationships",
    "materials",
    "picture_tries",
    "marks",
    "captures",
    "answers",
    "idempotency",
    "cases",
    "messages",
    "consents",
    "face_checks",
    "message_grants",
    "sessions",
    "proofs",
    "ways_in",
    "passwords",
    "proved_people",
    "typed_people",
    "accounts",
    "challenges",
    "platform_visits",
    "portal_logins",
    "limits",
    "rolling_limits",
    "used_answers",
    "release_files",
    "releases",
];

/// Erases every account, application, journal entry and published release, and the settings whose key begins with `settings_of`.
/// The key check values stay: it is still the same database. The caller deletes the pictures after the commit.
pub async fn erase_everything(tx: &Tx, settings_of: &str) -> Result<(), StoreError> {
    for table in TABLES {
        tx.connection()
            .execute_unprepared(&format!("DELETE FROM {table}"))
            .await?;
    }
    crate::settings::remove_all(tx, settings_of).await
}
