//! A paper of a case: drawn on first request, then read from the file.

use std::path::Path;

use super::error::PaperError;
use super::{birth_certificate, booklet, card_photo, guardianship_proof, id_card, no_font, render};
use crate::whole_file::write_whole;
use crate::world::Kept;

/// Reads the paper from `folder`; on the first request, draws and stores it there.
pub(crate) fn paper(
    kept: &Kept,
    folder: &Path,
    case: &str,
    material: &str,
) -> Result<Vec<u8>, PaperError> {
    // Names are looked up before they become a path, so no outside input reaches the file system.
    let known = kept.case(case).and_then(|case| {
        case.papers
            .get_key_value(material)
            .map(|(known, _)| (case, known))
    });
    let (case, material) = known.ok_or(PaperError::Unknown)?;
    let path = folder.join(&case.case).join(format!("{material}.jpg"));
    if let Ok(drawn) = std::fs::read(&path) {
        return Ok(drawn);
    }
    let jpeg = draw(kept, &case.case, material)?;
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

fn draw(kept: &Kept, case: &str, material: &str) -> Result<Vec<u8>, PaperError> {
    let documents = kept.documents(case).ok_or(PaperError::Unknown)?;
    let person = |id_number: &str| kept.person(id_number).ok_or(PaperError::Unknown);
    let booklet = |number: &str| kept.booklet(number).ok_or(PaperError::Unknown);
    let (agent, child) = (person(&documents.agent)?, person(&documents.child)?);
    let scene = documents.scene;
    if material == "card_photo" {
        return card_photo::draw(child, kept.day);
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
        "booklet_child_page" => {
            booklet::person_page(booklet(&documents.child_booklet)?, child, kept.day, scene)
        }
        "booklet_householder_own_page" => {
            let booklet = booklet(&documents.householder_booklet)?;
            let head = booklet.members.first().ok_or(PaperError::Unknown)?;
            booklet::person_page(booklet, person(&head.id_number)?, kept.day, scene)
        }
        "booklet_child_page_back" => booklet::back(scene),
        // Another photograph of another page, however alike the two are.
        "booklet_householder_own_page_back" => booklet::back(scene.wrapping_add(3)),
        "guardianship_proof" => {
            guardianship_proof::draw(agent, child, &documents.agent_is, kept.day, scene)
        }
        _ => Err(PaperError::Unknown),
    }
}
