//! The list, page by page.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{House, YIKATONG};

#[tokio::test(flavor = "multi_thread")]
async fn every_application_is_listed_once_however_the_list_changes_between_pages() {
    let house = House::open().await;
    let program = house.program("family-01", YIKATONG).await;
    let mut begun = BTreeSet::new();
    for number in 0..64 {
        let (id, _, _) = program.begin("new").await;
        if number % 10 == 3 {
            // A deleted draft is none.
            let path = format!("/applications/{id}/withdrawal");
            let (status, _) = program.send(Method::POST, &path, &json!({})).await;
            assert_eq!(status, StatusCode::OK);
        } else {
            begun.insert(id);
        }
    }
    let oldest = begun.first().unwrap().clone();
    let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let (status, page) = program.get(&format!("/applications{cursor}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 20);
        seen.extend(
            items
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned()),
        );
        pages += 1;
        let Some(next) = page["next"].as_str() else {
            break;
        };
        cursor = format!("?cursor={next}");
        // One that is still to come changes, and another one is begun.
        let agreed = json!({"consent.disclaimer": "yes"});
        let (status, _) = program.save(&oldest, "disclaimer", agreed.clone()).await;
        assert_eq!(status, StatusCode::OK);
        let none = json!({"consent.disclaimer": ""});
        program.save(&oldest, "disclaimer", none).await;
        program.begin("new").await;
    }
    assert_eq!(pages, 3);
    assert_eq!(seen.len(), begun.len());
    assert_eq!(seen.iter().cloned().collect::<BTreeSet<_>>(), begun);
    assert!(seen.is_sorted_by(|a, b| a > b), "the one begun last first");
    for wrong in ["?cursor=x", "?cursor=", "?cursor=a&cursor=b", "?page=2"] {
        let (status, _) = program.get(&format!("/applications{wrong}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}
