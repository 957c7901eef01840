//! Limits and quotas: those of the portal, with its codes.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{End, House, JINGTONG, Program, YIKATONG, code};

async fn begin(program: &Program<'_>) -> (StatusCode, serde_json::Value) {
    let wish = json!({"draft": "new"});
    program.send(Method::POST, "/applications", &wish).await
}

async fn withdraw(program: &Program<'_>, id: &str) {
    let path = format!("/applications/{id}/withdrawal");
    let (status, told) = program.send(Method::POST, &path, &json!({})).await;
    assert_eq!(status, StatusCode::OK, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_drafts_may_be_open_and_thirty_begun_in_a_day() {
    let house = House::seen_from_elsewhere("").await;
    let program = house.program("family-01", YIKATONG).await;
    for round in 0..3 {
        let mut begun = Vec::new();
        for _ in 0..10 {
            let (status, told) = begin(&program).await;
            assert_eq!(status, StatusCode::CREATED, "{told}");
            begun.push(told["id"].as_str().unwrap().to_owned());
        }
        let (status, told) = begin(&program).await;
        let told = (status, code(&told));
        assert_eq!(
            told,
            (StatusCode::CONFLICT, "too_many_tries".to_owned()),
            "{round}"
        );
        let (taken_up, _, is_new) = program.begin("newest").await;
        assert!(
            !is_new && begun.contains(&taken_up),
            "a draft is taken up all the same"
        );
        for id in begun {
            withdraw(&program, &id).await;
        }
    }
    let (status, told) = begin(&program).await;
    let expected = (StatusCode::TOO_MANY_REQUESTS, "too_many_tries");
    assert_eq!((status, code(&told).as_str()), expected);
    assert!(told["wait_s"].as_u64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_sends_so_many_pictures_in_a_day() {
    let more = "[limits]\npicture_megabytes_per_day = 1\n";
    let house = House::seen_from_elsewhere(more).await;
    let case = house.case("family-01");
    let program = house.program("family-01", YIKATONG).await;
    let (id, _, _) = program.begin("new").await;
    let paper = house.paper(&case, "agent_id_portrait").unwrap();
    let fits = 1024 * 1024 / paper.len();
    for _ in 0..=fits {
        // The same again changes nothing, and is sent all the same.
        let (status, told) = program
            .upload(&id, "agent_id_portrait", paper.clone())
            .await;
        if status != StatusCode::OK {
            let expected = (StatusCode::TOO_MANY_REQUESTS, "too_many_tries");
            assert_eq!((status, code(&told).as_str()), expected);
            return;
        }
    }
    panic!("more than a megabyte was taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_children_may_be_asked_about_in_a_day() {
    let house = House::open().await;
    let case = house.case("family-01");
    let program = house.program("family-01", JINGTONG).await;
    let (id, step, _) = program.begin("new").await;
    program.walk(&case, &id, &step, Some("eligibility")).await;
    let mut codes = Vec::new();
    for family in ["02", "03", "04", "05", "06", "07"] {
        let child = house.case(&format!("family-{family}")).child;
        let asked = json!({
            "child.name": child.name,
            "child.id_type": child.id_type,
            "child.id_number": child.id_number,
            "consent.lookup": "yes",
        });
        let (status, told) = program.save(&id, "eligibility", asked).await;
        let refused = (status == StatusCode::CONFLICT).then(|| code(&told));
        assert!(
            refused.is_some() || status == StatusCode::OK,
            "{status} {told}"
        );
        codes.push(refused);
    }
    let last = codes.pop().unwrap();
    assert_eq!(last.as_deref(), Some("too_many_tries"));
    assert_eq!(codes, [None, None, None, None, None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_child_is_asked_only_for_what_is_its_own() {
    let house = House::open().await;
    let program = house.program("family-26a", YIKATONG).await;
    let mut asked = Vec::new();
    for family in ["family-26a", "family-26b"] {
        let case = house.case(family);
        let (id, step, _) = program.begin("new").await;
        let (end, one) = program.walk(&case, &id, &step, None).await;
        assert!(matches!(end, End::Submitted(_)), "{family}: {end:?}");
        asked.push(one);
    }
    let second = asked.pop().unwrap();
    for carried in ["agent_id_emblem", "agent_id_portrait", "bank", "branch"] {
        assert!(
            asked[0].iter().any(|one| one == carried),
            "{carried}: {asked:?}"
        );
        assert!(
            !second.iter().any(|one| one == carried),
            "{carried}: {second:?}"
        );
    }
    for own in ["child.name", "child.id_number", "card_photo", "promise"] {
        assert!(second.iter().any(|one| one == own), "{own}: {second:?}");
    }
    let (_, list) = program.get("/applications").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}
