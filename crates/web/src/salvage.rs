//! Reads what is still being sent for a form that is not accepted.

use std::time::Duration;

use axum::extract::Request;
use bytes::Bytes;

use super::form::{Form, MOST_PARTS, Posted, PostedFile, drain, is_multipart, urlencoded};
use super::kept::{Keeping, MOST_BYTES, MOST_FIELDS};

const TIME: Duration = Duration::from_secs(30);

/// Reads what is still being sent for a form that is not accepted. The short texts of a step are kept if our own page sent them;
/// everything else is discarded.
pub(crate) async fn salvage(request: Request) {
    salvage_within(TIME, request).await;
}

/// On timeout, what has arrived is kept: texts may stand before a picture on a slow line.
async fn salvage_within(limit: Duration, request: Request) {
    let keeping = request.extensions().get::<Keeping>().cloned();
    // Do not parse a form of which nothing would be kept.
    let Some(keeping) = keeping.filter(Keeping::may_keep) else {
        drain(request.into_body()).await;
        return;
    };
    let mut posted = Posted::default();
    let read = tokio::time::timeout(limit, texts(request, &mut posted)).await;
    if read != Ok(None) {
        keeping.keep(&posted);
    }
}

/// The same for a form of which some parts are already read.
pub(super) async fn salvage_rest(keeping: Option<Keeping>, mut form: Form, mut posted: Posted) {
    for file in &mut posted.files {
        file.bytes = Bytes::new();
    }
    // Broken off or timed out: what has arrived is kept all the same.
    let _ = tokio::time::timeout(TIME, texts_of(&mut form, &mut posted)).await;
    if let Some(keeping) = keeping {
        keeping.keep(&posted);
    }
}

/// Reads the texts of a form into `posted` and discards its files. `None` if it is no form, or too large.
async fn texts(request: Request, posted: &mut Posted) -> Option<()> {
    if !is_multipart(request.headers()) {
        *posted = urlencoded(request).await.ok()?;
        return Some(());
    }
    let mut form = Form::of(request, TIME).await.ok()?;
    texts_of(&mut form, posted).await
}

/// Whenever it stops, `posted` holds whole texts, or none if they are more than anybody types.
async fn texts_of(form: &mut Form, posted: &mut Posted) -> Option<()> {
    let mut kept = 0;
    for _ in 0..MOST_PARTS {
        let Some(mut part) = form.next().await.ok()? else {
            return Some(());
        };
        let (name, is_file) = (part.name(), part.is_file());
        let fits = posted.fields.len() + posted.files.len() <= MOST_FIELDS;
        let mut text = Vec::new();
        let mut is_empty = true;
        while let Some(chunk) = part.chunk().await.ok()? {
            if is_file && fits && is_empty && !chunk.is_empty() {
                let (name, bytes) = (name.clone(), Bytes::new());
                posted.files.push(PostedFile { name, bytes });
            }
            is_empty &= chunk.is_empty();
            if !is_file {
                kept += chunk.len();
                if kept <= MOST_BYTES {
                    text.extend_from_slice(&chunk);
                }
            }
        }
        if kept > MOST_BYTES {
            posted.fields.clear();
        } else if !is_file && fits {
            posted.fields.push((name, String::from_utf8(text).ok()?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures::StreamExt as _;
    use http::header::CONTENT_TYPE;
    use service::chance::Chance;
    use service::token::Token;

    use super::*;
    use crate::errors::RequestError;
    use crate::posted::read_files;
    use crate::transfers::{Sender, TransferLimits, Transfers};

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    /// A form with a text and a picture that never ends.
    fn stuck(token: &str, keeping: &Keeping) -> Request {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n\
             --b\r\nContent-Disposition: form-data; name=\"child.name\"\r\n\r\n陈一诺\r\n\
             --b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"a\"\r\n\r\nno picture"
        );
        let sent = futures::stream::iter([Ok::<_, axum::Error>(body)]);
        Request::builder()
            .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
            .extension(keeping.clone())
            .body(Body::from_stream(sent.chain(futures::stream::pending())))
            .unwrap()
    }

    #[tokio::test]
    async fn of_a_form_that_does_not_end_in_time_the_texts_that_came_are_kept() {
        let token = Token::visitor(&Chance::seeded(1));
        let keeping = Keeping::sample(&token);
        salvage_within(Duration::ZERO, stuck(&token.form_token(), &keeping)).await;
        let kept = keeping.take().unwrap();
        assert_eq!(kept.fields, [field("child.name", "陈一诺")]);
        assert!(kept.had_files);
        salvage_within(Duration::ZERO, stuck("forged", &keeping)).await;
        assert_eq!(keeping.take(), None);
    }

    #[tokio::test]
    async fn of_a_form_that_finds_no_memory_the_texts_are_kept() {
        let token = Token::visitor(&Chance::seeded(1));
        let keeping = Keeping::sample(&token);
        let uploads = Transfers::new(TransferLimits {
            places: 1,
            of_an_account: 1,
            memory_bytes: 0,
            wait: Duration::ZERO,
            silence: Duration::from_secs(1),
        });
        let place = uploads
            .place(Sender::Agent(uuid::Uuid::nil()))
            .await
            .unwrap();
        let (head, body) = stuck(&token.form_token(), &keeping).into_parts();
        let end = futures::stream::iter([Ok(Bytes::from_static(b"\r\n--b--\r\n"))]);
        let whole = body.into_data_stream().take(1).chain(end);
        let request = Request::from_parts(head, Body::from_stream(whole));
        let read = read_files(request, Duration::from_secs(1), place, 1024).await;
        assert!(matches!(read, Err(RequestError::Unavailable)));
        let kept = keeping.take().unwrap();
        assert_eq!(kept.fields, [field("child.name", "陈一诺")]);
        assert!(kept.had_files);
    }
}
