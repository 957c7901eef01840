//! The families' papers, drawn by us from the families' data.
//!
//! Each kind of paper has its file and follows the layout of the real one closely enough that a person, and later a
//! recognition model, finds the same things in the same places. None is a copy: emblem, patterns and seals are our own
//! drawings, the issuing bodies do not exist, and 样本 SAMPLE stands across each and beside it.

mod birth_certificate;
mod booklet;
mod card_photo;
mod drawing;
mod emblem;
mod face;
mod guardianship_proof;
mod id_card;
mod no_font;
mod proportions;
mod render;
mod scene;

use std::path::{Path, PathBuf};

use crate::world::keeping::write_whole;
use crate::world::{Booklet, Documents, Person, World};

/// Where the sandbox serves papers: `/sandbox/papers/<case>/<material>.jpg`.
pub const PATH: &str = "/sandbox/papers";

/// The folder of the drawn papers inside the world's folder; named anew when the drawings change.
pub(crate) const FOLDER: &str = "papers-2";

/// A paper cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// No case of this name, or it has no such paper.
    #[error("no such paper")]
    Unknown,
    /// The paper could not be drawn.
    #[error("the paper cannot be drawn: {0}")]
    Drawing(String),
    /// The drawn paper could not be kept.
    #[error("the drawn paper cannot be kept at {path}: {source}")]
    Folder {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

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

/// The papers a family has: no ID card for a child without one, no householder's page in the register of a unit, no birth
/// certificate that is lost.
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

/// The paper from the folder, drawn and kept there first when it is asked for the first time.
pub(crate) fn paper(
    world: &World,
    folder: &Path,
    case: &str,
    material: &str,
) -> Result<Vec<u8>, PaperError> {
    // The names are looked up before they become a path: nothing from outside reaches the file system.
    let known = world.case(case).and_then(|case| {
        case.papers
            .get_key_value(material)
            .map(|(known, _)| (case, known))
    });
    let (case, material) = known.ok_or(PaperError::Unknown)?;
    let path = folder
        .join(FOLDER)
        .join(&case.case)
        .join(format!("{material}.jpg"));
    if let Ok(kept) = std::fs::read(&path) {
        return Ok(kept);
    }
    let jpeg = draw(world, &case.case, material)?;
    let keep = || -> std::io::Result<()> {
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        write_whole(&path, &jpeg)
    };
    keep().map_err(|source| PaperError::Folder {
        path: path.clone(),
        source,
    })?;
    Ok(jpeg)
}

fn draw(world: &World, case: &str, material: &str) -> Result<Vec<u8>, PaperError> {
    let documents = world.documents(case).ok_or(PaperError::Unknown)?;
    let person = |id_number: &str| world.person(id_number).ok_or(PaperError::Unknown);
    let booklet = |number: &str| world.booklet(number).ok_or(PaperError::Unknown);
    let (agent, child) = (person(&documents.agent)?, person(&documents.child)?);
    let scene = documents.scene;
    if material == "card_photo" {
        return card_photo::draw(child, world.day());
    }
    if !render::prints_chinese() {
        return no_font::draw(material, &child.id_number, scene);
    }
    match material {
        "agent_id_emblem" => id_card::emblem_side(agent, scene),
        "agent_id_portrait" => id_card::portrait_side(agent, scene),
        "child_id_emblem" => id_card::emblem_side(child, scene),
        "child_id_portrait" => id_card::portrait_side(child, scene),
        "birth_certificate" => {
            let (mother, father) = (
                person(&documents.birth.mother)?,
                person(&documents.birth.father)?,
            );
            birth_certificate::draw(&documents.birth, child, mother, father, scene)
        }
        "booklet_first_page" => booklet::first_page(booklet(&documents.child_booklet)?, scene),
        "booklet_child_page" => booklet::person_page(
            booklet(&documents.child_booklet)?,
            child,
            world.day(),
            scene,
        ),
        "booklet_householder_own_page" => {
            let booklet = booklet(&documents.householder_booklet)?;
            let head = booklet.members.first().ok_or(PaperError::Unknown)?;
            booklet::person_page(booklet, person(&head.id_number)?, world.day(), scene)
        }
        "booklet_child_page_back" | "booklet_householder_own_page_back" => booklet::back(scene),
        "guardianship_proof" => {
            guardianship_proof::draw(agent, child, &documents.agent_is, world.day(), scene)
        }
        _ => Err(PaperError::Unknown),
    }
}
