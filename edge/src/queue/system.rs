//! Consumer of cases to create in the systems of entities: locks a creation, sends it, and records
//! the answer.
//!
//! An attempt that is cut off before its answer is recorded is made again under the same id.

use domain::{
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
    store::system::{
        creations::{self, Attempted, Row, Take},
        systems,
    },
    system::{self, Answer},
};

/// Time for which an attempt locks its creation, in seconds. No attempt takes longer.
const TAKEN: i64 = 180;

pub(super) async fn create(app: &App, id: &str) -> Result<Verdict, ApiError> {
    let Ok(id) = CreationId::parse(id) else { return Ok(Verdict::Done) };
    match creations::take(&app.db()?, &id, [app.now, later(app.now, TAKEN)]).await? {
        Take::Ours(row) => attempt(app, &row).await,
        Take::Early(next) => Ok(Verdict::at(app, next)),
        // The rest may end early, so it isn't waited for in one.
        Take::Rests(until) => {
            let pause = i64::from(app.config.first_pause.max(1));
            Ok(Verdict::at(app, until.min(later(app.now, pause))))
        }
        Take::Taken => Ok(Verdict::after_lock(app)),
        Take::Done => Ok(Verdict::Done),
    }
}

async fn attempt(app: &App, row: &Row) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    let Some(facts) = row.facts(service::link(app, row.reference)) else {
        creations::drop(&db, row, app.now).await?;
        return Ok(Verdict::Done);
    };
    let (attempted, was_asked) = match prepared(app, row).await {
        Ok((system, secret)) => {
            let answer = system::create(app, &system, secret.as_ref(), &facts).await;
            (attempted(answer, system.template.id.is_some()), true)
        }
        Err(error) => {
            error.log();
            (attempted(Err("the request can't be prepared".to_owned()), false), false)
        }
    };
    let app = &app.at(clock::now());
    let pause = retry::pause(row.failures + 1, app.config.first_pause, [row.since, app.now]);
    let pause = pause.filter(|_| !attempted.is_created);
    let next = pause.map(|pause| later(app.now, pause.into()));
    let rest = rules::rest(row.failing_since, app.config.first_pause, app.now);
    let health = match (was_asked, attempted.is_created) {
        // A system that wasn't asked is no better or worse than before.
        (false, _) => systems::wake(&db, &row.entity)?,
        (true, true) => systems::record(&db, &row.entity, [None, None])?,
        (true, false) => {
            let until = later(app.now, rest.into());
            systems::record(&db, &row.entity, [Some(app.now), Some(until)])?
        }
    };
    db.batch(vec![creations::record(&db, row, &attempted, next)?, health]).await?;
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
            reason: (has_id && outside_id.is_none()).then(|| system::NO_ID.to_owned()),
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
