//! Consumer of cases to create in the systems of entities: locks a creation, sends it, and records
//! the answer.
//!
//! An attempt that is cut off before its answer is recorded is made again under the same id.

use domain::{
    Timestamp,
    system::{self as rules, CreationId, System, auth::Secret},
    webhook::retry,
};

use super::Verdict;
use crate::{
    error::ApiError,
    middleware::access_log,
    platform::clock::{self, later},
    service::system as service,
    state::App,
    store::system::creations::{self, Attempted, Row, Take},
    system::{self, Answer},
};

/// Time for which an attempt locks its creation, in seconds. No attempt takes longer.
const TAKEN: i64 = 180;

pub(super) async fn create(app: &App, id: &str) -> Result<Verdict, ApiError> {
    let Ok(id) = CreationId::parse(id) else { return Ok(Verdict::Done) };
    match creations::take(&app.db()?, &id, [app.now, later(app.now, TAKEN)]).await? {
        Take::Ours(row) => attempt(app, &row).await,
        Take::Early(next) => Ok(Verdict::Again(seconds(app, next))),
        Take::Rests(until) => {
            Ok(Verdict::Again(seconds(app, until).min(app.config.first_pause.max(1))))
        }
        Take::Taken => Ok(Verdict::Again(app.config.first_pause.max(1))),
        Take::Done => Ok(Verdict::Done),
    }
}

/// Returns the seconds until a time, one at least.
fn seconds(app: &App, until: Timestamp) -> u32 {
    let seconds = until.as_second().saturating_sub(app.now.as_second()).max(1);
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

async fn attempt(app: &App, row: &Row) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    let Some(facts) = row.facts(service::link(app, row.reference)) else {
        creations::drop(&db, row, app.now).await?;
        return Ok(Verdict::Done);
    };
    let attempted = match prepared(app, row).await {
        Ok((system, secret)) => {
            let answer = system::create(app, &system, secret.as_ref(), &facts).await;
            attempted(answer, system.template.id.is_some())
        }
        Err(error) => {
            error.log();
            attempted(Err("the request can't be prepared".to_owned()), false)
        }
    };
    let app = &app.at(clock::now());
    let pause = retry::pause(row.failures + 1, app.config.first_pause, [row.since, app.now]);
    let pause = pause.filter(|_| !attempted.is_created);
    let next = pause.map(|pause| later(app.now, pause.into()));
    let rest = rules::rest(row.failing_since, app.config.first_pause, app.now);
    let rest = Some(later(app.now, rest.into()));
    db.batch(creations::record(&db, row, &attempted, [next, rest], app.now)?.into()).await?;
    if !attempted.is_created {
        let Attempted { status, reason, .. } = attempted;
        let reason = reason.or_else(|| Some(format!("status {}", status?))).unwrap_or_default();
        let error = format!("{} to the system of {}: {reason}", row.id.as_str(), row.entity);
        access_log::failed("system", &ApiError::Internal(error));
    }
    Ok(pause.map_or(Verdict::Done, Verdict::Again))
}

/// Returns what is recorded of an answer. A case that was created stays so without a readable id:
/// another attempt could create it twice.
fn attempted(answer: Result<Answer, String>, has_id: bool) -> Attempted {
    match answer {
        Ok(Answer { status, outside_id, .. }) if (200..300).contains(&status) => Attempted {
            status: Some(status),
            reason: (has_id && outside_id.is_none()).then(|| "no id in the answer".to_owned()),
            is_created: true,
            outside_id,
        },
        Ok(Answer { status, .. }) => {
            Attempted { status: Some(status), reason: None, is_created: false, outside_id: None }
        }
        Err(reason) => {
            Attempted { status: None, reason: Some(reason), is_created: false, outside_id: None }
        }
    }
}

/// Returns the system as it is described now, and its secret.
async fn prepared(app: &App, row: &Row) -> Result<(System, Option<Secret>), ApiError> {
    let system = service::parse(app, &row.template()?).map_err(ApiError::Invalid)?;
    let secret = match row.secret() {
        Some(sealed) => Some(service::opened(app, &row.entity, &sealed).await?),
        None => None,
    };
    Ok((system, secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_of_success_creates_a_case() {
        let answer = |status, id: Option<&str>| {
            let answer =
                Answer { status, outside_id: id.map(str::to_owned), excerpt: String::new() };
            attempted(Ok(answer), true)
        };
        assert!(answer(201, Some("7")).is_created);
        let without = answer(204, None);
        assert!(without.is_created && without.reason.is_some());
        for status in [302, 400, 401, 404, 412, 429, 500] {
            assert!(!answer(status, None).is_created, "{status}");
        }
        let none = attempted(Err("unreachable".to_owned()), true);
        assert!(!none.is_created && none.status.is_none());
    }
}
