//! Samples of [`Phone`] and [`Capture`].

use super::super::capture::{Capture, CaptureDone};
use super::super::frame::Frame;
use super::super::phone::{Code, Handover, Phone, Stage};
use super::super::slot::Slot;
use super::either;

impl Handover {
    pub(crate) fn sample(frame: &Frame, received: bool) -> Self {
        let slot = Slot::sample_empty(frame);
        Self {
            url: format!("{}/phone", slot.upload_url),
            id: slot.id,
            label: slot.label,
            changes_url: "/applications/0192/changes".to_owned(),
            back_url: "/applications/0192/papers#main".to_owned(),
            stage: if received {
                Stage::Received("/assets/sample/mark.svg".to_owned())
            } else {
                Stage::Open(Code {
                    picture: "data:image/svg+xml;base64,PHN2Zy8+".to_owned(),
                    address: "daiban.example/capture/q3Zk0aV1mP8sXr5tYw2u-A".to_owned(),
                    digits: "47".to_owned(),
                    until: either(frame, "21:52", "21:52"),
                    here_url: "/capture/q3Zk0aV1mP8sXr5tYw2u-A".to_owned(),
                })
            },
        }
    }
}

impl Phone {
    pub(crate) fn sample(frame: &Frame, received: bool) -> Self {
        Self {
            page: frame.clone().titled(frame.t("phone.title")),
            handover: Handover::sample(frame, received),
        }
    }
}

impl Capture {
    pub(crate) fn sample(frame: &Frame, wrong: bool) -> Self {
        let slot = if wrong {
            Slot::sample_wrong(frame)
        } else {
            Slot::sample_empty(frame)
        };
        Self {
            page: Frame {
                agent: None,
                ..frame.clone().titled(&slot.label)
            },
            digits: "47".to_owned(),
            is_face: false,
            slot: Slot {
                upload_url: "/capture/q3Zk0aV1mP8sXr5tYw2u-A".to_owned(),
                ..slot
            },
        }
    }
}

impl CaptureDone {
    pub(crate) fn sample(frame: &Frame) -> Self {
        Self {
            page: Frame {
                agent: None,
                ..frame.clone().titled(frame.t("capture.done_title"))
            },
        }
    }
}
