//! Job that reseals data under the current key: contacts, with their blind index, places, what is
//! known of people at messengers, and secrets of webhooks and of entities' systems.
//!
//! If a run is cut off, the next one continues. What no key opens is logged and skipped.

use crate::{
    channel::stored,
    crypto::seal,
    error::ApiError,
    middleware::access_log,
    service::{
        contact, mention, place, system, webhook,
        work::{self, Data, Progress, Work},
    },
    state::App,
    store::{
        self, Database,
        channel::{addresses, conversations, mentions, replies},
        intake::{
            locations,
            participations::{self, ContactRow},
        },
        system::systems,
        webhook::webhooks,
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
            Data::WebhookSecrets => secrets(app, &db, &current, &except).await?,
            Data::SystemSecrets => system_secrets(app, &db, &current, &except).await?,
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
    let id = |row: &ContactRow| row.reference.clone();
    let (page, anew) = each("contacts", old, id, async |row| {
        let (sealed, codes) = contact::sealed_anew(app, &row.reference, &row.sealed()).await?;
        Ok(row.replaced(sealed, codes))
    })
    .await;
    participations::replace_contacts(db, &anew).await?;
    Ok(page)
}

async fn places(app: &App, db: &Database, current: &str, except: &str) -> Result<Page, ApiError> {
    let old = locations::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let id = |row: &locations::Row| row.reference.clone();
    let (page, anew) = each("places", old, id, async |row| {
        let sealed = place::sealed_anew(app, &row.reference, &row.sealed()).await?;
        Ok(row.replaced(sealed))
    })
    .await;
    locations::replace(db, &anew).await?;
    Ok(page)
}

async fn addresses(
    app: &App,
    db: &Database,
    current: &str,
    except: &str,
) -> Result<Page, ApiError> {
    let old = addresses::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let id = |row: &addresses::Row| row.participation.clone();
    let (page, anew) = each("addresses", old, id, async |row| {
        let of = (row.participation.as_str(), row.channel);
        let (sealed, code) = contact::address::sealed_anew(app, of, &row.sealed()).await?;
        Ok(row.replaced(sealed, code))
    })
    .await;
    addresses::replace(db, &anew).await?;
    Ok(page)
}

async fn conversations(
    app: &App,
    db: &Database,
    current: &str,
    except: &str,
) -> Result<Page, ApiError> {
    let old = conversations::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let id = |row: &conversations::Row| row.id.clone();
    let (page, _) = each("conversations", old, id, async |row| {
        Ok(stored::anew(app, db, row).await?.run().await.map(drop)?)
    })
    .await;
    Ok(page)
}

async fn replies(app: &App, db: &Database, current: &str, except: &str) -> Result<Page, ApiError> {
    let old = replies::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let id = |row: &replies::SealedRow| row.id.clone();
    let (page, _) = each("replies", old, id, async |row| {
        let sealed = stored::reply_anew(app, &row).await?;
        Ok(replies::reseal(db, &row, &sealed)?.run().await.map(drop)?)
    })
    .await;
    Ok(page)
}

async fn mentions(app: &App, db: &Database, current: &str, except: &str) -> Result<Page, ApiError> {
    let old = mentions::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let id = |row: &mentions::Row| row.id.as_str().to_owned();
    let (page, _) = each("mentions", old, id, async |row| {
        Ok(mention::anew(app, db, &row).await?.run().await.map(drop)?)
    })
    .await;
    Ok(page)
}

async fn secrets(app: &App, db: &Database, current: &str, except: &str) -> Result<Page, ApiError> {
    let old = webhooks::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let id = |row: &webhooks::SecretsRow| row.id.as_str().to_owned();
    let (page, _) =
        each("webhook secrets", old, id, async |row| webhook::reseal(app, &row).await).await;
    Ok(page)
}

async fn system_secrets(
    app: &App,
    db: &Database,
    current: &str,
    except: &str,
) -> Result<Page, ApiError> {
    let old = systems::sealed_otherwise(db, current, except, AT_ONCE).await?;
    let id = |row: &systems::SecretRow| row.entity.to_string();
    let (page, _) =
        each("system secrets", old, id, async |row| system::reseal(app, &row).await).await;
    Ok(page)
}

/// Reseals each row of a page. Returns what came of those that no fault stopped.
async fn each<Row, New>(
    job: &str,
    rows: Vec<Row>,
    id: impl Fn(&Row) -> String,
    anew: impl AsyncFn(Row) -> Result<New, ApiError>,
) -> (Page, Vec<New>) {
    let mut page = Page { read: rows.len(), stuck: Vec::new() };
    let mut resealed = Vec::with_capacity(rows.len());
    for row in rows {
        let id = id(&row);
        match anew(row).await {
            Ok(new) => resealed.push(new),
            Err(error) => {
                access_log::failed(job, &error);
                page.stuck.push(id);
            }
        }
    }
    (page, resealed)
}
