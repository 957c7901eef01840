//! Every route is refused to a caller without the right to it. The list is the program's own: no route can be missing.

use daiban::routes;
use reqwest::{Method, StatusCode};
use web::route::{Access, Route};

use crate::visitor::{House, form, upload};

pub(crate) fn path_of(route: &Route, case: &str) -> String {
    let path = route
        .path
        .replace("{id}", case)
        .replace("{material}", "agent_id_portrait")
        .replace("{check}", case)
        .replace("{step}", "child");
    path.replace(['{', '}'], "")
}

/// Every route for a browser. The interface for programs has walks of its own (`tests/api`).
pub(crate) fn pages() -> Vec<Route> {
    let mut all = routes::all();
    all.retain(|route| !route.path.starts_with(api::PREFIX));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn every_guarded_route_is_refused_to_a_visitor() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await.to_string();
    let mut guarded = 0;
    for route in pages().iter().filter(|route| {
        matches!(
            route.access,
            Access::Account | Access::Agent | Access::Owner
        )
    }) {
        let answer = house
            .request(route.method.clone(), &path_of(route, &case))
            .send()
            .await
            .unwrap();
        if route.method == Method::GET {
            assert_eq!(
                answer.status(),
                StatusCode::SEE_OTHER,
                "{} {}",
                route.method,
                route.path
            );
            assert!(
                answer.headers()["location"]
                    .to_str()
                    .unwrap()
                    .starts_with("/login?to=/"),
                "{}",
                route.path
            );
        } else {
            assert_eq!(
                answer.status(),
                StatusCode::UNAUTHORIZED,
                "{} {}",
                route.method,
                route.path
            );
        }
        guarded += 1;
    }
    assert!(guarded >= 5, "only {guarded} guarded routes");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_an_application_is_not_there_for_another_parent() {
    let house = House::open().await;
    let (owner, stranger) = (
        house.parent("family-01").await,
        house.parent("family-02").await,
    );
    let case = house.draft(&owner).await.to_string();
    let named: Vec<Route> = pages()
        .into_iter()
        .filter(|route| route.path.contains("{id}"))
        .collect();
    assert!(!named.is_empty());
    for route in named {
        assert_eq!(
            route.access,
            Access::Owner,
            "{} names an application",
            route.path
        );
        let request = house.request(route.method.clone(), &path_of(&route, &case));
        let request = if route.method == Method::POST {
            upload(request, &stranger.token.form_token())
        } else {
            request
        };
        let answer = house.of(&stranger, request).send().await.unwrap();
        assert_eq!(
            answer.status(),
            StatusCode::NOT_FOUND,
            "{} {}",
            route.method,
            route.path
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_is_refused_without_its_token() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await.to_string();
    // What a host hands to a program is asked for by programs, and no browser's rights are used for it.
    let is_of_programs = |route: &&Route| route.path.starts_with("/sandbox/native/");
    for route in pages()
        .iter()
        .filter(|route| route.method == Method::POST)
        .filter(|route| !is_of_programs(route))
    {
        for token in [None, Some("forged")] {
            let request = house.request(Method::POST, &path_of(route, &case));
            let request = token.map_or(request.try_clone().unwrap(), |token| form(request, token));
            let answer = house.of(&parent, request).send().await.unwrap();
            // If the address itself is the right, a wrong one does not exist.
            let refused = if route.path.contains("{token}") {
                StatusCode::NOT_FOUND
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(answer.status(), refused, "{} with {token:?}", route.path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_over_is_said_to_be_over() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let ask = || {
        house
            .of(&parent, house.request(Method::GET, "/applications"))
            .send()
    };
    assert_eq!(ask().await.unwrap().status(), StatusCode::OK);
    house.service().clock.move_forward(1);
    let over = ask().await.unwrap();
    assert_eq!(over.status(), StatusCode::UNAUTHORIZED);
    assert!(
        crate::visitor::cookies(&over)
            .iter()
            .any(|cookie| cookie.starts_with("daiban=v.")),
        "the cookie is replaced"
    );
}
