//! Cases on their way into the systems of entities, and the secrets of those systems.
//!
//! A creation is a row that is written with the event that brings a case to the entity. From there
//! it goes into the queue at once, or by a cron job if it was lost in between. The consumer in
//! `queue/system.rs` sends it.

use domain::{
    access::security_event::{Incident, SystemChange},
    input::InputError,
    reference::Reference,
    slug::Slug,
    system::{CreationId, System, auth::Secret},
    webhook::url::Installation,
    wire::console::SystemTemplate,
};
use worker::{MessageBuilder, SendMessage};

use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    middleware::access_log,
    state::App,
    store::system::{
        creations,
        systems::{self, SecretRow},
    },
};

const AT_ONCE: u32 = 100;

/// Most creations of one entity in a round, so that a large backlog leaves room for others.
const FOR_EACH: u32 = 20;
const ROUNDS: usize = 10;

/// Queues the creations for events that were just written: after the answer has gone out, or at
/// once in a job. If that fails, the cron job queues them.
pub(crate) async fn dispatch(app: &App, references: Vec<Reference>) {
    if references.is_empty() {
        return;
    }
    let work = app.clone();
    app.in_background(async move {
        if let Err(error) = send_new(&work, &references).await {
            access_log::failed("systems", &error);
        }
    })
    .await;
}

async fn send_new(app: &App, references: &[Reference]) -> Result<(), ApiError> {
    let new = creations::claim(&app.db()?, references).await?;
    if new.is_empty() {
        return Ok(());
    }
    let messages = new.iter().map(|new| message(&new.id, new.wait(app.now)));
    app.systems()?.send_batch(messages.collect::<Vec<_>>()).await?;
    Ok(())
}

fn message(id: &CreationId, seconds: u32) -> SendMessage<String> {
    let message = MessageBuilder::new(id.as_str().to_owned());
    match seconds {
        0 => message.build(),
        seconds => message.delay_seconds(seconds).build(),
    }
}

/// Queues one creation at once.
pub(crate) async fn send(app: &App, id: &CreationId) -> Result<(), ApiError> {
    app.systems()?.send(id.as_str().to_owned()).await?;
    Ok(())
}

/// Queues overdue creations again, and returns their number.
pub(crate) async fn dispatch_due(app: &App) -> Result<usize, ApiError> {
    let (db, queue) = (app.db()?, app.systems()?);
    let mut sent = 0;
    for _ in 0..ROUNDS {
        let ids = creations::due(&db, app.now, [FOR_EACH, AT_ONCE]).await?;
        if ids.is_empty() {
            break;
        }
        sent += ids.len();
        let messages = ids.iter().map(|id| message(id, 0)).collect::<Vec<_>>();
        queue.send_batch(messages).await?;
        creations::postpone(&db, &ids, app.now).await?;
    }
    Ok(sent)
}

/// Parses a template on this installation.
pub(crate) fn parse(app: &App, template: &SystemTemplate) -> Result<System, Vec<InputError>> {
    template.parse(Installation { base_url: &app.config.base_url })
}

/// Returns the address of a case for staff.
pub(crate) fn link(app: &App, reference: Reference) -> String {
    format!("{}/console/cases/{reference}", app.config.base_url)
}

/// Returns the security event of a change.
pub(crate) fn incident(entity: &Slug, change: SystemChange) -> Incident {
    Incident::SystemChanged { entity: entity.clone(), change }
}

/// Seals a secret for the store.
pub(crate) async fn sealed(app: &App, entity: &Slug, secret: &Secret) -> Result<Sealed, ApiError> {
    Ok(seal::seal(&app.config.contact_keys, &place(entity), secret.as_str()).await?)
}

/// Opens a sealed secret.
pub(crate) async fn opened(app: &App, entity: &Slug, sealed: &Sealed) -> Result<Secret, ApiError> {
    let plain = seal::open(&app.config.contact_keys, &place(entity), sealed).await?;
    Secret::parse(&plain).map_err(|error| ApiError::Internal(format!("a system's secret: {error}")))
}

/// Seals a secret again under the current key.
pub(crate) async fn reseal(app: &App, row: &SecretRow) -> Result<(), ApiError> {
    let secret = opened(app, &row.entity, &row.sealed()).await?;
    let anew = sealed(app, &row.entity, &secret).await?;
    Ok(systems::reseal(&app.db()?, row, &anew).await?)
}

/// Returns the row that a secret is sealed for.
fn place(entity: &Slug) -> String {
    format!("system {entity}")
}
