//! Speaking to other systems: each answers in time, or not at all. Nothing is sent on to where one of them would have it.

use futures_util::future::{Either, select};
use std::{pin::pin, time::Duration};
use worker::{AbortController, Delay, Fetch, Request, RequestInit, RequestRedirect, Response};

/// Asks, and reads what is wanted of the answer, all within `patience`; or says in a word of what that failed, nothing of what was asked.
pub(crate) async fn ask<T>(
    address: &str,
    mut init: RequestInit,
    patience: Duration,
    read: impl AsyncFnOnce(Response) -> worker::Result<T>,
) -> Result<T, &'static str> {
    // Secrets and personal data go where they were configured to go, and nowhere else.
    init.with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(address, &init).map_err(|_| "no request")?;
    let abort = AbortController::default();
    let signal = abort.signal();
    let work = async { read(Fetch::Request(request).send_with_signal(&signal).await?).await };
    match select(pin!(work), pin!(Delay::from(patience))).await {
        Either::Left((answer, _)) => answer.map_err(|_| "unreachable"),
        Either::Right(_) => {
            abort.abort();
            Err("no answer in time")
        }
    }
}
