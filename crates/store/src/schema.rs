//! Building blocks of the migrations: columns, tables and indexes that mean the same on both databases.

use sea_orm_migration::prelude::*;

/// A required text column.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().not_null();
    column
}

/// A required 64-bit integer: a number, or an instant in milliseconds.
pub(crate) fn integer(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.big_integer().not_null();
    column
}

/// A required yes or no.
pub(crate) fn truth(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.boolean().not_null();
    column
}

/// A required column of sealed bytes.
pub(crate) fn sealed(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.blob().not_null();
    column
}

/// The same column, nullable.
pub(crate) fn optional(mut column: ColumnDef) -> ColumnDef {
    column.null();
    column
}

/// A table with a primary key over these columns. `belongs_to`: the parent table, and the foreign key column here that refers to
/// its id.
pub(crate) async fn table(
    manager: &SchemaManager<'_>,
    name: &'static str,
    columns: Vec<ColumnDef>,
    key: &[&'static str],
    belongs_to: Option<(&'static str, &'static str)>,
) -> Result<(), DbErr> {
    let mut create = Table::create();
    create.table(name);
    for mut column in columns {
        create.col(&mut column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(*column);
    }
    create.primary_key(&mut primary);
    if let Some((parent, column)) = belongs_to {
        create.foreign_key(ForeignKey::create().from(name, column).to(parent, "id"));
    }
    manager.create_table(create).await
}

/// An index over these columns, named after them.
pub(crate) async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let name = format!("{table}_{}", columns.join("_"));
    named_index(manager, table, &name, columns).await
}

/// An index over these columns, for those that are too many to be named after them.
pub(crate) async fn named_index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let create = over(table, name, columns);
    manager.create_index(create).await
}

/// An index over these columns, named after them, that keeps each of its values to one row.
pub(crate) async fn unique(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let name = format!("{table}_{}", columns.join("_"));
    let create = over(table, &name, columns).unique().take();
    manager.create_index(create).await
}

fn over(table: &'static str, name: &str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut create = Index::create();
    create.name(name).table(table);
    for column in columns {
        create.col(*column);
    }
    create
}
