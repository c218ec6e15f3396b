//! Failure of a messenger to take a message, and the reaction to it.

use domain::{channel::whatsapp::reaction::Reaction, intake::channel::Channel};

use crate::{error::ApiError, middleware::access_log, state::App, store::channel::stops};

/// Failure to send a message.
pub(crate) struct Failure {
    /// Reaction to it.
    pub(crate) reaction: Reaction,
    /// Code or short phrase, which contains nothing of the message.
    pub(crate) reason: String,
}

impl Failure {
    /// Returns a failure after which the same is tried again. `failures` is the number of attempts
    /// that failed before.
    pub(super) fn again(reason: &str, failures: u32) -> Self {
        Self { reaction: Reaction::to_status(500, failures + 1), reason: reason.to_owned() }
    }

    /// Records that a channel refuses our access, if that is the failure, and returns whether it
    /// is.
    pub(super) async fn stop(&self, app: &App, channel: Channel) -> Result<bool, ApiError> {
        let Reaction::Stop(_) = self.reaction else { return Ok(false) };
        let (name, reason) = (channel.as_str(), &self.reason);
        stops::stop(&app.db()?, channel, reason, app.now).await?;
        let alarm = format!("{name} refuses our access ({reason}): see docs/operations.md");
        access_log::failed(name, &ApiError::Internal(alarm));
        Ok(true)
    }
}
