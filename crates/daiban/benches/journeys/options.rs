//! What is to be measured: the words of the command line.

use std::path::PathBuf;

/// The variable that names another program to measure, such as one of before a change.
const PROGRAM: &str = "DAIBAN_BENCH_PROGRAM";
/// The variable that names a PostgreSQL server.
const POSTGRES: &str = "DAIBAN_TEST_POSTGRES";

pub(crate) const USAGE: &str = "\
cargo bench -p daiban --bench journeys -- [options]
  --quick                      about two minutes instead of a quarter of an hour
  --only disk|journeys|saves|oracle|faces   one part
  --database sqlite|postgres   on one database
  --users N                    one number of users
  --pictures 4|6               the figures of one kind of journey
  --journeys N                 so many journeys at each point
DAIBAN_BENCH_PROGRAM names another program to measure, DAIBAN_TEST_POSTGRES a PostgreSQL server.";

/// Where the service keeps its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgres { url: String },
}

impl Database {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Database::Sqlite => "sqlite",
            Database::Postgres { .. } => "postgres",
        }
    }
}

/// A part of what is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Disk,
    Journeys,
    Saves,
    /// Known and unknown names side by side.
    Oracle,
    /// The portal and the JSON API side by side.
    Faces,
}

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Whole,
    Quick,
    /// One round that proves that it works.
    Once,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) program: PathBuf,
    pub(crate) extent: Extent,
    pub(crate) only: Option<Part>,
    pub(crate) databases: Vec<Database>,
    pub(crate) users: Option<usize>,
    pub(crate) pictures: Option<usize>,
    pub(crate) journeys: Option<usize>,
}

impl Options {
    /// Reads them from the command line and the environment.
    ///
    /// # Errors
    /// A word that means nothing here.
    pub(crate) fn read(
        words: &[String],
        variable: impl Fn(&str) -> Option<String>,
        own_program: &str,
    ) -> Result<Options, String> {
        let mut options = Options {
            program: variable(PROGRAM).map_or_else(|| own_program.into(), PathBuf::from),
            extent: Extent::Once,
            only: None,
            databases: vec![Database::Sqlite],
            users: None,
            pictures: None,
            journeys: None,
        };
        options
            .databases
            .extend(variable(POSTGRES).map(|url| Database::Postgres { url }));
        let mut quick = false;
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            if word == "--bench" {
                // Cargo's own word: `cargo test --benches` leaves it out.
                options.extent = Extent::Whole;
                continue;
            }
            if word == "--quick" {
                quick = true;
                continue;
            }
            let value = words.next().ok_or_else(|| format!("{word} what?"))?;
            match (word, value) {
                ("--only", "disk") => options.only = Some(Part::Disk),
                ("--only", "journeys") => options.only = Some(Part::Journeys),
                ("--only", "saves") => options.only = Some(Part::Saves),
                ("--only", "oracle") => options.only = Some(Part::Oracle),
                ("--only", "faces") => options.only = Some(Part::Faces),
                ("--database", "sqlite" | "postgres") => {
                    options.databases.retain(|one| one.name() == value);
                    if options.databases.is_empty() {
                        return Err(format!("{POSTGRES} names no server"));
                    }
                }
                ("--users", _) => options.users = Some(number(word, value)?),
                ("--pictures", "4" | "6") => options.pictures = Some(number(word, value)?),
                ("--journeys", _) => options.journeys = Some(number(word, value)?),
                _ => return Err(format!("{word} {value} means nothing here")),
            }
        }
        match options.extent {
            Extent::Whole if quick => options.extent = Extent::Quick,
            // One journey proves that it works.
            Extent::Once if options.only.is_none() => options.only = Some(Part::Journeys),
            _ => {}
        }
        Ok(options)
    }

    pub(crate) fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

fn number(word: &str, value: &str) -> Result<usize, String> {
    value
        .parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| format!("{word} takes a number above zero"))
}
