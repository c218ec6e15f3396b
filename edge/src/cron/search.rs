//! Job that indexes participations from before the search index existed, and those that were
//! indexed by older rules.

use crate::{
    error::ApiError,
    middleware::access_log,
    service::contact,
    state::App,
    store::{
        self,
        search::{Entry, Pending},
    },
};

/// Number of rows in a page.
const AT_ONCE: u32 = 100;
/// Number of pages in one run. Each row costs two statements, and an invocation may run a thousand
/// for all jobs.
const ROUNDS: usize = 2;

pub(crate) async fn admit(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (mut admitted, mut stuck) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let except = store::list(&stuck)?;
        let mut pending = store::search::pending(&db, &except, AT_ONCE).await?;
        let is_new = !pending.is_empty();
        if !is_new {
            pending = store::search::outdated(&db, &except, AT_ONCE).await?;
        }
        if pending.is_empty() {
            break;
        }
        for row in pending {
            let codes = match codes(app, &row).await {
                Ok(codes) => codes,
                Err(error) => {
                    access_log::failed("search", &error);
                    stuck.push(row.reference.digits().to_owned());
                    continue;
                }
            };
            let entry = Entry {
                reference: row.reference,
                received_at: row.received_at,
                entities: &row.entities,
                service: row.service(),
                words: row.words(),
                contact: codes,
            };
            let statements = if is_new {
                store::search::admit(&db, &entry)?
            } else {
                store::search::renew(&db, &entry)?
            };
            db.batch(statements.into()).await?;
            admitted += 1;
        }
    }
    Ok(admitted)
}

async fn codes(app: &App, row: &Pending) -> Result<String, ApiError> {
    let Some(sealed) = row.contact() else { return Ok(String::new()) };
    Ok(contact::codes(app, &contact::opened(app, row.reference, &sealed).await?))
}
