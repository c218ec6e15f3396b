//! Job that reseals personal data under the current key: contacts, with their blind index, places,
//! and what is known of people at messengers.
//!
//! If a run is cut off, the next one continues. What no key opens is logged and skipped.

use crate::{
    channel::{mention, stored},
    crypto::seal,
    error::ApiError,
    middleware::access_log,
    service::{
        contact, place,
        work::{self, Data, Progress, Work},
    },
    state::App,
    store::{
        self, Database,
        intake::{locations, participations},
    },
};

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

/// Outcome of one page: the number of rows that it read, and the references that failed.
struct Page {
    read: usize,
    stuck: Vec<String>,
}

/// Reseals data of one kind, and hands what remains to the queue of work.
pub(crate) async fn rotate(app: &App, data: Data) -> Result<usize, ApiError> {
    go_on(app, data, Progress::begun(app)).await
}

/// Reseals data but for the stuck rows, and hands what remains to the queue of work.
pub(crate) async fn go_on(app: &App, data: Data, progress: Progress) -> Result<usize, ApiError> {
    let (db, current) = (app.db()?, seal::current(&app.config.contact_keys));
    let Progress { until, mut stuck } = progress;
    let mut turned = 0;
    for _ in 0..ROUNDS {
        let except = store::list(&stuck)?;
        let page = match data {
            Data::Contacts => contacts(app, &db, &current, &except).await?,
            Data::Places => places(app, &db, &current, &except).await?,
            Data::Addresses => addresses(app, &db, &current, &except).await?,
            Data::Conversations => conversations(app, &db, &current, &except).await?,
            Data::Replies => replies(app, &db, &current, &except).await?,
            Data::Mentions => mentions(app, &db, &current, &except).await?,
        };
        if page.read == 0 {
            return Ok(turned);
        }
        turned += page.read - page.stuck.len();
        stuck.extend(page.stuck);
    }
    if app.now < until {
        work::send(app, &[Work::Reseal(data, Progress { until, stuck })]).await?;
    }
    Ok(turned)
}

async fn contacts(app: &App, db: &Database, current: &str, except: &str) -> Result<Page, ApiError> {
    let old = participations::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let mut page = Page { read: old.len(), stuck: Vec::new() };
    let mut anew = Vec::with_capacity(old.len());
    for row in old {
        match contact::sealed_anew(app, &row.reference, &row.sealed()).await {
            Ok((sealed, codes)) => anew.push(row.replaced(sealed, codes)),
            Err(error) => page.fail("contacts", row.reference, &error),
        }
    }
    participations::replace_contacts(db, &anew).await?;
    Ok(page)
}

async fn places(app: &App, db: &Database, current: &str, except: &str) -> Result<Page, ApiError> {
    let old = locations::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let mut page = Page { read: old.len(), stuck: Vec::new() };
    let mut anew = Vec::with_capacity(old.len());
    for row in old {
        match place::sealed_anew(app, &row.reference, &row.sealed()).await {
            Ok(sealed) => anew.push(row.replaced(sealed)),
            Err(error) => page.fail("places", row.reference, &error),
        }
    }
    locations::replace(db, &anew).await?;
    Ok(page)
}

async fn addresses(
    app: &App,
    db: &Database,
    current: &str,
    except: &str,
) -> Result<Page, ApiError> {
    let old = store::channel::addresses::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let mut page = Page { read: old.len(), stuck: Vec::new() };
    let mut anew = Vec::with_capacity(old.len());
    for row in old {
        let of = (row.participation.as_str(), row.channel);
        match contact::address::sealed_anew(app, of, &row.sealed()).await {
            Ok((sealed, code)) => anew.push(row.replaced(sealed, code)),
            Err(error) => page.fail("addresses", row.participation, &error),
        }
    }
    store::channel::addresses::replace(db, &anew).await?;
    Ok(page)
}

async fn conversations(
    app: &App,
    db: &Database,
    current: &str,
    except: &str,
) -> Result<Page, ApiError> {
    let old = store::channel::conversations::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let mut page = Page { read: old.len(), stuck: Vec::new() };
    for row in old {
        let id = row.id.clone();
        let resealed = match stored::anew(app, db, row).await {
            Ok(statement) => statement.run().await.map(drop).map_err(ApiError::from),
            Err(error) => Err(error),
        };
        if let Err(error) = resealed {
            page.fail("conversations", id, &error);
        }
    }
    Ok(page)
}

async fn replies(app: &App, db: &Database, current: &str, except: &str) -> Result<Page, ApiError> {
    let old = store::channel::replies::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let mut page = Page { read: old.len(), stuck: Vec::new() };
    for row in old {
        match stored::reply_anew(app, &row).await {
            Ok(sealed) => _ = store::channel::replies::reseal(db, &row, &sealed)?.run().await?,
            Err(error) => page.fail("replies", row.id, &error),
        }
    }
    Ok(page)
}

async fn mentions(app: &App, db: &Database, current: &str, except: &str) -> Result<Page, ApiError> {
    let old = store::channel::mentions::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let mut page = Page { read: old.len(), stuck: Vec::new() };
    for row in old {
        let resealed = match mention::anew(app, db, &row).await {
            Ok(statement) => statement.run().await.map(drop).map_err(ApiError::from),
            Err(error) => Err(error),
        };
        if let Err(error) = resealed {
            page.fail("mentions", row.id.as_str().to_owned(), &error);
        }
    }
    Ok(page)
}

impl Page {
    fn fail(&mut self, job: &str, reference: String, error: &ApiError) {
        access_log::failed(job, error);
        self.stuck.push(reference);
    }
}
