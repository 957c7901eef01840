//! How long log-in and recovery take for names that lead to somebody and for names that lead nowhere, side by side.
//!
//! The service does the same work for both (ADR 0008, ADR 0018). Whether that shows is read here, not tested: a test on times fails
//! on a busy machine and passes on a lucky one. Names alternate, so that what else the machine does meets both alike.

use std::path::Path;
use std::time::Duration;

use reqwest::StatusCode;

use crate::browser::{Browser, Filled, Page};
use crate::family::Family;
use crate::forms;
use crate::options::Database;
use crate::parent::{Parent, hidden};
use crate::server::Server;
use crate::times::{Times, shown_ms};

/// Names of each kind: fewer codes than an address gets without a picture code.
const NAMES: usize = 40;
/// Fits the rules of new passwords, and is nobody's.
const PASSWORD: &str = "nobody has this one at all";

/// The times of one request, for names that are known and for others.
#[derive(Default)]
struct Compared {
    known: Times,
    unknown: Times,
}

impl Compared {
    fn add(&mut self, is_known: bool, time: Duration) {
        let times = if is_known {
            &mut self.known
        } else {
            &mut self.unknown
        };
        times.add(time);
    }

    /// Both rows of the table, and whether the middle eight tenths overlap.
    fn print(&self, request: &str) {
        for (name, times) in [("known", &self.known), ("unknown", &self.unknown)] {
            let [median, p10, p90] =
                [50, 10, 90].map(|percent| shown_ms(times.percentile(percent)));
            println!(
                "| {request} | {name} | {median} | {p10} | {p90} | {} |",
                times.count()
            );
        }
        let from = |times: &Times| (times.percentile(10), times.percentile(90));
        let ((known_low, known_high), (low, high)) = (from(&self.known), from(&self.unknown));
        let overlap = known_low <= high && low <= known_high;
        println!(
            "| {request} | | {} | | | |",
            if overlap { "overlap" } else { "APART" }
        );
    }
}

/// Prints the times of one database.
pub(crate) async fn measure(program: &Path, database: &Database, families: &[Family]) {
    let server = Server::start(program, database).await;
    let (mut log_in, mut send, mut answer) = (
        Compared::default(),
        Compared::default(),
        Compared::default(),
    );
    for (number, family) in families.iter().take(NAMES).enumerate() {
        let nobody = Family {
            // As long as a name of the sandbox.
            username: format!("nobodyhere{number:02}"),
            ..family.clone()
        };
        let mut pair = [(true, family.clone()), (false, nobody)];
        // Who comes second finds warm caches.
        pair.rotate_left(number % 2);
        for (is_known, family) in pair {
            log_in.add(is_known, refused_log_in(&server.url, family.clone()).await);
            let (to_send, to_answer) = refused_recovery(&server.url, &family.username).await;
            send.add(is_known, to_send);
            answer.add(is_known, to_answer);
        }
    }
    println!(
        "\n## No oracle, {} (ms until the answer)\n\n| request | name | median | p10 | p90 | of |\n| --- | --- | --- | --- | --- | --- |",
        database.name()
    );
    log_in.print("log-in, wrong password");
    send.print("recovery, code asked for");
    answer.print("recovery, wrong code");
    server.remove().await;
}

/// A log-in with a wrong password.
async fn refused_log_in(url: &str, family: Family) -> Duration {
    let mut parent = Parent::new(url, family);
    let page = parent.browser.open("/login").await;
    let form = forms::forms(&page.text);
    let form = form.into_iter().find(|form| form.asks_for("login"));
    let form = form.expect("a form to log in");
    let mut filled = hidden(&form);
    let challenge = form.value("challenge").expect("a challenge").to_owned();
    let code = parent.code_for(&challenge).await;
    for (name, value) in [
        ("login", parent.family.username.as_str()),
        ("password", PASSWORD),
        ("picture_code", &code),
    ] {
        filled.values.push((name.to_owned(), value.to_owned()));
    }
    let page = parent.browser.send(&form, &filled).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.acknowledged
}

/// A recovery with a wrong code: until the code was asked for, and until it was answered.
async fn refused_recovery(url: &str, login: &str) -> (Duration, Duration) {
    let mut browser = Browser::new(url);
    let page = browser.open("/recover").await;
    let page = filled_in(&mut browser, &page, "login", &[("login", login)]).await;
    assert_eq!(
        page.status,
        StatusCode::OK,
        "{:?}",
        forms::problems(&page.text)
    );
    let answers = [
        ("sms_code", "000000"),
        ("name", "样样"),
        ("id_number", "11010519491231002X"),
        ("password", PASSWORD),
    ];
    let answered = filled_in(&mut browser, &page, "sms_code", &answers).await;
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
    (page.acknowledged, answered.acknowledged)
}

/// Sends the first form that has this input.
async fn filled_in(
    browser: &mut Browser,
    page: &Page,
    input: &str,
    values: &[(&str, &str)],
) -> Page {
    let form = forms::forms(&page.text);
    let form = form.into_iter().find(|form| form.asks_for(input));
    let form = form.expect("a form with this input");
    let mut filled: Filled = hidden(&form);
    for (name, value) in values {
        filled
            .values
            .push(((*name).to_owned(), (*value).to_owned()));
    }
    browser.send(&form, &filled).await
}
