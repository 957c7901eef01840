//! Style sheets, script and drawings, which are part of the program.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use include_dir::{Dir, include_dir};

use crate::web::errors::PageError;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// Names the content of all files, so that a browser fetches a new release's and keeps this one's.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for file in FILES.files().chain(FILES.dirs().flat_map(Dir::files)) {
        context.update(file.contents());
    }
    data_encoding::HEXLOWER.encode(&context.finish().as_ref()[..6])
});

/// What stands after `?v=` in the address of a file.
pub(super) fn version() -> &'static str {
    &VERSION
}

/// `/assets/{file}`
pub(super) async fn get(Path(file): Path<String>) -> Result<Response, PageError> {
    send(&file)
}

/// `/assets/drawings/{file}`
pub(super) async fn drawing(Path(file): Path<String>) -> Result<Response, PageError> {
    send(&format!("drawings/{file}"))
}

fn send(path: &str) -> Result<Response, PageError> {
    let file = FILES.get_file(path).ok_or(PageError::NotFound)?;
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => return Err(PageError::NotFound),
    };
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, file.contents()).into_response())
}
