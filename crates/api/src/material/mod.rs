//! Pictures of documents: uploaded, shown, removed, framed; and by the code that a phone scanned.

pub(crate) mod capture;
pub(crate) mod frame;
mod not_taken;
pub(crate) mod remove;
pub(crate) mod show;
mod slot;
pub(crate) mod upload;

/// A picture: JPEG, PNG or WebP.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only its description is used")]
pub(crate) struct Picture(Vec<u8>);
