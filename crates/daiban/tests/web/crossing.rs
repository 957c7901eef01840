//! What another site makes a browser send is refused, whatever it carries; links that lead here are not.

use reqwest::{Method, StatusCode};

use crate::visitor::{House, form};

#[tokio::test(flavor = "multi_thread")]
async fn a_post_of_another_site_is_refused_with_the_right_token_too() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let post = |headers: &[(&str, &str)]| {
        let mut request = form(
            house.request(Method::POST, "/session/keep"),
            &parent.token.form_token(),
        );
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = house.of(&parent, request).send();
        async move { sent.await.unwrap().status() }
    };
    let own = format!("http://{}", house.running.address);
    for ours in [
        &[][..],
        &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        &[("origin", &own)],
        &[("origin", "null")],
    ] {
        assert_eq!(post(ours).await, StatusCode::NO_CONTENT, "{ours:?}");
    }
    for theirs in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site"), ("origin", &own)],
        &[("origin", "https://evil.example")],
    ] {
        assert_eq!(post(theirs).await, StatusCode::FORBIDDEN, "{theirs:?}");
    }
    let link = house.request(Method::GET, "/");
    let followed = link.header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(followed.unwrap().status(), StatusCode::OK);
}
