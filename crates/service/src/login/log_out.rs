//! Logs an agent out.

use store::sessions;

use crate::Service;
use crate::ServiceError;
use crate::token::{Session, Token};

/// Ends the session and returns a visitor's token for the browser.
pub async fn log_out(service: &Service, session: &Session) -> Result<Token, ServiceError> {
    let token = session.token.hash();
    service
        .store
        .write(async move |tx| sessions::end(tx, &token).await)
        .await?;
    Ok(Token::visitor(&service.chance))
}
