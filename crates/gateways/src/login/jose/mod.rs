//! JSON Web Signatures (RFC 7515) as ID tokens need them, and no further: two algorithms, checked with keys of the issuer's set.
//!
//! A library of the whole family (`openidconnect`, `jsonwebtoken`) brings an RSA of its own with an open advisory, or a second TLS
//! stack; what is used here fits on two pages.

mod keys;
mod published;
mod token;

pub(super) use published::PublishedKeys;
pub(super) use token::Expected;
