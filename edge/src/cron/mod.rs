//! Cron jobs, one file for each.
//!
//! `run` is called by the worker's scheduled event. A job may run twice at once, be missed, or be
//! cut off; the next run reaches the state that this one would have reached. So a job may not rely
//! on when, or how often, it runs. Jobs that may have more to do than fits into one run hand the
//! rest to the queue of work, whose consumer calls them again.

mod absences;
pub(crate) mod cases;
mod conversations;
mod day;
mod mail;
mod outbox;
mod recounts;
mod releases;
pub(crate) mod reseal;
pub(crate) mod retention;
mod rising;
mod scans;
mod search;
mod sweep;
mod systems;
mod test_participations;
mod transcription;
mod uploads;
mod webhooks;

use crate::{
    error::ApiError,
    middleware::access_log,
    service::{alerts, erasure, profile::leave, work::Data},
    state::App,
    store::alerts::{self as runs, Schedule},
};

/// Schedule of the runs that do only the urgent jobs; see wrangler.toml.
const OFTEN: &str = "*/5 * * * *";

/// Runs the jobs of a schedule. A failed job doesn't stop the others.
pub(crate) async fn run(app: &App, cron: &str) -> Result<(), ApiError> {
    // First: a gap in the runs shows before this run closes it.
    let told = alerts::tell(app).await;
    let outcome = jobs(app, cron).await;
    let schedule = if cron == OFTEN { Schedule::Often } else { Schedule::Hourly };
    let ended = match &outcome {
        Ok(()) => record(app, schedule).await,
        Err(_) => Ok(0),
    };
    let outcome = outcome.and(report(vec![("alerts", told), ("runs", ended)]));
    access_log::ran(cron, &app.cost);
    outcome
}

/// Records the end of a run without a failed job.
async fn record(app: &App, schedule: Schedule) -> Result<usize, ApiError> {
    runs::ran(&app.db()?, schedule, app.now).await?;
    Ok(0)
}

async fn jobs(app: &App, cron: &str) -> Result<(), ApiError> {
    let mut outcomes =
        vec![("cases", cases::wake(app).await), ("absences", absences::hand_over(app).await)];
    outcomes.push(("mail", mail::take_waiting(app).await));
    outcomes.push(("polling", conversations::poll(app).await));
    if cron != OFTEN {
        outcomes.push(("day", day::begin(app).await));
    }
    outcomes.extend([
        // After the jobs that write notices to staff.
        ("outbox", outbox::dispatch(app).await),
        ("webhooks", webhooks::dispatch(app).await),
        ("systems", systems::dispatch(app).await),
        ("scans", scans::dispatch(app).await),
        ("transcripts", transcription::dispatch(app).await),
        ("inbox", conversations::dispatch(app).await),
        ("conversations", conversations::sweep(app).await),
    ]);
    if cron != OFTEN {
        outcomes.extend(seldom(app).await);
    }
    // A recount is long, and nobody waits for it: all other jobs have run by then.
    outcomes.push(("recounts", recounts::count(app).await));
    report(outcomes)
}

/// Runs the jobs that aren't urgent.
async fn seldom(app: &App) -> Vec<(&'static str, Result<usize, ApiError>)> {
    vec![
        ("uploads", uploads::sweep(app).await),
        ("limits", sweep::limits::sweep(app).await),
        ("proofs", sweep::proofs::sweep(app).await),
        ("sessions", sweep::sessions::sweep(app).await),
        ("leave", leave::dispatch(app).await),
        ("staff requests", sweep::staff_requests::sweep(app).await),
        ("security events", sweep::security_events::sweep(app).await),
        ("contacts", reseal::rotate(app, Data::Contacts).await),
        ("places", reseal::rotate(app, Data::Places).await),
        ("addresses", reseal::rotate(app, Data::Addresses).await),
        // Another job has the name "conversations".
        ("sealed conversations", reseal::rotate(app, Data::Conversations).await),
        ("sealed replies", reseal::rotate(app, Data::Replies).await),
        ("mentions", reseal::rotate(app, Data::Mentions).await),
        ("webhook secrets", reseal::rotate(app, Data::WebhookSecrets).await),
        ("system secrets", reseal::rotate(app, Data::SystemSecrets).await),
        ("search", search::admit(app).await),
        ("retention", retention::erase(app).await),
        ("tests", test_participations::sweep(app).await),
        ("media", erasure::remove_media(app).await),
        ("delivered", outbox::sweep(app).await),
        ("deliveries", outbox::sweep_deliveries(app).await),
        ("webhook log", webhooks::sweep(app).await),
        ("releases", releases::close(app).await),
        ("reports", releases::notify(app).await),
        ("rising words", rising::count(app).await),
    ]
}

fn report(outcomes: Vec<(&str, Result<usize, ApiError>)>) -> Result<(), ApiError> {
    let mut failed = false;
    for (job, outcome) in outcomes {
        match outcome {
            Ok(0) => {}
            Ok(count) => access_log::done(job, count),
            Err(error) => {
                failed = true;
                access_log::failed(job, &error);
            }
        }
    }
    if failed {
        Err(ApiError::Internal("a job failed; the next run takes it up again".into()))
    } else {
        Ok(())
    }
}
