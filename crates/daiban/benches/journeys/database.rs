//! Connections beside the service: to make it a database, and to measure bare commits.

use sea_orm::{ConnectOptions, DatabaseConnection};

/// A connection, or several. Its future is large, and boxed once here.
pub(crate) async fn connected(to: impl Into<ConnectOptions>) -> DatabaseConnection {
    let options: ConnectOptions = to.into();
    Box::pin(sea_orm::Database::connect(options)).await.unwrap()
}
