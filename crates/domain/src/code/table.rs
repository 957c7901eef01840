//! One table: rows in the order of their file, looked up by code.

use std::collections::BTreeMap;

use crate::lang::Text;

/// A row that has a code and a label.
pub trait Coded {
    /// The code in answers, tables and exports.
    fn code(&self) -> &str;
    /// The label in both languages.
    fn label(&self) -> &Text;
}

/// The rows of one file. No two rows share a code.
#[derive(Clone, Debug)]
pub struct Table<R> {
    rows: Vec<R>,
    places: BTreeMap<String, usize>,
}

impl<R: Coded> Table<R> {
    /// Takes the rows in order; a duplicate code is left out. The loader reports it.
    pub(super) fn new(rows: Vec<R>) -> Self {
        let mut table = Self {
            rows: Vec::with_capacity(rows.len()),
            places: BTreeMap::new(),
        };
        for row in rows {
            if !table.contains(row.code()) {
                table.places.insert(row.code().to_owned(), table.rows.len());
                table.rows.push(row);
            }
        }
        table
    }

    /// The row with a code.
    pub fn get(&self, code: &str) -> Option<&R> {
        self.places.get(code).map(|&place| &self.rows[place])
    }

    /// Whether the table has this code.
    pub fn contains(&self, code: &str) -> bool {
        self.places.contains_key(code)
    }

    /// The label of a code.
    pub fn label(&self, code: &str) -> Option<&Text> {
        self.get(code).map(Coded::label)
    }

    /// Every row, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &R> {
        self.rows.iter()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every code with its label, in the order of the file.
    pub fn options(&self) -> Vec<(&str, &Text)> {
        self.iter().map(|row| (row.code(), row.label())).collect()
    }
}
