//! A frozen submission: everything that was submitted, as one canonical text, and its hash.
//!
//! The canonical form is JSON with sorted keys, no whitespace, integers only, and the shortest escapes (the parts of RFC 8785
//! that these values need). The same submission gives the same bytes on every machine, so its SM3 hash proves that nothing
//! was changed since.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::answer::{Answer, Provenance};
use crate::channel::Channel;
use crate::crop::Crop;
use crate::digest::Digest;

mod difference;

pub use difference::{Change, Difference, difference};

/// The version of the form itself, to tell it from others. A picture is represented by its hash.
const FORM: u64 = 1;
/// The form that also names the used part of a picture. A submission without one keeps the first form, with the same bytes
/// and hash.
const FORM_WITH_CROPS: u64 = 2;
/// The form in which the used part of a picture may be one of the turned picture.
const FORM_WITH_TURNS: u64 = 3;

/// Everything in one submission.
///
/// ```
/// use domain::application::snapshot::{Snapshot, SnapshotError};
/// # use domain::{channel::Channel, digest::Digest};
/// # let snapshot = Snapshot {
/// #     case: uuid::Uuid::from_u128(1), number: 1, agent: uuid::Uuid::from_u128(2),
/// #     channel: Channel::Portal, release: "2026.1".into(), release_digest: Digest::of("release"),
/// #     submitted_at: "2026-11-22T13:00:00Z".parse().unwrap(), relationship_verified: true,
/// #     answers: Default::default(), materials: Default::default(), texts: Default::default(),
/// # };
/// let text = snapshot.canonical();
/// assert_eq!(snapshot.digest(), Digest::of(&text));
/// assert_eq!(Snapshot::from_canonical(&text), Ok(snapshot));
///
/// assert_eq!(Snapshot::from_canonical(&format!(" {text}")), Err(SnapshotError::NotCanonical));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The application.
    pub case: Uuid,
    /// The number of the submission, from 1.
    pub number: u32,
    /// The account that submitted it.
    pub agent: Uuid,
    /// The channel through which it was submitted.
    pub channel: Channel,
    /// The number of the release under which it was filled in.
    pub release: String,
    /// The hash of that release.
    pub release_digest: Digest,
    /// When, to the millisecond.
    pub submitted_at: Timestamp,
    /// Whether the relationship was verified at that moment.
    pub relationship_verified: bool,
    /// Every answer by its catalogue id, with where it came from.
    pub answers: BTreeMap<String, Answer>,
    /// Every picture by its material id.
    pub materials: BTreeMap<String, Picture>,
    /// Every text that was agreed to, by its id.
    pub texts: BTreeMap<String, AgreedText>,
}

/// A submitted picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The hash of its bytes.
    pub sm3: Digest,
    /// The part of it that is used, if not all of it.
    pub crop: Option<Crop>,
}

/// A text as it was when the agent agreed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedText {
    /// Its version, as the release names it.
    pub version: String,
    /// The hash of its wording in both languages.
    pub digest: Digest,
}

/// Why a text is not a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// Not JSON, or JSON that is not in canonical form.
    #[error("not in canonical form")]
    NotCanonical,
    /// A form this program does not know.
    #[error("unknown form {0}")]
    UnknownForm(u64),
    /// A member is missing or of the wrong kind.
    #[error("member `{0}` is missing or wrong")]
    Member(&'static str),
}

impl Snapshot {
    /// The canonical text. It holds personal data and is sealed before it is stored.
    pub fn canonical(&self) -> String {
        let answers = self.answers.iter().map(|(id, answer)| {
            let value = json!({
                "at": answer.at.as_millisecond(),
                "channel": answer.channel.code(),
                "provenance": answer.provenance.code(),
                "value": answer.value,
            });
            (id.clone(), value)
        });
        let materials =
            (self.materials.iter()).map(|(id, picture)| (id.clone(), picture.canonical()));
        let texts = self.texts.iter().map(|(id, text)| {
            let value = json!({ "digest": text.digest.to_string(), "version": text.version });
            (id.clone(), value)
        });
        let whole = json!({
            "agent": self.agent.to_string(),
            "answers": Value::Object(answers.collect()),
            "case": self.case.to_string(),
            "channel": self.channel.code(),
            "form": self.form(),
            "materials": Value::Object(materials.collect()),
            "number": self.number,
            "relationship_verified": self.relationship_verified,
            "release": self.release,
            "release_digest": self.release_digest.to_string(),
            "submitted_at": self.submitted_at.as_millisecond(),
            "texts": Value::Object(texts.collect()),
        });
        let mut text = String::new();
        write_canonical(&whole, &mut text);
        text
    }

    fn form(&self) -> u64 {
        let crops = self.materials.values().filter_map(|picture| picture.crop);
        let of_one = |crop: Crop| match crop.quarter_turns() {
            0 => FORM_WITH_CROPS,
            _ => FORM_WITH_TURNS,
        };
        crops.map(of_one).max().unwrap_or(FORM)
    }

    /// The SM3 hash of the canonical text.
    pub fn digest(&self) -> Digest {
        Digest::of(self.canonical())
    }

    /// The ids of all answers and materials: the items a return can lock.
    pub fn ids(&self) -> Vec<&str> {
        let ids = self.answers.keys().chain(self.materials.keys());
        ids.map(String::as_str).collect()
    }

    /// Parses a snapshot; rejects every text but the canonical one.
    pub fn from_canonical(text: &str) -> Result<Self, SnapshotError> {
        let value: Value = serde_json::from_str(text).map_err(|_| SnapshotError::NotCanonical)?;
        let whole = Members(value.as_object().ok_or(SnapshotError::NotCanonical)?);
        let form = whole.integer("form")?;
        if ![FORM, FORM_WITH_CROPS, FORM_WITH_TURNS].contains(&form.unsigned_abs()) || form < 0 {
            return Err(SnapshotError::UnknownForm(form.unsigned_abs()));
        }
        let snapshot = Self {
            case: whole.parsed("case")?,
            number: u32::try_from(whole.integer("number")?)
                .map_err(|_| SnapshotError::Member("number"))?,
            agent: whole.parsed("agent")?,
            channel: whole.channel()?,
            release: whole.text("release")?.to_owned(),
            release_digest: whole.digest("release_digest")?,
            submitted_at: whole.instant("submitted_at")?,
            relationship_verified: (whole.0.get("relationship_verified"))
                .and_then(Value::as_bool)
                .ok_or(SnapshotError::Member("relationship_verified"))?,
            answers: whole.each("answers", |value| {
                let members = Members(value.as_object().ok_or(SnapshotError::Member("answers"))?);
                Ok(Answer {
                    value: members.text("value")?.to_owned(),
                    provenance: Provenance::from_code(members.text("provenance")?)
                        .ok_or(SnapshotError::Member("provenance"))?,
                    at: members.instant("at")?,
                    channel: members.channel()?,
                })
            })?,
            materials: whole.each("materials", |value| {
                Picture::from_canonical(value).ok_or(SnapshotError::Member("materials"))
            })?,
            texts: whole.each("texts", |value| {
                let members = Members(value.as_object().ok_or(SnapshotError::Member("texts"))?);
                Ok(AgreedText {
                    version: members.text("version")?.to_owned(),
                    digest: members.digest("digest")?,
                })
            })?,
        };
        if snapshot.canonical() == text {
            Ok(snapshot)
        } else {
            Err(SnapshotError::NotCanonical)
        }
    }
}

impl Picture {
    /// The hash alone, as in the first form; with a used part, an object.
    fn canonical(&self) -> Value {
        let sm3 = self.sm3.to_string();
        match self.crop {
            None => json!(sm3),
            Some(crop) => json!({ "crop": crop.to_string(), "sm3": sm3 }),
        }
    }

    fn from_canonical(value: &Value) -> Option<Self> {
        let text = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
        let (sm3, crop) = match value.as_str() {
            Some(sm3) => (sm3.to_owned(), None),
            None => (text(value, "sm3")?, Some(text(value, "crop")?)),
        };
        Some(Self {
            sm3: Digest::from_hex(&sm3)?,
            crop: match crop {
                Some(crop) => Some(Crop::parse(&crop)?),
                None => None,
            },
        })
    }
}

/// Reads the members of one JSON object.
struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    fn text(&self, name: &'static str) -> Result<&'a str, SnapshotError> {
        (self.0.get(name))
            .and_then(Value::as_str)
            .ok_or(SnapshotError::Member(name))
    }

    fn integer(&self, name: &'static str) -> Result<i64, SnapshotError> {
        (self.0.get(name))
            .and_then(Value::as_i64)
            .ok_or(SnapshotError::Member(name))
    }

    fn parsed<T: std::str::FromStr>(&self, name: &'static str) -> Result<T, SnapshotError> {
        let text = self.text(name)?;
        text.parse().map_err(|_| SnapshotError::Member(name))
    }

    fn digest(&self, name: &'static str) -> Result<Digest, SnapshotError> {
        Digest::from_hex(self.text(name)?).ok_or(SnapshotError::Member(name))
    }

    fn channel(&self) -> Result<Channel, SnapshotError> {
        Channel::from_code(self.text("channel")?).ok_or(SnapshotError::Member("channel"))
    }

    fn instant(&self, name: &'static str) -> Result<Timestamp, SnapshotError> {
        Timestamp::from_millisecond(self.integer(name)?).map_err(|_| SnapshotError::Member(name))
    }

    fn each<T>(
        &self,
        name: &'static str,
        read: impl Fn(&'a Value) -> Result<T, SnapshotError>,
    ) -> Result<BTreeMap<String, T>, SnapshotError> {
        let object = (self.0.get(name))
            .and_then(Value::as_object)
            .ok_or(SnapshotError::Member(name))?;
        object
            .iter()
            .map(|(id, value)| Ok((id.clone(), read(value)?)))
            .collect()
    }
}

/// Sorts the keys itself: whether `serde_json` keeps them sorted depends on a feature that any other crate in the build can
/// enable.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let sorted: BTreeMap<&String, &Value> = members.iter().collect();
            let mut separator = '{';
            for (name, member) in sorted {
                out.push(separator);
                separator = ',';
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write_canonical(member, out);
            }
            if separator == '{' {
                out.push('{');
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&value.to_string());
        }
    }
}

#[cfg(test)]
mod tests;
