//! A question or a picture of a step.

use domain::catalogue::{Agreement, ChoiceSource, FieldKind};
use domain::flow::{PlannedField, PlannedSlot, Problem};
use domain::id::Mobile;
use domain::lang::{Lang, Text};
use domain::release::Release;
use serde::Serialize;
use service::parent::case_view::CaseView;
use service::parent::step_view::{FieldView, SlotView};
use utoipa::ToSchema;
use web::page::Page;
use web::site::Site;

use super::example::{ExampleShown, of_material};

/// Options beyond this many are read from their table.
const MOST_OPTIONS: usize = 60;

/// A question, or a place for a picture.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Item {
    /// A question.
    Field(FieldItem),
    /// A place for a picture.
    Material(MaterialItem),
}

/// A question.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldItem {
    /// Its id, to answer it by.
    #[schema(example = "child.name")]
    field: String,
    /// Its step, and the page of that step.
    step: String,
    /// Its page: what is asked at once where the step is too long for one screen.
    page: String,
    /// The kind of value.
    kind: Kind,
    /// What it is called.
    label: String,
    /// What helps to answer it; may be empty.
    hint: String,
    /// An example; may be empty.
    example: String,
    /// The answers to choose from, where it is a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Vec<Choice>>,
    /// The code table to choose from (`list_code_table`), where it is too long to stand here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "branches")]
    table: Option<String>,
    /// For a consent: the text that is agreed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement: Option<AgreedText>,
    /// The stored value, or what applies while there is none.
    #[schema(required)]
    value: Option<String>,
    /// The same as people read it.
    #[schema(required)]
    shown: Option<String>,
    /// What may be offered while there is no value. It counts once it is saved.
    #[schema(required)]
    suggested: Option<String>,
    /// Where the stored value came from: `registry`, `login`, `recognition`, `earlier_application`, `typed`, `default`.
    #[schema(required)]
    provenance: Option<String>,
    /// At a mobile: whether the agent proved that what is sent to `value` reaches them (`prove_phone`).
    #[serde(skip_serializing_if = "Option::is_none")]
    proved: Option<bool>,
    /// Whether it is asked now.
    visible: bool,
    /// Whether it must be answered.
    required: bool,
    /// Why it cannot be changed; `null` where it can.
    #[schema(required)]
    locked: Option<String>,
    /// What is wrong with it.
    #[schema(required)]
    problem: Option<ItemProblem>,
}

/// A kind of value.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ValueKind)]
pub(crate) enum Kind {
    /// A personal name.
    Name,
    /// An ID number of 18 characters.
    IdNumber,
    /// A mobile of mainland China.
    Mobile,
    /// An address below the district.
    Address,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A day, or `long_term`.
    DateOrLongTerm,
    /// `yes` or `no`.
    YesNo,
    /// A box to tick: `yes` or `no`.
    Consent,
    /// One of the options, or of the table.
    Choice,
}

/// An answer to choose.
#[derive(Serialize, ToSchema)]
pub(crate) struct Choice {
    /// What is sent.
    value: String,
    /// What people read.
    label: String,
    /// A second line, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A text that is agreed to.
#[derive(Serialize, ToSchema)]
pub(crate) struct AgreedText {
    /// Its id.
    #[schema(example = "disclaimer")]
    id: String,
    /// Its version.
    version: String,
    /// Its title and paragraphs, a line each.
    text: String,
}

/// A place for a picture.
#[derive(Serialize, ToSchema)]
pub(crate) struct MaterialItem {
    /// Its id, to upload it by.
    #[schema(example = "child_id_portrait")]
    material: String,
    /// Its step.
    step: String,
    /// Its page.
    page: String,
    /// What it is called.
    label: String,
    /// How it is to be taken; may be empty.
    advice: String,
    /// Drawings of how it may look, and how not.
    examples: Vec<ExampleShown>,
    /// Whether it is needed.
    required: bool,
    /// Whether it is asked now.
    visible: bool,
    /// `present` once it was uploaded.
    #[schema(required)]
    value: Option<String>,
    /// When it was uploaded, as RFC 3339 has it.
    #[schema(required)]
    uploaded_at: Option<String>,
    /// Whether it was taken although something seemed wrong with it: a person will look.
    doubtful: bool,
    /// For the child's photo: the part that goes onto the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<FrameParts>,
    /// Why it cannot be changed; `null` where it can.
    #[schema(required)]
    locked: Option<String>,
    /// What is wrong with it.
    #[schema(required)]
    problem: Option<ItemProblem>,
}

/// Part of a picture, in parts of its width and height.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub(crate) struct FrameParts {
    /// Left edge, in parts of the width.
    x: f64,
    /// Upper edge, in parts of the height.
    y: f64,
    /// Width, in parts of the width. The height follows from it.
    width: f64,
}

/// What is wrong with a question or a picture.
#[derive(Serialize, ToSchema)]
pub(crate) struct ItemProblem {
    /// A stable code.
    #[schema(example = "missing")]
    code: String,
    /// What is wrong and how to mend it.
    message: String,
}

/// What all items of an answer are drawn from.
#[derive(Clone, Copy)]
pub(crate) struct Drawn<'a> {
    /// On which site.
    pub(crate) site: &'a Site,
    /// In which language.
    pub(crate) page: &'a Page,
    /// The application.
    pub(crate) case: &'a CaseView,
    /// Its release.
    pub(crate) release: &'a Release,
    /// Why nothing can be changed here, if nothing can.
    pub(crate) all_locked: Option<&'a str>,
    /// The mobiles that the agent proved.
    pub(crate) proved: &'a [Mobile],
}

impl Drawn<'_> {
    /// A question.
    pub(crate) fn field(&self, step: &str, page: &str, field: &FieldView<'_>) -> Item {
        let (lang, planned) = (self.page.lang, field.planned);
        let (options, table) = self.choices(planned);
        let locked = field.lock.as_ref().map(|lock| {
            let reason = lock.reason.map(|reason| reason.get(lang));
            reason.unwrap_or_else(|| self.page.t("api.locked"))
        });
        Item::Field(FieldItem {
            field: planned.id.clone(),
            step: step.to_owned(),
            page: page.to_owned(),
            kind: Kind::of(planned.kind),
            label: planned.label.get(lang).to_owned(),
            hint: sentences(lang, &planned.hints),
            example: planned
                .example
                .as_ref()
                .map(|example| example.get(lang).to_owned())
                .unwrap_or_default(),
            options,
            table,
            agreement: field.agreement.map(|text| AgreedText::of(text, lang)),
            value: planned.value.clone(),
            shown: planned
                .shown
                .as_ref()
                .map(|shown| shown.get(lang).to_owned()),
            suggested: planned.suggested.clone(),
            provenance: field.provenance.map(|from| from.code().to_owned()),
            proved: (planned.kind == FieldKind::Mobile).then(|| {
                let mut proved = self.proved.iter();
                proved.any(|known| planned.value.as_deref() == Some(known.as_str()))
            }),
            visible: planned.visible,
            required: planned.required,
            locked: self.all_locked.or(locked).map(str::to_owned),
            problem: self.problem(&planned.id),
        })
    }

    /// A place for a picture.
    pub(crate) fn material(&self, page: &str, slot: &SlotView<'_>) -> MaterialItem {
        let (lang, planned) = (self.page.lang, slot.planned);
        let locked = planned.locked.then(|| self.page.t("api.locked"));
        MaterialItem {
            material: planned.id.clone(),
            step: planned.step.clone(),
            page: page.to_owned(),
            label: planned.label.get(lang).to_owned(),
            advice: sentences(lang, &planned.hints),
            examples: of_material(self.site, self.page, &planned.id),
            required: planned.required,
            visible: planned.required || planned.present,
            value: slot.stored.map(|_| "present".to_owned()),
            uploaded_at: slot.stored.map(|stored| stored.uploaded_at.to_string()),
            doubtful: slot.stored.is_some_and(|stored| stored.is_doubtful),
            frame: slot.stored.and_then(|stored| stored.frame).map(|frame| {
                let (width_px, height_px) = frame.picture_px();
                let part = |of: u32, whole: u32| f64::from(of) / f64::from(whole.max(1));
                FrameParts {
                    x: part(frame.x_px(), width_px),
                    y: part(frame.y_px(), height_px),
                    width: part(frame.width_px(), width_px),
                }
            }),
            locked: self.all_locked.or(locked).map(str::to_owned),
            problem: self.problem(&planned.id),
        }
    }

    /// The item of a slot, wherever it stands.
    pub(crate) fn material_of(&self, planned: &PlannedSlot) -> MaterialItem {
        let step = self.case.plan.step(&planned.step);
        let mut pages = step.into_iter().flat_map(|step| &step.pages);
        let page = pages.find(|page| page.slots().any(|slot| slot.id == planned.id));
        let page = page.map_or("", |page| &page.id);
        self.material(page, &SlotView::of(self.case, planned))
    }

    /// The options of a choice, or the table that holds them.
    fn choices(&self, planned: &PlannedField) -> (Option<Vec<Choice>>, Option<String>) {
        let lang = self.page.lang;
        let field = self.release.field(&planned.id);
        let source = field.and_then(|field| field.choices.as_ref());
        if matches!(source, Some(ChoiceSource::Branch)) {
            return (None, Some("branches".to_owned()));
        }
        if planned.options.is_empty() {
            return (None, None);
        }
        let is_short = planned.options.len() <= MOST_OPTIONS;
        let options = planned.options.iter().filter(|option| {
            // Of what is only shown, nobody chooses: the one that applies is enough.
            is_short || !planned.locked || planned.value.as_ref() == Some(&option.value)
        });
        let options = options.map(|option| Choice {
            value: option.value.clone(),
            label: option.label.get(lang).to_owned(),
            note: option.note.as_ref().map(|note| note.get(lang).to_owned()),
        });
        (Some(options.collect()), None)
    }

    fn problem(&self, id: &str) -> Option<ItemProblem> {
        let mut problems = self.case.plan.problems.iter();
        let problem: &Problem = problems.find(|problem| problem.field == id)?;
        Some(ItemProblem {
            code: problem.code.as_str().to_owned(),
            message: problem.text.get(self.page.lang).to_owned(),
        })
    }
}

impl Kind {
    fn of(kind: FieldKind) -> Kind {
        match kind {
            FieldKind::Name => Kind::Name,
            FieldKind::IdNumber => Kind::IdNumber,
            FieldKind::Mobile => Kind::Mobile,
            FieldKind::Address => Kind::Address,
            FieldKind::Date => Kind::Date,
            FieldKind::DateOrLongTerm => Kind::DateOrLongTerm,
            FieldKind::YesNo => Kind::YesNo,
            FieldKind::Consent => Kind::Consent,
            FieldKind::Choice => Kind::Choice,
        }
    }
}

impl AgreedText {
    /// A text in a language.
    pub(crate) fn of(agreement: &Agreement, lang: Lang) -> AgreedText {
        let paragraphs = agreement.paragraphs.iter();
        let lines = std::iter::once(&agreement.title).chain(paragraphs);
        let lines: Vec<&str> = lines.map(|text| text.get(lang)).collect();
        AgreedText {
            id: agreement.id.clone(),
            version: agreement.version.clone(),
            text: lines.join("\n"),
        }
    }
}

impl AgreedText {
    /// The same by the id by which it was asked for.
    pub(crate) fn named(self, id: &str) -> AgreedText {
        AgreedText {
            id: id.to_owned(),
            ..self
        }
    }
}

/// Joins sentences. In Chinese the full stop is as wide as a character, and nothing goes between them.
fn sentences(lang: Lang, texts: &[Text]) -> String {
    let between = match lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    let texts: Vec<&str> = texts.iter().map(|text| text.get(lang)).collect();
    texts.join(between)
}
