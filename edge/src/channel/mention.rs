//! Public mentions: taken in, answered in public once a participation was made of one, handed to
//! their author, and forgotten once they are deleted.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    case::{Command, action::Action, event::Actor},
    channel::{
        Language,
        mail::plan::PLATFORM_TEAM,
        mention::{
            HAND_OVER_DAYS, Mention, MentionEffect, MentionEvent, MentionId, MentionNews,
            MentionState, Published,
        },
    },
    intake::channel::Channel,
    reference::Reference,
};
use pages::chat;
use serde::{Deserialize, Serialize};

use super::{
    inbox::{self, Content},
    instagram,
    messenger::Messenger,
    x,
};
use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    middleware::access_log,
    platform::{clock::later, random},
    service::{
        case::{self, By},
        contact::address,
    },
    state::App,
    store::{
        self, Database, Statement,
        channel::mentions::{self, New, Row, Written},
    },
};

/// Time for which a public answer is its sender's, in seconds. After a crash a cron job takes it up.
const LOCK_AGE: i64 = 2 * 60;

/// Pause while the channel is switched off, in seconds.
const OFF_PAUSE: u32 = 10 * 60;

/// Failures after which an answer in public is given up.
const FAILURES_MAX: u32 = 10;

/// Most participations that one message hands over.
const HANDED_MAX: u32 = 5;

/// Most pages of one polling.
const PAGES_MAX: usize = 5;

/// Personal part of a mention, which lies sealed.
#[derive(Serialize, Deserialize)]
struct Private {
    post_id: String,
    /// Account of the author, by which they prove who they are.
    author: String,
    /// Content; `None` once its author has deleted it.
    post: Option<Published>,
}

/// Mention as it was read, and its row.
pub(crate) struct Stored {
    pub(crate) row: Row,
    pub(crate) mention: Mention,
}

impl Stored {
    /// Returns a mention by its id.
    pub(crate) async fn find(app: &App, id: &MentionId) -> Result<Option<Self>, ApiError> {
        match mentions::find(&app.db()?, id).await? {
            Some(row) => Self::open(app, row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Opens a row.
    pub(crate) async fn open(app: &App, row: Row) -> Result<Self, ApiError> {
        let private = opened(app, &row).await?;
        let (post_id, author, post) = match private {
            Some(private) => (private.post_id, private.author, private.post),
            None => (String::new(), String::new(), None),
        };
        let nobody = || ApiError::Internal("a mention that nobody decided".into());
        let state = match row.state.as_str() {
            "open" => MentionState::Open,
            "dismissed" => {
                MentionState::Dismissed { by: row.decided_by.clone().ok_or_else(nobody)? }
            }
            "taken" => MentionState::Taken {
                reference: row.participation.ok_or_else(nobody)?,
                by: row.decided_by.clone().ok_or_else(nobody)?,
                author,
                taken_over_at: row.taken_over_at,
            },
            "deleted" => MentionState::Deleted,
            other => return Err(ApiError::Internal(format!("the state {other} of a mention"))),
        };
        let mention =
            Mention { channel: row.channel, id: post_id, at: row.published_at, post, state };
        Ok(Self { row, mention })
    }

    /// Returns the statement that writes the mention. It fails if another writer was first.
    pub(crate) async fn write(&self, app: &App, db: &Database) -> Result<Statement, ApiError> {
        let Self { row, mention } = self;
        let (author, decided_by, taken_over_at) = match &mention.state {
            MentionState::Taken { author, by, taken_over_at, .. } => {
                (Some(author), Some(by), *taken_over_at)
            }
            MentionState::Dismissed { by } => (None, Some(by), None),
            MentionState::Open | MentionState::Deleted => (None, None, None),
        };
        let author = author.or(mention.post.as_ref().map(|post| &post.author));
        let content = match author {
            Some(author) => {
                let private = Private {
                    post_id: mention.id.clone(),
                    author: author.clone(),
                    post: mention.post.clone(),
                };
                Some(sealed(app, &row.id, &private).await?)
            }
            None => None,
        };
        let author_code = author.map(|author| app.blind().address(mention.channel, author));
        let written = Written {
            id: &row.id,
            version: row.version,
            author_code: author_code.as_deref(),
            content: content.as_ref(),
            state: mention.state.as_str(),
            decided_by,
            taken_over_at,
        };
        Ok(mentions::write(db, &written)?)
    }
}

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
        MentionNews::Posted(mention) => {
            batch.push(insert(app, &db, messenger, &mention).await?);
        }
        MentionNews::Named { media_id, comment_id } => {
            if let Messenger::Instagram(settings) = messenger {
                let mention =
                    instagram::read_mention(settings, &media_id, comment_id.as_deref()).await?;
                if let Some(mention) = mention {
                    batch.push(insert(app, &db, messenger, &mention).await?);
                }
            }
        }
        MentionNews::Deleted { id } => {
            let code = post_code(app, channel, &id);
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

/// Returns the statement that inserts a mention, unless its post is there.
async fn insert(
    app: &App,
    db: &Database,
    messenger: Messenger<'_>,
    mention: &Mention,
) -> Result<Statement, ApiError> {
    let Some(post) = &mention.post else {
        return Err(ApiError::Internal("a mention without a post".into()));
    };
    let id = MentionId::draw(random::draw()?);
    let private = Private {
        post_id: mention.id.clone(),
        author: post.author.clone(),
        post: Some(post.clone()),
    };
    let content = sealed(app, &id, &private).await?;
    let author_code = app.blind().address(mention.channel, &post.author);
    let new = New {
        id: &id,
        channel: mention.channel,
        entity: &entity(messenger),
        post_code: &post_code(app, mention.channel, &mention.id),
        author_code: Some(&author_code),
        content: Some(&content),
        state: mention.state.as_str(),
        published_at: mention.at,
    };
    Ok(mentions::insert(db, &new, app.now)?)
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

/// Answers a mention in public: that it came, and how to write privately. Returns the pause in
/// seconds before another attempt.
pub(crate) async fn answer(app: &App, id: &MentionId) -> Result<Option<u32>, ApiError> {
    let db = app.db()?;
    let Some(stored) = Stored::find(app, id).await? else { return Ok(None) };
    if !mentions::lock_answer(&db, id, [app.now, later(app.now, LOCK_AGE)]).await? {
        return Ok(None);
    }
    let (failures, channel) = (stored.row.answer_failures, stored.mention.channel);
    let Some(post) = &stored.mention.post else {
        // Nobody reads an answer to a post that is gone.
        mentions::delay_answer(&db, id, None).await?;
        return Ok(None);
    };
    let Some(messenger) = Messenger::of(app, channel) else {
        mentions::delay_answer(&db, id, Some(later(app.now, OFF_PAUSE.into()))).await?;
        return Ok(None);
    };
    let text = public_answer(app, &stored, post).await?;
    let post_id = &stored.mention.id;
    let outcome = match messenger {
        Messenger::Instagram(settings) => {
            instagram::answer(settings, post_id, &text, failures).await
        }
        Messenger::X(settings) => x::answer(app, settings, post_id, &text, failures).await,
        Messenger::Whatsapp(_) | Messenger::Sms(_) => Ok(()),
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

/// Polls for mentions where there are no webhooks, and returns their number.
pub(crate) async fn poll(app: &App) -> Result<usize, ApiError> {
    let Some(settings) = app.config.x.as_ref().filter(|settings| settings.is_polled) else {
        return Ok(0);
    };
    let db = app.db()?;
    let since = mentions::newest(&db, Channel::X).await?;
    let (mut newest, mut next, mut contents) = (None, None::<String>, Vec::new());
    for _ in 0..PAGES_MAX {
        let page = x::poll(settings, since.as_deref(), next.as_deref()).await?;
        newest = newest.or(page.newest_id);
        let posts =
            page.posts.into_iter().map(|post| MentionNews::Posted(Box::new(post.mention())));
        contents.extend(posts.map(Content::Mention));
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    let count = contents.len();
    inbox::store(app, Channel::X, contents).await?;
    // Once all of it is stored: what comes twice is known.
    if let Some(newest) = newest {
        mentions::set_newest(&db, Channel::X, &newest).await?;
    }
    Ok(count)
}

/// Returns the statement that seals a mention again under the current key.
pub(crate) async fn anew(app: &App, db: &Database, row: &Row) -> Result<Statement, ApiError> {
    let private = opened(app, row).await?;
    let private = private.ok_or_else(|| ApiError::Internal("a mention without content".into()))?;
    let author_code = app.blind().address(row.channel, &private.author);
    Ok(mentions::reseal(db, row, &author_code, &sealed(app, &row.id, &private).await?)?)
}

/// Returns the entity whose team looks at mentions of an account.
fn entity(messenger: Messenger<'_>) -> String {
    messenger.entity().map_or_else(|| PLATFORM_TEAM.to_owned(), |entity| entity.to_string())
}

/// Returns the code by which a post is found.
fn post_code(app: &App, channel: Channel, id: &str) -> String {
    let mac = app.config.link_secret.mac(&["post of a channel", channel.as_str(), id]);
    URL_SAFE_NO_PAD.encode(&mac[..18])
}

async fn sealed(app: &App, id: &MentionId, private: &Private) -> Result<Sealed, ApiError> {
    let plain = serde_json::to_string(private)?;
    Ok(seal::seal(&app.config.contact_keys, &place(id), &plain).await?)
}

async fn opened(app: &App, row: &Row) -> Result<Option<Private>, ApiError> {
    let Some(sealed) = row.content() else { return Ok(None) };
    let plain = seal::open(&app.config.contact_keys, &place(&row.id), &sealed).await?;
    let read = serde_json::from_str(&plain);
    read.map(Some).map_err(|_| ApiError::Internal("a mention that is none".into()))
}

/// Returns the row that a mention is sealed for.
fn place(id: &MentionId) -> String {
    format!("mention {}", id.as_str())
}
