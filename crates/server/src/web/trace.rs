//! One log line for each request, and an id that joins its lines.
//!
//! The line holds the route's template, never the path or query as sent: they may hold what people typed.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http::HeaderValue;
use http::header::HeaderName;
use tracing::Instrument;

use super::errors::{PageError, draw};
use super::kept::Keeping;
use super::page::Page;
use crate::app::Shared;

/// The id of the request, in its log lines, in the `x-request-id` header, and on error pages for the help line.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

pub(crate) async fn trace(State(app): State<Shared>, mut request: Request, next: Next) -> Response {
    let id = app.chance.hex::<8>();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let method = request.method().clone();
    request.extensions_mut().insert(RequestId(id.clone()));
    let page = Page::outside(&app, request.headers(), request.uri(), &id);
    let request = Keeping::for_request(&app, request).await;
    let keeping = request.extensions().get::<Keeping>().cloned();
    let span = tracing::info_span!("request", id, %method, route);
    let started = Instant::now();
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind();
    let mut response = async {
        let response = handled.await.unwrap_or_else(|_| {
            // The panic hook has logged the place; its message may quote data and is not repeated.
            let error = PageError::internal(&"a handler panicked");
            let kept = keeping.as_ref().and_then(Keeping::take);
            draw(&page, &error, kept.as_ref()).into_response()
        });
        tracing::info!(
            status = response.status().as_u16(),
            ms = started.elapsed().as_millis(),
            "answered"
        );
        response
    }
    .instrument(span)
    .await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use http::header::{CONTENT_TYPE, COOKIE};
    use http::{HeaderMap, StatusCode};
    use tower::ServiceExt as _;

    use super::*;
    use crate::config::{Config, Overrides};
    use crate::web::posted::Posted;
    use crate::web::session::{self, Token};
    use crate::wiring;
    use service::chance::Chance;

    const MESSAGE: &str = "what somebody typed";
    const MOST_BYTES: usize = 100_000;

    async fn fails(form: Posted) -> StatusCode {
        assert_eq!(form.text("child.name"), "", "{MESSAGE}");
        StatusCode::OK
    }

    /// A step whose handler panics, inside all that stands around every handler.
    async fn post_to_a_handler_that_panics(
        app: &Shared,
        step: &str,
        name: &str,
    ) -> (StatusCode, HeaderMap, String) {
        let token = Token::visitor(&Chance::seeded(1));
        let cookie = session::cookie(app, &token);
        let handler = post(fails).layer(from_fn_with_state(app.clone(), session::attach));
        let router = crate::web::wrap(
            Router::new().route("/applications/{id}/{step}", handler),
            app,
        );
        let request = Request::post(step)
            .header(COOKIE, cookie.to_str().unwrap().split(';').next().unwrap())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!(
                "csrf={}&seen=0.0&child.name={name}",
                token.form_token()
            )))
            .unwrap();
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let page = to_bytes(body, MOST_BYTES).await.unwrap();
        let page = String::from_utf8(page.into()).unwrap();
        let token = token.form_token();
        let carries_token = page.contains(&format!("name=\"csrf\" value=\"{token}\""));
        assert_eq!(carries_token, page.contains("<form"), "{page}");
        (parts.status, parts.headers, page)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_handler_that_panics_answers_a_page_that_gives_back_what_was_typed() {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!(
            "[server]\nlisten = '127.0.0.1:0'\n[data]\nfolder = '{}'\n[sandbox]\nlisten = '127.0.0.1:0'",
            folder.path().join("data").display()
        );
        let overrides = Overrides {
            sandbox: true,
            ..Overrides::default()
        };
        let config = Config::load(&settings, [], &overrides).unwrap();
        let app = wiring::start(config).await.unwrap().app;
        let step = format!("/applications/{}/child", uuid::Uuid::nil());
        let (status, headers, page) = post_to_a_handler_that_panics(&app, &step, "Mia").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(headers[CONTENT_TYPE], "text/html; charset=utf-8");
        let id = headers["x-request-id"].to_str().unwrap();
        assert!(page.contains(id), "for the help line: {page}");
        assert!(page.contains(&format!("action=\"{step}\"")), "{page}");
        assert!(page.contains("name=\"seen\" value=\"0.0\""), "{page}");
        assert!(page.contains("name=\"child.name\" value=\"Mia\""), "{page}");
        assert!(!page.contains(MESSAGE), "{page}");

        // The same handler when it does not panic: the test would see the difference.
        let (status, _, page) = post_to_a_handler_that_panics(&app, &step, "").await;
        assert_eq!((status, page.as_str()), (StatusCode::OK, ""));
    }
}
