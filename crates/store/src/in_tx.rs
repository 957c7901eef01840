//! Closures that run inside a transaction.

use crate::tx::Tx;

/// A closure that runs inside a transaction: `async |tx| …`, or an `async fn` whose only argument is the open [`Tx`].
///
/// Implemented for every `AsyncFnOnce(&Tx) -> Result<T, E>` whose future is `Send`. Rust cannot express that bound for an async
/// closure yet, so [`Begin`] does.
pub trait InTx<T, E>: AsyncFnOnce(&Tx) -> Result<T, E> + for<'t> Begin<'t, T, E> + Send {}

impl<T, E, F> InTx<T, E> for F where
    F: AsyncFnOnce(&Tx) -> Result<T, E> + for<'t> Begin<'t, T, E> + Send
{
}

/// Names the future of an [`InTx`].
pub trait Begin<'t, T, E> {
    /// The future.
    type Doing: Future<Output = Result<T, E>> + Send;

    /// Starts it, consuming the closure and its captures.
    fn begin(self, tx: &'t Tx) -> Self::Doing;
}

impl<'t, T, E, F, D> Begin<'t, T, E> for F
where
    F: FnOnce(&'t Tx) -> D,
    D: Future<Output = Result<T, E>> + Send,
{
    type Doing = D;

    fn begin(self, tx: &'t Tx) -> D {
        self(tx)
    }
}
