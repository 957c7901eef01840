//! Which papers a family has, and where they are served and stored.

use crate::world::{Booklet, Documents, Person};

/// Where the sandbox serves papers: `/sandbox/papers/<case>/<material>.jpg`.
pub const PATH: &str = "/sandbox/papers";

/// The folder of the drawn papers inside the world's folder; renamed when the drawings change.
pub(crate) const FOLDER: &str = "papers-3";

/// Every material a family can have a paper for, in the order of the catalogue.
const MATERIALS: [&str; 12] = [
    "agent_id_emblem",
    "agent_id_portrait",
    "child_id_emblem",
    "child_id_portrait",
    "birth_certificate",
    "booklet_first_page",
    "booklet_child_page",
    "booklet_child_page_back",
    "booklet_householder_own_page",
    "booklet_householder_own_page_back",
    "card_photo",
    "guardianship_proof",
];

/// Where a paper is served.
pub(crate) fn url(case: &str, material: &str) -> String {
    format!("{PATH}/{case}/{material}.jpg")
}

/// The papers a family has: no ID card for a child without one, no householder's page in a collective household, no lost
/// birth certificate.
pub(crate) fn of_case<'a>(
    documents: &Documents,
    booklets: &[Booklet],
    child: &Person,
) -> impl Iterator<Item = &'a str> {
    let (card, certificate) = (child.id_card.is_some(), !documents.certificate_lost);
    let householder = booklets
        .iter()
        .any(|booklet| booklet.number == documents.householder_booklet && !booklet.collective);
    MATERIALS
        .into_iter()
        .filter(move |material| match *material {
            "child_id_emblem" | "child_id_portrait" => card,
            "birth_certificate" => certificate,
            "booklet_householder_own_page" | "booklet_householder_own_page_back" => householder,
            _ => true,
        })
}
