//! Who holds the connections: no address takes them all, and whoever comes finds a place as long as somebody else only waits.
//!
//! A place is counted for the address that a connection comes from, but for the proxies in front: they speak for many. Where all
//! places are taken, or an address has its share, the connection that has been silent for longest gives its place up: half a
//! request that never goes on, a browser that keeps a connection open in case. One that is being answered never does.
//!
//! In memory only: connections belong to this process.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::Notify;

use super::address::counted;

/// How many connections there may be.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// In all.
    pub all: usize,
    /// From one address.
    pub of_an_address: usize,
}

/// The connections that are open.
#[derive(Clone)]
pub(super) struct Connections(Arc<Inner>);

struct Inner {
    places: Places,
    open: Mutex<HashMap<u64, Open>>,
    left: Notify,
}

struct Open {
    /// `None` for a proxy's.
    address: Option<IpAddr>,
    line: Arc<Line>,
}

/// One connection as the others see it.
pub(super) struct Line {
    serving: AtomicUsize,
    moved_at: Mutex<Instant>,
    given_up: Notify,
}

/// A connection's place, given back when dropped.
pub(super) struct Place {
    connections: Arc<Inner>,
    number: u64,
    pub(super) line: Arc<Line>,
}

/// While it lives, the connection is being answered.
pub(super) struct Serving(Arc<Line>);

/// The address has its share, and all of it is being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShareIsTaken;

impl Connections {
    pub(super) fn new(places: Places) -> Connections {
        Connections(Arc::new(Inner {
            places,
            open: Mutex::default(),
            left: Notify::new(),
        }))
    }

    /// A place for a connection from `address`, `None` for a proxy's. Waits while every place is being answered.
    ///
    /// # Errors
    /// [`ShareIsTaken`]: whoever else comes must not wait behind this one.
    pub(super) async fn enter(&self, address: Option<IpAddr>) -> Result<Place, ShareIsTaken> {
        let address = address.map(counted);
        loop {
            let left = self.0.left.notified();
            if let Some(place) = self.0.try_enter(address)? {
                return Ok(place);
            }
            left.await;
        }
    }
}

impl Inner {
    fn try_enter(
        self: &Arc<Inner>,
        address: Option<IpAddr>,
    ) -> Result<Option<Place>, ShareIsTaken> {
        let mut open = self.open();
        if address.is_some() {
            let of_it = |other: &Open| other.address == address;
            if open.values().filter(|other| of_it(other)).count() >= self.places.of_an_address {
                let oldest = longest_silent(&open, of_it).ok_or(ShareIsTaken)?;
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
            serving: AtomicUsize::new(0),
            moved_at: Mutex::new(Instant::now()),
            given_up: Notify::new(),
        });
        let number = (0..)
            .find(|number| !open.contains_key(number))
            .unwrap_or_default();
        let entry = Open {
            address,
            line: Arc::clone(&line),
        };
        open.insert(number, entry);
        Ok(Some(Place {
            connections: Arc::clone(self),
            number,
            line,
        }))
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of those that nobody answers: the one of the address with the most of them, of these the one that has waited longest. Those of
/// proxies last.
fn whom_to_give_up(open: &HashMap<u64, Open>) -> Option<u64> {
    let mut silent: HashMap<Option<IpAddr>, usize> = HashMap::new();
    for other in open.values().filter(|other| other.line.is_silent()) {
        *silent.entry(other.address).or_default() += 1;
    }
    let (address, _) = silent
        .into_iter()
        .max_by_key(|(address, count)| (address.is_some(), *count))?;
    longest_silent(open, |other| other.address == address)
}

fn longest_silent(open: &HashMap<u64, Open>, wanted: impl Fn(&Open) -> bool) -> Option<u64> {
    open.iter()
        .filter(|(_, other)| wanted(other) && other.line.is_silent())
        .min_by_key(|(_, other)| other.line.moved_at())
        .map(|(number, _)| *number)
}

fn give_up(open: &mut HashMap<u64, Open>, number: u64) {
    if let Some(other) = open.remove(&number) {
        other.line.given_up.notify_one();
    }
}

impl Place {
    /// Ends when another connection has this one's place.
    pub(super) async fn given_up(&self) {
        self.line.given_up.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        // Given up before, the number may be another one's by now.
        if open
            .get(&self.number)
            .is_some_and(|entry| Arc::ptr_eq(&entry.line, &self.line))
        {
            open.remove(&self.number);
            self.connections.left.notify_waiters();
        }
    }
}

impl Line {
    /// Bytes have moved.
    pub(super) fn moved(&self) {
        *self.moved_at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// A request is being answered from now on.
    pub(super) fn serve(self: &Arc<Line>) -> Serving {
        self.serving.fetch_add(1, Ordering::Relaxed);
        Serving(Arc::clone(self))
    }

    fn moved_at(&self) -> Instant {
        *self.moved_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_silent(&self) -> bool {
        self.serving.load(Ordering::Relaxed) == 0
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.moved();
        self.0.serving.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;

    const PLACES: Places = Places {
        all: 4,
        of_an_address: 3,
    };
    const ONE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 1)));
    const OTHER: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 2)));

    fn now(connections: &Connections, address: Option<IpAddr>) -> Result<Place, ShareIsTaken> {
        let entered = connections.enter(address).now_or_never();
        entered.expect("it need not wait")
    }

    fn is_given_up(place: &Place) -> bool {
        place.given_up().now_or_never().is_some()
    }

    #[test]
    fn the_longest_silent_of_an_address_gives_its_place_to_the_next_of_it() {
        let connections = Connections::new(PLACES);
        let [first, second, third] = [(); 3].map(|()| now(&connections, ONE).unwrap());
        first.line.moved();
        let _fourth = now(&connections, ONE).unwrap();
        assert_eq!(
            [&first, &second, &third].map(is_given_up),
            [false, true, false]
        );
        drop(second);
        assert_eq!(connections.0.open().len(), 3);
    }

    #[test]
    fn what_is_being_answered_keeps_its_place() {
        let connections = Connections::new(PLACES);
        let places = [(); 3].map(|()| now(&connections, ONE).unwrap());
        let serving = places.each_ref().map(|place| place.line.serve());
        assert_eq!(now(&connections, ONE).err(), Some(ShareIsTaken));
        let _other = now(&connections, OTHER).unwrap();
        drop(serving);
        let _one = now(&connections, ONE).unwrap();
        assert!(is_given_up(&places[0]));
    }

    #[test]
    fn who_has_the_most_gives_up_first_and_a_proxy_last() {
        let connections = Connections::new(PLACES);
        let proxys = now(&connections, None).unwrap();
        let other = now(&connections, OTHER).unwrap();
        let ones = [(); 2].map(|()| now(&connections, ONE).unwrap());
        let _fifth = now(&connections, OTHER).unwrap();
        assert!(is_given_up(&ones[0]));
        assert!(![&proxys, &other, &ones[1]].into_iter().any(is_given_up));
    }

    #[tokio::test]
    async fn where_all_is_being_answered_the_next_waits_for_an_end() {
        let connections = Connections::new(PLACES);
        let mut held: Vec<_> = [ONE, ONE, OTHER, OTHER]
            .into_iter()
            .map(|address| now(&connections, address).unwrap())
            .map(|place| (place.line.serve(), place))
            .collect();
        assert!(connections.enter(None).now_or_never().is_none());
        let waiting = tokio::spawn({
            let connections = connections.clone();
            async move { connections.enter(None).await.is_ok() }
        });
        tokio::task::yield_now().await;
        held.pop();
        assert!(waiting.await.unwrap());
    }
}
