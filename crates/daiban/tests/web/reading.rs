//! Looking at a page changes nothing, except for what docs/adr/0009 lists.

use daiban::routes;
use reqwest::Method;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use web::route::Route;

use crate::rights::path_of;
use crate::visitor::House;

/// Pages that write when they are opened, by docs/adr/0009: a code to answer, that the registry is asked, a right for a phone. Where a
/// browser comes back from a face check writes too, but for nobody who did not begin one.
const WRITTEN: [&str; 5] = [
    "/login",
    "/login/qr",
    "/login/{provider}",
    "/applications/{id}/{step}",
    "/applications/{id}/materials/{material}/phone",
];
/// A job may write at the same moment.
const TRIES: usize = 5;

/// A connection from outside that sees whether anybody has written.
async fn onlooker(house: &House) -> DatabaseConnection {
    let file = house.folder.path().join("data/daiban.sqlite");
    let mut options = ConnectOptions::new(format!("sqlite:{}?mode=ro", file.display()));
    options.max_connections(1);
    Database::connect(options).await.unwrap()
}

async fn version(onlooker: &DatabaseConnection) -> i64 {
    let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA data_version");
    let row = onlooker.query_one_raw(asked).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_only_looked_at_stays_as_it_is() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await.to_string();
    let onlooker = onlooker(&house).await;
    let ask = async |path: &str| {
        let request = house.of(&parent, house.request(Method::GET, path));
        // A stream does not end: its head is enough.
        drop(request.send().await.unwrap());
    };
    let reads = |route: &Route| route.method == Method::GET && !WRITTEN.contains(&route.path);
    let mut paths: Vec<String> = routes::all()
        .iter()
        .filter(|route| reads(route))
        .map(|route| path_of(route, &case))
        .collect();
    // Of the steps, only the one that names the child writes.
    paths.extend(
        ["disclaimer", "agent", "papers"].map(|step| format!("/applications/{case}/{step}")),
    );
    assert!(paths.len() > 25, "{}", paths.len());
    for path in paths {
        let mut was_written = true;
        for _ in 0..TRIES {
            let before = version(&onlooker).await;
            ask(&path).await;
            was_written = version(&onlooker).await != before;
            if !was_written {
                break;
            }
        }
        assert!(!was_written, "{path} writes");
    }

    // The same check notices a write.
    let before = version(&onlooker).await;
    let login = house.request(Method::GET, "/login").send().await.unwrap();
    assert!(login.status().is_success());
    assert_ne!(version(&onlooker).await, before);
}
