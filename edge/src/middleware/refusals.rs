//! Refusals in the log of security events: of sign-ins, and of calls by people who have signed in.
//!
//! A refusal changes nothing else, so it has a batch of its own. Everything else that the log holds
//! is inserted in the batch that it tells of, by [`store::access::security_events`].

use domain::{
    access::security_event::{Cause, Incident, REFUSALS_A_DAY, SignInRefusal},
    staff::StaffId,
};

use super::access_log;
use crate::{
    error::ApiError,
    state::App,
    store::{self, Constraint, intake::limits::Counter},
};

/// Counter name for refusals.
const COUNTED: &str = "refusal";

/// Logs that a call of a signed-in person was refused.
pub(super) async fn log_call(app: &App, person: &StaffId, method: &str, path: &str) {
    let cause = Cause::Staff(person.clone());
    report(refused(app, person.as_str(), &cause, Incident::refused(method, path)).await);
}

/// Logs that a sign-in of a client was refused, unless it failed by a fault of ours.
pub(crate) async fn log_sign_in(app: &App, client: &str, error: &ApiError) {
    let reason = match error {
        ApiError::NotStaff => SignInRefusal::Stranger,
        ApiError::NotSignedIn(_) => SignInRefusal::Failed,
        ApiError::TooMany(_) => SignInRefusal::TooMany,
        _ => return,
    };
    let incident = Incident::SignInRefused { reason };
    report(refused(app, client, &Cause::Unknown, incident).await);
}

async fn refused(
    app: &App,
    client: &str,
    cause: &Cause,
    incident: Incident,
) -> Result<(), ApiError> {
    let (db, day) = (app.db()?, app.day());
    let counter = Counter { client, day: &day, what: COUNTED };
    let written = db.batch(vec![
        store::intake::limits::add(&db, &counter, 1, REFUSALS_A_DAY)?,
        store::access::security_events::caused(&db, cause, vec![incident], app.now)?,
    ]);
    match written.await {
        Err(error) if error.constraint() != Some(Constraint::Limit) => Err(error.into()),
        _ => Ok(()),
    }
}

/// Reports a refusal that couldn't be logged. The answer stays the refusal.
fn report(outcome: Result<(), ApiError>) {
    if let Err(error) = outcome {
        access_log::failed("security-events", &error);
    }
}
