//! Every component with its sample: what `/sandbox/components` shows, drawn by the macros of the pages themselves.

use askama::Template;
use domain::application::CaseState;

use crate::portal::pages::application::{Application, Moment};
use crate::portal::pages::applications::{Applications, Card};
use crate::portal::pages::field::{Field, Shape};
use crate::portal::pages::frame::Frame;
use crate::portal::pages::relationship::Relationship;
use crate::portal::pages::review::Topic;
use crate::portal::pages::slot::Slot;
use crate::portal::pages::step::{Facts, Place, Step, StepForm};

/// One component of the samples, on its own.
#[derive(Debug, Template)]
#[template(path = "sandbox/specimen.html")]
pub(super) struct Specimen {
    /// The words.
    pub(super) page: Frame,
    /// The component.
    pub(super) piece: Piece,
}

/// A component.
#[derive(Debug)]
pub(super) enum Piece {
    Type,
    Buttons,
    Field(Field),
    Facts(Facts),
    Slot(Slot),
    Waiting,
    Steps(StepForm),
    Saved(StepForm),
    ByLaw(StepForm),
    Summary(StepForm),
    Topics(Vec<Topic>),
    Notes,
    Warning,
    Badges(Vec<(&'static str, String)>),
    Way(Vec<Moment>),
    Cards(Vec<Card>),
    Empty,
    More,
}

/// Every component under the key of its name, in the order in which they are shown.
pub(super) fn all(frame: &Frame) -> Vec<(&'static str, Piece)> {
    let wrong = Step::sample_questions(frame, true).form;
    let relationship = Relationship::sample(frame);
    let facts = Facts {
        fields: vec![Field::sample_locked(frame), Field::sample_locked(frame)],
        source: frame.t("answers.registry").to_owned(),
        reason: String::new(),
    };
    let list = Applications::sample(frame, true);
    let application = Application::sample(frame);
    let mut pieces = vec![
        ("components.type", Piece::Type),
        ("components.buttons", Piece::Buttons),
        ("components.line", Piece::Field(Field::sample_name(frame))),
        (
            "components.number",
            Piece::Field(Field::sample_id_number(frame, false)),
        ),
        (
            "components.wrong",
            Piece::Field(Field::sample_id_number(frame, true)),
        ),
        ("components.area", Piece::Field(Field::sample_area(frame))),
        (
            "components.choice",
            Piece::Field(Field::sample_cards(frame)),
        ),
        ("components.list", Piece::Field(Field::sample_list(frame))),
        (
            "components.places",
            Piece::Field(Field::sample_places(frame)),
        ),
        ("components.tick", Piece::Field(Field::sample_tick(frame))),
        ("components.facts", Piece::Facts(facts)),
        ("components.slot", Piece::Slot(Slot::sample_empty(frame))),
        (
            "components.slot_filled",
            Piece::Slot(Slot::sample_filled(frame)),
        ),
        (
            "components.slot_wrong",
            Piece::Slot(Slot::sample_wrong(frame)),
        ),
        ("components.waiting", Piece::Waiting),
        ("components.steps", Piece::Steps(wrong.clone())),
        ("components.saved", Piece::Saved(wrong.clone())),
        ("components.by_law", Piece::ByLaw(wrong.clone())),
        ("components.summary", Piece::Summary(wrong)),
        ("components.answers", Piece::Topics(application.topics)),
        ("components.notes", Piece::Notes),
        ("components.warning", Piece::Warning),
        ("components.badges", Piece::Badges(badges(frame))),
        ("components.way", Piece::Way(application.timeline)),
        ("components.cards", Piece::Cards(list.cards)),
        ("components.empty", Piece::Empty),
        ("components.more", Piece::More),
    ];
    pieces.extend(
        relationship
            .locked
            .map(|locked| ("components.locked", Piece::Field(locked))),
    );
    pieces
}

fn badges(frame: &Frame) -> Vec<(&'static str, String)> {
    let states = CaseState::ALL.map(CaseState::code);
    states
        .map(|code| (code, frame.t(&format!("state.{code}")).to_owned()))
        .to_vec()
}

/// The component's HTML with ids and names of its own, so that many stand on one page; and without the marks by which
/// script would send its pictures.
pub(super) fn apart(html: &str, prefix: &str) -> String {
    const NAMES: [&str; 8] = [
        " id=\"",
        " name=\"",
        " for=\"",
        " aria-labelledby=\"",
        " aria-describedby=\"",
        " data-live-for=\"",
        " href=\"#f-",
        " href=\"#slot-",
    ];
    let mut html = html
        .replace(" data-upload=\"", " data-sample=\"")
        .replace(" data-summary", "");
    for name in NAMES {
        let mut parts = html.split(name);
        let mut apart = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (value, rest) = part.split_once('"').unwrap_or((part, ""));
            let values: Vec<String> = value
                .split(' ')
                .map(|value| format!("{prefix}{value}"))
                .collect();
            apart.extend([name, &values.join(" "), "\"", rest]);
        }
        html = apart;
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_what_names_them_move_together() {
        let html = r#"<p id="a"></p><input id="b" name="c" aria-describedby="a b"><div data-upload="/x" data-summary>"#;
        assert_eq!(
            apart(html, "en-"),
            r#"<p id="en-a"></p><input id="en-b" name="en-c" aria-describedby="en-a en-b"><div data-sample="/x">"#
        );
    }
}
