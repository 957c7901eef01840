//! Turns the files of `codes/` into checked tables: one function per file, columns by name.

use super::reader::{Line, Reader};
use super::{
    AsAgent, Bank, Branch, CodeTables, CollectionMethod, District, DocumentType, EthnicGroup,
    FormerDistrict, IdType, Nationality, Occupation, OpeningHours, PrivateUse, Relation, SexRow,
    Subdistrict, SuitsMinor, Table,
};
use crate::id::Sex;
use crate::lang::Text;
use crate::source::{LoadProblem, SourceFile};

impl CodeTables {
    /// Reads every table from the files of `codes/`; other files there are ignored.
    ///
    /// Fails with every fault of every file at once: missing files and columns, blanks, malformed or duplicate codes, and
    /// codes that are not in another table.
    pub fn load(files: &[SourceFile]) -> Result<Self, Vec<LoadProblem>> {
        let mut reader = Reader::new(files);
        let districts = districts(&mut reader);
        let banks = banks(&mut reader);
        let tables = Self {
            former_districts: former_districts(&mut reader, &districts),
            subdistricts: subdistricts(&mut reader, &districts),
            sexes: sexes(&mut reader),
            ethnic_groups: ethnic_groups(&mut reader),
            relations: relations(&mut reader),
            branches: branches(&mut reader, &banks, &districts),
            id_types: id_types(&mut reader),
            occupations: occupations(&mut reader),
            nationalities: nationalities(&mut reader),
            collection_methods: collection_methods(&mut reader),
            document_types: document_types(&mut reader),
            private_use: private_use(&mut reader),
            districts,
            banks,
        };
        let problems = reader.into_problems();
        if problems.is_empty() {
            Ok(tables)
        } else {
            Err(problems)
        }
    }
}

fn districts(reader: &mut Reader<'_>) -> Table<District> {
    reader.table("districts.csv", |line| District {
        code: line.digits("code", 6),
        label: line.label("name_en"),
        source: line.text("source"),
    })
}

fn former_districts(reader: &mut Reader<'_>, districts: &Table<District>) -> Table<FormerDistrict> {
    reader.table("districts_historical.csv", |line| FormerDistrict {
        code: line.digits("code", 6),
        label: line.label("name_en"),
        present: line.code_of("present_code", districts, "districts.csv"),
        source: line.text("verified"),
    })
}

fn subdistricts(reader: &mut Reader<'_>, districts: &Table<District>) -> Table<Subdistrict> {
    reader.table("subdistricts.csv", |line| Subdistrict {
        code: line.digits("code", 9),
        label: line.label("name_en_machine_romanised"),
        district: line.code_of("district_code", districts, "districts.csv"),
    })
}

fn sexes(reader: &mut Reader<'_>) -> Table<SexRow> {
    reader.table("sex.csv", |line| SexRow {
        code: line.digits("code", 1),
        label: line.label("name_en"),
        selectable: line.one_of(
            "use",
            &[("selectable", true), ("data exchange only", false)],
        ),
        beijing_identity_code: line.optional("beijing_unified_identity_code"),
        source: line.text("source"),
    })
}

fn ethnic_groups(reader: &mut Reader<'_>) -> Table<EthnicGroup> {
    reader.table("ethnic_groups.csv", |line| EthnicGroup {
        code: line.digits("code", 2),
        label: line.label("name_en"),
        printed: line.text("short_zh_as_printed_on_id_card"),
        source: line.text("source"),
    })
}

fn relations(reader: &mut Reader<'_>) -> Table<Relation> {
    const AS_AGENT: &[(&str, AsAgent)] = &[
        ("no", AsAgent::No),
        ("class_only", AsAgent::ClassOnly),
        ("guardian_with_proof", AsAgent::GuardianWithProof),
        ("parent", AsAgent::Parent),
    ];
    const SEX: &[(&str, Option<Sex>)] = &[
        ("any", None),
        ("male", Some(Sex::Male)),
        ("female", Some(Sex::Female)),
    ];
    reader.table("relations.csv", |line| Relation {
        code: line.digits("code", 2),
        label: line.label("name_en"),
        as_agent: line.one_of("agent_is_childs", AS_AGENT),
        to_householder: line.yes_no("person_is_householders"),
        sex: line.one_of("person_sex", SEX),
    })
}

fn banks(reader: &mut Reader<'_>) -> Table<Bank> {
    reader.table("banks.csv", |line| Bank {
        code: line.key("code_ours"),
        label: line.label("name_en"),
        short_zh: line.text("short_zh"),
        hotline: line.text("hotline_unverified"),
        source: line.text("issues_in_beijing_source"),
    })
}

fn branches(
    reader: &mut Reader<'_>,
    banks: &Table<Bank>,
    districts: &Table<District>,
) -> Table<Branch> {
    reader.table("branches.csv", |line| Branch {
        code: line.key("id"),
        label: line.label("name_en"),
        bank: line.code_of("bank", banks, "banks.csv"),
        district: line.code_of("district", districts, "districts.csv"),
        address: Text::new(line.text("address_zh"), line.text("address_en")),
        phone: line.text("phone"),
        hours: hours(line),
        instant_issue: line.yes_no("instant_issue"),
        source: line.text("source"),
    })
}

fn hours(line: &mut Line<'_>) -> OpeningHours {
    let text = line.text("hours");
    OpeningHours::parse(&text).unwrap_or_else(|error| {
        if !text.is_empty() {
            let what = format!("`{text}` in `hours` cannot be read");
            line.fault(what, error.to_string());
        }
        OpeningHours::default()
    })
}

fn id_types(reader: &mut Reader<'_>) -> Table<IdType> {
    reader.table("id_types.csv", |line| IdType {
        code: line.key("code_ours"),
        label: line.label("name_en"),
        gat517: line.optional("gat517_code"),
        allowed_for_child: line.yes_no("allowed_for_child"),
        allowed_for_agent: line.yes_no("allowed_for_agent"),
        source: line.text("note"),
    })
}

fn occupations(reader: &mut Reader<'_>) -> Table<Occupation> {
    const SUITS: &[(&str, SuitsMinor)] = &[
        ("yes", SuitsMinor::Yes),
        ("16_and_over", SuitsMinor::From16),
        ("no", SuitsMinor::No),
    ];
    reader.table("occupations_gbt2261_4.csv", |line| Occupation {
        code: line.digits("code", 2),
        label: line.label("name_en"),
        suits_minor: line.one_of("plausible_for_under_18", SUITS),
        source: line.text("source"),
    })
}

fn nationalities(reader: &mut Reader<'_>) -> Table<Nationality> {
    reader.table("nationalities.csv", |line| Nationality {
        code: line.digits("numeric", 3),
        label: line.label("name_en"),
        alpha2: line.key("alpha2"),
        alpha3: line.key("alpha3"),
        selectable: line.yes_no("selectable_as_nationality"),
    })
}

fn collection_methods(reader: &mut Reader<'_>) -> Table<CollectionMethod> {
    reader.table("collection_methods.csv", |line| CollectionMethod {
        code: line.key("code_ours"),
        label: line.label("name_en"),
        allowed_for_minor: line.yes_no("allowed_for_minor"),
        source: line.text("source"),
    })
}

fn document_types(reader: &mut Reader<'_>) -> Table<DocumentType> {
    reader.table("document_types.csv", |line| DocumentType {
        code: line.key("code_ours"),
        label: line.label("name_en"),
        belongs_to: line.text("belongs_to"),
    })
}

fn private_use(reader: &mut Reader<'_>) -> PrivateUse {
    let pairs = reader.rows("pua_to_unicode.csv", |line| {
        let private = code_point(line, "private_use_code");
        let character = code_point(line, "unicode");
        let shown = line.text("character");
        if private.is_some_and(|c| !is_private(c)) {
            line.fault(
                "`private_use_code` is no code point of private use",
                "write one from U+E000 to U+F8FF",
            );
        }
        if character.is_some_and(|c| shown.chars().ne([c])) {
            line.fault(
                format!("`unicode` and the character `{shown}` differ"),
                "correct the one or the other",
            );
        }
        Some((private?, character?))
    });
    PrivateUse::new(pairs.into_iter().flatten())
}

fn code_point(line: &mut Line<'_>, column: &str) -> Option<char> {
    let text = line.text(column);
    let found = (text.strip_prefix("U+"))
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .and_then(char::from_u32);
    if found.is_none() && !text.is_empty() {
        let what = format!("`{text}` in `{column}` is no code point");
        line.fault(what, "write it as U+4DAE");
    }
    found
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}
