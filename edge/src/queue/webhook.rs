//! Consumer of messages to entities' webhooks: locks a message, sends it, and records the answer.
//!
//! An attempt that is cut off before its answer is recorded is made again under the same id.

use domain::{
    access::security_event::{Cause, WebhookChange},
    webhook::{
        DeliveryId,
        retry::{self, Attempt},
        secret::Secrets,
        snapshot::Snapshot,
    },
    wire::WebhookEvent,
};

use super::Verdict;
use crate::{
    error::ApiError,
    middleware::access_log,
    platform::clock::{self, later},
    service::webhook as service,
    state::App,
    store::{
        access::security_events,
        webhook::deliveries::{self, Row, Take},
    },
    webhook,
};

/// Time for which an attempt locks its message, in seconds. No attempt takes longer.
const TAKEN: i64 = 60;

pub(super) async fn deliver(app: &App, id: &str) -> Result<Verdict, ApiError> {
    let Ok(id) = DeliveryId::parse(id) else { return Ok(Verdict::Done) };
    match deliveries::take(&app.db()?, &id, [app.now, later(app.now, TAKEN)]).await? {
        Take::Ours(row) => attempt(app, &row).await,
        Take::Early(next) => Ok(Verdict::at(app, next)),
        Take::Taken => Ok(Verdict::after_lock(app)),
        Take::Done => Ok(Verdict::Done),
    }
}

async fn attempt(app: &App, row: &Row) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    if row.health().off.is_some() {
        deliveries::give_up(&db, &row.webhook, app.now)?.run().await?;
        return Ok(Verdict::Done);
    }
    let prepared = prepared(app, row).await;
    let was_asked = prepared.is_ok();
    let answer = match prepared {
        Ok((event, secrets)) => webhook::send(app, &row.url, &event, (&row.id, &secrets)).await,
        Err(error) => {
            error.log();
            Err("the message can't be prepared".to_owned())
        }
    };
    let app = &app.at(clock::now());
    let outcome = answer.as_ref().map_or(Attempt::Failed, |status| Attempt::of(*status));
    // An endpoint that wasn't asked is no better or worse than before.
    let health = if was_asked { row.health().after(outcome, app.now) } else { row.health() };
    let failures = row.failures + 1;
    let pause = retry::pause(failures, app.config.first_pause, [row.since, app.now]);
    let pause = pause.filter(|_| outcome == Attempt::Failed && health.off.is_none());
    let next = pause.map(|pause| later(app.now, pause.into()));
    let mut statements = deliveries::record(&db, row, (outcome, &answer), (health, next), app.now)?;
    if health.off.is_some() {
        let change = service::incident(&row.entity, &row.webhook, WebhookChange::SwitchedOff);
        statements.push(security_events::caused(&db, &Cause::System, vec![change], app.now)?);
    }
    db.batch(statements).await?;
    if outcome != Attempt::Taken {
        let reason = answer.map_or_else(|reason| reason, |status| format!("status {status}"));
        let error = format!("{} to webhook {}: {reason}", row.id.as_str(), row.webhook.as_str());
        access_log::failed("webhook", &ApiError::Internal(error));
    }
    Ok(pause.map_or(Verdict::Done, Verdict::Again))
}

/// Returns the message's body and the secrets that sign it.
async fn prepared(app: &App, row: &Row) -> Result<(WebhookEvent, Secrets), ApiError> {
    Ok((event(app, row)?, secrets(app, row).await?))
}

/// Returns the message's body: with every attempt the same.
fn event(app: &App, row: &Row) -> Result<WebhookEvent, ApiError> {
    let base_url = &*app.config.base_url;
    let (Some(kind), Some(snapshot), Some(received_at)) =
        (row.kind, &row.snapshot, row.received_at)
    else {
        return Ok(WebhookEvent::test(&row.id, row.at, base_url, &row.entity));
    };
    let snapshot: Snapshot = serde_json::from_str(snapshot)?;
    Ok(WebhookEvent::of((&row.id, kind, row.at), (base_url, &row.entity), (snapshot, received_at)))
}

async fn secrets(app: &App, row: &Row) -> Result<Secrets, ApiError> {
    let present = service::opened(app, &row.webhook, &row.secret()).await?;
    let former = match row.former_secret(app.now) {
        Some(sealed) => Some(service::opened(app, &row.webhook, &sealed).await?),
        None => None,
    };
    Ok(Secrets { present, former })
}
