//! Search index of participations. Search results are listed latest first.

use domain::{
    Timestamp,
    access::policy::Scope,
    case::receipt::Participation,
    reference::Reference,
    search::{self, Query, Term, Token},
    slug::Slug,
    text::Text,
};
use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;

use super::{Database, Result, Statement, list, statement};
use crate::crypto::seal::Sealed;

/// Entry of the search index.
pub(crate) struct Entry<'a> {
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    /// Ids of the entities that see the participation, separated by spaces.
    pub(crate) entities: &'a str,
    pub(crate) service: Option<String>,
    pub(crate) words: String,
    /// Codes of the contact's blind index.
    pub(crate) contact: String,
}

/// Returns the term by which a service is indexed.
pub(crate) fn service(entity: &str, service: &str) -> String {
    format!("{entity}/{service}")
}

/// Returns the statement that indexes a new participation. `contact` contains the codes of its
/// blind index.
pub(crate) fn insert_new(db: &Database, new: &Participation, contact: String) -> Result<Statement> {
    let entry = Entry {
        reference: new.reference,
        received_at: new.received_at,
        entities: new.entity.as_str(),
        service: new.service.as_ref().map(|slug| service(new.entity.as_str(), slug.as_str())),
        words: search::document(new.reference, new.text.iter().map(Text::as_str)),
        contact,
    };
    insert(db, &entry)
}

pub(crate) fn insert(db: &Database, entry: &Entry<'_>) -> Result<Statement> {
    let sql = "INSERT INTO search (rowid, participation, entities, service, words, contact)
               VALUES (:rowid, :participation, :entities, :service, :words, :contact)";
    let values = [
        ("rowid", search::row(entry.received_at, entry.reference).into()),
        ("participation", entry.reference.digits().into()),
        ("entities", entry.entities.into()),
        ("service", entry.service.as_ref().into()),
        ("words", (&entry.words).into()),
        ("contact", (&entry.contact).into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that sets the entities that see a participation.
pub(crate) fn show(db: &Database, reference: Reference, entities: &str) -> Result<Statement> {
    let sql = "UPDATE search SET entities = :entities
               WHERE rowid = (SELECT search_id FROM participations WHERE reference = :reference)";
    statement(db, sql, [("reference", reference.digits().into()), ("entities", entities.into())])
}

/// Returns the statement that replaces a participation's words. It refuses a batch if what was
/// said in its recordings isn't what was read any more, so that it comes before what changes that.
pub(crate) fn reword(db: &Database, read: &Pending, words: &str) -> Result<Statement> {
    let sql = format!(
        "UPDATE search SET words = CASE
             WHEN (SELECT {SPOKEN} FROM participations WHERE reference = :reference) = :spoken
             THEN :words ELSE json('others were written') END
         WHERE rowid = (SELECT search_id FROM participations WHERE reference = :reference)"
    );
    let values = [
        ("reference", read.reference.digits().into()),
        ("spoken", (&read.spoken).into()),
        ("words", words.into()),
    ];
    statement(db, &sql, values)
}

/// Returns the statement that replaces codes of contacts. `list` is a JSON list of references and
/// codes. Where it names the `old` sealed contact, the codes are replaced only if that is still the
/// contact.
pub(crate) fn recode(db: &Database, list: &str) -> Result<Statement> {
    let sql = "UPDATE search
               SET contact = (SELECT value ->> 'codes' FROM json_each(:list)
                              WHERE value ->> 'reference' = participation)
               WHERE rowid IN (SELECT search_id FROM json_each(:list)
                               CROSS JOIN participations ON reference = value ->> 'reference'
                               WHERE coalesce(value ->> 'old', participations.contact)
                                     IS participations.contact)";
    statement(db, sql, [("list", list.into())])
}

/// Participation that isn't indexed yet, or by older rules.
#[derive(Deserialize)]
pub(crate) struct Pending {
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    entity: String,
    service: Option<String>,
    pub(crate) entities: String,
    text: Option<String>,
    /// JSON list of [`Spoken`].
    spoken: String,
    contact: Option<String>,
    contact_key: Option<String>,
}

/// Texts of a recording.
#[derive(Default, Deserialize)]
struct Spoken {
    id: String,
    /// Text of a person.
    written: Option<String>,
    /// Text of a machine, which counts where no person's stands.
    heard: Option<String>,
}

impl Pending {
    pub(crate) fn contact(&self) -> Option<Sealed> {
        Sealed::read(self.contact.clone(), self.contact_key.clone())
    }

    pub(crate) fn service(&self) -> Option<String> {
        self.service.as_ref().map(|slug| service(&self.entity, slug))
    }

    pub(crate) fn words(&self) -> String {
        self.words_of(&self.spoken())
    }

    /// Returns its words once a machine has heard a recording.
    pub(crate) fn words_once_heard(&self, attachment: &str, text: Option<&str>) -> String {
        self.words_once(attachment, |it| it.heard = text.map(str::to_owned))
    }

    /// Returns its words once a person has written or removed the transcript of a recording.
    pub(crate) fn words_once_written(&self, attachment: &str, text: Option<&str>) -> String {
        self.words_once(attachment, |it| it.written = text.map(str::to_owned))
    }

    fn words_once(&self, attachment: &str, change: impl FnOnce(&mut Spoken)) -> String {
        let (mut changed, mut spoken): (Vec<_>, Vec<_>) =
            self.spoken().into_iter().partition(|it| it.id == attachment);
        let mut it = changed.pop().unwrap_or_default();
        change(&mut it);
        spoken.push(it);
        self.words_of(&spoken)
    }

    fn words_of(&self, spoken: &[Spoken]) -> String {
        let texts = spoken.iter().filter_map(|it| it.written.as_deref().or(it.heard.as_deref()));
        search::document(self.reference, self.text.as_deref().into_iter().chain(texts))
    }

    fn spoken(&self) -> Vec<Spoken> {
        serde_json::from_str(&self.spoken).unwrap_or_default()
    }
}

/// Column of [`Spoken`], of those recordings of a participation that have any text.
const SPOKEN: &str = "(SELECT json_group_array(
        json_object('id', id, 'written', transcript, 'heard', m.text))
    FROM attachments LEFT JOIN machine_transcripts m ON m.attachment = id
    WHERE participation = reference AND coalesce(transcript, m.text) IS NOT NULL)";

/// Columns of [`Pending`] but `spoken`.
const PENDING: &str =
    "reference, received_at, entity, service, turn AS entities, text, contact, contact_key";

/// Returns a participation as it is indexed; `None` if it is a test or erased.
pub(crate) async fn indexed(db: &Database, reference: Reference) -> Result<Option<Pending>> {
    let sql = format!(
        "SELECT {PENDING}, {SPOKEN} AS spoken FROM participations
         WHERE reference = :reference AND is_test = 0 AND erased_at IS NULL"
    );
    statement(db, &sql, [("reference", reference.digits().into())])?.first().await
}

/// Returns participations from before the index existed. `except` is a JSON list of references.
pub(crate) async fn pending(db: &Database, except: &str, at_most: u32) -> Result<Vec<Pending>> {
    let sql = format!(
        "SELECT {PENDING}, {SPOKEN} AS spoken FROM participations
         WHERE search_id = 0 AND reference NOT IN (SELECT value FROM json_each(:except))
         LIMIT :limit"
    );
    statement(db, &sql, [("except", except.into()), ("limit", at_most.into())])?
        .run()
        .await?
        .results()
}

/// Returns participations that were indexed by older rules. `except` is a JSON list of references.
pub(crate) async fn outdated(db: &Database, except: &str, at_most: u32) -> Result<Vec<Pending>> {
    let sql = format!(
        "SELECT {PENDING}, {SPOKEN} AS spoken FROM participations
         WHERE search_version < :version AND search_id > 0 AND erased_at IS NULL
               AND reference NOT IN (SELECT value FROM json_each(:except)) LIMIT :limit"
    );
    let values =
        [("version", search::VERSION.into()), ("except", except.into()), ("limit", at_most.into())];
    statement(db, &sql, values)?.run().await?.results()
}

/// Returns the statements that index a participation and mark it as indexed, for a batch.
pub(crate) fn admit(db: &Database, entry: &Entry<'_>) -> Result<[Statement; 2]> {
    let noted = "UPDATE participations SET search_id = :search_id, search_version = :version
                 WHERE reference = :reference AND search_id = 0";
    let values = [
        ("reference", entry.reference.digits().into()),
        ("search_id", search::row(entry.received_at, entry.reference).into()),
        ("version", search::VERSION.into()),
    ];
    Ok([insert(db, entry)?, statement(db, noted, values)?])
}

/// Returns the statements that replace what a participation is found by and mark it as indexed by
/// the latest rules, for a batch. An erased participation has no row to replace.
pub(crate) fn renew(db: &Database, entry: &Entry<'_>) -> Result<[Statement; 2]> {
    let sql = "UPDATE search SET words = :words, contact = :contact WHERE rowid =
               (SELECT search_id FROM participations WHERE reference = :reference)";
    let noted = "UPDATE participations SET search_version = :version WHERE reference = :reference";
    let digits = entry.reference.digits();
    let values = [
        ("words", (&entry.words).into()),
        ("contact", (&entry.contact).into()),
        ("reference", digits.into()),
    ];
    let version = [("version", search::VERSION.into()), ("reference", digits.into())];
    Ok([statement(db, sql, values)?, statement(db, noted, version)?])
}

/// Returns those of some words that the index holds, with the number of documents of each.
pub(crate) async fn known(db: &Database, words: &BTreeSet<String>) -> Result<HashMap<String, u64>> {
    #[derive(Deserialize)]
    struct Row {
        term: String,
        doc: u64,
    }
    if words.is_empty() {
        return Ok(HashMap::new());
    }
    let words: Vec<_> = words.iter().collect();
    let sql = "SELECT term, doc FROM json_each(:words) CROSS JOIN vocabulary ON term = value";
    let rows: Vec<Row> =
        statement(db, sql, [("words", list(&words)?.into())])?.run().await?.results()?;
    Ok(rows.into_iter().map(|row| (row.term, row.doc)).collect())
}

/// Meanings of a term besides a word of a text.
pub(crate) struct Meaning {
    /// Codes of a contact's blind index.
    pub(crate) codes: Vec<String>,
    /// Services, as written by [`service`].
    pub(crate) services: Vec<String>,
}

/// Builds the FTS5 expression of a query; `None` if nothing could match.
pub(crate) fn expression(asked: &Query, meanings: &[Meaning], seen: &Scope) -> Option<String> {
    let mut parts = Vec::new();
    if let Scope::Of(entities) = seen {
        parts.push(any("entities", entities.iter().map(Slug::as_str))?);
    }
    for (term, meaning) in asked.terms.iter().zip(meanings) {
        let ways = [
            words(term),
            any("contact", meaning.codes.iter().map(String::as_str)),
            any("service", meaning.services.iter().map(String::as_str)),
        ];
        let ways: Vec<_> = ways.into_iter().flatten().collect();
        parts.push(if ways.is_empty() { None } else { Some(format!("({})", ways.join(" OR "))) }?);
    }
    Some(parts.join(" AND "))
}

/// Returns the expression of the words that a term stands for. Normalized words, names and codes
/// consist of letters and digits, so they need no escaping.
fn words(term: &Term) -> Option<String> {
    let token = |token: &Token| {
        let beginning = if token.is_beginning { " *" } else { "" };
        format!("words : \"{}\"{beginning}", token.word)
    };
    let way = |way: &Vec<Token>| {
        let tokens: Vec<_> = way.iter().map(token).collect();
        format!("({})", tokens.join(" AND "))
    };
    let ways: Vec<_> = term.ways.iter().map(way).collect();
    (!ways.is_empty()).then(|| ways.join(" OR "))
}

fn any<'a>(column: &str, values: impl Iterator<Item = &'a str>) -> Option<String> {
    let values: Vec<_> = values.map(|value| format!("\"{value}\"")).collect();
    (!values.is_empty()).then(|| format!("{column} : ({})", values.join(" OR ")))
}

/// Words of a participation, and the service that it is about.
#[derive(Deserialize)]
pub(crate) struct Worded {
    pub(crate) participation: Reference,
    /// Term of the service, as written by [`service`].
    pub(crate) service: String,
    pub(crate) words: String,
}

/// Returns the words of an entity's participations about a service since a time, the latest first.
pub(crate) async fn worded(
    db: &Database,
    entity: &Slug,
    since: Timestamp,
    at_most: u32,
) -> Result<Vec<Worded>> {
    let sql = "SELECT participation, service, words FROM search
               WHERE search MATCH :expression AND rowid >= CAST(:since AS INTEGER)
                     AND service IS NOT NULL
               ORDER BY rowid DESC LIMIT :limit";
    let expression = any("entities", std::iter::once(entity.as_str())).unwrap_or_default();
    let values = [
        ("expression", expression.into()),
        ("since", search::first_row(since).into()),
        ("limit", at_most.into()),
    ];
    statement(db, sql, values)?.run().await?.results()
}

/// Returns the services of these entities, with all their names.
pub(crate) async fn services(db: &Database, entities: &[Slug]) -> Result<Vec<ServiceRow>> {
    let sql = "SELECT entity, services.id, name_ar, name_en FROM json_each(:entities)
               CROSS JOIN services ON entity = value";
    statement(db, sql, [("entities", list(entities)?.into())])?.run().await?.results()
}

#[derive(Deserialize)]
pub(crate) struct ServiceRow {
    pub(crate) entity: String,
    pub(crate) id: String,
    pub(crate) name_ar: String,
    pub(crate) name_en: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_text_counts_before_a_machines_and_another_recording_stays() {
        let spoken = r#"[{"id":"a","written":null,"heard":"lamp"},
                         {"id":"b","written":"roof","heard":"door"}]"#;
        let read = Pending {
            reference: Reference::draw([1; 8]),
            received_at: "2026-11-25T06:00:00Z".parse().unwrap(),
            entity: "rta".to_owned(),
            service: None,
            entities: "rta".to_owned(),
            text: Some("wall".to_owned()),
            spoken: spoken.to_owned(),
            contact: None,
            contact_key: None,
        };
        let has =
            |words: &str| ["wall", "lamp", "roof", "door", "post"].map(|word| words.contains(word));
        assert_eq!(has(&read.words()), [true, true, true, false, false]);
        let heard = read.words_once_heard("c", Some("post"));
        assert_eq!(has(&heard), [true, true, true, false, true]);
        let written = read.words_once_written("a", Some("post"));
        assert_eq!(has(&written), [true, false, true, false, true]);
        assert_eq!(has(&read.words_once_written("b", None)), [true, true, false, true, false]);
    }
}
