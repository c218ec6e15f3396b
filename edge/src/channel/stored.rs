//! Conversations in the store, where they lie sealed.

use domain::{
    Timestamp,
    channel::{
        ADDRESS_DAYS, Conversation,
        conversation::{KEPT_HOURS, SILENCE_HOURS},
    },
    intake::channel::Channel,
    language::Language,
    reference::Reference,
};

use super::{messenger::Messenger, next::Next, render};
use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    platform::{clock::later, random},
    service::contact::address,
    state::App,
    store::{
        self, Database, Statement,
        channel::{
            conversations::{self, Row, Written},
            replies::{self, New},
        },
        media::uploads,
    },
};

/// Time after which a cron job takes up what a conversation should have done, in seconds.
const RETRY_AFTER: i64 = 2 * 60;

/// Time for which the row of an ended conversation is kept, in seconds: until then, statuses of its
/// messages may come.
const ROW_AGE: i64 = ADDRESS_DAYS as i64 * 24 * 60 * 60;

/// Time for which what was said is kept after the last message, in seconds: until silence ends the
/// conversation, and then put aside.
const KEPT: i64 = (SILENCE_HOURS + KEPT_HOURS) * 60 * 60;

/// Time for which uploads of a conversation outlive it, in seconds.
const UPLOAD_GRACE: i64 = 60 * 60;

/// Conversation with its address, as it was read.
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) channel: Channel,
    pub(crate) address: String,
    /// `None` if no conversation is under way.
    pub(crate) conversation: Option<Conversation>,
    /// Time of the person's last message.
    pub(crate) heard_at: Option<Timestamp>,
    version: u32,
}

impl Stored {
    /// Returns the conversation with an address, or a new one that isn't written yet.
    pub(crate) async fn of(app: &App, channel: Channel, address: &str) -> Result<Self, ApiError> {
        let codes = address::codes(app, channel, address);
        match conversations::find(&app.db()?, channel, &codes).await? {
            Some(row) => Self::open(app, row).await,
            None => Ok(Self {
                id: random::name()?,
                channel,
                address: address.to_owned(),
                conversation: None,
                heard_at: None,
                version: 0,
            }),
        }
    }

    /// Returns the conversation with this id.
    pub(crate) async fn named(app: &App, id: &str) -> Result<Option<Self>, ApiError> {
        match conversations::by_id(&app.db()?, id).await? {
            Some(row) => Self::open(app, row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Opens a row.
    pub(crate) async fn open(app: &App, row: Row) -> Result<Self, ApiError> {
        let keys = &app.config.contact_keys;
        let address = seal::open(keys, &address_place(&row.id), &row.address()).await?;
        let conversation = match row.state() {
            Some(sealed) => {
                let plain = seal::open(keys, &state_place(&row.id), &sealed).await?;
                let read = serde_json::from_str(&plain);
                Some(read.map_err(|_| ApiError::Internal("a conversation that is none".into()))?)
            }
            None => None,
        };
        Ok(Self {
            channel: row.channel,
            address,
            conversation,
            heard_at: row.heard_at,
            version: row.version,
            id: row.id,
        })
    }

    /// Returns the conversation, which begins now if none is under way.
    pub(crate) fn conversation(&mut self, app: &App) -> &mut Conversation {
        let entity = Messenger::of(app, self.channel).and_then(Messenger::entity);
        let channel = self.channel;
        self.conversation
            .get_or_insert_with(|| Conversation::new(channel, entity, Language::Arabic, app.now))
    }

    /// Does what time does to the conversation, and returns what it does next. One that is over is
    /// forgotten.
    pub(crate) fn expire(&mut self, app: &App) -> Result<Vec<Next>, ApiError> {
        let Some(conversation) = &mut self.conversation else { return Ok(Vec::new()) };
        let effects = conversation.expire(app.now);
        let next = render::next(app, self.channel, conversation.language(), effects)?;
        if conversation.is_over(app.now) {
            self.conversation = None;
        }
        Ok(next)
    }

    /// Returns the language in which to speak.
    pub(crate) fn language(&self) -> Language {
        self.conversation.as_ref().map_or(Language::Arabic, Conversation::language)
    }

    /// Returns the codes under which the address may be stored.
    pub(crate) fn codes(&self, app: &App) -> Vec<String> {
        address::codes(app, self.channel, &self.address)
    }

    /// Returns the statements that write the conversation, and what it does next. They fail if
    /// another writer was first. What it does is done once, however often it is written.
    pub(crate) async fn write(
        &self,
        app: &App,
        db: &Database,
        next: &[Next],
    ) -> Result<Vec<Statement>, ApiError> {
        let keys = &app.config.contact_keys;
        let address = seal::seal(keys, &address_place(&self.id), &self.address).await?;
        let state = match &self.conversation {
            Some(conversation) => Some(self.sealed(app, conversation).await?),
            None => None,
        };
        let wake_at = self.conversation.as_ref().map_or_else(
            || later(app.now, ROW_AGE),
            |conversation| {
                let silence = later(conversation.heard_at(), SILENCE_HOURS * 60 * 60);
                conversation.wakes_at().unwrap_or(silence)
            },
        );
        let written = Written {
            id: &self.id,
            channel: self.channel,
            code: &app.blind().address(self.channel, &self.address),
            address: &address,
            state: state.as_ref(),
            version: self.version,
            heard_at: self.heard_at,
            wake_at,
        };
        let mut statements = vec![conversations::write(db, &written)?];
        for (place, next) in next.iter().enumerate() {
            let id = format!("{}.{}.{place}", self.id, self.version);
            statements.push(self.reply(app, db, &id, next, None).await?);
        }
        if let Some(conversation) = &self.conversation {
            let ids = conversation.uploads();
            if !ids.is_empty() {
                // From the last message on, not from now: what was put aside isn't kept longer.
                let until = later(conversation.heard_at(), KEPT + UPLOAD_GRACE);
                statements.push(uploads::keep_until(db, &store::list(&ids)?, until)?);
            }
        }
        Ok(statements)
    }

    /// Returns the statement that appends something to do. `notice` is the participation and the
    /// notice that it delivers.
    pub(crate) async fn reply(
        &self,
        app: &App,
        db: &Database,
        id: &str,
        next: &Next,
        notice: Option<(Reference, &str)>,
    ) -> Result<Statement, ApiError> {
        let plain = serde_json::to_string(next)?;
        let message = seal::seal(&app.config.contact_keys, &reply_place(id), &plain).await?;
        let new = New {
            id,
            conversation: &self.id,
            notice,
            is_work: matches!(next, Next::Work(_)),
            message: &message,
            created_at: app.now,
            due_at: later(app.now, RETRY_AFTER),
        };
        Ok(replies::insert(db, &new)?)
    }

    async fn sealed(&self, app: &App, conversation: &Conversation) -> Result<Sealed, ApiError> {
        let plain = serde_json::to_string(conversation)?;
        Ok(seal::seal(&app.config.contact_keys, &state_place(&self.id), &plain).await?)
    }
}

/// Opens what a conversation does next.
pub(crate) async fn opened(app: &App, row: &replies::Row) -> Result<Next, ApiError> {
    let plain = seal::open(&app.config.contact_keys, &reply_place(&row.id), &row.message()).await?;
    serde_json::from_str(&plain).map_err(|_| ApiError::Internal("a reply that is none".into()))
}

/// Seals a waiting reply again under the current key.
pub(crate) async fn reply_anew(app: &App, row: &replies::SealedRow) -> Result<Sealed, ApiError> {
    let (keys, place) = (&app.config.contact_keys, reply_place(&row.id));
    let plain = seal::open(keys, &place, &row.sealed()).await?;
    Ok(seal::seal(keys, &place, &plain).await?)
}

/// Returns the statement that seals a conversation again under the current key.
pub(crate) async fn anew(app: &App, db: &Database, row: Row) -> Result<Statement, ApiError> {
    let keys = &app.config.contact_keys;
    let address = seal::open(keys, &address_place(&row.id), &row.address()).await?;
    let code = app.blind().address(row.channel, &address);
    let state = match row.state() {
        Some(sealed) => {
            let place = state_place(&row.id);
            let plain = seal::open(keys, &place, &sealed).await?;
            Some(seal::seal(keys, &place, &plain).await?)
        }
        None => None,
    };
    let address = seal::seal(keys, &address_place(&row.id), &address).await?;
    Ok(conversations::reseal(db, &row, &code, &address, state.as_ref())?)
}

fn address_place(id: &str) -> String {
    format!("address of conversation {id}")
}

fn state_place(id: &str) -> String {
    format!("state of conversation {id}")
}

fn reply_place(id: &str) -> String {
    format!("reply {id}")
}
