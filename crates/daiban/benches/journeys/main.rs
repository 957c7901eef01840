//! Measures whole journeys through the optimised program, from outside: a parent logs in, starts, answers, sends pictures, hands in
//! and has a receipt.
//!
//! `cargo xtask bench`, or `cargo bench -p daiban --bench journeys -- --quick`. What is measured and how stands in
//! `docs/performance.md`. Driver and service share the machine, so journeys a second are those of a smaller machine; CPU
//! milliseconds are read from the service's process alone and hold on a noisy machine too.
#![expect(clippy::print_stdout, reason = "its output is its purpose")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot measure panics")]

mod browser;
mod database;
mod disk;
mod faces;
mod family;
mod forms;
mod load;
mod options;
mod oracle;
mod parent;
mod picture;
mod points;
mod process;
mod program;
mod relay;
mod saves;
mod server;
mod times;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::browser::Browser;
use crate::family::Family;
use crate::options::{Database, Extent, Options, Part};
use crate::picture::{Album, needed_by};
use crate::points::{LogIns, Point, Wanted};
use crate::server::Server;

/// How much is measured at each number of users.
struct Plan {
    extent: Extent,
    /// Users, and whole journeys at this number of them.
    points: Vec<(usize, usize)>,
    /// Whether four times the users that saturate the machine are measured, if they are not among the others.
    beyond: bool,
    /// How long each figure of saves and of the disk takes.
    time: Duration,
    /// Journeys by each face.
    faces: usize,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    // No request goes beyond the loopback, but the client is not made without one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let words: Vec<String> = std::env::args().skip(1).collect();
    let read = Options::read(
        &words,
        |name| std::env::var(name).ok(),
        env!("CARGO_BIN_EXE_daiban"),
    );
    match read {
        Ok(options) => {
            measure(&options).await;
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            println!("{wrong}\n\n{}", options::USAGE);
            ExitCode::from(2)
        }
    }
}

async fn measure(options: &Options) {
    let begun = Instant::now();
    let plan = Plan::of(options);
    println!("# Journeys of {}", options.program.display());
    if options.wants(Part::Disk) {
        disk::measure(&options.databases, plan.time / 2).await;
    }
    if options.only == Some(Part::Disk) {
        return;
    }
    let families = families(options).await;
    let seconds = families
        .iter()
        .filter(|family| family.second_takes_four)
        .count();
    let points = plan.points.iter().filter(|_| options.wants(Part::Journeys));
    let most = points.map(|(_, journeys)| *journeys).max().unwrap_or(0);
    let applications = [
        // Of the second applications too.
        most + match options.pictures {
            Some(6) => 0,
            _ => most.min(seconds),
        },
        if options.wants(Part::Saves) {
            saves::FAMILIES
        } else {
            0
        },
        if options.wants(Part::Faces) {
            plan.faces + 1
        } else {
            0
        },
    ];
    let applications = applications.into_iter().max().unwrap_or(0);
    let made = Instant::now();
    let album = Arc::new(Album::make(needed_by(applications)));
    println!(
        "\n{} families; {} pictures of {} x {} pixels, {} KB each, made in {:.0} s",
        families.len(),
        album.count(),
        picture::WIDTH_PX,
        picture::HEIGHT_PX,
        album.mean_bytes() / 1_000,
        made.elapsed().as_secs_f64()
    );
    if options.wants(Part::Journeys) {
        journeys(options, &plan, &families, &album).await;
    }
    if options.wants(Part::Saves) {
        for database in plan.saved_on(&options.databases) {
            saves::measure(&options.program, database, &families, &album, plan.time).await;
        }
    }
    if options.wants(Part::Faces) {
        let count = (plan.faces + 1).min(families.len());
        for database in plan.saved_on(&options.databases) {
            faces::measure(&options.program, database, &families[..count], &album).await;
        }
    }
    if options.wants(Part::Oracle) {
        for database in plan.saved_on(&options.databases) {
            oracle::measure(&options.program, database, &families).await;
        }
    }
    println!("\nmeasured in {:.0} s", begun.elapsed().as_secs_f64());
}

impl Plan {
    fn of(options: &Options) -> Plan {
        let usual: &[(usize, usize)] = match options.extent {
            Extent::Whole => &[(1, 16), (4, 40), (16, 64), (32, 96)],
            Extent::Quick => &[(1, 6), (4, 12), (16, 24)],
            Extent::Once => &[(1, 1)],
        };
        let mut points = usual.to_vec();
        if let Some(users) = options.users {
            let known = usual.iter().find(|(others, _)| *others == users);
            points = vec![(users, known.map_or(users * 3, |(_, journeys)| *journeys))];
        }
        if let Some(journeys) = options.journeys {
            for point in &mut points {
                point.1 = journeys;
            }
        }
        Plan {
            extent: options.extent,
            points,
            beyond: options.extent == Extent::Whole && options.users.is_none(),
            time: match options.extent {
                Extent::Whole => Duration::from_secs(6),
                Extent::Quick => Duration::from_secs(3),
                Extent::Once => Duration::from_millis(200),
            },
            faces: options.journeys.unwrap_or(match options.extent {
                Extent::Whole => 16,
                Extent::Quick => 6,
                Extent::Once => 1,
            }),
        }
    }

    /// The points on one database. In a hurry PostgreSQL is seen at one of them.
    fn on(&self, database: &Database) -> &[(usize, usize)] {
        match (self.extent, database) {
            (Extent::Quick, Database::Postgres { .. }) if self.points.len() > 1 => {
                &self.points[1..2]
            }
            _ => &self.points,
        }
    }

    /// The databases on which saves are measured: in a hurry the first.
    fn saved_on<'a>(&self, databases: &'a [Database]) -> &'a [Database] {
        match self.extent {
            Extent::Quick => &databases[..1],
            _ => databases,
        }
    }
}

async fn journeys(options: &Options, plan: &Plan, families: &[Family], album: &Arc<Album>) {
    println!("\n## Steps (p50 / p95 / p99 in ms, until the next page is there)");
    let (mut log_ins, mut points): (Vec<LogIns>, Vec<Point>) = Default::default();
    for database in &options.databases {
        let mut rates = BTreeMap::new();
        for (users, journeys) in plan.on(database) {
            let wanted = wanted(options, database, *users, *journeys);
            let (entered, walked) = points::measure(&wanted, families, album).await;
            rates.insert(*users, walked[0].a_second);
            for point in &walked {
                point.print_steps();
            }
            log_ins.push(entered);
            points.extend(walked);
        }
        if plan.beyond {
            points.extend(beyond(options, database, &rates, families, album).await);
        }
    }
    points.retain(|point| {
        options
            .pictures
            .is_none_or(|pictures| pictures == point.pictures)
    });
    println!("\n## Log-in\n\n{}", LogIns::HEAD);
    for row in &log_ins {
        println!("{}", row.row());
    }
    println!(
        "\n## Start to receipt (times are p50 / p95 / p99 in ms)\n\n{}",
        Point::HEAD
    );
    for point in &points {
        println!("{}", point.row());
    }
}

fn wanted<'a>(
    options: &'a Options,
    database: &'a Database,
    users: usize,
    journeys: usize,
) -> Wanted<'a> {
    Wanted {
        program: &options.program,
        database,
        users,
        journeys,
        with_four: options.pictures != Some(6),
    }
}

/// Whether the service holds its throughput at four times the users that saturate it.
async fn beyond(
    options: &Options,
    database: &Database,
    rates: &BTreeMap<usize, f64>,
    families: &[Family],
    album: &Arc<Album>,
) -> Option<Point> {
    let (users, peak) = points::saturation(rates)?;
    let more = (users * 4).min(families.len());
    let (mut point, mut held) = (None, rates.get(&more).copied());
    if held.is_none() {
        let journeys = (more * 2).min(families.len());
        let wanted = Wanted {
            with_four: false,
            ..wanted(options, database, more, journeys)
        };
        let (_, mut walked) = points::measure(&wanted, families, album).await;
        point = walked.pop();
        held = point.as_ref().map(|point| point.a_second);
    }
    let held = held?;
    println!(
        "\n{}: saturated by {users} users (peak {peak:.2} journeys/s); with {more} still {held:.2}, {:.0} % of the peak",
        database.name(),
        held / peak * 100.0
    );
    point
}

/// The families of a fresh sandbox.
async fn families(options: &Options) -> Vec<Family> {
    let server = Server::start(&options.program, &Database::Sqlite).await;
    let page = Browser::new(&server.url).open("/sandbox/cases.json").await;
    let cases: Vec<serde_json::Value> = serde_json::from_str(&page.text).unwrap();
    server.remove().await;
    let families = family::with_six_pictures(&cases);
    assert!(
        families.len() >= saves::FAMILIES,
        "the sandbox has too few families of the kind"
    );
    families
}
