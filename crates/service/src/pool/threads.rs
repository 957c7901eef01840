//! Threads for heavy work, which give way to everything else that the service does.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use tokio::sync::oneshot;

/// How much they give way (nice value, -20 to 19): while all processors are wanted, such a thread gets a ninth of what another gets,
/// and all that nobody wants.
const GIVES_WAY: i32 = 10;

/// Runs `work` to its end on a thread of its own. A thread of tokio's would keep its low priority for the work that comes after it:
/// only a privileged process may raise it again. `None` when the system gives no thread.
pub(super) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (tell, told) = oneshot::channel();
    let work = move || {
        give_way();
        let done = catch_unwind(AssertUnwindSafe(work));
        // Nobody may be waiting any more.
        drop(tell.send(done));
    };
    let thread = std::thread::Builder::new().name("heavy".to_owned());
    if let Err(error) = thread.spawn(work) {
        tracing::error!(%error, "the system gave no thread");
        return None;
    }
    match told.await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => None,
    }
}

/// On Linux a nice value is that of the calling thread, not of its process.
fn give_way() {
    if let Err(error) = rustix::process::setpriority_process(None, GIVES_WAY) {
        tracing::debug!(%error, "heavy work runs with the priority of the rest");
    }
}

#[cfg(test)]
mod tests {
    use super::{GIVES_WAY, run};

    #[tokio::test]
    async fn only_the_thread_of_the_work_gives_way() {
        let priority = || rustix::process::getpriority_process(None).unwrap();
        let before = priority();
        assert_eq!(run(priority).await, Some(GIVES_WAY.max(before)));
        assert_eq!(priority(), before);
    }
}
