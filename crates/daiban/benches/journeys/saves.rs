//! Saves without pictures: how many are durable a second with one client and with many, and how long one waits while pictures
//! saturate the machine.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::browser::Page;
use crate::family::Family;
use crate::load::{Memory, Work, closed_loop};
use crate::options::Database;
use crate::parent::{Parent, hidden, question};
use crate::picture::{self, Album};
use crate::points::in_ms;
use crate::process;
use crate::server::Server;
use crate::times::Times;

/// The question that is saved again and again, and its page's other question.
const SAVED: &str = "residence.address";
/// A picture of the first page that asks for some.
const PICTURE: &str = "agent_id_portrait";
/// Clients that save at once.
const MANY: usize = 32;
/// Who send pictures without a pause while others save.
const SENDERS: usize = 16;
/// Who save meanwhile, each after a rest: they are the ones whose waiting counts, not a load.
const SAVERS: usize = 4;
const REST: Duration = Duration::from_millis(100);
/// What a save without pictures may take for 95 of 100 while pictures saturate the machine.
const GATE: Duration = Duration::from_millis(100);

/// Families that are needed for it.
pub(crate) const FAMILIES: usize = MANY + SENDERS;

/// A parent on a page, which is opened again before each save: its token changes with what is saved.
struct Writer {
    parent: Parent,
    page: Page,
    count: usize,
}

/// What came of writing for a while.
struct Written {
    times: Times,
    elapsed: Duration,
    cpu: Duration,
    own_cpu: Duration,
}

/// Prints the figures of one database; each takes `time`, the last one twice as long.
pub(crate) async fn measure(
    program: &Path,
    database: &Database,
    families: &[Family],
    album: &Arc<Album>,
    time: Duration,
) {
    let server = Server::start(program, database).await;
    let parents = families[..FAMILIES].iter();
    let parents = parents.map(|family| Parent::new(&server.url, family.clone()));
    let log_in: Work = Arc::new(|parent, _| Box::pin(parent.log_in()));
    let mut savers = closed_loop(&server, 4, parents.collect(), log_in)
        .await
        .parents;
    let senders = savers.split_off(MANY);
    let savers = on_page(savers, SAVED, album, 0).await;
    let senders = on_page(senders, PICTURE, album, MANY).await;
    let name = database.name();

    println!("\n## Saves without pictures, {name}\n");
    let (first, others) = split(savers, 1);
    let (one, first) = write(&server, first, Duration::ZERO, time).await;
    println!("- 1 client: {}", one.shown());
    let (many, savers) = write(&server, joined(first, others), Duration::ZERO, time).await;
    println!("- {MANY} clients: {}", many.shown());
    println!(
        "- {MANY} clients save {:.2} times as much as one",
        many.a_second() / one.a_second()
    );

    let (savers, _) = split(savers, SAVERS);
    let (alone, savers) = write(&server, savers, REST, time).await;
    println!(
        "- {SAVERS} who rest {} between saves, with nothing beside them: p50 / p95 / p99 {} ms",
        in_ms(REST),
        alone.times.shown()
    );
    let memory = Memory::watch(server.process());
    let sending = Arc::new(AtomicBool::new(true));
    let sent = Arc::new(AtomicUsize::new(0));
    let busy: Vec<_> = senders
        .into_iter()
        .enumerate()
        .map(|(n, sender)| {
            tokio::spawn(send(
                sender,
                Arc::clone(album),
                n,
                Arc::clone(&sending),
                Arc::clone(&sent),
            ))
        })
        .collect();
    // Until the queue of pictures is as long as it gets.
    tokio::time::sleep(time / 2).await;
    let before = sent.load(Ordering::Relaxed);
    let (beside, _) = write(&server, savers, REST, time * 2).await;
    let pictures = sent.load(Ordering::Relaxed) - before;
    sending.store(false, Ordering::Relaxed);
    let mut times = Times::default();
    for sender in busy {
        times.extend(&sender.await.unwrap());
    }
    println!(
        "- the same while {SENDERS} send pictures without a pause ({:.1} pictures/s, p50 / p95 / p99 {} ms for two; {} MB resident): {} ms",
        rate(pictures, beside.elapsed),
        times.shown(),
        memory.most() / 1_000_000,
        beside.times.shown()
    );
    let p95 = beside.times.percentile(95);
    println!(
        "- gate, p95 of a save beside pictures under {}: {} ({})",
        in_ms(GATE),
        if p95 < GATE { "kept" } else { "NOT KEPT" },
        in_ms(p95)
    );
    server.remove().await;
}

/// Brings parents to the page that asks for something, a few at a time.
async fn on_page(
    parents: Vec<Parent>,
    wanted: &'static str,
    album: &Arc<Album>,
    from: usize,
) -> Vec<Writer> {
    let mut waiting: VecDeque<(usize, Parent)> = parents.into_iter().enumerate().collect();
    let mut writers = Vec::new();
    while !waiting.is_empty() {
        let few: Vec<_> = waiting
            .drain(..waiting.len().min(4))
            .map(|(n, mut parent)| {
                let album = Arc::clone(album);
                tokio::spawn(async move {
                    let page = parent.reach(wanted, &album, from + n).await;
                    Writer {
                        parent,
                        page,
                        count: 0,
                    }
                })
            })
            .collect();
        for writer in few {
            writers.push(writer.await.unwrap());
        }
    }
    writers
}

/// Lets all of them save for a while.
async fn write(
    server: &Server,
    writers: Vec<Writer>,
    rest: Duration,
    time: Duration,
) -> (Written, Vec<Writer>) {
    let (cpu, own_cpu) = (server.cpu(), process::cpu(std::process::id()));
    let begun = Instant::now();
    let busy: Vec<_> = writers
        .into_iter()
        .map(|mut writer| {
            tokio::spawn(async move {
                let mut times = Times::default();
                while begun.elapsed() < time {
                    times.add(writer.save().await);
                    tokio::time::sleep(rest).await;
                }
                (times, writer)
            })
        })
        .collect();
    let (mut times, mut writers) = (Times::default(), Vec::new());
    for writer in busy {
        let (of_one, writer) = writer.await.unwrap();
        times.extend(&of_one);
        writers.push(writer);
    }
    let written = Written {
        times,
        elapsed: begun.elapsed(),
        cpu: server.cpu().saturating_sub(cpu),
        own_cpu: process::cpu(std::process::id()).saturating_sub(own_cpu),
    };
    (written, writers)
}

/// Sends the two pictures of a page again and again.
async fn send(
    mut sender: Writer,
    album: Arc<Album>,
    user: usize,
    goes_on: Arc<AtomicBool>,
    sent: Arc<AtomicUsize>,
) -> Times {
    let mut times = Times::default();
    while goes_on.load(Ordering::Relaxed) {
        let form = sender.form_anew().await;
        let mut filled = hidden(&form);
        for material in ["agent_id_emblem", PICTURE] {
            let application = user + sender.count / picture::PAPERS * SENDERS;
            let picture = album.picture(application, sender.count);
            filled.pictures.push((material.to_owned(), picture));
            sender.count += 1;
        }
        let told = sender.parent.browser.save(&form, &filled).await;
        times.add(told.expect("the pictures are taken"));
        sent.fetch_add(filled.pictures.len(), Ordering::Relaxed);
    }
    times
}

impl Writer {
    async fn form_anew(&mut self) -> crate::forms::Form {
        let page = self.parent.browser.open(&self.page.path).await;
        question(&page)
            .unwrap_or_else(|| panic!("nothing is asked at {} ({})", page.path, page.status))
    }

    /// Saves an address that was never there before. Returns how long it took until it was acknowledged.
    async fn save(&mut self) -> Duration {
        let form = self.form_anew().await;
        self.count += 1;
        let address = format!("团结湖路{}号院3号楼", self.count);
        self.parent.family.answers.insert(SAVED.to_owned(), address);
        let filled = self.parent.filled(&form, &mut VecDeque::new());
        let told = self.parent.browser.save(&form, &filled).await;
        told.expect("the address is saved")
    }
}

impl Written {
    fn a_second(&self) -> f64 {
        rate(self.times.count(), self.elapsed)
    }

    fn shown(&self) -> String {
        let each =
            |cpu: Duration| in_ms(cpu / self.times.count().max(1).try_into().unwrap_or(u32::MAX));
        format!(
            "{:.0} durable saves/s, p50 / p95 / p99 {} ms; {} of CPU for a save and its page anew, {} of the driver's",
            self.a_second(),
            self.times.shown(),
            each(self.cpu),
            each(self.own_cpu)
        )
    }
}

fn split<T>(mut all: Vec<T>, at: usize) -> (Vec<T>, Vec<T>) {
    let rest = all.split_off(at);
    (all, rest)
}

fn joined<T>(mut first: Vec<T>, second: Vec<T>) -> Vec<T> {
    first.extend(second);
    first
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}
