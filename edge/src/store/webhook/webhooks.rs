//! Webhooks of entities.

use domain::{
    Timestamp,
    slug::Slug,
    webhook::{
        Subscription, WebhookId,
        event_type::EventType,
        retry::{Health, Off},
    },
    wire::console::Webhook,
};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, Statement, list, statement, unreadable},
};

const COLUMNS: &str = "id, url, types, off, failing_since, former_until, created_at";

#[derive(Deserialize)]
struct Row {
    id: WebhookId,
    url: String,
    types: String,
    off: Option<Off>,
    failing_since: Option<Timestamp>,
    former_until: Option<Timestamp>,
    created_at: Timestamp,
}

impl Row {
    fn read(self) -> Result<Webhook> {
        let Self { id, url, types, off, failing_since, former_until, created_at } = self;
        let types = serde_json::from_str(&types).map_err(|_| unreadable("types of a webhook"))?;
        Ok(Webhook { id, url, types, off, failing_since, former_until, created_at })
    }
}

/// Returns the webhooks of an entity, the oldest first.
pub(crate) async fn of(db: &Database, entity: &Slug) -> Result<Vec<Webhook>> {
    let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE entity = :entity");
    let rows = statement(db, &sql, [("entity", entity.as_str().into())])?.run().await?;
    let mut webhooks =
        rows.results::<Row>()?.into_iter().map(Row::read).collect::<Result<Vec<_>>>()?;
    webhooks.sort_by(|one, other| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)));
    Ok(webhooks)
}

/// Returns a webhook, if it is one of this entity.
pub(crate) async fn find(db: &Database, entity: &Slug, id: &WebhookId) -> Result<Option<Webhook>> {
    let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE id = :id AND entity = :entity");
    let values = [("id", id.as_str().into()), ("entity", entity.as_str().into())];
    statement(db, &sql, values)?.first::<Row>().await?.map(Row::read).transpose()
}

/// Returns the statement that inserts a webhook.
pub(crate) fn insert(
    db: &Database,
    (entity, id): (&Slug, &WebhookId),
    subscription: &Subscription,
    secret: &Sealed,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO webhooks (id, entity, url, types, secret, secret_key, created_at)
               VALUES (:id, :entity, :url, :types, :secret, :secret_key, :created_at)";
    let values = [
        ("id", id.as_str().into()),
        ("entity", entity.as_str().into()),
        ("url", subscription.url.as_str().into()),
        ("types", types(subscription)?.into()),
        ("secret", (&secret.text).into()),
        ("secret_key", (&secret.key).into()),
        ("created_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that changes a webhook. One that is switched on, or has another address,
/// begins in good health.
pub(crate) fn change(
    db: &Database,
    id: &WebhookId,
    subscription: &Subscription,
    is_on: bool,
) -> Result<Statement> {
    let sql = "UPDATE webhooks
               SET url = :url, types = :types,
                   failing_since = CASE WHEN url <> :url OR :off IS NULL AND off IS NOT NULL
                                   THEN NULL ELSE failing_since END,
                   off = CASE WHEN :off IS NULL THEN NULL ELSE coalesce(off, :off) END
               WHERE id = :id";
    let values = [
        ("id", id.as_str().into()),
        ("url", subscription.url.as_str().into()),
        ("types", types(subscription)?.into()),
        ("off", Some(Off::ByHand).filter(|_| !is_on).map(Off::as_str).into()),
    ];
    statement(db, sql, values)
}

fn types(subscription: &Subscription) -> Result<String> {
    list(&subscription.types.iter().map(EventType::as_str).collect::<Vec<_>>())
}

/// Returns the statements that remove a webhook with the messages to it.
pub(crate) fn remove(db: &Database, id: &WebhookId) -> Result<[Statement; 2]> {
    let deliveries = "DELETE FROM webhook_deliveries WHERE webhook = :id";
    let webhook = "DELETE FROM webhooks WHERE id = :id";
    Ok([
        statement(db, deliveries, [("id", id.as_str().into())])?,
        statement(db, webhook, [("id", id.as_str().into())])?,
    ])
}

/// Returns the statement that replaces the secret. The one before signs too until `until`.
pub(crate) fn renew(
    db: &Database,
    id: &WebhookId,
    secret: &Sealed,
    until: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE webhooks
               SET former_secret = secret, former_secret_key = secret_key, former_until = :until,
                   secret = :secret, secret_key = :secret_key
               WHERE id = :id";
    let values = [
        ("id", id.as_str().into()),
        ("secret", (&secret.text).into()),
        ("secret_key", (&secret.key).into()),
        ("until", until.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that records the health of an endpoint after an attempt. A reason for
/// being off that it has already stays.
pub(super) fn record(db: &Database, id: &WebhookId, health: Health) -> Result<Statement> {
    let sql = "UPDATE webhooks SET failing_since = :failing_since, off = coalesce(off, :off)
               WHERE id = :id";
    let values = [
        ("id", id.as_str().into()),
        ("failing_since", health.failing_since.into()),
        ("off", health.off.map(Off::as_str).into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that forgets the failures of an endpoint for which nothing waits any more:
/// nobody knows how it does until the next message.
pub(super) fn rest(db: &Database, id: &WebhookId) -> Result<Statement> {
    let sql = "UPDATE webhooks SET failing_since = NULL
               WHERE id = :id AND failing_since IS NOT NULL AND off IS NULL
                 AND NOT EXISTS (SELECT 1 FROM webhook_deliveries
                                 WHERE webhook = :id AND outcome IS NULL)";
    statement(db, sql, [("id", id.as_str().into())])
}

/// Secrets of a webhook, sealed.
#[derive(Deserialize)]
pub(crate) struct SecretsRow {
    pub(crate) id: WebhookId,
    secret: String,
    secret_key: String,
    former_secret: Option<String>,
    former_secret_key: Option<String>,
}

impl SecretsRow {
    /// Returns the present secret.
    pub(crate) fn present(&self) -> Sealed {
        Sealed { key: self.secret_key.clone(), text: self.secret.clone() }
    }

    /// Returns the former secret.
    pub(crate) fn former(&self) -> Option<Sealed> {
        Sealed::read(self.former_secret.clone(), self.former_secret_key.clone())
    }
}

/// Returns webhooks with a secret that is sealed under another key than `key`, but those of the
/// JSON list `except`.
pub(crate) async fn sealed_otherwise(
    db: &Database,
    key: &str,
    except: &str,
    at_most: u32,
) -> Result<Vec<SecretsRow>> {
    let sql = "SELECT id, secret, secret_key, former_secret, former_secret_key FROM webhooks
               WHERE (secret_key <> :key OR former_secret_key <> :key)
               AND id NOT IN (SELECT value FROM json_each(:except)) LIMIT :limit";
    let values = [("key", key.into()), ("except", except.into()), ("limit", at_most.into())];
    statement(db, sql, values)?.run().await?.results()
}

/// Replaces the secrets of a webhook by the same ones under another key, unless they were changed
/// meanwhile.
pub(crate) async fn reseal(
    db: &Database,
    row: &SecretsRow,
    present: &Sealed,
    former: Option<&Sealed>,
) -> Result<()> {
    let sql = "UPDATE webhooks
               SET secret = :secret, secret_key = :secret_key, former_secret = :former_secret,
                   former_secret_key = :former_secret_key
               WHERE id = :id AND secret = :old";
    let values = [
        ("secret", (&present.text).into()),
        ("secret_key", (&present.key).into()),
        ("former_secret", former.map(|sealed| &sealed.text).into()),
        ("former_secret_key", former.map(|sealed| &sealed.key).into()),
        ("id", row.id.as_str().into()),
        ("old", (&row.secret).into()),
    ];
    statement(db, sql, values)?.run().await?;
    Ok(())
}
