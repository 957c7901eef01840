//! What is done inside of a transaction.

use crate::tx::Tx;

/// What is done inside of a transaction: `async |tx| …`, or an `async fn` that takes the open [`Tx`] alone.
///
/// Nobody implements it: it is `AsyncFnOnce(&Tx) -> Result<T, E>` with a future that may move between threads, which the
/// language cannot say of an async closure yet and [`Begin`] says for it.
pub trait InTx<T, E>: AsyncFnOnce(&Tx) -> Result<T, E> + for<'t> Begin<'t, T, E> + Send {}

impl<T, E, F> InTx<T, E> for F where
    F: AsyncFnOnce(&Tx) -> Result<T, E> + for<'t> Begin<'t, T, E> + Send
{
}

/// The future of an [`InTx`], as far as it has to be named.
pub trait Begin<'t, T, E> {
    /// What runs.
    type Doing: Future<Output = Result<T, E>> + Send;

    /// Begins it; it may use up what the closure took along.
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
