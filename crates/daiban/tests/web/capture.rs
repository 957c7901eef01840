//! The phone's page and the stream that the computer listens to, over real HTTP.

use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use service::parent::offer_capture::{Offered, offer_capture};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::visitor::{House, Parent, cookies, form, upload};

const MATERIAL: &str = "agent_id_emblem";

async fn secret(house: &House, parent: &Parent, case: Uuid) -> String {
    let service = house.service();
    let offered = offer_capture(service, &parent.agent, &parent.token, case, MATERIAL, true).await;
    match offered.unwrap().0 {
        Offered::Open { secret, .. } => secret,
        Offered::Received => panic!("it was asked for anew"),
    }
}

fn paper(house: &House) -> Vec<u8> {
    let sandbox = house.sandbox();
    sandbox.world.paper("family-01", MATERIAL).unwrap()
}

/// The request with one file, as a phone's form sends it.
fn file(request: RequestBuilder, bytes: &[u8]) -> RequestBuilder {
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"{MATERIAL}\"; filename=\"a.jpg\"\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--b--\r\n"].concat();
    request
        .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(body)
}

async fn post(house: &House, secret: &str, bytes: &[u8]) -> Response {
    let request = house.request(Method::POST, &format!("/capture/{secret}"));
    file(request, bytes).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_needs_no_log_in_and_learns_nothing_but_the_document() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let secret = secret(&house, &parent, case).await;
    let page = house.get(&format!("/capture/{secret}")).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(cookies(&page).is_empty(), "no cookie is needed");
    let html = page.text().await.unwrap();
    assert!(html.contains(&format!("name=\"{MATERIAL}\"")) && html.contains("data-capture"));
    let ways = html.matches(&secret).count();
    assert_eq!(
        ways, 2,
        "the form's address, for browser and script: no link"
    );
    assert!(html.contains(&format!("action=\"/capture/{secret}\"")));
    assert!(html.contains(&format!("data-upload=\"/capture/{secret}\"")));
    assert!(
        html.contains("class=\"warning\""),
        "a link from somebody else is warned of"
    );
    let agent = &parent.agent;
    for private in [
        agent.name.as_str(),
        agent.id_number.as_str(),
        &case.to_string(),
    ] {
        assert!(!html.contains(private), "{private}");
    }

    let refused = post(&house, &secret, b"no picture").await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text()
            .await
            .unwrap()
            .contains("data-problem=\"picture_unknown\"")
    );
    let empty = post(&house, &secret, b"").await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let said = empty.text().await.unwrap();
    assert!(said.contains("data-problem=\"picture_empty\""));
    let taken = post(&house, &secret, &paper(&house)).await;
    assert_eq!(taken.status(), StatusCode::SEE_OTHER);
    let next = taken.headers()["location"].to_str().unwrap().to_owned();
    assert_ne!(next, format!("/capture/{secret}"));
    let next = house.get(&next).await.text().await.unwrap();
    assert!(next.contains("name=\"agent_id_portrait\""), "{next}");
    assert!(!next.contains("data-digits") && next.contains("role=\"status\""));
    let done = house.get("/capture/done").await;
    assert_eq!(done.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_became_of_a_code_the_answer_is_one_page() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let used = secret(&house, &parent, case).await;
    assert_eq!(post(&house, &used, &paper(&house)).await.status(), 303);
    let replaced = secret(&house, &parent, case).await;
    let over_time = secret(&house, &parent, case).await;
    house.service().clock.move_forward(1);
    let mut pages = Vec::new();
    for dead in [&used, &replaced, &over_time, "AAAAAAAAAAAAAAAAAAAAAA", "x"] {
        for answer in [
            house.get(&format!("/capture/{dead}")).await,
            post(&house, dead, &paper(&house)).await,
        ] {
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{dead}");
            let html = answer.text().await.unwrap();
            assert!(dead == "x" || !html.contains(dead), "no link names it");
            assert!(html.contains("data-refusal=\"capture_over\""));
            pages.push(html);
        }
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "nobody learns what became of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_computer_and_the_phone_show_the_same_two_digits() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let secret = secret(&house, &parent, case).await;
    let path = format!("/applications/{case}/materials/{MATERIAL}/phone");
    let computer = house.of(&parent, house.request(Method::GET, &path));
    let computer = computer.send().await.unwrap().text().await.unwrap();
    assert!(computer.contains(&format!("/capture/{secret}")));
    let phone = house.get(&format!("/capture/{secret}")).await;
    let digits = |html: &str| {
        let (_, after) = html.split_once("data-digits>").unwrap();
        after.chars().take(2).collect::<String>()
    };
    assert_eq!(digits(&computer), digits(&phone.text().await.unwrap()));
    let wanted = service::token::compared_digits(&secret);
    assert_eq!(digits(&computer), wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_childs_photo_may_lie_on_the_phone_and_papers_are_photographed() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let service = house.service();
    let page = async |material: &str| {
        let offered =
            offer_capture(service, &parent.agent, &parent.token, case, material, true).await;
        let Offered::Open { secret, .. } = offered.unwrap().0 else {
            panic!("it was asked for anew")
        };
        let page = house.request(Method::GET, &format!("/capture/{secret}"));
        let page = page.header("accept-language", "en").send().await.unwrap();
        page.text().await.unwrap()
    };
    let camera = "capture=\"environment\"";
    let paper = page(MATERIAL).await;
    assert!(paper.contains(camera) && paper.contains("flat"));
    let photo = page("card_photo").await;
    assert!(!photo.contains(camera) && !photo.contains("flat"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_photographed_codes_does_not_keep_the_family_from_saving() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let service = house.service();
    let mut slow = Vec::new();
    for material in [
        MATERIAL,
        "agent_id_portrait",
        "card_photo",
        "birth_certificate",
    ] {
        let offered =
            offer_capture(service, &parent.agent, &parent.token, case, material, true).await;
        let Ok((Offered::Open { secret, .. }, _)) = offered else {
            panic!("{material} is not offered")
        };
        let head = format!(
            "POST /capture/{secret} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\
             Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"
        );
        let mut stream = TcpStream::connect(house.running.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // Told to continue: it has a permit, and the body is read.
        let mut begun = [0; 12];
        stream.read_exact(&mut begun).await.unwrap();
        assert_eq!(&begun, b"HTTP/1.1 100");
        slow.push(stream);
    }
    let path = format!("/applications/{case}/materials/agent_id_portrait");
    let request = house.request(Method::POST, &path);
    let request = upload(request, &parent.token.form_token());
    let saved = house.of(&parent, request).send().await.unwrap();
    assert!(!saved.status().is_server_error(), "{}", saved.status());
    drop(slow);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_is_taken_before_anything_is_read() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let secret = secret(&house, &parent, case).await;
    for _ in 0..10 {
        let request = house.request(Method::POST, &format!("/capture/{secret}"));
        let unreadable = request.header(CONTENT_TYPE, "text/plain").body("x");
        unreadable.send().await.unwrap();
    }
    let late = post(&house, &secret, &paper(&house)).await;
    assert_eq!(late.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_listens_hears_when_a_picture_has_come() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let right = secret(&house, &parent, case).await;
    let path = format!("/applications/{case}/changes");
    let request = house.of(&parent, house.request(Method::GET, &path));
    let mut stream = request.send().await.unwrap();
    assert_eq!(stream.headers()[CONTENT_TYPE], "text/event-stream");
    assert_eq!(heard(&mut stream).await, "event: materials\ndata: {}");
    assert_eq!(post(&house, &right, &paper(&house)).await.status(), 303);
    let event = heard(&mut stream).await;
    assert!(
        event.starts_with(&format!("event: materials\ndata: {{\"{MATERIAL}\":")),
        "{event}"
    );

    let slot = format!("/applications/{case}/materials/{MATERIAL}/slot");
    let request = house.of(&parent, house.request(Method::GET, &slot));
    let drawn = request.send().await.unwrap();
    assert_eq!(drawn.headers()["x-slot"], MATERIAL);
    assert!(drawn.headers().contains_key("x-version"));
    assert!(drawn.text().await.unwrap().contains("data-present"));

    // The phone was led on to what is missing. Once that right has ended nothing more can come, and the stream says so.
    house.service().clock.move_minutes(11);
    assert_eq!(heard(&mut stream).await, "event: end\ndata: over");
    assert!(stream.chunk().await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_listens_hears_no_more_once_nobody_is_logged_in() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    secret(&house, &parent, case).await;
    let path = format!("/applications/{case}/changes");
    let request = house.of(&parent, house.request(Method::GET, &path));
    let mut stream = request.send().await.unwrap();
    assert_eq!(heard(&mut stream).await, "event: materials\ndata: {}");
    let out = house.request(Method::POST, "/logout");
    let out = form(house.of(&parent, out), &parent.token.form_token());
    out.send().await.unwrap();
    assert_eq!(heard(&mut stream).await, "event: end\ndata: over");
    assert!(stream.chunk().await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_pages_of_one_account_listen_and_none_holds_up_the_stop() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    secret(&house, &parent, case).await;
    let path = format!("/applications/{case}/changes");
    let listen = async || {
        let request = house.of(&parent, house.request(Method::GET, &path));
        request.send().await.unwrap()
    };
    let mut open = Vec::new();
    for _ in 0..4 {
        let mut stream = listen().await;
        heard(&mut stream).await;
        open.push(stream);
    }
    assert_eq!(listen().await.status(), StatusCode::TOO_MANY_REQUESTS);
    let streams = async {
        for mut stream in open {
            while let Ok(Some(_)) = stream.chunk().await {}
        }
    };
    let (stopped, ()) = tokio::join!(house.running.stop(), streams);
    stopped.unwrap();
}

/// The next event, without the comments that keep the line open.
async fn heard(stream: &mut Response) -> String {
    loop {
        let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
        let text = String::from_utf8(chunk.to_vec()).unwrap();
        let text = text.trim().to_owned();
        if !text.starts_with(':') {
            return text;
        }
    }
}
