//! A component on its own, drawn by the macros and templates of the pages themselves.

use askama::Template;
use portal::pages::agreement::Article;
use portal::pages::application::Moment;
use portal::pages::applications::Card;
use portal::pages::crop::Crop;
use portal::pages::field::{Field, Shape};
use portal::pages::layout::{Alert, Layout};
use portal::pages::returned::Returned;
use portal::pages::review::Topic;
use portal::pages::slot::Slot;
use portal::pages::step::{Asks, Facts, StepForm};
use service::parent::step_view::Progress;

/// A component with its sample.
#[derive(Debug, Template)]
#[template(path = "sandbox/specimen.html")]
struct Specimen<'a> {
    page: &'a Layout,
    piece: Piece,
}

/// A component.
#[derive(Debug)]
pub(super) enum Piece {
    Type,
    Buttons,
    Field(Field),
    Facts(Facts),
    Slot(Slot),
    Progress(Slot),
    Crop(Box<Crop>),
    Steps(StepForm),
    Saved(StepForm),
    ByLaw(StepForm),
    Waiting(Asks),
    Articles(Vec<Article>),
    Summary(StepForm),
    LogInEnds(StepForm),
    Unsent,
    Returned(Returned),
    ReturnedHere(Returned),
    Topics(Vec<Topic>),
    Tiles,
    Notes,
    Warning,
    Alert(Alert),
    Badges(Vec<(&'static str, String)>),
    Way(Vec<Moment>),
    Cards(Vec<Card>),
    Empty,
    More,
}

impl Piece {
    /// Its HTML, in the language of `page`.
    pub(super) fn drawn(self, page: &Layout) -> String {
        rendered(&Specimen { page, piece: self })
    }
}

/// The content of a page between header and footer.
pub(super) fn main_of(page: &impl Template) -> String {
    let html = rendered(page);
    let inside = html.split_once("<main").and_then(|(_, rest)| {
        let (_, rest) = rest.split_once('>')?;
        Some(rest.split_once("</main>")?.0.to_owned())
    });
    inside.unwrap_or_default()
}

/// A test renders every sample; one that fails here nevertheless leaves its space empty.
pub(super) fn rendered(piece: &impl Template) -> String {
    piece.render().unwrap_or_default()
}
