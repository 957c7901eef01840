//! Checked types for what identifies people: numbers, names, phones, places, validity periods.
//!
//! A value that exists is valid. Each type has one constructor that parses what people type, repairs what is unambiguous
//! (full-width characters, blanks, the many kinds of dot, radicals) and refuses the rest with the stable problem code of the contract.
//! `Debug` shows no personal data.

mod address;
mod age;
mod citizen_id;
mod log_in_name;
mod mobile;
mod name;
mod sex;
mod validity;

pub use address::{Address, AddressError};
pub use age::AgeRule;
pub use citizen_id::{BirthFault, CitizenId, CitizenIdError, check_character};
pub use log_in_name::{LogInName, LogInNameError};
pub use mobile::{Mobile, MobileError};
pub use name::{NameError, PersonalName};
pub use sex::Sex;
pub use validity::{Until, UntilError, Validity, ValidityProblem};
