//! `GET /healthz`: health check of the stores, the schedules and the notices, in words and numbers.

use std::collections::BTreeMap;

use axum::{Extension, Json, response::IntoResponse};
use domain::{
    Timestamp,
    alert::{self, Condition, Level, Observed, Standing},
    delivery::Carrier,
    intake::channel::{Channel, ChannelState},
};
use http::{StatusCode, header::RETRY_AFTER};
use serde::Serialize;

use crate::{channel, error::ApiError, service::alerts, state::App, store};

/// Health of the installation.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct Health {
    /// `ok`; `warning` if something needs a person; `failing` if requests fail.
    status: &'static str,
    /// `ok` or `failing`.
    database: &'static str,
    /// `ok` or `failing`.
    media: &'static str,
    /// Malware scanner: `none`, `ok` or `failing`.
    scanner: &'static str,
    /// Machine that transcribes recordings: `none`, `ok` or `failing`.
    transcriber: &'static str,
    /// Mail that people write: `off` or `on`.
    mail: ChannelState,
    /// Ways by which notices go out, preferred ones first. A way that isn't named is off.
    ways: Vec<Carrier>,
    /// Channel on `WhatsApp`: `off`, `on`, or `failing` while our access is refused.
    whatsapp: ChannelState,
    /// Channel on Instagram, likewise.
    instagram: ChannelState,
    /// Channel on X, likewise.
    x: ChannelState,
    /// Text messages of people, likewise.
    sms: ChannelState,
    /// Figures from the database, if it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<Figures>,
    /// Conditions that need a person.
    alerts: Vec<Standing>,
    /// The conditions in words.
    texts: Vec<String>,
}

/// Figures that the conditions follow from.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
struct Figures {
    /// Notices that were given up; at most 1,000 are counted.
    dead_letters: u64,
    /// Waiting notices that their provider hasn't taken in several attempts; at most 1,000 are
    /// counted.
    failing_notices: u64,
    /// Files whose scan failed several times, and which wait; at most 1,000 are counted.
    unscanned_files: u64,
    /// Recordings that a machine failed to hear several times, and which wait; at most 1,000 are
    /// counted.
    untranscribed_recordings: u64,
    /// End of the latest five-minute run without a failed job.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    ran_often: Option<Timestamp>,
    /// End of the latest hourly run without a failed job.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    ran_hourly: Option<Timestamp>,
    /// Numbers of today's messages by way and state that they came into (UTC).
    deliveries: BTreeMap<String, BTreeMap<String, u64>>,
    /// Size of the database.
    store_bytes: u64,
    /// Limit of the database's size.
    store_limit: u64,
    /// Share of the limit that is used.
    store_percent: u64,
}

/// Checks that the database and the media store answer, and what needs a person.
#[cfg_attr(test, utoipa::path(get, path = "/healthz", operation_id = "check_health", responses((status = 200, body = Health), (status = 503, body = Health, description = "One of them doesn't"))))]
#[worker::send]
pub(crate) async fn check(Extension(app): Extension<App>) -> impl IntoResponse {
    let (database, media) = (database(&app).await, media(&app).await);
    let well = database.is_ok() && media.is_ok();
    let errors = [database.as_ref().err(), media.as_ref().err()];
    for error in errors.into_iter().flatten() {
        worker::console_error!("unhealthy: {error}");
    }
    let word = |well: bool| if well { "ok" } else { "failing" };
    let (database_word, media_word) = (word(database.is_ok()), word(media.is_ok()));
    let channels = channel::state::all(&app).await;
    let channel = |channel: Channel| {
        let known = channels.iter().find(|known| known.channel == channel);
        known.map_or(ChannelState::Off, |known| known.state)
    };
    let observed = database.ok();
    let deliveries = deliveries(&app).await.unwrap_or_default();
    let standing = observed.as_ref().map(|(observed, stored)| standing(observed, stored));
    let standing = standing.unwrap_or_default();
    if standing.iter().any(|standing| standing.condition == Condition::Clock) {
        // No job tells it while none runs.
        let app = app.clone();
        app.clone().afterwards(async move { alerts::tell_stopped(&app).await });
    }
    let texts = observed.as_ref().map(|(observed, _)| texts(observed, &standing));
    let texts = texts.unwrap_or_default();
    let status = if well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let later = (!well).then_some([(RETRY_AFTER, "10")]);
    let health = Health {
        status: if well && !texts.is_empty() { "warning" } else { word(well) },
        database: database_word,
        media: media_word,
        scanner: match &observed {
            _ if app.config.scanner.is_none() => "none",
            Some((observed, _)) => word(observed.unscanned == 0),
            None => "failing",
        },
        transcriber: match &observed {
            _ if app.config.transcriber.is_none() => "none",
            Some((observed, _)) => word(observed.unheard == 0),
            None => "failing",
        },
        mail: channel(Channel::Email),
        ways: app.config.ways.order.clone(),
        whatsapp: channel(Channel::Whatsapp),
        instagram: channel(Channel::Instagram),
        x: channel(Channel::X),
        sms: channel(Channel::Sms),
        figures: observed.map(|(observed, _)| figures(&observed, deliveries)),
        alerts: standing,
        texts,
    };
    (status, later, Json(health))
}

async fn database(app: &App) -> Result<(Observed, Vec<Standing>), ApiError> {
    store::answers(&app.db()?).await?;
    alerts::observe(app).await
}

async fn media(app: &App) -> Result<(), ApiError> {
    app.media()?.head("healthz").await?;
    Ok(())
}

/// Returns the conditions that aren't fine now, whether or not a job has stored them yet.
fn standing(observed: &Observed, stored: &[Standing]) -> Vec<Standing> {
    let now = Condition::ALL.map(|condition| Standing {
        condition,
        level: observed.level(condition, alert::standing(stored, condition)),
    });
    now.into_iter().filter(|standing| standing.level > Level::Fine).collect()
}

fn texts(observed: &Observed, alerts: &[Standing]) -> Vec<String> {
    let texts = alerts.iter().map(|alert| observed.describe(alert.condition, alert.level));
    let idle = observed.is_idle().then(|| "No scheduled job has run yet.".to_owned());
    texts.chain(idle).collect()
}

/// Returns the numbers of today's messages, by way and state.
async fn deliveries(app: &App) -> Result<BTreeMap<String, BTreeMap<String, u64>>, ApiError> {
    let mut ways = BTreeMap::<_, BTreeMap<_, _>>::new();
    for row in store::deliveries::counts(&app.db()?, &app.day()).await? {
        ways.entry(row.way).or_default().insert(row.state, row.count);
    }
    Ok(ways)
}

fn figures(observed: &Observed, deliveries: BTreeMap<String, BTreeMap<String, u64>>) -> Figures {
    Figures {
        deliveries,
        dead_letters: observed.dead,
        failing_notices: observed.failing,
        unscanned_files: observed.unscanned,
        untranscribed_recordings: observed.unheard,
        ran_often: observed.often.map(|runs| runs.latest),
        ran_hourly: observed.hourly.map(|runs| runs.latest),
        store_bytes: observed.bytes,
        store_limit: observed.limit,
        store_percent: observed.store_percent(),
    }
}
