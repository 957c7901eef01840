//! What the same journey costs by the portal's pages and by the JSON API: CPU time, requests, and bytes on the wire.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::family::Family;
use crate::options::Database;
use crate::parent::Parent;
use crate::picture::{Album, PAPERS, Picture};
use crate::program::Program;
use crate::relay::Relay;
use crate::server::Server;

/// What some journeys cost together.
#[derive(Clone, Copy, Default)]
struct Cost {
    cpu: Duration,
    requests: usize,
    /// What the client sent, and what it was answered.
    bytes: [u64; 2],
}

const HEAD: &str = "\
| database | journey by | journeys | CPU ms each | requests | KB sent, without pictures | KB answered |
| --- | --- | --- | --- | --- | --- | --- |";

/// Prints the figures of one database: the first families, one after the other, each with six pictures, on an empty database for
/// either face. Log-ins do not count.
pub(crate) async fn measure(
    program: &Path,
    database: &Database,
    families: &[Family],
    album: &Arc<Album>,
) {
    println!("\n## Portal and JSON API\n\n{HEAD}");
    for by_api in [false, true] {
        let server = Server::start(program, database).await;
        let relay = Relay::to(&server.url).await;
        let mut all = Cost::default();
        // The first warms the process, and does not count.
        for (number, family) in families.iter().enumerate() {
            let pictures: VecDeque<Picture> =
                (0..PAPERS).map(|n| album.picture(number, n)).collect();
            let sent: usize = pictures.iter().map(|picture| picture.len()).sum();
            let cost = journey(&server, &relay, family, pictures, by_api).await;
            if number > 0 {
                all.cpu += cost.cpu;
                all.requests += cost.requests;
                all.bytes[0] += cost.bytes[0] - sent as u64;
                all.bytes[1] += cost.bytes[1];
            }
        }
        let name = if by_api { "JSON API" } else { "portal" };
        println!("{}", all.row(database, name, families.len() - 1));
        server.remove().await;
    }
}

/// One family from the start to its receipt.
async fn journey(
    server: &Server,
    relay: &Relay,
    family: &Family,
    pictures: VecDeque<Picture>,
    by_api: bool,
) -> Cost {
    if by_api {
        let mut program = Program::enter(&relay.url, family).await;
        let before = (server.cpu(), relay.bytes(), program.requests);
        program.apply(pictures).await;
        Cost::since(before, server, relay, program.requests)
    } else {
        let mut parent = Parent::new(&relay.url, family.clone());
        parent.log_in().await;
        let before = (server.cpu(), relay.bytes(), parent.browser.requests);
        parent.apply(pictures).await;
        Cost::since(before, server, relay, parent.browser.requests)
    }
}

impl Cost {
    fn since(
        (cpu, bytes, requests): (Duration, [u64; 2], usize),
        server: &Server,
        relay: &Relay,
        now: usize,
    ) -> Cost {
        let [sent, answered] = relay.bytes();
        Cost {
            cpu: server.cpu().saturating_sub(cpu),
            requests: now - requests,
            bytes: [sent - bytes[0], answered - bytes[1]],
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of a few journeys")]
    fn row(&self, database: &Database, name: &str, journeys: usize) -> String {
        let each = |all: f64| all / journeys as f64;
        let kilobytes = self.bytes.map(|bytes| each(bytes as f64) / 1_000.0);
        format!(
            "| {} | {name} | {journeys} | {:.0} | {:.0} | {:.1} | {:.0} |",
            database.name(),
            each(self.cpu.as_secs_f64() * 1_000.0),
            each(self.requests as f64),
            kilobytes[0],
            kilobytes[1],
        )
    }
}
