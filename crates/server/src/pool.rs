//! Heavy work away from the threads that answer requests: a few pieces at once, and whoever wants much waits for themselves.
//!
//! What is bounded is the work, not the request that asked for it: a browser that goes away ends its request at once, while
//! the thread that decodes its picture runs on. So the turn goes with the work onto its thread, and ends when that ends.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use uuid::Uuid;

/// Runs heavy work on blocking threads: so many at once, so many waiting, the rest is turned away.
///
/// Whoever waits gets a turn in the order of those who wait, not of what they wait for: a hundred pictures of one account
/// stand behind one another, and the first of the next account behind the first of theirs.
pub struct Pool(Arc<Inner>);

/// For whom work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum For {
    /// Whoever asks; all of them together are one.
    Anyone,
    /// An account.
    Account(Uuid),
}

/// The queue is full: try again in a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too much work is waiting")]
pub struct Full;

/// The right to one piece of work. Passes on to whoever waits when dropped.
pub struct Turn {
    pool: Arc<Inner>,
    whose: For,
}

struct Inner {
    limits: Limits,
    queue: Mutex<Queue>,
}

/// What one account may have waiting.
#[derive(Clone, Copy, Debug)]
pub struct OfOne {
    /// So many pieces of work.
    pub waiting: usize,
    /// Whoever asks for more is turned away after this: one who asks in a loop must not keep the machine busy with saying no.
    pub rest: Duration,
}

#[derive(Clone, Copy)]
struct Limits {
    workers: usize,
    waiting: usize,
    running_of_one: usize,
    of_one: OfOne,
}

#[derive(Default)]
struct Queue {
    running: usize,
    waiting: usize,
    /// Those who wait, the next one first.
    order: VecDeque<For>,
    shares: HashMap<For, Share>,
}

#[derive(Default)]
struct Share {
    running: usize,
    waiting: VecDeque<oneshot::Sender<Turn>>,
}

impl Pool {
    /// `workers` at once, `waiting` more in the queue, whoever they are.
    pub fn new(workers: usize, waiting: usize) -> Pool {
        Pool::with(Limits {
            workers,
            waiting,
            running_of_one: workers,
            of_one: OfOne {
                waiting,
                rest: Duration::ZERO,
            },
        })
    }

    /// The same for work that one account may ask for again and again: it has a share of what may wait, and leaves one worker to
    /// the others, where there is more than one. A long piece of its work holds up nobody else's.
    pub fn in_turns(workers: usize, waiting: usize, of_one: OfOne) -> Pool {
        Pool::with(Limits {
            workers,
            waiting,
            running_of_one: workers.saturating_sub(1).max(1),
            of_one,
        })
    }

    fn with(limits: Limits) -> Pool {
        Pool(Arc::new(Inner {
            limits,
            queue: Mutex::default(),
        }))
    }

    /// Runs `work` when its turn has come. It runs to its end also when nobody waits for it any more.
    ///
    /// # Errors
    /// [`Full`] when too much waits already.
    pub async fn run<T: Send + 'static>(
        &self,
        whose: For,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Full> {
        self.turn(whose).await?.run(work).await
    }

    /// Waits for a turn: for work whose material is fetched only then, so that who waits holds nothing.
    ///
    /// # Errors
    /// [`Full`] when too much waits already.
    pub async fn turn(&self, whose: For) -> Result<Turn, Full> {
        let Ok(turn) = self.0.enter(whose) else {
            tokio::time::sleep(self.0.limits.of_one.rest).await;
            return Err(Full);
        };
        self.0.pass_on();
        turn.await.map_err(|_| Full)
    }
}

impl Turn {
    /// Runs `work` on a thread of its own, to its end.
    ///
    /// # Errors
    /// [`Full`] when the process stops before.
    pub async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Full> {
        let work = move || {
            let _turn = self;
            work()
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => Ok(done),
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => Err(Full),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.pool.queue().leave(self.whose);
        self.pool.pass_on();
    }
}

impl Inner {
    fn enter(&self, whose: For) -> Result<oneshot::Receiver<Turn>, Full> {
        let mut queue = self.queue();
        queue.forget_gone(whose);
        let of_one = queue
            .shares
            .get(&whose)
            .map_or(0, |share| share.waiting.len());
        if queue.waiting >= self.limits.waiting || of_one >= self.limits.of_one.waiting {
            return Err(Full);
        }
        let (give, take) = oneshot::channel();
        queue.waiting += 1;
        queue
            .shares
            .entry(whose)
            .or_default()
            .waiting
            .push_back(give);
        if of_one == 0 {
            queue.order.push_back(whose);
        }
        Ok(take)
    }

    /// Gives turns to those who wait, as far as workers are free.
    fn pass_on(self: &Arc<Inner>) {
        loop {
            // The lock ends with this line: whoever went away meanwhile gives the turn back below, which takes it again.
            let next = self.queue().next(&self.limits);
            let Some((whose, waiting)) = next else {
                return;
            };
            let turn = Turn {
                pool: Arc::clone(self),
                whose,
            };
            drop(waiting.send(turn));
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// Who is next, counted as running from now on.
    fn next(&mut self, limits: &Limits) -> Option<(For, oneshot::Sender<Turn>)> {
        if self.running >= limits.workers {
            return None;
        }
        let has_room = |share: &Share| share.running < limits.running_of_one;
        let at = self
            .order
            .iter()
            .position(|whose| self.shares.get(whose).is_some_and(has_room))?;
        let whose = self.order.remove(at)?;
        let share = self.shares.get_mut(&whose)?;
        let waiting = share.waiting.pop_front()?;
        share.running += 1;
        if !share.waiting.is_empty() {
            self.order.push_back(whose);
        }
        self.waiting -= 1;
        self.running += 1;
        Some((whose, waiting))
    }

    fn leave(&mut self, whose: For) {
        self.running -= 1;
        if let Some(share) = self.shares.get_mut(&whose) {
            share.running -= 1;
            if share.running == 0 && share.waiting.is_empty() {
                self.shares.remove(&whose);
            }
        }
    }

    /// Makes room of those who wait no more.
    fn forget_gone(&mut self, whose: For) {
        let Some(share) = self.shares.get_mut(&whose) else {
            return;
        };
        let before = share.waiting.len();
        share.waiting.retain(|waiting| !waiting.is_closed());
        self.waiting -= before - share.waiting.len();
        if share.waiting.is_empty() {
            self.order.retain(|waiting| *waiting != whose);
            if share.running == 0 {
                self.shares.remove(&whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};

    const ONE: For = For::Account(Uuid::from_u128(1));
    const OTHER: For = For::Account(Uuid::from_u128(2));

    /// An account may have so many waiting, and is told at once of more.
    fn at_most(waiting: usize) -> OfOne {
        OfOne {
            waiting,
            rest: Duration::ZERO,
        }
    }

    /// A pool that a test shares with tasks, and what was begun in it, in order.
    struct Bench {
        pool: Arc<Pool>,
        begun: Receiver<&'static str>,
        begin: Sender<&'static str>,
    }

    impl Bench {
        fn new(pool: Pool) -> Bench {
            let (begin, begun) = channel();
            Bench {
                pool: Arc::new(pool),
                begun,
                begin,
            }
        }

        /// Asks for work that lasts until the sender is dropped, and waits until it waits or runs.
        async fn ask(&self, whose: For, name: &'static str) -> (Asked, Sender<()>) {
            let (release, wait) = channel::<()>();
            let (pool, begin) = (Arc::clone(&self.pool), self.begin.clone());
            let before = self.known();
            let asked = tokio::spawn(async move {
                let work = move || {
                    begin.send(name).unwrap();
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
}
