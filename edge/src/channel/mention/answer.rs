//! Public answers to mentions of which a participation was made.

use domain::{
    channel::mention::{MentionId, Published},
    language::Language,
};
use pages::chat;

use crate::{
    channel::{instagram, messenger::Messenger, x},
    error::ApiError,
    middleware::access_log,
    platform::clock::later,
    service::mention::Stored,
    state::App,
    store::{self, channel::mentions},
};

/// Time for which a sender locks a public answer, in seconds. After a crash a cron job sends it.
const LOCK_AGE: i64 = 2 * 60;

/// Pause while the channel is switched off, in seconds.
const OFF_PAUSE: u32 = 10 * 60;

/// Failures after which an answer in public is given up.
const FAILURES_MAX: u32 = 10;

/// Answers a mention in public: that it came, and how to write privately. Returns the pause in
/// seconds before another attempt.
pub(crate) async fn answer(app: &App, id: &MentionId) -> Result<Option<u32>, ApiError> {
    let db = app.db()?;
    let Some(stored) = Stored::find(app, id).await? else { return Ok(None) };
    let (failures, channel) = (stored.row.answer_failures, stored.mention.channel);
    let Some(messenger) = Messenger::of(app, channel) else {
        // It's no failure while the channel is off.
        mentions::delay_answer(&db, id, Some(later(app.now, OFF_PAUSE.into()))).await?;
        return Ok(None);
    };
    if !mentions::lock_answer(&db, id, [app.now, later(app.now, LOCK_AGE)]).await? {
        return Ok(None);
    }
    let Some(post) = &stored.mention.post else {
        // Nobody reads an answer to a post that is gone.
        mentions::delay_answer(&db, id, None).await?;
        return Ok(None);
    };
    let text = public_answer(app, &stored, post).await?;
    let post_id = &stored.mention.id;
    let outcome = match (messenger.spend(app, failures).await, messenger) {
        (Err(spent), _) => Err(spent),
        (Ok(()), Messenger::Instagram(settings)) => {
            instagram::answer(settings, post_id, &text, failures).await
        }
        (Ok(()), Messenger::X(settings)) => {
            x::answer(app, settings, post_id, &text, failures).await
        }
        (Ok(()), Messenger::Whatsapp(_) | Messenger::Sms(_)) => Ok(()),
    };
    let Err(failure) = outcome else {
        let answered = mentions::answered(&db, id, app.now)?;
        db.batch(vec![answered, store::channel::stops::resume(&db, channel)?]).await?;
        return Ok(None);
    };
    let told = format!("a public answer failed: {}", failure.reason);
    access_log::failed(channel.as_str(), &ApiError::Internal(told));
    let is_stopped = failure.stop(app, channel).await?;
    let pause = failure.reaction.pause().filter(|_| is_stopped || failures < FAILURES_MAX);
    let due = pause.map(|pause| later(app.now, pause.into()));
    mentions::delay_answer(&db, id, due).await?;
    Ok(pause)
}

/// Returns the words of a public answer. The end of its link differs from mention to mention, since
/// X takes no text twice.
async fn public_answer(app: &App, stored: &Stored, post: &Published) -> Result<String, ApiError> {
    let language = chat::language(post.language.unwrap_or(Language::Arabic));
    let entity = match stored.row.participation {
        Some(reference) => {
            let found = store::intake::participations::find(&app.db()?, reference).await?;
            found.map(|found| found.entity)
        }
        None => None,
    };
    let entity = entity.unwrap_or_else(|| stored.row.entity.to_string());
    let mark = stored.row.id.as_str().get(..6).unwrap_or_default();
    let (base, tag) = (&app.config.base_url, language.tag());
    let link = format!("{base}/f/{entity}?lang={tag}#{mark}");
    Ok(chat::public_answer(language, &link))
}
