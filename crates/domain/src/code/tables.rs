//! All tables together, and their names in the catalogue.

use super::{
    Bank, Branch, CollectionMethod, District, DocumentType, EthnicGroup, FormerDistrict, IdType,
    Nationality, Occupation, PrivateUse, Relation, SexRow, Subdistrict, Table,
};
use crate::lang::Text;

/// The code tables of a release, checked against each other.
#[derive(Clone, Debug)]
pub struct CodeTables {
    /// `districts.csv`.
    pub districts: Table<District>,
    /// `districts_historical.csv`.
    pub former_districts: Table<FormerDistrict>,
    /// `subdistricts.csv`.
    pub subdistricts: Table<Subdistrict>,
    /// `sex.csv`.
    pub sexes: Table<SexRow>,
    /// `ethnic_groups.csv`.
    pub ethnic_groups: Table<EthnicGroup>,
    /// `relations.csv`.
    pub relations: Table<Relation>,
    /// `banks.csv`.
    pub banks: Table<Bank>,
    /// `branches.csv`.
    pub branches: Table<Branch>,
    /// `id_types.csv`.
    pub id_types: Table<IdType>,
    /// `occupations_gbt2261_4.csv`.
    pub occupations: Table<Occupation>,
    /// `nationalities.csv`.
    pub nationalities: Table<Nationality>,
    /// `collection_methods.csv`.
    pub collection_methods: Table<CollectionMethod>,
    /// `document_types.csv`.
    pub document_types: Table<DocumentType>,
    /// `pua_to_unicode.csv`.
    pub private_use: PrivateUse,
}

/// The tables that a field of the catalogue can take its values from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodeTable {
    /// Districts of Beijing.
    Districts,
    /// Subdistricts and towns.
    Subdistricts,
    /// Sexes.
    Sexes,
    /// Ethnic groups.
    EthnicGroups,
    /// Family relations.
    Relations,
    /// Banks.
    Banks,
    /// Branches of banks.
    Branches,
    /// Types of identity document.
    IdTypes,
    /// Occupations.
    Occupations,
    /// Nationalities.
    Nationalities,
    /// Ways to collect the card.
    CollectionMethods,
    /// Documents to upload as pictures.
    DocumentTypes,
}

impl CodeTable {
    /// Every table.
    pub const ALL: [Self; 12] = [
        Self::Districts,
        Self::Subdistricts,
        Self::Sexes,
        Self::EthnicGroups,
        Self::Relations,
        Self::Banks,
        Self::Branches,
        Self::IdTypes,
        Self::Occupations,
        Self::Nationalities,
        Self::CollectionMethods,
        Self::DocumentTypes,
    ];

    /// The name in the catalogue.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Districts => "districts",
            Self::Subdistricts => "subdistricts",
            Self::Sexes => "sexes",
            Self::EthnicGroups => "ethnic_groups",
            Self::Relations => "relations",
            Self::Banks => "banks",
            Self::Branches => "branches",
            Self::IdTypes => "id_types",
            Self::Occupations => "occupations",
            Self::Nationalities => "nationalities",
            Self::CollectionMethods => "collection_methods",
            Self::DocumentTypes => "document_types",
        }
    }

    /// The name of its file, without the extension.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Sexes => "sex",
            Self::Occupations => "occupations_gbt2261_4",
            other => other.name(),
        }
    }

    /// The table of a file.
    ///
    /// ```
    /// # use domain::code::CodeTable;
    /// assert_eq!(CodeTable::from_file("sex"), Some(CodeTable::Sexes));
    /// assert_eq!(CodeTable::from_file("sexes"), None);
    /// ```
    pub fn from_file(file: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.file() == file)
    }

    /// Parses a name.
    ///
    /// ```
    /// # use domain::code::CodeTable;
    /// assert_eq!(CodeTable::from_name("banks"), Some(CodeTable::Banks));
    /// assert_eq!(CodeTable::from_name("bank"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }
}

impl CodeTables {
    /// The label of a code in one of the tables.
    pub fn label(&self, table: CodeTable, code: &str) -> Option<&Text> {
        match table {
            CodeTable::Districts => self.districts.label(code),
            CodeTable::Subdistricts => self.subdistricts.label(code),
            CodeTable::Sexes => self.sexes.label(code),
            CodeTable::EthnicGroups => self.ethnic_groups.label(code),
            CodeTable::Relations => self.relations.label(code),
            CodeTable::Banks => self.banks.label(code),
            CodeTable::Branches => self.branches.label(code),
            CodeTable::IdTypes => self.id_types.label(code),
            CodeTable::Occupations => self.occupations.label(code),
            CodeTable::Nationalities => self.nationalities.label(code),
            CodeTable::CollectionMethods => self.collection_methods.label(code),
            CodeTable::DocumentTypes => self.document_types.label(code),
        }
    }

    /// Every code of a table with its label, in the order of the file.
    pub fn options(&self, table: CodeTable) -> Vec<(&str, &Text)> {
        match table {
            CodeTable::Districts => self.districts.options(),
            CodeTable::Subdistricts => self.subdistricts.options(),
            CodeTable::Sexes => self.sexes.options(),
            CodeTable::EthnicGroups => self.ethnic_groups.options(),
            CodeTable::Relations => self.relations.options(),
            CodeTable::Banks => self.banks.options(),
            CodeTable::Branches => self.branches.options(),
            CodeTable::IdTypes => self.id_types.options(),
            CodeTable::Occupations => self.occupations.options(),
            CodeTable::Nationalities => self.nationalities.options(),
            CodeTable::CollectionMethods => self.collection_methods.options(),
            CodeTable::DocumentTypes => self.document_types.options(),
        }
    }

    /// The branches of a bank in a district, in the order of the file.
    pub fn branches_of<'a>(
        &'a self,
        bank: &'a str,
        district: &'a str,
    ) -> impl Iterator<Item = &'a Branch> {
        self.branches
            .iter()
            .filter(move |branch| branch.bank == bank && branch.district == district)
    }

    /// The present district of an area code in an ID number, also for the code of a former district; `None` outside Beijing.
    pub fn present_district(&self, area_code: &str) -> Option<&District> {
        self.districts.get(area_code).or_else(|| {
            let former = self.former_districts.get(area_code)?;
            self.districts.get(&former.present)
        })
    }
}
