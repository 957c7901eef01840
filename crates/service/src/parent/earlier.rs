//! What is carried over from an agent's earlier application when they apply for another child.
//!
//! The catalogue says what is carried over: what is about the family and not about that child. Photo, numbers and consents must
//! always be given again. A carried picture is sealed again as its own object, so that each application is erased by itself.

use domain::answer::{Answer, Provenance};
use domain::channel::Channel;
use domain::flow::accept;
use store::materials::{self, Material};
use store::{Tx, answers, cases, submissions};
use uuid::Uuid;

use super::case_file::Rules;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// What is carried over into a new draft.
#[derive(Clone, Default)]
pub(super) struct Carried {
    answers: Vec<(String, Answer)>,
    pictures: Vec<Material>,
    /// The application that it comes from.
    from: Option<Uuid>,
}

/// Finds what the agent last submitted, and copies its pictures for the draft `case`. Empty if they never did.
pub(super) async fn carry_over(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    channel: Channel,
    rules: &Rules,
) -> Result<Carried, ServiceError> {
    let mut carried = service
        .store
        .read(async |tx| find(tx, agent.account, channel, rules).await)
        .await?;
    let Some(from) = carried.from else {
        return Ok(carried);
    };
    let mut copied = Vec::with_capacity(carried.pictures.len());
    for picture in carried.pictures {
        let earlier = picture.picture(from);
        let copy = Material {
            object: service.chance.id_at(rules.now),
            uploaded_at: rules.now,
            from_earlier: true,
            ..picture
        };
        let stored = service.store.pictures();
        // One that is gone is asked for again.
        if stored.copy(&earlier, &copy.picture(case)).await? {
            copied.push(copy);
        }
    }
    carried.pictures = copied;
    Ok(carried)
}

impl Carried {
    /// Puts it into a new draft, in the same transaction.
    pub(super) async fn put(&self, tx: &Tx, case: Uuid) -> Result<(), ServiceError> {
        let given = self.answers.iter();
        answers::put(tx, case, given.map(|(id, answer)| (id.as_str(), answer))).await?;
        for picture in &self.pictures {
            materials::put(tx, case, picture).await?;
        }
        Ok(())
    }

    /// The copied objects: nothing names them until [`Carried::put`] is committed.
    pub(super) fn objects(&self) -> Vec<Uuid> {
        self.pictures.iter().map(|picture| picture.object).collect()
    }

    /// What the journal says about it.
    pub(super) fn about(&self) -> String {
        self.from
            .map_or_else(String::new, |from| format!("carried from {from}"))
    }
}

/// How many of the agent's applications are searched: no family has more.
const LOOKED_AT: u64 = 50;

async fn find(
    tx: &Tx,
    account: Uuid,
    channel: Channel,
    rules: &Rules,
) -> Result<Carried, ServiceError> {
    let mine = cases::list_owned(tx, account, None, LOOKED_AT).await?;
    let mut handed_in = mine.iter().filter(|stored| stored.case.submissions > 0);
    let Some(earlier) = handed_in.next().map(|stored| stored.case.id) else {
        return Ok(Carried::default());
    };
    let Some(last) = submissions::latest(tx, earlier).await? else {
        return Ok(Carried::default());
    };
    let catalogue = rules.release.catalogue();
    let answers = catalogue.fields().iter().filter(|field| field.carried);
    let answers = answers.filter_map(|field| {
        let value = &last.snapshot.answers.get(&field.id)?.value;
        // A value that is no longer valid (a closed branch, an abolished district) is asked for again.
        let accepted = accept(&rules.release, &field.id, value, rules.today)?;
        accepted.fault.is_none().then(|| {
            let answer = Answer {
                value: accepted.value,
                provenance: Provenance::EarlierApplication,
                at: rules.now,
                channel,
            };
            (field.id.clone(), answer)
        })
    });
    let held = submissions::pictures(tx, earlier, last.snapshot.number).await?;
    let pictures = materials::list(tx, earlier).await?.into_iter();
    Ok(Carried {
        answers: answers.collect(),
        pictures: pictures
            .filter(|picture| held.get(&picture.material) == Some(&picture.object))
            .filter(|picture| {
                catalogue
                    .material(&picture.material)
                    .is_some_and(|material| material.carried)
            })
            .collect(),
        from: Some(earlier),
    })
}
