//! What `/sandbox/components` shows after the tokens, chapter by chapter.

use domain::application::CaseState;
use portal::capture::used_up;
use portal::pages::account::Account;
use portal::pages::agreement::Agreement;
use portal::pages::application::Application;
use portal::pages::applications::Applications;
use portal::pages::capture::{Capture, CaptureDone};
use portal::pages::crop::Crop;
use portal::pages::field::{Field, Shape};
use portal::pages::layout::{Alert, Layout};
use portal::pages::login::Login;
use portal::pages::notice::{Drawing, Notice};
use portal::pages::phone::{Handover, Phone, PhonePart};
use portal::pages::receipt::Receipt;
use portal::pages::refusal::Refusal;
use portal::pages::register::Register;
use portal::pages::relationship::Relationship;
use portal::pages::returned::Returned;
use portal::pages::slot::Slot;
use portal::pages::step::{Asks, Facts, Step};

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
    /// Both languages side by side, if the window is wide.
    Half,
    /// One below the other.
    Whole,
    /// As wide as a phone.
    Phone,
}

/// The whole pages that are shown besides the macros: the coverage test starts from their templates too.
#[cfg(test)]
pub(super) const PAGES: [&str; 11] = [
    "portal/account.html",
    "portal/by_code.html",
    "portal/capture.html",
    "portal/capture_done.html",
    "portal/login.html",
    "portal/notice.html",
    "portal/phone.html",
    "portal/phone_part.html",
    "portal/receipt.html",
    "portal/refusal.html",
    "portal/register.html",
];

const TYPE: &str = "components.type";
const BUTTONS: &str = "components.buttons";

/// Every chapter, in the language of `layout`.
pub(super) fn all(layout: &Layout) -> Vec<Chapter> {
    let chapter = |key, room, drawn| Chapter { key, room, drawn };
    vec![
        chapter(TYPE, Room::Half, each(layout, [(TYPE, Piece::Type)])),
        chapter(
            BUTTONS,
            Room::Half,
            each(layout, [(BUTTONS, Piece::Buttons)]),
        ),
        chapter("components.fields", Room::Half, fields(layout)),
        chapter("components.choices", Room::Half, choices(layout)),
        chapter("components.documents", Room::Whole, documents(layout)),
        chapter("components.computer", Room::Whole, computer(layout)),
        chapter("components.phone", Room::Phone, phone(layout)),
        chapter("components.step", Room::Whole, step(layout)),
        chapter("components.log_in", Room::Half, log_in(layout)),
        chapter("components.states", Room::Half, states(layout)),
        chapter("components.after", Room::Whole, after(layout)),
        chapter("components.said", Room::Half, said(layout)),
        chapter("components.notices", Room::Half, notices(layout)),
    ]
}

type Drawn = Vec<(&'static str, String)>;

/// Each piece drawn under its key.
fn each<const N: usize>(layout: &Layout, pieces: [(&'static str, Piece); N]) -> Drawn {
    let drawn = pieces.map(|(key, piece)| (key, piece.drawn(layout)));
    drawn.into()
}

fn fields(layout: &Layout) -> Drawn {
    let name = Field {
        shape: Field::sample_locked(layout).shape,
        ..Field::sample_name(layout)
    };
    let facts = Facts {
        fields: vec![with_name(name), Field::sample_locked(layout)],
        source: layout.t("answers.registry").to_owned(),
        reason: String::new(),
    };
    let mut drawn = each(
        layout,
        [
            ("components.line", Piece::Field(Field::sample_name(layout))),
            (
                "components.number",
                Piece::Field(Field::sample_id_number(layout, false)),
            ),
            (
                "components.wrong",
                Piece::Field(Field::sample_id_number(layout, true)),
            ),
            ("components.area", Piece::Field(Field::sample_area(layout))),
            ("components.facts", Piece::Facts(facts)),
        ],
    );
    let locked = Relationship::sample(layout).locked;
    drawn.extend(locked.map(|locked| ("components.locked", Piece::Field(locked).drawn(layout))));
    drawn
}

/// The locked field, showing the name that it holds.
fn with_name(mut field: Field) -> Field {
    if let Shape::Locked(lock) = &mut field.shape {
        lock.shown.clone_from(&field.value);
    }
    field
}

fn choices(layout: &Layout) -> Drawn {
    each(
        layout,
        [
            (
                "components.choice",
                Piece::Field(Field::sample_cards(layout)),
            ),
            (
                "components.choice_cards",
                Piece::Field(Field::sample_photo_choice(layout)),
            ),
            ("components.list", Piece::Field(Field::sample_list(layout))),
            (
                "components.places",
                Piece::Field(Field::sample_places(layout)),
            ),
            ("components.tick", Piece::Field(Field::sample_tick(layout))),
        ],
    )
}

fn documents(layout: &Layout) -> Drawn {
    let sending = on_its_way(
        &Piece::Slot(Slot::sample_empty(layout)).drawn(layout),
        layout,
        "slot",
    );
    let failed = says(
        &Piece::Progress(Slot::sample_empty(layout)).drawn(layout),
        "data-said",
        layout.t("upload.failed"),
    );
    let failed = hides(
        &hides(&shows(&failed, "data-progress"), "data-part=\"bar\""),
        "data-part=\"cancel\"",
    );
    let mut drawn = each(
        layout,
        [
            ("components.slot", Piece::Slot(Slot::sample_empty(layout))),
            (
                "components.slot_filled",
                Piece::Slot(Slot::sample_filled(layout)),
            ),
            (
                "components.slot_wrong",
                Piece::Slot(Slot::sample_wrong(layout)),
            ),
            (
                "components.slot_refused",
                Piece::Slot(Slot::sample_refused(layout)),
            ),
            (
                "components.slot_face",
                Piece::Slot(Slot::sample_face(layout)),
            ),
        ],
    );
    drawn.push(("components.waiting", sending));
    drawn.push(("components.failed", failed));
    drawn.extend(each(
        layout,
        [
            (
                "components.card",
                Piece::Slot(Slot::sample_card_photo(layout, true)),
            ),
            (
                "components.card_blurred",
                Piece::Slot(Slot::sample_card_photo(layout, false)),
            ),
            (
                "components.crop",
                Piece::Crop(Box::new(Crop::sample(layout, false))),
            ),
        ],
    ));
    drawn
}

/// A document while its picture is being uploaded.
fn on_its_way(html: &str, layout: &Layout, class: &str) -> String {
    let html = marks(html, &format!("class=\"{class}\""), "aria-busy=\"true\"");
    let words = layout.w("upload.percent", &[("percent", "50")]);
    let html = says(&html, "data-said", &words).replace(" value=\"0\"", " value=\"50\"");
    hides(&shows(&html, "data-progress"), "data-part=\"retry\"")
}

fn computer(layout: &Layout) -> Drawn {
    let dialog = PhonePart {
        page: layout.clone(),
        handover: Handover::sample(layout, false),
    };
    let dialog = rendered(&dialog);
    let over = hides(&shows(&dialog, "data-over"), "data-waiting");
    vec![
        ("components.handover", dialog),
        ("components.handover_over", over),
        ("components.received", main_of(&Phone::sample(layout, true))),
    ]
}

fn phone(layout: &Layout) -> Drawn {
    let asked = main_of(&Capture::sample(layout, false));
    let sending = on_its_way(&asked, layout, "capture");
    vec![
        ("components.capture", asked),
        ("components.capture_sending", sending),
        (
            "components.capture_wrong",
            main_of(&Capture::sample(layout, true)),
        ),
        (
            "components.capture_done",
            main_of(&CaptureDone::sample(layout)),
        ),
        ("components.capture_over", main_of(&used_up(layout.clone()))),
    ]
}

fn step(layout: &Layout) -> Drawn {
    let form = Step::sample_questions(layout, true).form;
    let asking = Piece::Waiting(Asks::Relationship).drawn(layout);
    let asking = shows(&asking, "data-waiting");
    let slow = says(
        &shows(&asking, "data-go-on"),
        "data-words",
        layout.t("waiting.slow"),
    );
    let asking = says(&asking, "data-words", layout.t("waiting.relationship"));
    let mut drawn = each(
        layout,
        [
            ("components.steps", Piece::Steps(form.clone())),
            (
                "components.articles",
                Piece::Articles(Agreement::sample(layout).articles),
            ),
            ("components.summary", Piece::Summary(form.clone())),
            ("components.by_law", Piece::ByLaw(form.clone())),
            ("components.saved", Piece::Saved(form)),
        ],
    );
    drawn.push(("components.asking", asking));
    drawn.push(("components.asking_slow", slow));
    drawn
}

fn log_in(layout: &Layout) -> Drawn {
    let dialog = Piece::LogInEnds(Step::sample_questions(layout, false).form).drawn(layout);
    let left = layout.w("session.left", &[("minutes", "5")]);
    let soon = says(&dialog, "data-left", &left);
    let login = main_of(&Login {
        question: Login::sample(layout, true).question,
        ..Login::sample(layout, false)
    });
    let form = login.find("<form").zip(login.find("</form>"));
    let form = form.map_or("", |(start, end)| &login[start..end + "</form>".len()]);
    let ended = hides(&shows(&dialog, "data-ended"), "data-warning");
    let ended = says(&ended, "data-place", form);
    let unsent = shows(&Piece::Unsent.drawn(layout), "data-unsent");
    let unsent = says(&unsent, "data-words", layout.t("unsent.offline"));
    vec![
        ("components.log_in_ends", soon),
        ("components.log_in_ended", ended),
        ("components.unsent", unsent),
        (
            "components.code_sent",
            main_of(&Register::sample(layout, true)),
        ),
        (
            "login.title_ways",
            main_of(&Login::sample_ways(layout, false)),
        ),
        ("account.title", main_of(&Account::sample(layout, 1))),
    ]
}

fn states(layout: &Layout) -> Drawn {
    let way = Application::sample(layout).timeline;
    let returned = Returned::sample(layout);
    each(
        layout,
        [
            ("components.badges", Piece::Badges(badges(layout))),
            ("components.way", Piece::Way(way)),
            ("components.returned", Piece::Returned(returned.clone())),
            ("components.returned_here", Piece::ReturnedHere(returned)),
            ("components.empty", Piece::Empty),
        ],
    )
}

fn after(layout: &Layout) -> Drawn {
    let topics = Application::sample(layout).topics;
    let cards = Applications::sample(layout, true).cards;
    let mut drawn = each(
        layout,
        [
            ("components.tiles", Piece::Tiles),
            ("components.answers", Piece::Topics(topics)),
            ("components.cards", Piece::Cards(cards)),
        ],
    );
    let receipt = main_of(&Receipt::sample(layout, true));
    drawn.push(("components.receipt", shows(&receipt, "data-print")));
    drawn
}

fn badges(layout: &Layout) -> Vec<(&'static str, String)> {
    let states = CaseState::ALL.map(CaseState::code);
    states
        .map(|code| (code, layout.t(&format!("state.{code}")).to_owned()))
        .to_vec()
}

fn said(layout: &Layout) -> Drawn {
    let mut drawn = each(
        layout,
        [
            ("components.notes", Piece::Notes),
            ("components.warning", Piece::Warning),
            ("components.more", Piece::More),
        ],
    );
    let alert = Piece::Alert(Alert::sample(&layout.texts)).drawn(layout);
    drawn.push(("components.alert", alert));
    drawn
}

fn notices(layout: &Layout) -> Drawn {
    let busy = Notice {
        drawing: Drawing::Wait,
        heading: layout.t("error.unavailable_title").to_owned(),
        happened: layout.t("error.unavailable_happened").to_owned(),
        cure: layout.t("error.unavailable_cure").to_owned(),
        action: layout.t("error.reload").to_owned(),
        ..Notice::sample(layout, false)
    };
    let again = Notice {
        heading: layout.t("error.form_token_title").to_owned(),
        happened: layout.t("error.form_token_happened").to_owned(),
        safe: layout.t("kept.safe").to_owned(),
        cure: layout.t("kept.form_token_cure").to_owned(),
        request_id: String::new(),
        ..Notice::sample(layout, true)
    };
    let lost = Notice {
        safe: String::new(),
        request_id: String::new(),
        ..Notice::sample(layout, false)
    };
    vec![
        ("components.notice_wait", main_of(&busy)),
        ("components.notice_again", main_of(&again)),
        ("components.notice_lost", main_of(&lost)),
        ("components.notice_stop", main_of(&Refusal::sample(layout))),
    ]
}
