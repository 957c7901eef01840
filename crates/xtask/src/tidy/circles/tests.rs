//! The cycle finder, on small made-up trees.

use std::collections::BTreeMap;

use super::{complaints, takings};

const CURE: &str = "files that need each other: the third thing they share gets its file";

/// The complaints about a crate `a` with these files.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (format!("crates/a/src/{path}"), *text))
        .collect();
    let files: BTreeMap<_, _> = files
        .iter()
        .map(|(path, text)| (path.as_str(), *text))
        .collect();
    complaints(&takings(&files))
        .into_iter()
        .map(|complaint| complaint.replace("crates/a/src/", ""))
        .collect()
}

#[test]
fn finds_a_circle_of_two() {
    let files = [
        ("lib.rs", "mod b;\nmod c;\n"),
        ("b.rs", "use crate::c::C;\npub struct B(C);\n"),
        (
            "c.rs",
            "pub struct C;\nfn f() {\n    super::b::B::new();\n}\n",
        ),
    ];
    assert_eq!(
        found(&files),
        [format!(
            "b.rs:1 takes `crate::c::C` of c.rs, c.rs:3 takes `super::b::B::new` of b.rs: {CURE}"
        )]
    );
}

#[test]
fn finds_a_circle_of_three_once_and_in_its_order() {
    let files = [
        ("lib.rs", "mod b;\nmod c;\nmod d;\nmod e;\n"),
        ("b.rs", "use crate::d::D;\npub struct B;\n"),
        ("c.rs", "use crate::b::B;\npub struct C;\n"),
        ("d.rs", "use crate::{\n    c::C,\n};\npub struct D;\n"),
        ("e.rs", "use crate::b::B;\n"),
    ];
    assert_eq!(
        found(&files),
        [format!(
            "b.rs:1 takes `crate::d::D` of d.rs, d.rs:2 takes `crate::c::C` of c.rs, \
             c.rs:1 takes `crate::b::B` of b.rs: {CURE}"
        )]
    );
}

#[test]
fn names_the_rest_of_a_larger_circle() {
    let files = [
        ("main.rs", "mod b;\nmod c;\nmod d;\n"),
        ("b.rs", "use crate::c::C;\npub struct B;\n"),
        ("c.rs", "use crate::{b::B, d::D};\npub struct C;\n"),
        ("d.rs", "use crate::c::C;\npub struct D;\n"),
    ];
    let found = found(&files);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("(in circles with them: d.rs)"),
        "{found:?}"
    );
}

#[test]
fn lets_children_name_each_other_through_a_parent_that_hands_names_on() {
    let files = [
        ("lib.rs", "pub mod b;\npub use b::B;\n"),
        (
            "b/mod.rs",
            "mod c;\nmod d;\npub use c::C;\npub(crate) use d::*;\n",
        ),
        ("b/c.rs", "use super::D;\nuse crate::b::e;\npub struct C;\n"),
        ("b/d.rs", "pub struct D;\n"),
    ];
    assert!(found(&files).is_empty(), "{:?}", found(&files));
}

#[test]
fn finds_a_parent_that_uses_its_child_while_the_child_uses_it() {
    let child = ("b/c.rs", "use super::B;\npub fn c(_: B) {}\n");
    for parent in [
        "mod c;\npub struct B;\nfn f() { c::c(B) }\n",
        "mod c;\nuse c::c;\npub struct B;\nfn f() { c(B) }\n",
        "mod c;\npub use c::c;\npub struct B;\nfn f() { c(B) }\n",
    ] {
        let found = found(&[("lib.rs", "mod b;\n"), ("b.rs", parent), child]);
        assert_eq!(found.len(), 1, "{parent}");
    }
    let hands_on = "mod c;\npub use c::c;\npub struct B;\n";
    assert!(found(&[("lib.rs", "mod b;\n"), ("b.rs", hands_on), child]).is_empty());
}

#[test]
fn follows_super_out_of_folders_and_of_modules_in_braces() {
    let files = [
        ("lib.rs", "mod b;\nmod e;\n"),
        ("b.rs", "pub mod c;\n"),
        (
            "b/c.rs",
            "pub struct C;\nmod d {\n    use super::C;\n    use super::super::super::e::E as F;\n}\n",
        ),
        ("e.rs", "use super::b::c;\npub struct E(c::C);\n"),
    ];
    assert_eq!(
        found(&files),
        [format!(
            "b/c.rs:4 takes `super::super::super::e::E` of e.rs, e.rs:2 takes `c::C` of b/c.rs: {CURE}"
        )]
    );
}

#[test]
fn ignores_tests_and_comments() {
    let files = [
        ("lib.rs", "mod b;\nmod c;\n"),
        ("b.rs", "use crate::c::C;\npub struct B;\n"),
        (
            "c.rs",
            "//! See [`crate::b::B`].\npub struct C;\n#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}\n\
             #[cfg(test)]\nmod samples;\n#[test]\nfn f() { crate::b::B; }\n",
        ),
        ("c/samples.rs", "use crate::b::B;\n"),
    ];
    assert!(found(&files).is_empty(), "{:?}", found(&files));
}
