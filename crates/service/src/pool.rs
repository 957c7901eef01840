//! Heavy work off the threads that answer requests: a few pieces at a time, queued fairly per account.
//!
//! The bound is on the work, not on the request: a browser that goes away ends its request at once, while the thread that decodes
//! its picture runs on. So the permit ([`Turn`]) moves with the work onto its thread, and is released when the work ends.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use uuid::Uuid;

mod threads;

/// Runs heavy work on threads that give way to the rest, with bounded concurrency and a bounded queue; the rest is refused.
///
/// Permits go round-robin to those who wait, not first come, first served: a hundred pictures of one account queue behind one
/// another, and the first of the next account behind the first of theirs.
pub struct Pool(Arc<Inner>);

/// Whom the work is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum For {
    /// Anyone; they count together as one.
    Anyone,
    /// An account.
    Account(Uuid),
}

/// The queue is full: retry in a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too much work is waiting")]
pub struct Full;

/// A permit for one piece of work. When dropped, it passes to the next in the queue.
pub struct Turn {
    pool: Arc<Inner>,
    whose: For,
}

struct Inner {
    limits: Limits,
    queue: Mutex<Queue>,
}

/// What one account may have in the queue.
#[derive(Clone, Copy, Debug)]
pub struct OfOne {
    /// Pieces of work that may wait.
    pub waiting: usize,
    /// Delay before a request for more is refused, so that a client in a loop does not keep the machine busy with refusals.
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
    /// Those who wait, next first.
    order: VecDeque<For>,
    shares: HashMap<For, Share>,
}

#[derive(Default)]
struct Share {
    running: usize,
    waiting: VecDeque<oneshot::Sender<Turn>>,
}

impl Pool {
    /// `workers` at a time and `waiting` more in the queue, without a limit per account.
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

    /// The same for work that one account may request again and again: each account has only a share of the queue, and leaves one
    /// worker to the others, if there is more than one. Its long pieces of work delay nobody else's.
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

    /// Runs `work` once it has a permit. It runs to its end even if nobody waits for it any more.
    ///
    /// # Errors
    /// [`Full`] when too much is waiting already.
    pub async fn run<T: Send + 'static>(
        &self,
        whose: For,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Full> {
        self.turn(whose).await?.run(work).await
    }

    /// Waits for a permit, for work whose input is fetched only then, so that those who wait hold no data.
    ///
    /// # Errors
    /// [`Full`] when too much is waiting already.
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
    /// Runs `work` to its end, on its own thread.
    ///
    /// # Errors
    /// [`Full`] when the system gives no thread.
    pub async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Full> {
        let work = move || {
            let _turn = self;
            work()
        };
        threads::run(work).await.ok_or(Full)
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

    /// Hands out permits while workers are free.
    fn pass_on(self: &Arc<Inner>) {
        loop {
            // The lock is released at the end of this line: if the receiver has gone away, its permit is dropped below, which
            // takes the lock again.
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
    /// The next in the queue, counted as running from now on.
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

    /// Removes those who no longer wait.
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
