//! The two SMS platforms, Aliyun and Tencent Cloud, and the network behind them that brings messages to mobiles.
//!
//! Each platform is a router to be served by [`crate::serve`] on an address without a path, since the platforms' own clients
//! take host and port alone. Both refuse what the real ones refuse: wrong signatures, old times, used nonces, unknown
//! operations, missing parameters, signs and templates that nobody approved, numbers that are no mobiles, and too many
//! messages to one number. What they take goes to [`Network`], which tells everybody who wants to know, and which can be told
//! to misbehave for a number.

mod account;
mod aliyun;
mod approved;
mod mobile;
mod network;
mod tencent;
#[cfg(test)]
mod tests;

pub use account::{Account, Kind, Template};
pub use aliyun::aliyun;
pub use approved::{Wording, approved};
pub use network::{Fate, Limits, Network, Sink, Taken, Window};
pub use tencent::tencent;
