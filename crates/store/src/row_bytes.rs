//! The canonical bytes of a row: what MACs and digests of rows are computed over.

use sea_orm::{EntityTrait, IdenStatic as _, Iterable as _, ModelTrait as _, Value};

use crate::StoreError;

/// The canonical bytes of a row, without the columns that `leave_out` names: the table's name, then every column that has a value, in the order of
/// its entity, as name, type and value, each with its length, so that no two rows encode alike. A column without a value is left
/// out, so that a migration may add one at the end and the rows that are there stay as they were.
pub(crate) fn row_bytes<E: EntityTrait>(
    row: &E::Model,
    leave_out: impl Fn(&E::Column) -> bool,
) -> Result<Vec<u8>, StoreError> {
    let table = E::default().table_name();
    let mut bytes = Vec::with_capacity(256);
    part(&mut bytes, table.as_bytes());
    for column in E::Column::iter().filter(|column| !leave_out(column)) {
        let name = column.as_str();
        match row.get(column) {
            Value::String(Some(text)) => typed(&mut bytes, name, b't', text.as_bytes()),
            Value::BigInt(Some(number)) => typed(&mut bytes, name, b'i', &number.to_be_bytes()),
            Value::Bool(Some(truth)) => typed(&mut bytes, name, b'b', &[u8::from(truth)]),
            Value::Bytes(Some(blob)) => typed(&mut bytes, name, b's', &blob),
            Value::String(None) | Value::BigInt(None) | Value::Bool(None) | Value::Bytes(None) => {}
            _ => {
                return Err(StoreError::inconsistent(
                    table,
                    name,
                    "any",
                    "is of a type that no table has",
                ));
            }
        }
    }
    Ok(bytes)
}

fn typed(bytes: &mut Vec<u8>, name: &str, kind: u8, value: &[u8]) {
    part(bytes, name.as_bytes());
    bytes.push(kind);
    part(bytes, value);
}

fn part(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.extend_from_slice(&(value.len() as u64).to_be_bytes());
    bytes.extend_from_slice(value);
}

#[cfg(test)]
mod tests {
    use super::row_bytes;

    mod before {
        use sea_orm::entity::prelude::*;

        #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
        #[sea_orm(table_name = "rows")]
        pub(super) struct Model {
            #[sea_orm(primary_key, auto_increment = false)]
            pub id: String,
            pub number: Option<i64>,
        }

        #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
        pub(super) enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    }

    mod after {
        use sea_orm::entity::prelude::*;

        #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
        #[sea_orm(table_name = "rows")]
        pub(super) struct Model {
            #[sea_orm(primary_key, auto_increment = false)]
            pub id: String,
            pub number: Option<i64>,
            pub added: Option<String>,
        }

        #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
        pub(super) enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    }

    fn before(id: &str, number: Option<i64>) -> Vec<u8> {
        let row = before::Model {
            id: id.to_owned(),
            number,
        };
        row_bytes::<before::Entity>(&row, |_| false).unwrap()
    }

    fn after(number: Option<i64>, added: Option<&str>) -> Vec<u8> {
        let row = after::Model {
            id: "one".to_owned(),
            number,
            added: added.map(str::to_owned),
        };
        row_bytes::<after::Entity>(&row, |_| false).unwrap()
    }

    #[test]
    fn no_two_rows_encode_alike() {
        let rows = [
            before("one", None),
            before("one", Some(0)),
            before("one", Some(1)),
            before("on", Some(1)),
            after(None, Some("")),
            after(None, Some("x")),
        ];
        for (at, row) in rows.iter().enumerate() {
            assert!(!rows[at + 1..].contains(row), "{at}");
        }
    }

    #[test]
    fn an_added_column_without_a_value_changes_nothing() {
        assert_eq!(before("one", Some(7)), after(Some(7), None));
    }
}
