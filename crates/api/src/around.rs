//! How every operation may be refused by what stands around it, told in the description once for all of them.
//!
//! An operation itself describes only what it alone refuses. A test compares every answer that the tests get with the description.

use std::collections::btree_map::Entry;

use utoipa::Modify;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Header, KnownFormat, ObjectBuilder, OpenApi, RefOr, SchemaFormat, Type};

use crate::problem::answer;
use crate::takes::{Content, Takes};

/// Adds the refusals of the layers and of the shapes that all operations share.
pub(crate) struct Around;

impl Modify for Around {
    fn modify(&self, openapi: &mut OpenApi) {
        for item in openapi.paths.paths.values_mut() {
            let changing = [&mut item.put, &mut item.post, &mut item.delete];
            for operation in changing.into_iter().flatten() {
                add(operation, &refusals(operation, true));
            }
            if let Some(operation) = &mut item.get {
                add(operation, &refusals(operation, false));
            }
        }
    }
}

type Refusal = (&'static str, &'static str);

/// What an operation may be refused with, whatever it does.
fn refusals(operation: &Operation, changes: bool) -> Vec<Refusal> {
    let takes = Takes::of(operation);
    let takes_picture = takes.body == Content::Picture;
    // Those that need no session say so themselves.
    let needs_session = operation.security.is_none();
    let known = [
        (
            true,
            ("400", "`unreadable`: it breaks off, or is no such text"),
        ),
        (
            needs_session,
            (
                "401",
                "`expired_session`: no session, or one that has ended",
            ),
        ),
        (
            changes,
            (
                "403",
                "`other_site`: a browser says that another site sent it",
            ),
        ),
        (
            takes.path,
            (
                "404",
                "`not_found`: there is no such thing, or it belongs to somebody else; both look alike",
            ),
        ),
        (
            true,
            (
                "413",
                "`too_large`: longer than anything that is taken here",
            ),
        ),
        (
            !takes_picture,
            (
                "415",
                "`not_utf_8`: JSON that is said to be in another encoding",
            ),
        ),
        (
            !takes.query.is_empty(),
            (
                "422",
                "`repeated_key`, `code_unknown`: what the query asks, by field",
            ),
        ),
        (
            true,
            (
                "422",
                "`unknown_key`: what it does not know, in the query or in a body, by field",
            ),
        ),
        (true, ("429", "`too_many_tries`, with `wait_s`")),
        (true, ("500", "`internal`: our fault")),
        (
            true,
            ("503", "`unavailable`, `maintenance`: nothing is lost"),
        ),
    ];
    let known = known.into_iter().filter(|(applies, _)| *applies);
    known.map(|(_, refusal)| refusal).collect()
}

fn add(operation: &mut Operation, refusals: &[Refusal]) {
    let answers = &mut operation.responses.responses;
    for (status, said) in refusals {
        match answers.entry((*status).to_owned()) {
            Entry::Vacant(absent) => {
                absent.insert(RefOr::T(answer(said)));
            }
            Entry::Occupied(mut known) => {
                if let RefOr::T(known) = known.get_mut() {
                    known.description = format!("{}; {said}", known.description);
                }
            }
        }
    }
    for status in ["429", "503"] {
        if let Some(RefOr::T(known)) = answers.get_mut(status) {
            let wait = RefOr::T(seconds());
            known.headers.insert("Retry-After".to_owned(), wait);
        }
    }
}

fn seconds() -> Header {
    let number = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(0));
    HeaderBuilder::new()
        .schema(Some(number))
        .description(Some("seconds to wait"))
        .build()
}
