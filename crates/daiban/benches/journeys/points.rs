//! Whole journeys: log-in apart, then start to receipt with six and with four pictures, at one number of users.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::browser::Measured;
use crate::family::Family;
use crate::load::{Outcome, Work, closed_loop};
use crate::options::Database;
use crate::parent::Parent;
use crate::picture::Album;
use crate::server::Server;
use crate::times::{Times, shown_ms};

/// Pictures of a parent's first application.
const SIX: usize = 6;
/// Pictures of their second.
const FOUR: usize = 4;

/// One point of the measurement.
pub(crate) struct Point {
    pub(crate) database: Database,
    pub(crate) users: usize,
    pub(crate) journeys: usize,
    /// 6 or 4.
    pub(crate) pictures: usize,
    pub(crate) a_second: f64,
    cpu_ms: f64,
    own_cpu_ms: f64,
    resident_bytes: u64,
    forms: Measured,
    fetched: Measured,
    steps: Measured,
}

/// What a log-in costs at one number of users.
pub(crate) struct LogIns {
    database: &'static str,
    users: usize,
    count: usize,
    a_second: f64,
    cpu_ms: f64,
    times: Times,
}

/// How a point is to be measured.
pub(crate) struct Wanted<'a> {
    pub(crate) program: &'a Path,
    pub(crate) database: &'a Database,
    pub(crate) users: usize,
    pub(crate) journeys: usize,
    /// Whether the second application is measured too, with four pictures.
    pub(crate) with_four: bool,
}

/// Lets families walk on an empty database: their first application with six pictures, then, in a new process, their second with
/// four, for which those of the parent's own card are taken over.
pub(crate) async fn measure(
    wanted: &Wanted<'_>,
    families: &[Family],
    album: &Arc<Album>,
) -> (LogIns, Vec<Point>) {
    let mut server = Server::start(wanted.program, wanted.database).await;
    assert!(
        wanted.journeys <= families.len(),
        "there are only {} families for {} journeys",
        families.len(),
        wanted.journeys
    );
    let parents = families[..wanted.journeys]
        .iter()
        .map(|family| Parent::new(&server.url, family.clone()))
        .collect();
    let users = wanted.users;
    let log_in: Work = Arc::new(|parent, _| Box::pin(parent.log_in()));
    let mut entered = closed_loop(&server, users, parents, log_in).await;
    let log_ins = LogIns::of(wanted, &entered);
    for parent in &mut entered.parents {
        // What belongs to the log-in is counted there.
        parent.browser.fetched.clear();
        parent.steps.clear();
    }
    let six = closed_loop(&server, users, entered.parents, applying(album, SIX, 0)).await;
    let (six, mut parents) = Point::of(wanted, SIX, six);
    let mut points = vec![six];
    parents.retain(|parent| parent.family.second_takes_four);
    if wanted.with_four && !parents.is_empty() {
        let withdraw: Work = Arc::new(|parent, _| Box::pin(parent.withdraw()));
        let mut free = closed_loop(&server, users, parents, withdraw).await.parents;
        for parent in &mut free {
            parent.browser.fetched.clear();
        }
        server.restart().await;
        let four = closed_loop(&server, users, free, applying(album, FOUR, wanted.journeys)).await;
        points.push(Point::of(wanted, FOUR, four).0);
    }
    server.remove().await;
    (log_ins, points)
}

/// Each parent applies with pictures of their own.
fn applying(album: &Arc<Album>, count: usize, from: usize) -> Work {
    let album = Arc::clone(album);
    Arc::new(move |parent, number| {
        // The same papers go to the same slots in both applications.
        let pictures = (SIX - count..SIX)
            .map(|n| album.picture(from + number, n))
            .collect();
        Box::pin(parent.apply(pictures))
    })
}

impl LogIns {
    fn of(wanted: &Wanted, outcome: &Outcome) -> LogIns {
        let (mut times, count) = (Times::default(), outcome.parents.len());
        for parent in &outcome.parents {
            times.extend(&parent.steps["log-in"]);
        }
        LogIns {
            database: wanted.database.name(),
            users: wanted.users,
            count,
            a_second: each(count, outcome.elapsed),
            cpu_ms: ms_each(outcome.cpu, count),
            times,
        }
    }

    pub(crate) const HEAD: &str = "\
| database | users | log-ins | log-ins/s | CPU ms each | p50 / p95 / p99 ms |
| --- | --- | --- | --- | --- | --- |";

    pub(crate) fn row(&self) -> String {
        format!(
            "| {} | {} | {} | {:.1} | {:.0} | {} |",
            self.database,
            self.users,
            self.count,
            self.a_second,
            self.cpu_ms,
            self.times.shown()
        )
    }
}

impl Point {
    fn of(wanted: &Wanted, pictures: usize, outcome: Outcome) -> (Point, Vec<Parent>) {
        let journeys = outcome.parents.len();
        let (mut forms, mut fetched, mut steps) =
            (Measured::new(), Measured::new(), Measured::new());
        let mut parents = outcome.parents;
        for parent in &mut parents {
            gather(&mut forms, &mut parent.forms);
            gather(&mut fetched, &mut parent.browser.fetched);
            gather(&mut steps, &mut parent.steps);
        }
        let point = Point {
            database: wanted.database.clone(),
            users: wanted.users,
            journeys,
            pictures,
            a_second: each(journeys, outcome.elapsed),
            cpu_ms: ms_each(outcome.cpu, journeys),
            own_cpu_ms: ms_each(outcome.own_cpu, journeys),
            resident_bytes: outcome.resident_bytes,
            forms,
            fetched,
            steps,
        };
        (point, parents)
    }

    pub(crate) const HEAD: &str = "\
| database | pictures | users | journeys | journeys/s | CPU ms a journey | driver's | MB resident | save | save with pictures | hand in | page |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

    pub(crate) fn row(&self) -> String {
        let of = |measured: &Measured, name: &str| {
            measured.get(name).map_or_else(String::new, Times::shown)
        };
        let mut with_pictures = Times::default();
        for (name, times) in &self.forms {
            if name.starts_with("save with") {
                with_pictures.extend(times);
            }
        }
        format!(
            "| {} | {} | {} | {} | {:.2} | {:.0} | {:.0} | {} | {} | {} | {} | {} |",
            self.database.name(),
            self.pictures,
            self.users,
            self.journeys,
            self.a_second,
            self.cpu_ms,
            self.own_cpu_ms,
            self.resident_bytes / 1_000_000,
            of(&self.forms, "save"),
            with_pictures.shown(),
            of(&self.forms, "hand in"),
            of(&self.fetched, "page"),
        )
    }

    /// Every step: until its form was acknowledged and the next page was there.
    pub(crate) fn print_steps(&self) {
        println!(
            "\n{}, {} pictures, {} users: {:.2} journeys/s, {:.0} CPU ms each",
            self.database.name(),
            self.pictures,
            self.users,
            self.a_second,
            self.cpu_ms
        );
        for (name, times) in self.steps.iter().chain(&self.fetched) {
            println!("  {name:<28} {:>5} x  {}", times.count(), times.shown());
        }
    }
}

/// Moves times to others of the same names.
fn gather(all: &mut Measured, of_one: &mut Measured) {
    for (name, times) in std::mem::take(of_one) {
        all.entry(name).or_default().extend(&times);
    }
}

/// Where the users saturate the machine: the smallest number of them with nine tenths of the peak; and the peak. Of the points with
/// six pictures on one database, in rising order of users.
pub(crate) fn saturation(rates: &BTreeMap<usize, f64>) -> Option<(usize, f64)> {
    let peak = rates.values().copied().fold(0.0, f64::max);
    let (users, _) = rates.iter().find(|(_, rate)| **rate >= peak * 0.9)?;
    Some((*users, peak))
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
fn each(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
fn ms_each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1_000.0 / count as f64
}

/// A time in words of a sentence.
pub(crate) fn in_ms(time: Duration) -> String {
    format!("{} ms", shown_ms(time))
}
