//! Proves a real name by face: whoever is logged in says who they are, an authority looks at them, and the service asks it what came
//! of that.
//!
//! The camera's picture goes from the client to the authority. What the client brings back proves nothing; it says at most which
//! refusal it was. A check is bound to its session, its account, and the name and number it was begun with; it is over once. Both
//! faces of the service, pages and JSON, call the same two functions: [`begin::begin_face_check`], [`finish::finish_face_check`].
//!
//! Who refuses the consent is not checked, and is told another way: no face may be the only one (人脸识别技术应用安全管理办法, in
//! force since 2025-06-01). Here it is a platform that has proved the name before.

pub mod begin;
mod claim;
mod counts;
pub mod finish;
pub mod standing;
