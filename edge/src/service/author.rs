//! Commands of a participation's author, as the API and the page without a script give them.

use domain::{
    case::{Command, action::Action},
    input::Reason,
    reference::Reference,
    slug::Slug,
};

use crate::{
    directory,
    error::ApiError,
    middleware::access_log,
    service::{
        case::{self, Author, By},
        status,
    },
    state::App,
    store::{self, intake::participations::Whole},
};

/// Executes a command of the author and returns the participation as it stands then. A corrected
/// contact is corrected in the paired suggestion too.
pub(crate) async fn act(
    app: &App,
    reference: Reference,
    command: &Command,
    author: Author<'_>,
) -> Result<Whole, ApiError> {
    if let Action::Classify { to, .. } = &command.deed {
        known(app, to).await?;
    }
    case::act(app, reference, command, By::Customer(author)).await?;
    if matches!(command.deed, Action::Write | Action::Reopen) {
        // The cron job hands over what isn't handed over here.
        if let Err(error) = case::hand_over(app, reference).await {
            access_log::failed("absence", &error);
        }
    }
    let whole = store::intake::participations::whole(&app.db()?, reference)
        .await?
        .ok_or(ApiError::NotFound)?;
    let whole = status::told(app, whole).await?;
    if command.contact.is_some()
        && let Some(suggestion) = whole.suggestion
    {
        case::correct_paired(app, suggestion, command, author).await?;
    }
    Ok(whole)
}

/// Refuses an entity that doesn't exist.
async fn known(app: &App, entity: &Slug) -> Result<(), ApiError> {
    match directory::entity(app, entity.as_str(), None).await {
        Ok(_) => Ok(()),
        Err(ApiError::NotFound) => Err(ApiError::input("/entity", Reason::UnknownEntity)),
        Err(error) => Err(error),
    }
}
