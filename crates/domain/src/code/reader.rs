//! Reads CSV files with a header line and collects every fault with its line.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{Coded, Table};
use crate::lang::Text;
use crate::source::{LoadProblem, SourceFile};

/// All files of a folder and the faults found so far.
pub(super) struct Reader<'a> {
    files: &'a [SourceFile],
    problems: Vec<LoadProblem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(files: &'a [SourceFile]) -> Self {
        Self {
            files,
            problems: Vec::new(),
        }
    }

    /// Every fault, sorted by file and line.
    pub(super) fn into_problems(mut self) -> Vec<LoadProblem> {
        self.problems.sort();
        self.problems
    }

    /// Reads a table whose rows have codes; a duplicate code is a fault.
    pub(super) fn table<R: Coded>(
        &mut self,
        name: &str,
        read: impl Fn(&mut Line<'_>) -> R,
    ) -> Table<R> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let rows = self.rows(name, |line| {
            let row = read(line);
            let code = row.code().to_owned();
            if let Some(first) = seen.get(&code).filter(|_| !code.is_empty()) {
                let what = format!("code `{code}` stands on line {first} already");
                line.fault(what, "remove one of the two lines, or give it another code");
            }
            seen.entry(code).or_insert(line.number);
            row
        });
        Table::new(rows)
    }

    /// Reads the rows of a file. Faulty lines produce values too: their faults are recorded, so that the result is never
    /// used.
    pub(super) fn rows<R>(
        &mut self,
        name: &str,
        mut read: impl FnMut(&mut Line<'_>) -> R,
    ) -> Vec<R> {
        let Some(file) = self.files.iter().find(|file| file.name() == name) else {
            let cure = "put it back; the one shipped with the program is a good start";
            let path = format!("codes/{name}");
            (self.problems).push(LoadProblem::new(path, 1, "the file is missing", cure));
            return Vec::new();
        };
        let mut csv = ReaderBuilder::new()
            .trim(Trim::All)
            .from_reader(file.text.trim_start_matches('\u{FEFF}').as_bytes());
        let header = csv.headers().cloned().unwrap_or_default();
        let mut absent = BTreeSet::new();
        let mut rows = Vec::new();
        for record in csv.into_records() {
            match record {
                Ok(record) => {
                    let mut line = Line {
                        file,
                        header: &header,
                        number: record.position().map_or(1, line_of),
                        record: &record,
                        problems: &mut self.problems,
                        absent: &mut absent,
                    };
                    rows.push(read(&mut line));
                }
                Err(error) => {
                    let line = error.position().map_or(1, line_of);
                    let cure = "give each line as many values as the header has; put a value with a comma in double quotes";
                    (self.problems).push(LoadProblem::new(
                        &file.path,
                        line,
                        shape_of(&error),
                        cure,
                    ));
                }
            }
        }
        if rows.is_empty() {
            let cure = "fill it in, or put back the one shipped with the program";
            (self.problems).push(LoadProblem::new(
                &file.path,
                1,
                "the file has no rows",
                cure,
            ));
        }
        rows
    }
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

fn shape_of(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("the line has {len} values, the header {expected_len}"),
        _ => "the line cannot be read".to_owned(),
    }
}

/// One line of a file; whatever it lacks becomes a fault and an empty value.
pub(super) struct Line<'a> {
    file: &'a SourceFile,
    header: &'a StringRecord,
    record: &'a StringRecord,
    number: usize,
    problems: &'a mut Vec<LoadProblem>,
    absent: &'a mut BTreeSet<String>,
}

impl Line<'_> {
    /// Records a fault of this line.
    pub(super) fn fault(&mut self, what: impl Into<String>, cure: impl Into<String>) {
        (self.problems).push(LoadProblem::new(&self.file.path, self.number, what, cure));
    }

    /// A value that may be blank.
    pub(super) fn optional(&mut self, column: &str) -> Option<String> {
        let Some(place) = self.header.iter().position(|name| name == column) else {
            // Reported once per file, not once per line.
            if self.absent.insert(column.to_owned()) {
                let columns = self.header.iter().collect::<Vec<_>>().join(", ");
                self.problems.push(LoadProblem::new(
                    &self.file.path,
                    1,
                    format!("column `{column}` is missing"),
                    format!("add it to the header and to each line; the header has: {columns}"),
                ));
            }
            return None;
        };
        let value = self.record.get(place).unwrap_or_default();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// A value that may not be blank.
    pub(super) fn text(&mut self, column: &str) -> String {
        let value = self.optional(column);
        if value.is_none() && !self.absent.contains(column) {
            self.fault(
                format!("`{column}` is empty"),
                format!("fill in `{column}`"),
            );
        }
        value.unwrap_or_default()
    }

    /// `name_zh`, and the English from a column of its own.
    pub(super) fn label(&mut self, english: &str) -> Text {
        Text::new(self.text("name_zh"), self.text(english))
    }

    /// A code of letters, digits, `_` and `-`.
    pub(super) fn key(&mut self, column: &str) -> String {
        let value = self.text(column);
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !value.chars().all(fits) {
            let what = format!("`{value}` is no code");
            self.fault(what, "use letters, digits, `_` and `-` alone");
        }
        value
    }

    /// A code with a fixed number of digits.
    pub(super) fn digits(&mut self, column: &str, count: usize) -> String {
        let value = self.text(column);
        let fits = value.len() == count && value.bytes().all(|b| b.is_ascii_digit());
        if !value.is_empty() && !fits {
            let what = format!("`{value}` in `{column}` is no code of {count} digits");
            self.fault(
                what,
                format!("write all {count} digits, zeros in front too"),
            );
        }
        value
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(&mut self, column: &str, words: &[(&str, T)]) -> T {
        let value = self.text(column);
        let found = words.iter().find(|(word, _)| *word == value);
        if found.is_none() && !value.is_empty() {
            let all: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let what = format!("`{value}` in `{column}` is not known");
            self.fault(what, format!("write one of {}", all.join(", ")));
        }
        found.unwrap_or(&words[0]).1
    }

    /// `yes` or `no`.
    pub(super) fn yes_no(&mut self, column: &str) -> bool {
        self.one_of(column, &[("yes", true), ("no", false)])
    }

    /// A code from another table; not checked if that table could not be read.
    pub(super) fn code_of<R: Coded>(
        &mut self,
        column: &str,
        table: &Table<R>,
        file: &str,
    ) -> String {
        let value = self.text(column);
        if !value.is_empty() && !table.is_empty() && !table.contains(&value) {
            let what = format!("`{value}` in `{column}` does not stand in {file}");
            self.fault(what, format!("correct the code, or add its line to {file}"));
        }
        value
    }
}
