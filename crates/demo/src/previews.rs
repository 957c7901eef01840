//! `/sandbox/app/<channel>`: a mini-program as a browser shows it, with the sandbox as its host. Its files are built apart
//! (`cargo xtask miniprogram`), from a folder of the settings.

use std::path::{Path as FilePath, PathBuf};

use axum::Extension;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use portal::draw::draw;
use portal::layout::layout;
use sandbox::Channel;
use tokio::fs;
use web::errors::RequestError;
use web::page::Page;

use super::page::PreviewMissing;
use super::shown::Sandbox;

/// Kinds of files that a preview consists of.
const TYPES: [(&str, &str); 3] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
];
const MINI_PROGRAMS: [Channel; 2] = [Channel::Jingtong, Channel::Yikatong];
const FIRST: &str = "index.html";

/// `GET /sandbox/app/{channel}?host=`; the page itself reads which host.
pub(super) async fn get(
    Extension(sandbox): Extension<Sandbox>,
    page: Page,
    Path(channel): Path<String>,
) -> Result<Response, RequestError> {
    let folder = folder(&sandbox, &channel).ok_or(RequestError::NotFound)?;
    if let Some(found) = file(&folder, FIRST).await {
        return Ok(found);
    }
    let missing = draw(&PreviewMissing {
        page: layout(&page, page.t("sandbox.preview")),
    })?;
    Ok((StatusCode::NOT_FOUND, missing).into_response())
}

/// `GET /sandbox/app/{channel}/{*file}`
pub(super) async fn part(
    Extension(sandbox): Extension<Sandbox>,
    Path((channel, name)): Path<(String, String)>,
) -> Result<Response, RequestError> {
    let folder = folder(&sandbox, &channel).ok_or(RequestError::NotFound)?;
    file(&folder, &name).await.ok_or(RequestError::NotFound)
}

/// Where the files of a channel's preview are.
fn folder(sandbox: &Sandbox, channel: &str) -> Option<PathBuf> {
    let known = MINI_PROGRAMS
        .into_iter()
        .find(|one| one.word() == channel)?;
    Some(sandbox.previews.join(format!("{}-h5", known.word())))
}

/// A file of the folder, if it is one that a preview consists of.
async fn file(folder: &FilePath, name: &str) -> Option<Response> {
    // Only names as the build makes them: nothing that leads out of the folder.
    let is_plain = |part: &str| {
        let mut letters = part.bytes();
        !part.starts_with('.')
            && letters.all(|letter| letter.is_ascii_alphanumeric() || b"._-".contains(&letter))
    };
    let (_, extension) = name.rsplit_once('.')?;
    let (_, media_type) = TYPES.iter().find(|(known, _)| *known == extension)?;
    if !name.split('/').all(is_plain) {
        return None;
    }
    let bytes = fs::read(folder.join(name)).await.ok()?;
    Some(
        (
            [(CONTENT_TYPE, *media_type), (CACHE_CONTROL, "no-cache")],
            bytes,
        )
            .into_response(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_but_the_files_of_the_build_is_served() {
        let root = std::env::temp_dir().join(format!("daiban-previews-{}", std::process::id()));
        let folder = root.join("jingtong-h5");
        std::fs::create_dir_all(folder.join("js")).unwrap();
        for name in [
            "index.html",
            "js/app.js",
            "app.js.LICENSE.txt",
            ".hidden.js",
        ] {
            std::fs::write(folder.join(name), "x").unwrap();
        }
        std::fs::write(root.join("secret.js"), "x").unwrap();
        for name in ["index.html", "js/app.js"] {
            assert!(file(&folder, name).await.is_some(), "{name}");
        }
        for name in [
            "../secret.js",
            "js/../../secret.js",
            "/etc/hosts.js",
            ".hidden.js",
            "app.js.LICENSE.txt",
            "js",
            "none.js",
        ] {
            assert!(file(&folder, name).await.is_none(), "{name}");
        }
        std::fs::remove_dir_all(root).unwrap();
    }
}
