//! Says which papers a family needs, before anyone logs in, from a few replies that identify nobody.
//!
//! There is no second list of rules. The replies become the answers of a draft that is never stored, and the flow's own plan says
//! what it asks for. A question that would change nothing is not asked: the same plans show which ones those are.

use std::collections::BTreeMap;

use domain::answer::Answers;
use domain::channel::Channel;
use domain::code::{AsAgent, Coded};
use domain::flow::{Facts, Plan, RelationshipState, plan};
use domain::id::AgeRule;
use domain::lang::Text;
use domain::release::Release;
use jiff::ToSpan;
use jiff::civil::Date;

use super::card_photo::CARD_PHOTO;
use crate::Service;
use crate::ServiceError;
use crate::pool::For;

/// The questions, in the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// The age band of the child, never a date of birth.
    Age,
    /// Which document the child has.
    Document,
    /// Whether the agent is the householder, and whether the child is in the same booklet.
    Booklet,
    /// What the agent is to the child.
    Guardian,
    /// Whether the birth certificate is at hand.
    Certificate,
}

/// The possible replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The child is under 7.
    Under7,
    /// The child is 7 to 15.
    From7,
    /// The child is 16 or 17.
    From16,
    /// The child has an ID card.
    IdCard,
    /// The child has only the household booklet.
    HouseholdBooklet,
    /// The agent is the householder in the child's booklet.
    Householder,
    /// The agent is a householder, but the child is in another booklet.
    OtherBooklet,
    /// The agent is not the householder.
    NotHouseholder,
    /// The agent is the father or the mother.
    Parent,
    /// The agent is another guardian, or a step or adoptive parent.
    OtherGuardian,
    /// The birth certificate is at hand.
    Certificate,
    /// There is no birth certificate.
    NoCertificate,
}

/// The replies so far, at most one per question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies(BTreeMap<Question, Reply>);

/// What comes next.
#[derive(Clone, Debug)]
pub struct Checklist {
    /// The replies that matter, up to the open question.
    pub replies: Replies,
    /// The open question; `None` once the papers are certain.
    pub open: Option<Question>,
    /// The papers that the replies so far ask for.
    pub papers: Papers,
}

/// The papers of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Papers {
    /// Every picture to take, in the order of the flow.
    pub needed: Vec<Paper>,
    /// Whether the default picture may replace the child's photo.
    pub default_picture: bool,
    /// What may still be asked for, while a question is open.
    possible: Vec<String>,
}

/// One picture to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Id of the material.
    pub material: String,
    /// What it is, in the channel's words.
    pub label: Text,
    /// What to look out for.
    pub hints: Vec<Text>,
}

/// Minutes that the questions themselves take; a picture takes about one more.
const MINUTES_OF_QUESTIONS: usize = 5;
/// The estimate is rounded to this many minutes.
const MINUTES_ROUNDED_TO: usize = 5;

/// Works out what comes after these replies in the portal, today. Anybody may call it, and it takes about thirty plans: only a
/// few run at a time.
///
/// # Errors
/// [`ServiceError::Busy`] when too many wait.
pub async fn plan_papers(service: &Service, replies: Replies) -> Result<Checklist, ServiceError> {
    let (release, age, on) = (
        service.rules.in_force.clone(),
        service.settings.age,
        service.clock.today(),
    );
    let work = move || checklist(&release, age, on, &replies);
    Ok(service.work.codes.run(For::Anyone, work).await?)
}

fn checklist(release: &Release, age: AgeRule, on: Date, given: &Replies) -> Checklist {
    let papers = |replies: &Replies| papers(release, age, on, replies);
    let mut replies = Replies::default();
    for question in Question::ALL {
        let mut outcomes = question
            .replies()
            .iter()
            .map(|reply| papers(&replies.with(*reply)));
        let first = outcomes.next();
        if outcomes.all(|other| Some(&other) == first.as_ref()) {
            continue;
        }
        match given.get(question) {
            Some(reply) => replies = replies.with(reply),
            None => {
                return Checklist {
                    papers: papers(&replies),
                    open: Some(question),
                    replies,
                };
            }
        }
    }
    Checklist {
        papers: papers(&replies),
        open: None,
        replies,
    }
}

/// What the flow asks for in a draft with these answers.
fn papers(release: &Release, age_rule: AgeRule, on: Date, replies: &Replies) -> Papers {
    let mut answers = Answers::new();
    for reply in replies.iter() {
        reply.answer(release, on, &mut answers);
    }
    let facts = Facts {
        relationship_state: RelationshipState::Hit,
        mobile_proved: true,
        age_rule,
    };
    let planned = |answers: &Answers| -> Plan {
        plan(release, Channel::Portal, answers, on, &facts).expect("the portal has a flow")
    };
    let own = planned(&answers);
    answers.set("photo_choice", "default_picture");
    let drawn = planned(&answers);
    Papers {
        needed: own
            .slots()
            .filter(|slot| slot.required)
            .map(|slot| Paper {
                material: slot.id.clone(),
                label: slot.label.clone(),
                hints: slot.hints.clone(),
            })
            .collect(),
        default_picture: !drawn.materials.iter().any(|id| id == CARD_PHOTO),
        possible: own.possible_materials.into_iter().collect(),
    }
}

impl Papers {
    /// Roughly how long it takes to fill everything in, in minutes.
    pub fn minutes(&self) -> usize {
        let exact = MINUTES_OF_QUESTIONS + self.needed.len();
        (exact + MINUTES_ROUNDED_TO / 2) / MINUTES_ROUNDED_TO * MINUTES_ROUNDED_TO
    }

    /// Whether the default picture may replace this one.
    pub fn may_be_drawn(&self, paper: &Paper) -> bool {
        self.default_picture && paper.material == CARD_PHOTO
    }
}

impl Question {
    /// Every question, in order.
    pub const ALL: [Self; 5] = [
        Self::Age,
        Self::Document,
        Self::Booklet,
        Self::Guardian,
        Self::Certificate,
    ];

    /// Its name in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Document => "doc",
            Self::Booklet => "book",
            Self::Guardian => "who",
            Self::Certificate => "cert",
        }
    }

    /// The possible replies, the usual one first.
    pub const fn replies(self) -> &'static [Reply] {
        match self {
            Self::Age => &[Reply::Under7, Reply::From7, Reply::From16],
            Self::Document => &[Reply::IdCard, Reply::HouseholdBooklet],
            Self::Booklet => &[
                Reply::Householder,
                Reply::OtherBooklet,
                Reply::NotHouseholder,
            ],
            Self::Guardian => &[Reply::Parent, Reply::OtherGuardian],
            Self::Certificate => &[Reply::Certificate, Reply::NoCertificate],
        }
    }
}

impl Reply {
    /// The question it replies to.
    pub fn question(self) -> Question {
        Question::ALL
            .into_iter()
            .find(|question| question.replies().contains(&self))
            .expect("each reply belongs to a question")
    }

    /// Its name in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Under7 => "0",
            Self::From7 => "7",
            Self::From16 => "16",
            Self::IdCard => "card",
            Self::HouseholdBooklet => "book",
            Self::Householder => "one",
            Self::OtherBooklet => "two",
            Self::NotHouseholder => "not",
            Self::Parent => "parent",
            Self::OtherGuardian => "other",
            Self::Certificate => "yes",
            Self::NoCertificate => "no",
        }
    }

    /// Sets what a draft would hold in this situation. An age is in the middle of its band, so that no birthday is near.
    fn answer(self, release: &Release, on: Date, answers: &mut Answers) {
        let born = |years: i32| on.saturating_sub(years.years().months(3)).to_string();
        let relation = |kind: AsAgent| {
            let mut relations = release.codes().relations.iter();
            relations
                .find(|relation| relation.as_agent == kind)
                .map_or("", Coded::code)
        };
        match self {
            Self::Under7 => answers.set("child.birth_date", born(3)),
            Self::From7 => answers.set("child.birth_date", born(11)),
            Self::From16 => answers.set("child.birth_date", born(16)),
            Self::IdCard => answers.set("child.id_type", "resident_id_card"),
            Self::HouseholdBooklet => answers.set("child.id_type", "household_booklet"),
            Self::Householder => {
                answers.set("agent.is_householder", "yes");
                answers.set("same_booklet", "yes");
            }
            Self::OtherBooklet => {
                answers.set("agent.is_householder", "yes");
                answers.set("same_booklet", "no");
            }
            Self::NotHouseholder => answers.set("agent.is_householder", "no"),
            Self::Parent => {
                answers.set("relationship", relation(AsAgent::Parent));
                answers.set("relationship_confirmed", "yes");
            }
            Self::OtherGuardian => {
                answers.set("relationship", relation(AsAgent::GuardianWithProof));
                answers.set("relationship_confirmed", "yes");
            }
            Self::Certificate => answers.set("birth_certificate_choice", "have"),
            Self::NoCertificate => answers.set("birth_certificate_choice", "other_proof"),
        }
    }
}

impl Replies {
    /// The replies among the query pairs of an address; unknown ones are ignored.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        pairs
            .into_iter()
            .filter_map(|(question, reply)| {
                let question = Question::ALL
                    .into_iter()
                    .find(|known| known.code() == question)?;
                let known = question.replies().iter();
                known.copied().find(|known| known.code() == reply)
            })
            .fold(Self::default(), |replies, reply| replies.with(reply))
    }

    /// These replies and one more, which replaces another reply to the same question.
    #[must_use]
    pub fn with(&self, reply: Reply) -> Self {
        let mut replies = self.clone();
        replies.0.insert(reply.question(), reply);
        replies
    }

    /// The reply to a question.
    pub fn get(&self, question: Question) -> Option<Reply> {
        self.0.get(&question).copied()
    }

    /// Every reply, in the order of the questions.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Reply> {
        self.0.values().copied()
    }
}

#[cfg(test)]
mod tests;
