//! Polling for mentions on X, where there are no webhooks.

use domain::{
    channel::{mention::MentionNews, x::Post},
    intake::channel::Channel,
};

use crate::{
    channel::{
        inbox::{self, Content},
        x,
    },
    error::ApiError,
    state::App,
    store::channel::polled,
};

/// Most answers that one run asks for. The next run goes on where it ended.
const ANSWERS_MAX: usize = 5;

/// Polls for mentions where there are no webhooks, and returns their number.
pub(crate) async fn poll(app: &App) -> Result<usize, ApiError> {
    let Some(settings) = app.config.x.as_ref().filter(|settings| settings.is_polled) else {
        return Ok(0);
    };
    let db = app.db()?;
    let mut progress = polled::find(&db, Channel::X).await?;
    let mut count = 0;
    for _ in 0..ANSWERS_MAX {
        let mut page = x::poll(settings, progress.stretch()).await?;
        let posts = std::mem::take(&mut page.posts);
        count += posts.len();
        let news = |post: Post| Content::Mention(MentionNews::Posted(Box::new(post.mention())));
        inbox::store(app, Channel::X, posts.into_iter().map(news).collect()).await?;
        // Once all of it is stored: what comes twice is known.
        let has_more = progress.take(&page);
        polled::set(&db, Channel::X, &progress).await?;
        if !has_more {
            break;
        }
    }
    Ok(count)
}
