//! The slot of a document on a page.

use askama::Template;
use domain::flow::AskedWith;
use web::examples::{Example, OF_A_FACE};

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
    /// Where several questions of the page decide together: the combinations of their answers, as JSON; empty otherwise.
    pub asked_when: String,
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
    /// The part of it that is printed; `None` for documents, which are used whole.
    pub printed: Option<Printed>,
    /// When it was stored, in words.
    pub at: String,
    /// Taken over from an earlier application.
    pub from_earlier: bool,
    /// Taken although something seemed wrong with it: a person will look.
    pub is_doubtful: bool,
    /// Identifies this version of the picture, as in the stream of changes.
    pub mark: String,
}

/// What is in a slot whose new picture was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// The earlier picture.
    Earlier,
    /// Still nothing.
    Nothing,
}

/// The part of a picture that is printed.
#[derive(Debug, Clone)]
pub struct Printed {
    /// Its place, as an SVG `viewBox` in pixels of the turned picture.
    pub view_box: String,
    /// Turns the picture: an SVG `transform`; empty if it is not turned.
    pub transform: String,
}

impl Picture {
    /// A drawing of ours that stands in for one, such as the cartoon.
    pub fn drawn(url: String) -> Self {
        Self {
            thumbnail_url: url.clone(),
            url,
            width_px: 240,
            height_px: 160,
            printed: None,
            is_doubtful: false,
            at: String::new(),
            from_earlier: false,
            mark: String::new(),
        }
    }
}

impl Stands {
    /// Its stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Earlier => "earlier",
            Self::Nothing => "none",
        }
    }
}

/// What the codes of problems with a picture begin with; other problems, such as that it is missing, refuse none.
const OF_A_PICTURE: &str = "picture_";

impl Slot {
    /// What stands here, if a picture was not taken. The page then says so, and nothing on it looks like success.
    pub fn refused(&self) -> Option<Stands> {
        let problem = self.problem.as_ref()?;
        let stands = match self.picture {
            Some(_) => Stands::Earlier,
            None => Stands::Nothing,
        };
        problem.code.starts_with(OF_A_PICTURE).then_some(stands)
    }

    /// Whether it is hidden until the questions that it depends on get other answers; its input is off then, so that no program
    /// that fills in forms sends a picture nobody asked for.
    pub fn is_hidden(&self) -> bool {
        let depends = self.asked_with.is_some() || !self.asked_when.is_empty();
        depends && !self.required && self.picture.is_none() && self.problem.is_none()
    }

    /// Whether good and bad examples are shown: until a picture is there, and beside what is wrong with one.
    pub fn has_examples(&self) -> bool {
        self.picture.is_none() || self.problem.is_some()
    }

    /// Drawings of what a photo of a face may look like, and what not.
    pub fn faces(&self) -> &'static [Example<'static>] {
        if self.is_face { &OF_A_FACE } else { &[] }
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
