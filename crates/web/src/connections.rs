//! Who holds the connections: no address takes them all, and a newcomer gets a permit as long as some other connection is only
//! waiting.
//!
//! A permit is counted for the address that the connection comes from, except for the proxies in front, which speak for many.
//! When all permits are taken, or an address has used its share, the connection that has been idle longest gives up its permit:
//! half a request that never continues, or a browser's spare connection. When none is idle, it is one whose request has been
//! incomplete for a while. A connection that is being answered is never closed.
//!
//! In memory only: connections belong to this process.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::address::counted;

/// How many connections there may be.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// In all.
    pub all: usize,
    /// From one address.
    pub of_an_address: usize,
}

/// The connections that are open.
#[derive(Clone)]
pub(super) struct Connections(Arc<Inner>);

struct Inner {
    places: ConnectionLimits,
    open: Mutex<HashMap<u64, Open>>,
    /// A permit was returned, or a connection that holds one became idle.
    freed: Arc<Notify>,
}

struct Open {
    /// `None` for a proxy's.
    address: Option<IpAddr>,
    line: Arc<Line>,
}

/// One connection as the others see it.
pub(super) struct Line {
    state: Mutex<State>,
    /// Whether bytes of an answer are waiting for the other end to read them.
    is_sending: AtomicBool,
    given_up: Notify,
    freed: Arc<Notify>,
}

#[derive(Clone, Copy)]
struct State {
    doing: Doing,
    /// Since when; while idle, when bytes last moved.
    since: Instant,
}

/// What a connection is doing, in the order in which permits are given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Doing {
    /// Nothing, or an incomplete head.
    Idle,
    /// A request whose body has not fully arrived.
    Receiving,
    /// A request that has fully arrived, or its answer.
    Answering,
}

/// How long a request may take to arrive in full before its permit may go to another connection, once all are taken.
const RECEIVES: Duration = Duration::from_secs(5);

/// A connection's permit, returned when dropped.
pub(super) struct ConnectionPermit {
    connections: Arc<Inner>,
    number: u64,
    pub(super) line: Arc<Line>,
}

/// Drop guard: while it lives, the connection is being answered.
pub(super) struct Serving(Arc<Line>);

/// Drop guard: while it lives, the body of a request is still arriving.
pub(super) struct Receiving(Arc<Line>);

/// The address has used its share, and all of it is being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShareIsTaken;

impl Connections {
    pub(super) fn new(places: ConnectionLimits) -> Connections {
        Connections(Arc::new(Inner {
            places,
            open: Mutex::default(),
            freed: Arc::default(),
        }))
    }

    /// A permit for a connection from `address`; `None` for a proxy's. Waits while every connection is being answered.
    ///
    /// # Errors
    /// [`ShareIsTaken`]: other callers must not wait behind this one.
    pub(super) async fn enter(
        &self,
        address: Option<IpAddr>,
    ) -> Result<ConnectionPermit, ShareIsTaken> {
        let address = address.map(counted);
        loop {
            let freed = self.0.freed.notified();
            if let Some(place) = self.0.try_enter(address)? {
                return Ok(place);
            }
            // Also wake up after a while: a request that does not arrive in full notifies nobody.
            let _ = tokio::time::timeout(RECEIVES, freed).await;
        }
    }
}

impl Inner {
    fn try_enter(
        self: &Arc<Inner>,
        address: Option<IpAddr>,
    ) -> Result<Option<ConnectionPermit>, ShareIsTaken> {
        let mut open = self.open();
        if address.is_some() {
            let of_it = |other: &Open| other.address == address;
            if open.values().filter(|other| of_it(other)).count() >= self.places.of_an_address {
                let oldest = first_to_go(&open, of_it).ok_or(ShareIsTaken)?;
                give_up(&mut open, oldest);
            }
        }
        if open.len() >= self.places.all {
            let Some(oldest) = whom_to_give_up(&open) else {
                return Ok(None);
            };
            give_up(&mut open, oldest);
        }
        let line = Arc::new(Line {
            state: Mutex::new(State {
                doing: Doing::Idle,
                since: Instant::now(),
            }),
            is_sending: AtomicBool::new(false),
            given_up: Notify::new(),
            freed: Arc::clone(&self.freed),
        });
        // One more number than there are connections, so at least one is free.
        let number = (0..=open.len() as u64)
            .find(|number| !open.contains_key(number))
            .unwrap_or_default();
        let entry = Open {
            address,
            line: Arc::clone(&line),
        };
        open.insert(number, entry);
        Ok(Some(ConnectionPermit {
            connections: Arc::clone(self),
            number,
            line,
        }))
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of the connections that may give up their permit: the first of the address with the most of them. Proxies' come last.
fn whom_to_give_up(open: &HashMap<u64, Open>) -> Option<u64> {
    let mut may_go: HashMap<Option<IpAddr>, usize> = HashMap::new();
    for other in open.values().filter(|other| other.line.may_go().is_some()) {
        *may_go.entry(other.address).or_default() += 1;
    }
    let (address, _) = may_go
        .into_iter()
        .max_by_key(|(address, count)| (address.is_some(), *count))?;
    first_to_go(open, |other| other.address == address)
}

/// Of these, the one that does least, for the longest.
fn first_to_go(open: &HashMap<u64, Open>, wanted: impl Fn(&Open) -> bool) -> Option<u64> {
    open.iter()
        .filter(|(_, other)| wanted(other))
        .filter_map(|(number, other)| Some((other.line.may_go()?, *number)))
        .min()
        .map(|(_, number)| number)
}

fn give_up(open: &mut HashMap<u64, Open>, number: u64) {
    if let Some(other) = open.remove(&number) {
        other.line.given_up.notify_one();
    }
}

impl ConnectionPermit {
    /// Completes when another connection has this one's permit and nothing is being answered over it: a request may have begun at
    /// the same moment. An incomplete request is not waited for.
    pub(super) async fn given_up(&self) {
        self.line.given_up.notified().await;
        while self.line.state().doing == Doing::Answering {
            self.line.idle().await;
        }
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        // Once given up, the number may belong to another connection.
        if open
            .get(&self.number)
            .is_some_and(|entry| Arc::ptr_eq(&entry.line, &self.line))
        {
            open.remove(&self.number);
            self.connections.freed.notify_waiters();
        }
    }
}

impl Line {
    /// Bytes have moved.
    pub(super) fn moved(&self) {
        let mut state = self.state();
        if state.doing == Doing::Idle {
            state.since = Instant::now();
        }
    }

    /// Whether bytes of an answer are waiting for the other end.
    pub(super) fn is_sending(&self, sending: bool) {
        self.is_sending.store(sending, Ordering::Relaxed);
    }

    /// A request is being answered from now on.
    pub(super) fn serve(self: &Arc<Line>) -> Serving {
        self.set(Doing::Answering);
        Serving(Arc::clone(self))
    }

    /// The body of the request that is being answered is still arriving.
    pub(super) fn receive(self: &Arc<Line>) -> Receiving {
        self.set(Doing::Receiving);
        Receiving(Arc::clone(self))
    }

    /// Whether nothing is being answered.
    pub(super) fn is_idle(&self) -> bool {
        self.state().doing == Doing::Idle && !self.is_sending.load(Ordering::Relaxed)
    }

    /// Completes as soon as nothing is being answered.
    pub(super) async fn idle(&self) {
        loop {
            let freed = self.freed.notified();
            if self.is_idle() {
                return;
            }
            let _ = tokio::time::timeout(RECEIVES, freed).await;
        }
    }

    /// What it is doing and since when, if it may give up its permit.
    fn may_go(&self) -> Option<(Doing, Instant)> {
        let state = *self.state();
        let may = match state.doing {
            Doing::Idle => !self.is_sending.load(Ordering::Relaxed),
            Doing::Receiving => state.since.elapsed() >= RECEIVES,
            Doing::Answering => false,
        };
        may.then_some((state.doing, state.since))
    }

    fn set(&self, doing: Doing) {
        *self.state() = State {
            doing,
            since: Instant::now(),
        };
        if doing == Doing::Idle {
            self.freed.notify_waiters();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.set(Doing::Idle);
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        // An answer may be on its way, or finished, before the whole request has arrived.
        if self.0.state().doing == Doing::Receiving {
            self.0.set(Doing::Answering);
        }
    }
}

#[cfg(test)]
mod tests;
