//! Errors of the store. No message contains a stored value, only names of tables, columns and rows.

use std::sync::Arc;

use sea_orm::{DbErr, RuntimeErr};

use crate::seal::SealError;

/// Why a store operation failed.
///
/// After any of these a `write` has changed nothing, with one exception that no database can avoid: if the connection broke
/// during the commit itself, the change may have been made without being acknowledged. Retry such a write under the same
/// idempotency key.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The queue is full. Nothing was done; retry later.
    #[error("the store is busy: the queue of waiting saves is full")]
    Busy,
    /// The database or its disk failed or is unreachable. Retry later, under the same idempotency key.
    #[error("the database is not available: {0}")]
    Unavailable(Arc<str>),
    /// The database refused a statement: a constraint violation, or a bug of ours.
    #[error("the database refused a statement: {0}")]
    Refused(Arc<str>),
    /// A job ignored a database error and returned `Ok`. Its changes were rolled back.
    #[error("an error of the database was ignored within a transaction: {0}")]
    Ignored(Arc<str>),
    /// A job exceeded its time limit; its changes were rolled back.
    #[error("a transaction took too long and was undone")]
    TooSlow,
    /// A job panicked; its changes were rolled back.
    #[error("a transaction panicked and was undone")]
    Panicked,
    /// Optimistic lock: the row has changed since the caller read it.
    #[error(
        "{table} was changed in the meantime: version {expected} was expected, {current} is current"
    )]
    Stale {
        /// Name of the aggregate.
        table: &'static str,
        /// The version that the caller had read.
        expected: u32,
        /// The current version.
        current: u32,
    },
    /// A stored value is not valid for its column: a bug, tampering or a damaged disk.
    #[error("inconsistent data in {table}.{column}, row {row}: {why}")]
    Inconsistent {
        /// Name of the table.
        table: &'static str,
        /// Name of the column.
        column: &'static str,
        /// Id of the row.
        row: Arc<str>,
        /// What is wrong, without the value.
        why: Arc<str>,
    },
    /// A row, or the set of an application's rows, is not as this program wrote it: somebody else changed the database, or put
    /// back an earlier state of it.
    #[error("{table}, row {row}: it was altered outside of this program: {why}")]
    Altered {
        /// Name of the table.
        table: &'static str,
        /// Name of the row, or id of the application.
        row: Arc<str>,
        /// What does not fit.
        why: Arc<str>,
    },
    /// A sealed value could not be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store of pictures failed.
    #[error("the store of pictures failed: {0}")]
    Objects(Arc<str>),
    /// The store cannot be opened with these settings.
    #[error("cannot open the store: {0}")]
    Open(Arc<str>),
}

impl StoreError {
    /// Whether the same request may succeed if retried later, unchanged.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Busy | Self::Unavailable(_) | Self::TooSlow | Self::Objects(_)
        )
    }

    /// Whether a stored row is at fault, not the database: then other rows can be worked on, and this one needs a person.
    #[must_use]
    pub fn is_of_a_row(&self) -> bool {
        matches!(
            self,
            Self::Altered { .. } | Self::Inconsistent { .. } | Self::Seal(_)
        )
    }

    pub(crate) fn altered(table: &'static str, row: &str, why: &str) -> Self {
        Self::Altered {
            table,
            row: row.into(),
            why: why.into(),
        }
    }

    pub(crate) fn inconsistent(
        table: &'static str,
        column: &'static str,
        row: &str,
        why: &str,
    ) -> Self {
        Self::Inconsistent {
            table,
            column,
            row: row.into(),
            why: why.into(),
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let told: Arc<str> = describe(&error).into();
        match Fault::of(&error) {
            Fault::Broken | Fault::Repeat => Self::Unavailable(told),
            Fault::Statement => Self::Refused(told),
        }
    }
}

/// What a database error means for its transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Serialization failure or deadlock (PostgreSQL): retry the transaction.
    Repeat,
    /// The statement was refused. The transaction must be rolled back; the connection is sound.
    Statement,
    /// The disk or the connection failed: the connection can no longer be trusted.
    Broken,
}

impl Fault {
    pub(crate) fn of(error: &DbErr) -> Self {
        let (DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner)) = error else {
            return match error {
                DbErr::ConnectionAcquire(_) => Self::Broken,
                _ => Self::Statement,
            };
        };
        let RuntimeErr::SqlxError(inner) = inner else {
            return Self::Statement;
        };
        let sea_orm::sqlx::Error::Database(told) = inner.as_ref() else {
            return match inner.as_ref() {
                sea_orm::sqlx::Error::ColumnNotFound(_)
                | sea_orm::sqlx::Error::ColumnDecode { .. }
                | sea_orm::sqlx::Error::Decode(_)
                | sea_orm::sqlx::Error::RowNotFound => Self::Statement,
                _ => Self::Broken,
            };
        };
        let code = told.code().unwrap_or_default();
        if told
            .try_downcast_ref::<sea_orm::sqlx::sqlite::SqliteError>()
            .is_some()
        {
            return Self::of_sqlite(code.parse().unwrap_or(1));
        }
        match code.as_ref() {
            // serialization_failure, deadlock_detected
            "40001" | "40P01" => Self::Repeat,
            // Classes 08 connection, 53 resources (disk full, memory), 57 operator (shutdown), 58 system (I/O error), XX internal
            other
                if ["08", "53", "57", "58", "XX"]
                    .iter()
                    .any(|class| other.starts_with(class)) =>
            {
                Self::Broken
            }
            _ => Self::Statement,
        }
    }

    /// `extended`: an extended result code, <https://www.sqlite.org/rescode.html>.
    ///
    /// Broken: the codes after which SQLite may have rolled back the whole transaction by itself, as listed in
    /// <https://www.sqlite.org/lang_transaction.html> (FULL, IOERR, NOMEM, BUSY, INTERRUPT), and CORRUPT, CANTOPEN and NOTADB,
    /// after which the connection is of no use.
    fn of_sqlite(extended: i32) -> Self {
        const BUSY: i32 = 5;
        const NOMEM: i32 = 7;
        const INTERRUPT: i32 = 9;
        const IOERR: i32 = 10;
        const CORRUPT: i32 = 11;
        const FULL: i32 = 13;
        const CANTOPEN: i32 = 14;
        const NOTADB: i32 = 26;
        match extended & 0xff {
            BUSY | NOMEM | INTERRUPT | IOERR | CORRUPT | FULL | CANTOPEN | NOTADB => Self::Broken,
            _ => Self::Statement,
        }
    }
}

/// The error as text without stored values: drivers put row values into the details, which are left out.
fn describe(error: &DbErr) -> String {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(inner))
        | DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner)) => match inner.as_ref() {
            sea_orm::sqlx::Error::Database(told) => match told.constraint() {
                Some(constraint) => format!("{} ({constraint})", told.code().unwrap_or_default()),
                None => format!("{}: {}", told.code().unwrap_or_default(), told.message()),
            },
            other => other.to_string(),
        },
        other => other.to_string(),
    }
}
