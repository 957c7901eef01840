//! The house rules that no compiler checks, each a test.
//!
//! A rule is a function from the source tree to a list of complaints; a complaint names the file and the cure.
//! `cargo xtask check` runs them with all other tests.

mod arrows;
mod circles;
mod documents;
mod language;
mod licences;
mod migrations;
mod names;
mod sources;
mod templates;

use crate::codegen;
use sources::Sources;

/// Fails with all complaints of a rule at once.
fn assert_tidy(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n  {}\n", complaints.join("\n  "));
}

#[test]
fn crates_depend_on_each_other_only_along_the_arrows() {
    assert_tidy(&arrows::between_crates());
}

#[test]
fn rooms_inside_the_crates_keep_to_their_side() {
    assert_tidy(&arrows::inside_crates(&Sources::read()));
}

#[test]
fn decisions_are_stored_in_one_place() {
    assert_tidy(&arrows::decisions(&Sources::read()));
}

#[test]
fn files_of_a_crate_need_each_other_in_no_circle() {
    assert_tidy(&circles::of_files(&Sources::read()));
}

#[test]
fn every_module_says_what_it_is() {
    assert_tidy(&documents::modules(&Sources::read()));
}

#[test]
fn every_folder_of_test_data_names_its_source() {
    assert_tidy(&documents::test_data());
}

#[test]
fn every_decision_is_dated_and_complete() {
    assert_tidy(&documents::decisions());
}

#[test]
fn wording_stands_only_where_an_office_can_change_it() {
    assert_tidy(&language::wording(&Sources::read()));
}

#[test]
fn licences_are_those_we_agreed_to() {
    assert_tidy(&licences::unexpected());
}

#[test]
fn migrations_are_named_by_date_and_listed_in_order() {
    assert_tidy(&migrations::names(&Sources::read()));
}

#[test]
fn files_are_short_and_names_say_something() {
    assert_tidy(&names::sizes(&Sources::read()));
    assert_tidy(&names::empty_words(&Sources::read()));
}

#[test]
fn written_files_are_what_they_are_written_from() {
    assert_tidy(&codegen::stale());
}

#[test]
fn no_test_is_ignored_and_no_stub_left() {
    assert_tidy(&names::stubs(&Sources::read()));
}

#[test]
fn every_template_is_drawn_by_somebody() {
    assert_tidy(&templates::unused(&Sources::read()));
}

#[test]
fn pages_ask_no_other_host() {
    assert_tidy(&templates::other_hosts(&Sources::read()));
}
