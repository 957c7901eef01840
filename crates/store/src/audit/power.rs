//! Rows that give power, against their MACs.

use super::report::{Place, Report};
use crate::guarded::{self, Guarded};
use crate::{
    Store, StoreError, accounts, captures, consents, face_checks, message_grants, passwords,
    platform_visits, portal_logins, proofs, proved_people, releases, sessions, ways_in,
};

const PAGE: u64 = 500;

/// Checks every row of the tables whose rows give power, except applications, which have their heads.
pub(super) async fn verify(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    table::<accounts::Rows>(store, report).await?;
    table::<proved_people::Rows>(store, report).await?;
    table::<ways_in::Rows>(store, report).await?;
    table::<passwords::Rows>(store, report).await?;
    table::<proofs::Rows>(store, report).await?;
    table::<sessions::Rows>(store, report).await?;
    table::<consents::Rows>(store, report).await?;
    table::<captures::Rows>(store, report).await?;
    table::<face_checks::Rows>(store, report).await?;
    table::<platform_visits::Rows>(store, report).await?;
    table::<portal_logins::Rows>(store, report).await?;
    table::<message_grants::Rows>(store, report).await?;
    table::<releases::Rows>(store, report).await
}

async fn table<E: Guarded>(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    let table = E::default().table_name();
    let mut after: Option<E::Model> = None;
    loop {
        let page = store
            .read(async move |tx| guarded::page::<E>(tx, after, PAGE).await)
            .await;
        let (mut rows, altered) = match page {
            Err(error) if !error.is_temporary() => {
                let name = "(some)".to_owned();
                report.found(Place::Row { table, name }, error.to_string());
                return Ok(());
            }
            page => page?,
        };
        for name in altered {
            report.found(Place::Row { table, name }, "its MAC does not fit");
        }
        after = rows.pop();
        if after.is_none() {
            return Ok(());
        }
    }
}
