use super::*;
use std::sync::mpsc::{Receiver, Sender, channel};

const ONE: For = For::Account(Uuid::from_u128(1));
const OTHER: For = For::Account(Uuid::from_u128(2));

/// An account may have this many waiting; more are refused at once.
fn at_most(waiting: usize) -> OfOne {
    OfOne {
        waiting,
        rest: Duration::ZERO,
    }
}

/// A pool shared with tasks, and what was begun in it, in order.
struct Bench {
    pool: Arc<Pool>,
    begun: Receiver<&'static str>,
    tell: Sender<&'static str>,
}

impl Bench {
    fn new(pool: Pool) -> Bench {
        let (tell, begun) = channel();
        Bench {
            pool: Arc::new(pool),
            begun,
            tell,
        }
    }

    /// Requests work that lasts until the sender is dropped, and returns once it waits or runs.
    async fn ask(&self, whose: For, name: &'static str) -> (Asked, Sender<()>) {
        let (release, wait) = channel::<()>();
        let (pool, tell) = (Arc::clone(&self.pool), self.tell.clone());
        let before = self.known();
        let asked = tokio::spawn(async move {
            let work = move || {
                tell.send(name).unwrap();
                let _ = wait.recv();
            };
            pool.run(whose, work).await
        });
        while self.known() == before {
            tokio::task::yield_now().await;
        }
        (asked, release)
    }

    fn known(&self) -> usize {
        let queue = self.pool.0.queue();
        queue.running + queue.waiting
    }

    fn next_begun(&self) -> &'static str {
        self.begun.recv_timeout(Duration::from_secs(10)).unwrap()
    }
}

type Asked = tokio::task::JoinHandle<Result<(), Full>>;

#[tokio::test(flavor = "multi_thread")]
async fn turns_away_what_would_wait_too_long() {
    let bench = Bench::new(Pool::new(1, 1));
    let (first, release_first) = bench.ask(For::Anyone, "first").await;
    let (second, release_second) = bench.ask(For::Anyone, "second").await;
    assert_eq!(bench.pool.run(For::Anyone, || 3).await, Err(Full));
    drop((release_first, release_second));
    assert_eq!(first.await.unwrap(), Ok(()));
    assert_eq!(second.await.unwrap(), Ok(()));
    assert_eq!(bench.known(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_whose_browser_went_away_keeps_its_worker() {
    let bench = Bench::new(Pool::new(1, 4));
    let (gone, release) = bench.ask(For::Anyone, "gone").await;
    assert_eq!(bench.next_begun(), "gone");
    gone.abort();
    assert!(gone.await.is_err());
    let (_next, _release_next) = bench.ask(For::Anyone, "next").await;
    assert!(bench.begun.try_recv().is_err(), "the worker is still at it");
    drop(release);
    assert_eq!(bench.next_begun(), "next");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_went_away_while_waiting_holds_no_place() {
    let bench = Bench::new(Pool::in_turns(1, 8, at_most(1)));
    let (_running, release) = bench.ask(ONE, "running").await;
    let (waiting, _release_waiting) = bench.ask(ONE, "waiting").await;
    assert_eq!(bench.pool.run(ONE, || ()).await, Err(Full));
    waiting.abort();
    assert!(waiting.await.is_err());
    let pool = Arc::clone(&bench.pool);
    let third = tokio::spawn(async move { pool.run(ONE, || ()).await });
    drop(release);
    assert_eq!(third.await.unwrap(), Ok(()));
    assert_eq!(bench.known(), 0);
    assert!(bench.pool.0.queue().shares.is_empty());
    assert!(bench.pool.0.queue().order.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_passes_over_whoever_went_away() {
    let bench = Bench::new(Pool::in_turns(1, 8, at_most(8)));
    let (_running, release) = bench.ask(ONE, "running").await;
    assert_eq!(bench.next_begun(), "running");
    let (gone, _release_gone) = bench.ask(ONE, "gone").await;
    let (_waiting, _release_waiting) = bench.ask(ONE, "waiting").await;
    gone.abort();
    assert!(gone.await.is_err());
    drop(release);
    assert_eq!(bench.next_begun(), "waiting");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_much_waits_behind_who_wants_little() {
    let bench = Bench::new(Pool::in_turns(1, 8, at_most(8)));
    let mut asked = vec![bench.ask(ONE, "one").await];
    asked.push(bench.ask(ONE, "one again").await);
    asked.push(bench.ask(ONE, "one once more").await);
    asked.push(bench.ask(OTHER, "other").await);
    let mut order = Vec::new();
    for _ in 0..4 {
        order.push(bench.next_begun());
        let at = asked.iter().position(|(asked, _)| !asked.is_finished());
        let ended = order.len() - 1;
        let names = ["one", "one again", "one once more", "other"];
        let which = names.iter().position(|name| *name == order[ended]);
        assert!(at.is_some());
        let (_, release) = &mut asked[which.unwrap()];
        *release = channel().0;
    }
    assert_eq!(order, ["one", "one again", "other", "one once more"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_leaves_a_worker_to_the_others() {
    let bench = Bench::new(Pool::in_turns(2, 8, at_most(8)));
    let _first = bench.ask(ONE, "one").await;
    assert_eq!(bench.next_begun(), "one");
    let _second = bench.ask(ONE, "one again").await;
    assert!(bench.begun.try_recv().is_err(), "a worker is left");
    let _third = bench.ask(OTHER, "other").await;
    assert_eq!(bench.next_begun(), "other");
}
