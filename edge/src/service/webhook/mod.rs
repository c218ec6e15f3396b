//! Messages to entities' webhooks on their way into the queue, and the secrets that sign them.
//!
//! A message is a row that is written with the event that it tells of. From there it goes into the
//! queue at once, or by a cron job if it was lost in between. The consumer in `queue/webhook.rs`
//! sends it.

use domain::{
    access::security_event::{Incident, WebhookChange},
    reference::Reference,
    slug::Slug,
    webhook::{DeliveryId, WebhookId, secret::WebhookSecret},
};
use worker::{MessageBuilder, SendMessage};

use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    middleware::access_log,
    state::App,
    store::webhook::{
        deliveries,
        webhooks::{self, SecretsRow},
    },
};

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

/// Queues the messages about events that were just written: after the answer has gone out, or at
/// once in a job. If that fails, the cron job queues them. A message about an event that can be
/// undone stays in the queue until it can't be any more.
pub(crate) async fn dispatch(app: &App, references: Vec<Reference>) {
    if references.is_empty() {
        return;
    }
    let work = app.clone();
    app.in_background(async move {
        if let Err(error) = send_new(&work, &references).await {
            access_log::failed("webhooks", &error);
        }
    })
    .await;
}

async fn send_new(app: &App, references: &[Reference]) -> Result<(), ApiError> {
    let new = deliveries::claim(&app.db()?, references).await?;
    if new.is_empty() {
        return Ok(());
    }
    let messages = new.iter().map(|new| message(&new.id, new.wait(app.now)));
    app.webhooks()?.send_batch(messages.collect::<Vec<_>>()).await?;
    Ok(())
}

fn message(id: &DeliveryId, seconds: u32) -> SendMessage<String> {
    let message = MessageBuilder::new(id.as_str().to_owned());
    match seconds {
        0 => message.build(),
        seconds => message.delay_seconds(seconds).build(),
    }
}

/// Queues one message at once.
pub(crate) async fn send(app: &App, id: &DeliveryId) -> Result<(), ApiError> {
    app.webhooks()?.send(id.as_str().to_owned()).await?;
    Ok(())
}

/// Queues overdue messages again, and returns their number.
pub(crate) async fn dispatch_due(app: &App) -> Result<usize, ApiError> {
    let (db, queue) = (app.db()?, app.webhooks()?);
    let mut sent = 0;
    for _ in 0..ROUNDS {
        let ids = deliveries::due(&db, app.now, AT_ONCE).await?;
        if ids.is_empty() {
            break;
        }
        sent += ids.len();
        let messages = ids.iter().map(|id| message(id, 0)).collect::<Vec<_>>();
        queue.send_batch(messages).await?;
        deliveries::postpone(&db, &ids, app.now).await?;
    }
    Ok(sent)
}

/// Returns the security event of a change.
pub(crate) fn incident(entity: &Slug, webhook: &WebhookId, change: WebhookChange) -> Incident {
    Incident::WebhookChanged { entity: entity.clone(), webhook: webhook.clone(), change }
}

/// Seals a secret for the store.
pub(crate) async fn sealed(
    app: &App,
    webhook: &WebhookId,
    secret: &WebhookSecret,
) -> Result<Sealed, ApiError> {
    Ok(seal::seal(&app.config.contact_keys, &place(webhook), &secret.encode()).await?)
}

/// Opens a sealed secret.
pub(crate) async fn opened(
    app: &App,
    webhook: &WebhookId,
    sealed: &Sealed,
) -> Result<WebhookSecret, ApiError> {
    let plain = seal::open(&app.config.contact_keys, &place(webhook), sealed).await?;
    WebhookSecret::parse(&plain)
        .map_err(|error| ApiError::Internal(format!("a webhook's secret: {error}")))
}

/// Seals both secrets of a webhook again under the current key.
pub(crate) async fn reseal(app: &App, row: &SecretsRow) -> Result<(), ApiError> {
    let present = opened(app, &row.id, &row.present()).await?;
    let present = sealed(app, &row.id, &present).await?;
    let former = match row.former() {
        Some(former) => {
            let former = opened(app, &row.id, &former).await?;
            Some(sealed(app, &row.id, &former).await?)
        }
        None => None,
    };
    Ok(webhooks::reseal(&app.db()?, row, &present, former.as_ref()).await?)
}

/// Returns the row that a secret is sealed for.
fn place(webhook: &WebhookId) -> String {
    format!("webhook {}", webhook.as_str())
}
