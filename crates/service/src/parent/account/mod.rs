//! What somebody sees and changes of their own account: how it is entered, where, what is proved, and what they agreed to.

pub mod change_password;
pub mod end_session;
pub mod show;
pub mod unlink;
pub mod withdraw_consent;
