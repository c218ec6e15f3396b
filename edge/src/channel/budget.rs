//! Budgets of messages to people who write: how many go out a day by each channel.

use domain::channel::whatsapp::reaction::Reaction;

use super::failure::Failure;
use crate::{error::ApiError, state::App, store::deliveries};

/// Longest pause before another attempt, in seconds: the queue delays no message by more.
const PAUSE_MAX: u32 = 12 * 60 * 60;

/// Counts parts against a day's budget.
///
/// # Errors
///
/// Returns a failure to try again tomorrow if the budget is spent.
pub(super) async fn spend(
    app: &App,
    budget: (&'static str, u32),
    parts: u32,
    failures: u32,
) -> Result<(), Failure> {
    if parts > budget.1 {
        let reason = "beyond the budget of a whole day".to_owned();
        return Err(Failure { reaction: Reaction::OurFault, reason });
    }
    let spent = async {
        Ok::<_, ApiError>(deliveries::spend(&app.db()?, &app.day(), budget, parts).await?)
    };
    match spent.await {
        Ok(true) => Ok(()),
        Ok(false) => {
            let left = u32::try_from(app.seconds_left_today()).unwrap_or(1);
            let reaction = Reaction::Slower(left.clamp(1, PAUSE_MAX));
            Err(Failure { reaction, reason: "budget".to_owned() })
        }
        Err(_) => Err(Failure::again("no database", failures)),
    }
}
