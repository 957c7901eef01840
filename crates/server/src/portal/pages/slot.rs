//! The place of one document on a page.

use super::field::Problem;

/// A document slot.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The material's id, which is the file input's name.
    pub id: String,
    /// What is wanted, in the channel's words.
    pub label: String,
    /// Which page and which side, in plain words.
    pub hint: String,
    /// The drawing of it.
    pub drawing: Drawing,
    /// Whether this case requires it now.
    pub required: bool,
    /// The picture that is there.
    pub picture: Option<Picture>,
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
    /// When it was stored, in words.
    pub at: String,
    /// Width and height in pixels, in words.
    pub size: String,
}

/// Our drawings of documents, all in one style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// The emblem side of an ID card.
    CardEmblem,
    /// The side with the person's data.
    CardPortrait,
    /// The booklet's first page.
    BookletFirst,
    /// A person's page of the booklet.
    BookletPerson,
    /// The back of a person's page.
    BookletBack,
    /// The medical birth certificate.
    Birth,
    /// A paper that proves guardianship.
    Proof,
    /// A face for the card.
    Face,
}

impl Drawing {
    /// The drawing that shows a material.
    pub fn of_material(material: &str) -> Self {
        match material {
            "agent_id_emblem" | "child_id_emblem" => Self::CardEmblem,
            "agent_id_portrait" | "child_id_portrait" => Self::CardPortrait,
            "booklet_first_page" => Self::BookletFirst,
            "booklet_child_page_back" | "booklet_householder_own_page_back" => Self::BookletBack,
            "booklet_child_page" | "booklet_householder_own_page" => Self::BookletPerson,
            "birth_certificate" => Self::Birth,
            "card_photo" => Self::Face,
            _ => Self::Proof,
        }
    }
}

impl Slot {
    /// What `aria-describedby` of the file input names.
    pub fn described_by(&self) -> String {
        if self.problem.is_some() {
            format!("problem-{0} hint-{0}", self.id)
        } else {
            format!("hint-{}", self.id)
        }
    }
}
