//! End of a profile: its participations stay, or are erased a part at a time.

use domain::profile::{ProfileId, file::Fate};

use crate::{
    error::ApiError,
    middleware::access_log,
    service::{
        erasure,
        work::{self, Work},
    },
    state::App,
    store::profile::{participations, profiles},
};

/// Number of participations that a request erases. Each takes some forty statements with the
/// suggestion that it was sent with, and D1 runs a thousand for a request.
const BY_REQUEST: u32 = 20;

/// Number of participations that a message of the queue of work erases. Eight messages share an
/// invocation, and so its thousand statements.
const BY_MESSAGE: u32 = 3;

/// Ends a profile, so that nobody is signed in to it any more or can be. If its participations are
/// erased and that is cut off, the hourly job goes on.
pub(crate) async fn leave(app: &App, profile: &ProfileId, fate: Fate) -> Result<(), ApiError> {
    let db = app.db()?;
    match fate {
        Fate::Kept => {
            db.batch(profiles::remove(&db, profile)?).await?;
        }
        Fate::Erased => {
            db.batch(profiles::close(&db, profile, app.now)?).await?;
            if let Err(error) = erase(app, profile, BY_REQUEST).await {
                access_log::failed("leave", &error);
            }
        }
    }
    Ok(())
}

/// Goes on erasing the participations of a profile that was left, as a message of the queue asks.
pub(crate) async fn go_on(app: &App, profile: &ProfileId) -> Result<(), ApiError> {
    erase(app, profile, BY_MESSAGE).await
}

/// Erases at most so many participations of a profile that was left, and hands what remains to the
/// queue of work. The profile is removed after the last one. One that can't be erased is logged;
/// the hourly job tries again.
async fn erase(app: &App, profile: &ProfileId, most: u32) -> Result<(), ApiError> {
    let db = app.db()?;
    let due = participations::to_erase(&db, profile, most + 1).await?;
    let part = due.iter().take(most as usize);
    let (is_last, mut failed) = (part.len() == due.len(), 0);
    for reference in part.clone() {
        if let Err(error) = erasure::erase(app, *reference).await {
            access_log::failed("leave", &error);
            failed += 1;
        }
    }
    if is_last && failed == 0 {
        db.batch(profiles::remove(&db, profile)?).await?;
    } else if failed < part.len() {
        work::send(app, &[Work::Leave(profile.clone())]).await?;
    }
    Ok(())
}

/// Hands profiles that were left, and whose participations aren't all erased, to the queue of work.
/// Returns their number.
pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    let left = profiles::left(&app.db()?).await?;
    let work: Vec<_> = left.into_iter().map(Work::Leave).collect();
    work::send(app, &work).await?;
    Ok(work.len())
}
