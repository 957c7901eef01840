//! What `/sandbox/components` shows after the tokens, chapter by chapter.

use domain::application::CaseState;
use portal::capture::used_up;
use portal::pages::application::Application;
use portal::pages::applications::Applications;
use portal::pages::capture::{Capture, CaptureDone};
use portal::pages::crop::Crop;
use portal::pages::field::{Field, Shape};
use portal::pages::frame::{Alert, Frame};
use portal::pages::login::Login;
use portal::pages::notice::{Drawing, Notice};
use portal::pages::phone::{Handover, Phone, PhonePart};
use portal::pages::receipt::Receipt;
use portal::pages::refusal::Refusal;
use portal::pages::relationship::Relationship;
use portal::pages::slot::Slot;
use portal::pages::step::{Facts, Step};

use super::as_script::{hides, marks, says, shows};
use super::specimens::{Piece, main_of, rendered};

/// Components that belong together.
pub(super) struct Chapter {
    /// The key of its name.
    pub(super) key: &'static str,
    /// How much room its components take.
    pub(super) room: Room,
    /// Each under the key of its name.
    pub(super) drawn: Vec<(&'static str, String)>,
}

/// How much room a component takes in its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Both languages stand beside each other where the window is wide.
    Half,
    /// One stands below the other.
    Whole,
    /// As wide as a phone.
    Phone,
}

/// The whole pages that are shown besides the macros: the test of what is shown begins at their templates too.
#[cfg(test)]
pub(super) const PAGES: [&str; 8] = [
    "portal/capture.html",
    "portal/capture_done.html",
    "portal/login.html",
    "portal/notice.html",
    "portal/phone.html",
    "portal/phone_part.html",
    "portal/receipt.html",
    "portal/refusal.html",
];

const TYPE: &str = "components.type";
const BUTTONS: &str = "components.buttons";

/// Every chapter in the language of `frame`.
pub(super) fn all(frame: &Frame) -> Vec<Chapter> {
    let chapter = |key, room, drawn| Chapter { key, room, drawn };
    vec![
        chapter(TYPE, Room::Half, each(frame, [(TYPE, Piece::Type)])),
        chapter(
            BUTTONS,
            Room::Half,
            each(frame, [(BUTTONS, Piece::Buttons)]),
        ),
        chapter("components.fields", Room::Half, fields(frame)),
        chapter("components.choices", Room::Half, choices(frame)),
        chapter("components.documents", Room::Whole, documents(frame)),
        chapter("components.computer", Room::Whole, computer(frame)),
        chapter("components.phone", Room::Phone, phone(frame)),
        chapter("components.step", Room::Whole, step(frame)),
        chapter("components.log_in", Room::Half, log_in(frame)),
        chapter("components.states", Room::Half, states(frame)),
        chapter("components.after", Room::Whole, after(frame)),
        chapter("components.said", Room::Half, said(frame)),
        chapter("components.notices", Room::Half, notices(frame)),
    ]
}

type Drawn = Vec<(&'static str, String)>;

/// Each piece drawn under its key.
fn each<const N: usize>(frame: &Frame, pieces: [(&'static str, Piece); N]) -> Drawn {
    let drawn = pieces.map(|(key, piece)| (key, piece.drawn(frame)));
    drawn.into()
}

fn fields(frame: &Frame) -> Drawn {
    let name = Field {
        shape: Field::sample_locked(frame).shape,
        ..Field::sample_name(frame)
    };
    let facts = Facts {
        fields: vec![with_name(name), Field::sample_locked(frame)],
        source: frame.t("answers.registry").to_owned(),
        reason: String::new(),
    };
    let mut drawn = each(
        frame,
        [
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
            ("components.facts", Piece::Facts(facts)),
        ],
    );
    let locked = Relationship::sample(frame).locked;
    drawn.extend(locked.map(|locked| ("components.locked", Piece::Field(locked).drawn(frame))));
    drawn
}

/// The locked field as it shows the name that stands in it.
fn with_name(mut field: Field) -> Field {
    if let Shape::Locked(lock) = &mut field.shape {
        lock.shown.clone_from(&field.value);
    }
    field
}

fn choices(frame: &Frame) -> Drawn {
    each(
        frame,
        [
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
        ],
    )
}

fn documents(frame: &Frame) -> Drawn {
    let sending = on_its_way(
        &Piece::Slot(Slot::sample_empty(frame)).drawn(frame),
        frame,
        "slot",
    );
    let failed = says(
        &Piece::Progress(Slot::sample_empty(frame)).drawn(frame),
        "data-said",
        frame.t("upload.failed"),
    );
    let failed = hides(
        &hides(&shows(&failed, "data-progress"), "data-part=\"bar\""),
        "data-part=\"cancel\"",
    );
    let mut drawn = each(
        frame,
        [
            ("components.slot", Piece::Slot(Slot::sample_empty(frame))),
            (
                "components.slot_filled",
                Piece::Slot(Slot::sample_filled(frame)),
            ),
            (
                "components.slot_wrong",
                Piece::Slot(Slot::sample_wrong(frame)),
            ),
            (
                "components.slot_face",
                Piece::Slot(Slot::sample_face(frame)),
            ),
        ],
    );
    drawn.push(("components.waiting", sending));
    drawn.push(("components.failed", failed));
    drawn.extend(each(
        frame,
        [
            (
                "components.card",
                Piece::Slot(Slot::sample_card_photo(frame, true)),
            ),
            (
                "components.card_blurred",
                Piece::Slot(Slot::sample_card_photo(frame, false)),
            ),
            (
                "components.crop",
                Piece::Crop(Box::new(Crop::sample(frame, false))),
            ),
        ],
    ));
    drawn
}

/// A document while its picture is on its way.
fn on_its_way(html: &str, frame: &Frame, class: &str) -> String {
    let html = marks(html, &format!("class=\"{class}\""), "aria-busy=\"true\"");
    let words = frame.w("upload.percent", &[("percent", "50")]);
    let html = says(&html, "data-said", &words).replace(" value=\"0\"", " value=\"50\"");
    hides(&shows(&html, "data-progress"), "data-part=\"retry\"")
}

fn computer(frame: &Frame) -> Drawn {
    let dialog = PhonePart {
        page: frame.clone(),
        handover: Handover::sample(frame, false),
    };
    let dialog = rendered(&dialog);
    let over = hides(&shows(&dialog, "data-over"), "data-waiting");
    vec![
        ("components.handover", dialog),
        ("components.handover_over", over),
        ("components.received", main_of(&Phone::sample(frame, true))),
    ]
}

fn phone(frame: &Frame) -> Drawn {
    let asked = main_of(&Capture::sample(frame, false));
    let sending = on_its_way(&asked, frame, "capture");
    vec![
        ("components.capture", asked),
        ("components.capture_sending", sending),
        (
            "components.capture_wrong",
            main_of(&Capture::sample(frame, true)),
        ),
        (
            "components.capture_done",
            main_of(&CaptureDone::sample(frame)),
        ),
        ("components.capture_over", main_of(&used_up(frame.clone()))),
    ]
}

fn step(frame: &Frame) -> Drawn {
    let form = Step::sample_questions(frame, true).form;
    each(
        frame,
        [
            ("components.steps", Piece::Steps(form.clone())),
            ("components.summary", Piece::Summary(form.clone())),
            ("components.by_law", Piece::ByLaw(form.clone())),
            ("components.saved", Piece::Saved(form)),
        ],
    )
}

fn log_in(frame: &Frame) -> Drawn {
    let dialog = Piece::LogInEnds(Step::sample_questions(frame, false).form).drawn(frame);
    let left = frame.w("session.left", &[("minutes", "5")]);
    let soon = says(&dialog, "data-left", &left);
    let login = main_of(&Login {
        question: Login::sample(frame, true).question,
        ..Login::sample(frame, false)
    });
    let form = login.find("<form").zip(login.find("</form>"));
    let form = form.map_or("", |(start, end)| &login[start..end + "</form>".len()]);
    let ended = hides(&shows(&dialog, "data-ended"), "data-warning");
    let ended = says(&ended, "data-place", form);
    let unsent = shows(&Piece::Unsent.drawn(frame), "data-unsent");
    let unsent = says(&unsent, "data-words", frame.t("unsent.offline"));
    vec![
        ("components.log_in_ends", soon),
        ("components.log_in_ended", ended),
        ("components.unsent", unsent),
    ]
}

fn states(frame: &Frame) -> Drawn {
    let way = Application::sample(frame).timeline;
    each(
        frame,
        [
            ("components.badges", Piece::Badges(badges(frame))),
            ("components.way", Piece::Way(way)),
            ("components.empty", Piece::Empty),
        ],
    )
}

fn after(frame: &Frame) -> Drawn {
    let topics = Application::sample(frame).topics;
    let cards = Applications::sample(frame, true).cards;
    let mut drawn = each(
        frame,
        [
            ("components.tiles", Piece::Tiles),
            ("components.answers", Piece::Topics(topics)),
            ("components.cards", Piece::Cards(cards)),
        ],
    );
    let receipt = main_of(&Receipt::sample(frame, true));
    drawn.push(("components.receipt", shows(&receipt, "data-print")));
    drawn
}

fn badges(frame: &Frame) -> Vec<(&'static str, String)> {
    let states = CaseState::ALL.map(CaseState::code);
    states
        .map(|code| (code, frame.t(&format!("state.{code}")).to_owned()))
        .to_vec()
}

fn said(frame: &Frame) -> Drawn {
    let mut drawn = each(
        frame,
        [
            ("components.notes", Piece::Notes),
            ("components.warning", Piece::Warning),
            ("components.more", Piece::More),
        ],
    );
    let alert = Piece::Alert(Alert::sample(&frame.texts)).drawn(frame);
    drawn.push(("components.alert", alert));
    drawn
}

fn notices(frame: &Frame) -> Drawn {
    let busy = Notice {
        drawing: Drawing::Wait,
        heading: frame.t("error.unavailable_title").to_owned(),
        happened: frame.t("error.unavailable_happened").to_owned(),
        cure: frame.t("error.unavailable_cure").to_owned(),
        action: frame.t("error.reload").to_owned(),
        ..Notice::sample(frame, false)
    };
    let again = Notice {
        heading: frame.t("error.form_token_title").to_owned(),
        happened: frame.t("error.form_token_happened").to_owned(),
        safe: frame.t("kept.safe").to_owned(),
        cure: frame.t("kept.form_token_cure").to_owned(),
        request_id: String::new(),
        ..Notice::sample(frame, true)
    };
    let lost = Notice {
        safe: String::new(),
        request_id: String::new(),
        ..Notice::sample(frame, false)
    };
    vec![
        ("components.notice_wait", main_of(&busy)),
        ("components.notice_again", main_of(&again)),
        ("components.notice_lost", main_of(&lost)),
        ("components.notice_stop", main_of(&Refusal::sample(frame))),
    ]
}
