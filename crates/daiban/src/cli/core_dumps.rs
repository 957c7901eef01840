//! No core dump is written when the process dies: it would hold the keys and what parents typed.

use anyhow::Context as _;
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Turns core dumps off for this process, for good.
///
/// In two ways, because each covers what the other leaves open. The kernel ignores the limit when it pipes the dump to a program
/// (`systemd-coredump`, `apport`: core(5)), but first checks whether the process is dumpable; that flag also keeps other programs
/// of the same user from attaching to it or reading its memory. The limit is inherited by every program that this one may start,
/// which would be dumpable again.
pub(super) fn turn_off() -> anyhow::Result<()> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)
        .and_then(|()| set_dumpable_behavior(DumpableBehavior::NotDumpable))
        .context("core dumps cannot be turned off")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::{dumpable_behavior, getrlimit};

    #[test]
    fn neither_a_file_nor_another_program_gets_a_dump() {
        turn_off().unwrap();
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
    }
}
