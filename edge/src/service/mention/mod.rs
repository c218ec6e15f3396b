//! Public mentions in the store, where post and author lie sealed. The rules are in
//! `domain::channel::mention`, whose events change a mention before it's written.

mod private;

use domain::{
    Timestamp,
    channel::mention::{Mention, MentionEffect, MentionEvent, MentionId, MentionState},
    reference::Reference,
    staff::StaffId,
};

use crate::{
    error::ApiError,
    platform::random,
    state::App,
    store::{
        Database, Statement,
        channel::mentions::{self, New, Row, Written},
    },
};
pub(crate) use private::post_code;
use private::{Private, opened, sealed};

/// Mention that somebody makes a participation of.
#[derive(Clone, Copy)]
pub(crate) struct Taking<'a> {
    pub(crate) mention: &'a Stored,
    pub(crate) by: &'a StaffId,
}

/// Mention as it was read, and its row.
#[derive(Clone)]
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
        self.written(app, db, None).await
    }

    /// Returns the statement that makes a participation of the mention, in the batch that inserts
    /// it. It fails if another writer was first.
    ///
    /// # Errors
    ///
    /// Returns an error if the mention was decided already.
    pub(crate) async fn taken(
        mut self,
        app: &App,
        db: &Database,
        by: &StaffId,
        reference: Reference,
    ) -> Result<Statement, ApiError> {
        let event = MentionEvent::Take(by.clone(), reference);
        let effect = self.mention.apply(event, app.now).map_err(|_| ApiError::Stale)?;
        let is_answered = matches!(effect, Some(MentionEffect::AnswerInPublic(_)));
        self.written(app, db, is_answered.then_some(app.now)).await
    }

    /// Returns the statement that writes the mention, and with `answer_due_at` the time from which
    /// it's to be answered in public. It fails if another writer was first.
    async fn written(
        &self,
        app: &App,
        db: &Database,
        answer_due_at: Option<Timestamp>,
    ) -> Result<Statement, ApiError> {
        let Self { row, mention } = self;
        let (author, decided_by, participation, taken_over_at) = match &mention.state {
            MentionState::Taken { reference, author, by, taken_over_at } => {
                (Some(author), Some(by), Some(*reference), *taken_over_at)
            }
            MentionState::Dismissed { by } => (None, Some(by), None, None),
            MentionState::Open | MentionState::Deleted => (None, None, None, None),
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
            participation,
            taken_over_at,
            answer_due_at,
        };
        Ok(mentions::write(db, &written)?)
    }
}

/// Returns the statement that inserts a mention, unless its post is there.
pub(crate) async fn insert(
    app: &App,
    db: &Database,
    entity: &str,
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
        entity,
        post_code: &post_code(app, mention.channel, &mention.id),
        author_code: Some(&author_code),
        content: Some(&content),
        state: mention.state.as_str(),
        published_at: mention.at,
    };
    Ok(mentions::insert(db, &new, app.now)?)
}

/// Returns the statement that seals a mention again under the current key.
pub(crate) async fn anew(app: &App, db: &Database, row: &Row) -> Result<Statement, ApiError> {
    let private = opened(app, row).await?;
    let private = private.ok_or_else(|| ApiError::Internal("a mention without content".into()))?;
    let author_code = app.blind().address(row.channel, &private.author);
    Ok(mentions::reseal(db, row, &author_code, &sealed(app, &row.id, &private).await?)?)
}
