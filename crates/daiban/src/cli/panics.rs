//! What the log says about a panic: where, never what. The message may quote what a person typed.

use std::panic::{PanicHookInfo, set_hook};

/// Replaces the hook that prints the message.
pub(super) fn hide_messages() {
    set_hook(Box::new(|info| {
        let place = place(info);
        tracing::error!(place, "panicked");
        if !tracing::dispatcher::has_been_set() {
            super::say::say_wrong(&format!("panicked: {place}"));
        }
    }));
}

fn place(info: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    match info.location() {
        Some(at) => format!("{}:{} in thread {thread}", at.file(), at.line()),
        None => format!("an unknown place in thread {thread}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{catch_unwind, take_hook};
    use std::sync::{Arc, Mutex};

    #[test]
    fn a_panic_is_named_by_its_place_and_not_by_what_was_typed() {
        let said = Arc::new(Mutex::new(String::new()));
        let known = take_hook();
        let heard = Arc::clone(&said);
        set_hook(Box::new(move |info| {
            heard.lock().unwrap().push_str(&place(info));
        }));
        let typed = String::from("张伟");
        let end = std::hint::black_box(1);
        let outcome = catch_unwind(|| typed[..end].len());
        set_hook(known);
        assert!(outcome.is_err());
        let said = said.lock().unwrap().clone();
        assert!(said.contains(file!()), "{said}");
        assert!(!said.contains('张') && !said.contains("boundary"), "{said}");
    }
}
