//! The families: made for one day, stored in a folder, the same at every later start.

mod case;
mod casting;
mod composing;
mod dates;
mod ending;
mod generating;
mod id_number;
mod keeping;
mod kept;
mod making;
mod names;
mod opened;
mod people;
mod places;
mod registering;
mod stories;
mod telling;
mod told;

pub use case::{Account, Case, CaseAgent, CaseChild, Expect, Family, Register, Text};
pub use dates::age_on;
pub use generating::DRAWN;
pub use keeping::WorldError;
pub(crate) use kept::Kept;
pub use opened::World;
pub use people::{
    Address, Basis, BirthRecord, Booklet, CardState, Documents, IdCard, Kinship, Look, Member,
    Person, Sex,
};
