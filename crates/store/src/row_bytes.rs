//! The canonical bytes of a row: what MACs and digests of rows are computed over.

use sea_orm::{EntityTrait, IdenStatic as _, Iterable as _, ModelTrait as _, Value};

use crate::StoreError;

/// The canonical bytes of a row, without the columns that `leave_out` names: the table's name, then every column in the order of its entity as
/// name, type and value, each with its length, so that no two rows encode alike.
pub(crate) fn row_bytes<E: EntityTrait>(
    row: &E::Model,
    leave_out: impl Fn(&E::Column) -> bool,
) -> Result<Vec<u8>, StoreError> {
    let table = E::default().table_name();
    let mut bytes = Vec::with_capacity(256);
    part(&mut bytes, table.as_bytes());
    for column in E::Column::iter().filter(|column| !leave_out(column)) {
        part(&mut bytes, column.as_str().as_bytes());
        match row.get(column) {
            Value::String(Some(text)) => typed(&mut bytes, b't', text.as_bytes()),
            Value::BigInt(Some(number)) => typed(&mut bytes, b'i', &number.to_be_bytes()),
            Value::Bool(Some(truth)) => typed(&mut bytes, b'b', &[u8::from(truth)]),
            Value::Bytes(Some(blob)) => typed(&mut bytes, b's', &blob),
            Value::String(None) | Value::BigInt(None) | Value::Bool(None) | Value::Bytes(None) => {
                bytes.push(b'n');
            }
            _ => {
                return Err(StoreError::inconsistent(
                    table,
                    column.as_str(),
                    "any",
                    "is of a type that no table has",
                ));
            }
        }
    }
    Ok(bytes)
}

fn typed(bytes: &mut Vec<u8>, kind: u8, value: &[u8]) {
    bytes.push(kind);
    part(bytes, value);
}

fn part(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.extend_from_slice(&(value.len() as u64).to_be_bytes());
    bytes.extend_from_slice(value);
}
