//! What somebody has to prove next before an application may begin.

use jiff::{SignedDuration, Timestamp};

use super::{Proof, ProofKind};
use crate::channel::Channel;

/// For how long a real name that was just proved allows what changes how an account is entered.
const FRESH: SignedDuration = SignedDuration::from_mins(5);

/// What has to be proved next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NextProof {
    /// A mobile.
    Phone,
    /// Name and ID number, which are to be typed.
    RealName,
    /// The face of the person, whose name and ID number are proved.
    Face,
}

impl NextProof {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Phone, Self::RealName, Self::Face];

    /// The stable code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::RealName => "real_name",
            Self::Face => "face",
        }
    }
}

/// What has to be proved next in a channel, `None` when an application may begin there.
///
/// `proofs`: those of the account, except faces in other sessions than the one that asks. What a person has proved before is not
/// asked again, but for the face of Jingtong, which each session needs. Yikatong begins with the phone, since it writes to it.
pub fn next_proof<'a>(
    channel: Channel,
    proofs: impl IntoIterator<Item = &'a Proof>,
    now: Timestamp,
) -> Option<NextProof> {
    let (mut phone, mut real_name, mut face) = (false, false, false);
    for proof in proofs.into_iter().filter(|proof| proof.is_valid(now)) {
        match proof.kind {
            ProofKind::Phone => phone = true,
            ProofKind::RealName => real_name = true,
            ProofKind::Face => face = true,
            ProofKind::CardPhone => {}
        }
    }
    let (needs_phone, needs_face) = match channel {
        Channel::Portal => (false, false),
        Channel::Jingtong => (false, true),
        Channel::Yikatong => (true, false),
    };
    if needs_phone && !phone {
        Some(NextProof::Phone)
    } else if !real_name {
        Some(NextProof::RealName)
    } else if needs_face && !face {
        Some(NextProof::Face)
    } else {
        None
    }
}

/// Whether the real name was proved within the last five minutes, as whatever changes how an account is entered needs it: a
/// browser that was left open must not be enough to take an account over.
pub fn is_real_name_fresh<'a>(proofs: impl IntoIterator<Item = &'a Proof>, now: Timestamp) -> bool {
    proofs.into_iter().any(|proof| {
        proof.kind == ProofKind::RealName
            && proof.is_valid(now)
            && now.duration_since(proof.at) <= FRESH
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::ProofMethod;

    fn proof(kind: ProofKind, at_min: i64, until_min: Option<i64>) -> Proof {
        let minute = |minutes| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        Proof {
            kind,
            method: ProofMethod::FaceCheck,
            provider: None,
            at: minute(at_min),
            until: until_min.map(minute),
        }
    }

    fn ten_past() -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(10)
    }

    #[test]
    fn each_channel_asks_for_what_it_needs_and_for_nothing_twice() {
        use NextProof as Next;
        use ProofKind::{CardPhone, Face, Phone, RealName};
        // Proofs, then what comes next in the portal, in Jingtong, in Yikatong.
        let table: [(&[ProofKind], [Option<Next>; 3]); 9] = [
            (
                &[],
                [
                    Some(Next::RealName),
                    Some(Next::RealName),
                    Some(Next::Phone),
                ],
            ),
            (
                &[CardPhone],
                [
                    Some(Next::RealName),
                    Some(Next::RealName),
                    Some(Next::Phone),
                ],
            ),
            (&[Phone], [Some(Next::RealName); 3]),
            (
                &[Face],
                [
                    Some(Next::RealName),
                    Some(Next::RealName),
                    Some(Next::Phone),
                ],
            ),
            (&[Phone, Face], [Some(Next::RealName); 3]),
            (&[RealName], [None, Some(Next::Face), Some(Next::Phone)]),
            (&[RealName, Face], [None, None, Some(Next::Phone)]),
            (&[Phone, RealName], [None, Some(Next::Face), None]),
            (&[Phone, RealName, Face], [None; 3]),
        ];
        for (kinds, expected) in table {
            let proofs: Vec<Proof> = kinds.iter().map(|kind| proof(*kind, 0, None)).collect();
            let channels = [Channel::Portal, Channel::Jingtong, Channel::Yikatong];
            let next = channels.map(|channel| next_proof(channel, &proofs, ten_past()));
            assert_eq!(next, expected, "{kinds:?}");
        }
        let lapsed = [proof(Phone, 0, None), proof(RealName, 0, Some(10))];
        let next = next_proof(Channel::Yikatong, &lapsed, ten_past());
        assert_eq!(next, Some(Next::RealName), "it has lapsed");
        assert_eq!(Next::ALL.map(Next::code), ["phone", "real_name", "face"]);
    }

    #[test]
    fn a_real_name_is_fresh_for_five_minutes() {
        for (kind, at, until, expected) in [
            (ProofKind::RealName, 5, None, true),
            (ProofKind::RealName, 4, None, false),
            (ProofKind::RealName, 10, Some(11), true),
            (ProofKind::RealName, 9, Some(10), false),
            (ProofKind::Phone, 10, None, false),
            (ProofKind::Face, 10, None, false),
        ] {
            let proofs = [proof(kind, at, until)];
            assert_eq!(
                is_real_name_fresh(&proofs, ten_past()),
                expected,
                "{kind:?} {at}"
            );
        }
    }
}
