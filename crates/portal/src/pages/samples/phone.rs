//! Samples of [`Phone`] and [`Capture`].

use super::super::super::code;
use super::super::capture::{Capture, CaptureDone};
use super::super::field::Problem;
use super::super::layout::{Layout, Reader};
use super::super::phone::{Code, Handover, Phone, Stage};
use super::super::slot::Slot;
use super::{drawing, either};

impl Handover {
    pub fn sample(layout: &Layout, received: bool) -> Self {
        let slot = Slot::sample_empty(layout);
        let address = "daiban.example/capture/q3Zk0aV1mP8sXr5tYw2u-A";
        Self {
            url: format!("{}/phone", slot.upload_url),
            changes_url: "/applications/0192/changes".to_owned(),
            back_url: "/applications/0192/papers#main".to_owned(),
            stage: if received {
                Stage::Received(drawing(layout, &slot.id))
            } else {
                Stage::Open(Code {
                    picture: code::data_address(address).unwrap_or_default(),
                    address: address.to_owned(),
                    digits: "47".to_owned(),
                    until: either(layout, "21:52", "21:52"),
                    here_url: "/capture/q3Zk0aV1mP8sXr5tYw2u-A".to_owned(),
                })
            },
            id: slot.id,
            label: slot.label,
        }
    }
}

impl Phone {
    pub fn sample(layout: &Layout, received: bool) -> Self {
        Self {
            page: layout.clone().titled(layout.t("phone.title")),
            handover: Handover::sample(layout, received),
        }
    }
}

impl Capture {
    pub fn sample(layout: &Layout, wrong: bool) -> Self {
        let slot = if wrong {
            Slot {
                problem: Some(Problem {
                    field: "agent_id_emblem".to_owned(),
                    code: "picture_unknown".to_owned(),
                    text: layout.t("slot.not_a_picture").to_owned(),
                }),
                ..Slot::sample_empty(layout)
            }
        } else {
            Slot::sample_empty(layout)
        };
        Self {
            page: Layout {
                reader: Reader::Visitor,
                ..layout.clone().titled(&slot.label)
            },
            digits: "47".to_owned(),
            slot: Slot {
                upload_url: "/capture/q3Zk0aV1mP8sXr5tYw2u-A".to_owned(),
                ..slot
            },
        }
    }
}

impl CaptureDone {
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: Layout {
                reader: Reader::Visitor,
                ..layout.clone().titled(layout.t("capture.done_title"))
            },
        }
    }
}
