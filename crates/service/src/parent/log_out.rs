//! Logs an agent out.

use store::sessions;

use crate::CaseError;
use crate::Service;
use crate::token::{Session, Token};

/// Ends the session and returns a visitor's token for the browser.
pub async fn log_out(service: &Service, session: &Session) -> Result<Token, CaseError> {
    let token = session.token.hash();
    service
        .store
        .write(move |tx| {
            let token = token.clone();
            Box::pin(async move { sessions::end(tx, &token).await.map_err(CaseError::from) })
        })
        .await?;
    Ok(Token::visitor(&service.chance))
}
