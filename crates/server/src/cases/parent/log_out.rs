//! Logs an agent out.

use store::sessions;

use crate::app::App;
use crate::cases::CaseError;
use crate::cases::token::{Session, Token};

/// Ends the session and returns a visitor's token for the browser ([`crate::web::session::cookie`]).
pub async fn log_out(app: &App, session: &Session) -> Result<Token, CaseError> {
    let token = session.token.hash();
    app.store
        .write(move |tx| {
            let token = token.clone();
            Box::pin(async move { sessions::end(tx, &token).await.map_err(CaseError::from) })
        })
        .await?;
    Ok(Token::visitor(&app.chance))
}
