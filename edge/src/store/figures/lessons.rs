//! Published lessons: public words about what was changed.

use domain::{
    Date,
    case::lesson::PublicWords,
    figures::lesson::{Lesson, LessonKind},
    reference::Reference,
    slug::Slug,
};
use serde::Deserialize;

use crate::store::{Chosen, Database, Result, Statement, statement, unreadable};

#[derive(Deserialize)]
struct Row {
    entity: Slug,
    service: Option<Slug>,
    kind: LessonKind,
    published_on: Date,
    words: String,
}

impl Row {
    fn read(self) -> Result<Lesson> {
        let Self { entity, service, kind, published_on, words } = self;
        Ok(Lesson { entity, service, kind, day: published_on, words: parsed(&words)? })
    }
}

/// Parses stored words.
pub(crate) fn parsed(words: &str) -> Result<PublicWords> {
    let texts: Vec<String> = serde_json::from_str(words).map_err(|_| unreadable("public words"))?;
    PublicWords::of_texts(&texts).ok_or_else(|| unreadable("public words"))
}

/// Approval of public words: the case and its number of the corrective action, the event that
/// proposed the words, and what is published with them.
pub(crate) struct Approval<'a> {
    pub(crate) reference: Reference,
    pub(crate) action: usize,
    pub(crate) proposal: u32,
    pub(crate) entity: &'a Slug,
    pub(crate) service: Option<&'a Slug>,
    pub(crate) kind: LessonKind,
    pub(crate) day: Date,
}

/// Returns the statement that publishes proposed words, for a batch. Words that were published
/// before are replaced; the day of their publication stays.
pub(crate) fn publish(db: &Database, approval: &Approval<'_>) -> Result<Statement> {
    let sql = "INSERT INTO lessons
                      (participation, action, entity, service, kind, published_on, words)
               SELECT participation, :action, :entity, :service, :kind, :day, public_words
               FROM messages WHERE participation = :participation AND sequence = :proposal
               ON CONFLICT DO UPDATE SET words = excluded.words";
    let action = u32::try_from(approval.action).unwrap_or(u32::MAX);
    let day = approval.day.to_string();
    let values = [
        ("participation", approval.reference.digits().into()),
        ("action", action.into()),
        ("proposal", approval.proposal.into()),
        ("entity", approval.entity.as_str().into()),
        ("service", approval.service.map(Slug::as_str).into()),
        ("kind", approval.kind.as_str().into()),
        ("day", day.into()),
    ];
    statement(db, sql, values)
}

/// Returns the lessons that were published from one day to another, both included, the latest
/// first: those of an entity, or of all.
pub(crate) async fn published(
    db: &Database,
    entity: Option<&Slug>,
    [first, last]: [Date; 2],
) -> Result<Vec<Lesson>> {
    let (first, last) = (first.to_string(), last.to_string());
    let days = [("first", first.into()), ("last", last.into())];
    let read = if let Some(entity) = entity {
        let [first, last] = days;
        let sql = "SELECT entity, service, kind, published_on, words FROM lessons
                       WHERE entity = :entity AND published_on BETWEEN :first AND :last
                       ORDER BY published_on DESC, participation DESC, action DESC";
        statement(db, sql, [first, last, ("entity", entity.as_str().into())])?
    } else {
        let sql = "SELECT entity, service, kind, published_on, words FROM lessons
                       WHERE published_on BETWEEN :first AND :last
                       ORDER BY published_on DESC, participation DESC, action DESC";
        statement(db, sql, days)?
    };
    read.run().await?.results::<Row>()?.into_iter().map(Row::read).collect()
}

/// Published words of a participation.
#[derive(Deserialize)]
pub(in crate::store) struct WordsRow {
    pub(in crate::store) participation: Reference,
    words: String,
}

impl WordsRow {
    /// Parses the words.
    pub(in crate::store) fn read(&self) -> Result<PublicWords> {
        parsed(&self.words)
    }
}

/// Returns the statement that reads the published words of participations, for a batch.
pub(in crate::store) fn of(db: &Database, chosen: &Chosen) -> Result<Statement> {
    let of = chosen.condition();
    let sql = format!(
        "SELECT participation, words FROM lessons WHERE participation {of} ORDER BY action"
    );
    statement(db, &sql, [chosen.parameter()])
}
