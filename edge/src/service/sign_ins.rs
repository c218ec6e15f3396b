//! Sign-ins that begin: they are counted for each client, since each leaves a row behind.

use crate::{
    error::ApiError,
    service::rate_limit::too_many,
    state::App,
    store::{self, Statement, intake::limits::Counter},
};

/// People who sign in, whose sign-ins are counted apart.
#[derive(Clone, Copy)]
pub(crate) enum SignIn {
    Staff,
    Customer,
}

impl SignIn {
    const fn counted(self) -> &'static str {
        match self {
            Self::Staff => "sign-in",
            Self::Customer => "profile sign-in",
        }
    }
}

/// Stores a sign-in that begins, by the statement `attempt`, and counts it.
///
/// # Errors
///
/// [`ApiError::TooMany`] above the limit of a day.
pub(crate) async fn begin(
    app: &App,
    client: &str,
    who: SignIn,
    attempt: Statement,
) -> Result<(), ApiError> {
    let (db, day) = (app.db()?, app.day());
    let counter = Counter { client, day: &day, what: who.counted() };
    let most = app.config.limits.sign_ins_per_client;
    let sum = store::intake::limits::add(&db, &counter, 1, most)?;
    db.batch(vec![sum, attempt]).await.map(drop).map_err(|error| too_many(app, error))
}
