//! Public mentions: taken in, answered in public once a participation was made of one, handed to
//! their author, and forgotten once they are deleted. `service::mention` reads and writes them.

mod answer;
mod poll;

use domain::{
    case::{Command, action::Action, event::Actor},
    channel::mention::{
        HAND_OVER_DAYS, MentionEffect, MentionEvent, MentionId, MentionNews, MentionState,
    },
    reference::Reference,
    slug::PLATFORM_TEAM,
};

use super::{instagram, messenger::Messenger};
use crate::{
    error::ApiError,
    middleware::access_log,
    platform::{clock::later, random},
    service::{
        case::{self, By},
        contact::address,
        mention::{self, Stored},
    },
    state::App,
    store::{
        self, Database, Statement,
        channel::mentions::{self, New, Row},
    },
};
pub(crate) use answer::answer;
pub(crate) use poll::poll;

/// Most participations that one message hands over.
const HANDED_MAX: u32 = 5;

/// Takes in news of a mention, in one batch with the parcel's deletion.
pub(crate) async fn take_in(
    app: &App,
    messenger: Messenger<'_>,
    parcel: &str,
    news: MentionNews,
) -> Result<(), ApiError> {
    let db = app.db()?;
    let channel = messenger.channel();
    let mut batch = Vec::new();
    match news {
        MentionNews::Posted(posted) => {
            batch.push(mention::insert(app, &db, &entity(messenger), &posted).await?);
        }
        MentionNews::Named { media_id, comment_id } => {
            if let Messenger::Instagram(settings) = messenger {
                let read =
                    instagram::read_mention(settings, &media_id, comment_id.as_deref()).await?;
                if let Some(read) = read {
                    batch.push(mention::insert(app, &db, &entity(messenger), &read).await?);
                }
            }
        }
        MentionNews::Deleted { id } => {
            let code = mention::post_code(app, channel, &id);
            match mentions::by_post(&db, channel, &code).await? {
                Some(row) => batch.extend(forgotten(app, &db, row).await?),
                // The deletion has overtaken the post.
                None => batch.push(deleted(app, &db, messenger, &code)?),
            }
        }
    }
    batch.push(store::channel::inbox::delete(&db, parcel)?);
    db.batch(batch).await?;
    Ok(())
}

/// Returns the statement that remembers that a post was deleted before it came.
fn deleted(
    app: &App,
    db: &Database,
    messenger: Messenger<'_>,
    post_code: &str,
) -> Result<Statement, ApiError> {
    let new = New {
        id: &MentionId::draw(random::draw()?),
        channel: messenger.channel(),
        entity: &entity(messenger),
        post_code,
        author_code: None,
        content: None,
        state: MentionState::Deleted.as_str(),
        published_at: app.now,
    };
    Ok(mentions::insert(db, &new, app.now)?)
}

/// Removes the text of the participation that was made of a deleted post, and returns the
/// statements that forget the post.
async fn forgotten(app: &App, db: &Database, row: Row) -> Result<Vec<Statement>, ApiError> {
    let mut stored = Stored::open(app, row).await?;
    let effect = stored.mention.apply(MentionEvent::Deleted, app.now);
    if let Ok(Some(MentionEffect::RemoveText(reference))) = effect {
        let command = Command::plain(Actor::System, Action::Retract);
        match case::act(app, reference, &command, By::Clock).await {
            // A repetition, or its content is erased.
            Ok(_) | Err(ApiError::Refused(_) | ApiError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(vec![stored.write(app, db).await?])
}

/// Returns the participations that a message from an account hands to its author, and the
/// statements that do.
pub(super) async fn handed_over(
    app: &App,
    messenger: Messenger<'_>,
    account: &str,
) -> Result<(Vec<Reference>, Vec<Statement>), ApiError> {
    let (db, channel) = (app.db()?, messenger.channel());
    let nothing = (Vec::new(), Vec::new());
    let since = later(app.now, -i64::from(HAND_OVER_DAYS) * 24 * 60 * 60);
    let author = match messenger {
        Messenger::X(_) => account.to_owned(),
        // Public mentions name their author; who writes directly is asked for the same name.
        Messenger::Instagram(settings) if mentions::has_waiting(&db, channel, since).await? => {
            match instagram::username(settings, account).await {
                Ok(Some(name)) => name,
                Ok(None) => return Ok(nothing),
                // The message matters more; a later one hands over.
                Err(error) => {
                    access_log::failed("mentions", &error);
                    return Ok(nothing);
                }
            }
        }
        _ => return Ok(nothing),
    };
    let codes = address::codes(app, channel, &author);
    let (mut references, mut statements) = nothing;
    for row in mentions::waiting(&db, channel, &codes, since, HANDED_MAX).await? {
        let mut stored = Stored::open(app, row).await?;
        let event = MentionEvent::WrittenBy(author.clone());
        if let Ok(Some(MentionEffect::HandOver(reference))) = stored.mention.apply(event, app.now) {
            let sealed = address::sealed(app, reference, account).await?;
            let code = app.blind().address(channel, account);
            let insert =
                store::channel::addresses::insert(&db, reference, channel, &code, &sealed)?;
            statements.extend([insert, stored.write(app, &db).await?]);
            references.push(reference);
        }
    }
    Ok((references, statements))
}

/// Returns the entity whose team looks at mentions of an account.
fn entity(messenger: Messenger<'_>) -> String {
    messenger.entity().map_or_else(|| PLATFORM_TEAM.to_owned(), |entity| entity.to_string())
}
