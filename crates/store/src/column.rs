//! How values are stored in columns, and how they are checked when read back.

use jiff::Timestamp;
use uuid::Uuid;

use crate::error::StoreError;
use crate::seal::{Keyring, SealContext, Secret};

/// An instant as milliseconds since 1970, UTC.
pub(crate) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Names a row of a table in errors about its columns.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) table: &'static str,
    pub(crate) id: &'a str,
}

impl Row<'_> {
    pub(crate) fn wrong(self, column: &'static str, why: &str) -> StoreError {
        StoreError::inconsistent(self.table, column, self.id, why)
    }

    pub(crate) fn instant(self, column: &'static str, ms: i64) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(ms).map_err(|_| self.wrong(column, "no instant"))
    }

    pub(crate) fn maybe_instant(
        self,
        column: &'static str,
        ms: Option<i64>,
    ) -> Result<Option<Timestamp>, StoreError> {
        ms.map(|ms| self.instant(column, ms)).transpose()
    }

    pub(crate) fn uuid(self, column: &'static str, text: &str) -> Result<Uuid, StoreError> {
        Uuid::parse_str(text).map_err(|_| self.wrong(column, "no uuid"))
    }

    pub(crate) fn code<T>(self, column: &'static str, found: Option<T>) -> Result<T, StoreError> {
        found.ok_or_else(|| self.wrong(column, "unknown code"))
    }

    /// Seals a text for a column of this row.
    pub(crate) fn seal(
        self,
        keyring: &Keyring,
        column: &'static str,
        text: &str,
    ) -> Result<Vec<u8>, StoreError> {
        Ok(keyring.seal_text(self.context(column), text)?)
    }

    /// Opens what [`Row::seal`] sealed.
    pub(crate) fn open(
        self,
        keyring: &Keyring,
        column: &'static str,
        sealed: &[u8],
    ) -> Result<Secret, StoreError> {
        Ok(keyring.open_text(self.context(column), sealed)?)
    }

    fn context(&self, column: &'static str) -> SealContext<'_> {
        SealContext {
            table: self.table,
            column,
            row: self.id,
        }
    }

    pub(crate) fn number<T: TryFrom<i64>>(
        self,
        column: &'static str,
        number: i64,
    ) -> Result<T, StoreError> {
        T::try_from(number).map_err(|_| self.wrong(column, "out of range"))
    }
}
