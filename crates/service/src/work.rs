//! The work that is done a little at a time, or to its end: apart from each other, so that none waits for another.

use crate::passwords::Passwords;
use crate::pool::Pool;
use crate::tasks::Tasks;

/// Where work is done.
pub struct Work {
    /// Checks passwords, few at once.
    pub passwords: Passwords,
    /// Works on pictures, few at once.
    pub pictures: Pool,
    /// Draws the pictures of the log-in: apart from those that parents send, which must not wait for them.
    pub codes: Pool,
    /// What is seen through though its browser has gone.
    pub tasks: Tasks,
}
