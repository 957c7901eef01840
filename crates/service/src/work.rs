//! Where work is done: each kind apart from the others, so that none waits for another.

use crate::passwords::Passwords;
use crate::pool::Pool;
use crate::tasks::Tasks;

/// Where work is done.
pub struct Work {
    /// Checks passwords, a few at a time.
    pub passwords: Passwords,
    /// Works on pictures, a few at a time.
    pub pictures: Pool,
    /// Draws the picture codes of the log-in, apart from uploaded pictures, which must not wait for them.
    pub codes: Pool,
    /// Tasks that run to their end even if their browser has gone.
    pub tasks: Tasks,
}
