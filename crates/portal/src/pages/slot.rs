//! The slot of a document on a page.

use askama::Template;
use domain::flow::AskedWith;

use super::card_drawing::CardDrawing;
use super::field::Problem;
use super::layout::Layout;

/// A document slot.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The material's id, which is the name of the file input and of its drawing.
    pub id: String,
    /// What is wanted, in the channel's words.
    pub label: String,
    /// Which page and which side, in plain words.
    pub hint: String,
    /// Whether it is the child's photo: what spoils a face differs from what spoils a paper.
    pub is_face: bool,
    /// Whether this application requires it now.
    pub required: bool,
    /// The question of the same page that decides whether it is required, if there is one.
    pub asked_with: Option<AskedWith>,
    /// The picture that is there.
    pub picture: Option<Picture>,
    /// For the child's photo, the card that shows the picture.
    pub card: Option<CardDrawing>,
    /// What is wrong, and the cure.
    pub problem: Option<Problem>,
    /// Where script sends a picture at once.
    pub upload_url: String,
}

/// A picture that is stored.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Where its small view is.
    pub thumbnail_url: String,
    /// Where its large view is.
    pub url: String,
    /// Width of the large view; with the height, the shape of both.
    pub width_px: u32,
    /// Height of the large view.
    pub height_px: u32,
    /// When it was stored, in words.
    pub at: String,
    /// Taken over from an earlier application.
    pub from_earlier: bool,
    /// Identifies this version of the picture, as in the stream of changes.
    pub mark: String,
}

impl Slot {
    /// Whether it is hidden until the question that it depends on gets another answer.
    pub fn stands_by(&self) -> bool {
        !self.required && self.picture.is_none() && self.problem.is_none()
    }

    /// The ids for `aria-describedby` of the file input.
    pub fn described_by(&self) -> String {
        if self.problem.is_some() {
            format!("problem-{0} hint-{0}", self.id)
        } else {
            format!("hint-{}", self.id)
        }
    }
}

/// A slot alone; script replaces the old one with it after an upload.
#[derive(Debug, Template)]
#[template(path = "portal/slot_part.html")]
pub struct SlotPart {
    /// The words.
    pub page: Layout,
    /// The slot.
    pub slot: Slot,
}
