//! Who holds the connections: no address takes them all, and whoever comes finds a place as long as somebody else only waits.
//!
//! A place is counted for the address that a connection comes from, but for the proxies in front: they speak for many. Where all
//! places are taken, or an address has its share, the connection that has been idle for longest gives its place up: half a
//! request that never goes on, a browser that keeps a connection open in case. Where none is idle, it is one whose request has not
//! come whole for a while. One that is being answered never does.
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
    /// A place was left, or a connection that holds one is idle.
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
    /// Whether bytes of an answer wait to be taken by the other end.
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

/// What a connection does, the one that gives its place up first standing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Doing {
    /// Nothing, or half a head.
    Idle,
    /// A request whose body has not come whole.
    Receiving,
    /// A request that came whole, or its answer.
    Answering,
}

/// How long a request may take to come whole before it gives its place up to others, where all are taken.
const RECEIVES: Duration = Duration::from_secs(5);

/// A connection's place, given back when dropped.
pub(super) struct ConnectionPermit {
    connections: Arc<Inner>,
    number: u64,
    pub(super) line: Arc<Line>,
}

/// While it lives, the connection is being answered.
pub(super) struct Serving(Arc<Line>);

/// While it lives, the body of a request is still to come.
pub(super) struct Receiving(Arc<Line>);

/// The address has its share, and all of it is being answered.
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

    /// A place for a connection from `address`, `None` for a proxy's. Waits while every place is being answered.
    ///
    /// # Errors
    /// [`ShareIsTaken`]: whoever else comes must not wait behind this one.
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
            // Besides being told: a request that does not come whole tells nobody.
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
        // Of so many numbers one more than there are connections is free.
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

/// Of those that may go: the first of the address with the most of them. Those of proxies last.
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

/// Of these, whoever does least, for the longest.
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
    /// Ends when another connection has this one's place, and nothing is being answered over it: a request may have begun in the
    /// same moment. One that does not come whole is not waited for.
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
        // Given up before, the number may be another one's by now.
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

    /// Whether bytes of an answer wait for the other end.
    pub(super) fn is_sending(&self, sending: bool) {
        self.is_sending.store(sending, Ordering::Relaxed);
    }

    /// A request is being answered from now on.
    pub(super) fn serve(self: &Arc<Line>) -> Serving {
        self.set(Doing::Answering);
        Serving(Arc::clone(self))
    }

    /// The body of the request that is being answered is still to come.
    pub(super) fn receive(self: &Arc<Line>) -> Receiving {
        self.set(Doing::Receiving);
        Receiving(Arc::clone(self))
    }

    /// Whether nothing is being answered.
    pub(super) fn is_idle(&self) -> bool {
        self.state().doing == Doing::Idle && !self.is_sending.load(Ordering::Relaxed)
    }

    /// Ends as soon as nothing is being answered.
    pub(super) async fn idle(&self) {
        loop {
            let freed = self.freed.notified();
            if self.is_idle() {
                return;
            }
            let _ = tokio::time::timeout(RECEIVES, freed).await;
        }
    }

    /// What it does and since when, if it may give its place up.
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
        // An answer may be on its way, or over, before all of the request has come.
        if self.0.state().doing == Doing::Receiving {
            self.0.set(Doing::Answering);
        }
    }
}

#[cfg(test)]
mod tests;
