//! Why a log-in was refused.

/// Why a log-in was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogInProblem {
    /// An input was left empty; nothing was counted.
    Missing {
        /// The user name, mobile or ID number.
        login: bool,
        /// The password.
        password: bool,
        /// The picture code.
        picture_code: bool,
    },
    /// The picture code is wrong, used up or too old.
    PictureCode,
    /// Unknown account or wrong password: one answer for both.
    Wrong,
    /// Too many wrong tries.
    TooManyTries {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// So many wrong passwords were entered under this name, from any address, that only a browser that has logged in to the
    /// account before may use it for now.
    Closed {
        /// Seconds to wait.
        wait_s: u64,
    },
}
