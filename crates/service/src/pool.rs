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
        if queue.waiting >= self.limits.waiting {
            let all: Vec<For> = queue.order.iter().copied().collect();
            for other in all {
                queue.forget_gone(other);
            }
        }
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
mod tests;
