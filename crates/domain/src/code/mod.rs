//! Code tables: the files of `codes/`, which an operator may replace.
//!
//! Codes are stored and exchanged, labels are looked up. Every table keeps the order of its file, in which pages offer the
//! choices.
//!
//! ```
//! use domain::code::CodeTables;
//! use domain::source::SourceFile;
//!
//! let problems = CodeTables::load(&[SourceFile::new("codes/banks.csv", "code_ours\nICBC\n")]).unwrap_err();
//! assert_eq!(problems[0].file, "codes/banks.csv");
//! assert!(problems.iter().any(|problem| problem.file == "codes/districts.csv"));
//! ```

mod hours;
mod load;
mod private_use;
mod reader;
mod rows;
mod table;
mod tables;

pub use hours::{HoursError, Opening, OpeningHours};
pub use private_use::PrivateUse;
pub use rows::{
    AsAgent, Bank, Branch, CollectionMethod, District, DocumentType, EthnicGroup, FormerDistrict,
    IdType, Nationality, Occupation, Relation, SexRow, Subdistrict, SuitsMinor,
};
pub use table::{Coded, Table};
pub use tables::{CodeTable, CodeTables};

#[cfg(test)]
mod tests;
