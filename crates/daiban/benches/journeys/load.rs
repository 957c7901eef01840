//! Many users at once: each takes the next parent as soon as the one before is done.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;

use crate::parent::Parent;
use crate::process;
use crate::server::Server;

/// How often memory is looked at.
const LOOKS: Duration = Duration::from_millis(50);

/// What happened under load.
pub(crate) struct Outcome {
    pub(crate) parents: Vec<Parent>,
    pub(crate) elapsed: Duration,
    /// CPU time of the service.
    pub(crate) cpu: Duration,
    /// CPU time of this program, which runs on the same processors.
    pub(crate) own_cpu: Duration,
    /// Most resident memory of the service.
    pub(crate) resident_bytes: u64,
}

/// The work of one parent, the `n`th.
pub(crate) type Work =
    Arc<dyn for<'a> Fn(&'a mut Parent, usize) -> BoxFuture<'a, ()> + Send + Sync>;

/// Lets every parent do this work, `users` of them at a time, and waits for the last. All of it counts, from begin to end: so many
/// whole journeys cost so much.
pub(crate) async fn closed_loop(
    server: &Server,
    users: usize,
    parents: Vec<Parent>,
    work: Work,
) -> Outcome {
    let waiting: Arc<Mutex<VecDeque<(usize, Parent)>>> =
        Arc::new(Mutex::new(parents.into_iter().enumerate().collect()));
    let memory = Memory::watch(server.process());
    let (cpu, own_cpu) = (server.cpu(), process::cpu(std::process::id()));
    let begun = Instant::now();
    let busy: Vec<_> = (0..users)
        .map(|_| {
            let (waiting, work) = (Arc::clone(&waiting), Arc::clone(&work));
            tokio::spawn(async move {
                let mut done = Vec::new();
                loop {
                    let next = waiting.lock().unwrap().pop_front();
                    let Some((number, mut parent)) = next else {
                        return done;
                    };
                    work(&mut parent, number).await;
                    done.push((number, parent));
                }
            })
        })
        .collect();
    let mut parents = Vec::new();
    for user in busy {
        parents.extend(user.await.unwrap());
    }
    let elapsed = begun.elapsed();
    parents.sort_by_key(|(number, _)| *number);
    Outcome {
        parents: parents.into_iter().map(|(_, parent)| parent).collect(),
        elapsed,
        cpu: server.cpu().saturating_sub(cpu),
        own_cpu: process::cpu(std::process::id()).saturating_sub(own_cpu),
        resident_bytes: memory.most(),
    }
}

/// Looks at the memory of a process until it is asked.
pub(crate) struct Memory {
    process: u32,
    most: Arc<AtomicU64>,
    looking: tokio::task::JoinHandle<()>,
}

impl Memory {
    pub(crate) fn watch(process: u32) -> Memory {
        let most = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&most);
        let looking = tokio::spawn(async move {
            loop {
                let [now, _] = process::resident_bytes(process);
                seen.fetch_max(now, Ordering::Relaxed);
                tokio::time::sleep(LOOKS).await;
            }
        });
        Memory {
            process,
            most,
            looking,
        }
    }

    pub(crate) fn most(self) -> u64 {
        self.looking.abort();
        let [now, _] = process::resident_bytes(self.process);
        self.most.load(Ordering::Relaxed).max(now)
    }
}
