//! How many requests of one address behind a proxy are answered at once.
//!
//! A proxy's connections speak for many and have no share of their own (`connections.rs`); the callers behind it do, each by the
//! address that the proxy reports. In memory only, for this process.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The same as for direct connections.
const OF_AN_ADDRESS: usize = 200;

/// The requests that are being answered, by the address that a proxy reported.
#[derive(Clone, Debug, Default)]
pub struct Shares(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of them. Given back when dropped.
pub(crate) struct Share {
    shares: Shares,
    address: IpAddr,
}

impl Shares {
    /// A share of `address`, if it has one left.
    pub(crate) fn take(&self, address: IpAddr) -> Option<Share> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if *count >= OF_AN_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Share {
            shares: self.clone(),
            address,
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self.shares.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_its_share_and_the_others_have_theirs() {
        let shares = Shares::default();
        let (one, other) = (
            IpAddr::from([203, 0, 113, 1]),
            IpAddr::from([203, 0, 113, 2]),
        );
        let mut taken: Vec<_> = (0..OF_AN_ADDRESS)
            .map(|_| shares.take(one).unwrap())
            .collect();
        assert!(shares.take(one).is_none());
        assert!(shares.take(other).is_some());
        taken.pop();
        assert!(shares.take(one).is_some());
        drop(taken);
        assert!(shares.0.lock().unwrap().is_empty());
    }
}
