//! The words by which participations are found. Where several were found, the latest stand first.

use domain::{
    Timestamp,
    access::policy::Scope,
    entity::slug::Slug,
    intake::participation::Participation,
    reference::Reference,
    search::{self, Query, Term},
    text::Text,
};
use serde::Deserialize;

use super::{Database, Result, Statement, list, statement};
use crate::crypto::seal::Sealed;

/// Everything by which one is found.
pub(crate) struct Entry<'a> {
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    /// Those who see it, with a space between.
    pub(crate) entities: &'a str,
    pub(crate) service: Option<String>,
    pub(crate) words: String,
    /// Codes.
    pub(crate) contact: String,
}

/// A service as it is looked for.
pub(crate) fn service(entity: &str, service: &str) -> String {
    format!("{entity}/{service}")
}

/// What is new. `contact` are its codes.
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
    let sql = "INSERT INTO search (rowid, participation, entities, service, words, contact) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = [
        search::row(entry.received_at, entry.reference).into(),
        entry.reference.digits().into(),
        entry.entities.into(),
        entry.service.as_ref().into(),
        (&entry.words).into(),
        (&entry.contact).into(),
    ];
    statement(db, sql, values)
}

/// Says who sees it now.
pub(crate) fn show(db: &Database, reference: Reference, entities: &str) -> Result<Statement> {
    replace(db, "entities", reference, entities)
}

/// Says it in other words.
pub(crate) fn reword(db: &Database, reference: Reference, words: &str) -> Result<Statement> {
    replace(db, "words", reference, words)
}

/// Has contacts found by other codes: a JSON list of references and codes.
pub(crate) fn recode(db: &Database, list: &str) -> Result<Statement> {
    let sql =
        "UPDATE search SET contact = (SELECT value ->> 'codes' FROM json_each(?1) WHERE value ->> 'reference' = participation)
               WHERE rowid IN (SELECT search_id FROM json_each(?1) CROSS JOIN participations ON reference = value ->> 'reference')";
    statement(db, sql, [list.into()])
}

fn replace(db: &Database, column: &str, reference: Reference, by: &str) -> Result<Statement> {
    let sql = format!(
        "UPDATE search SET {column} = ?2 WHERE rowid = (SELECT search_id FROM participations WHERE reference = ?1)"
    );
    statement(db, &sql, [reference.digits().into(), by.into()])
}

/// One that can't be found yet.
#[derive(Deserialize)]
pub(crate) struct Pending {
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    entity: String,
    service: Option<String>,
    pub(crate) entities: String,
    pub(crate) text: Option<String>,
    contact: Option<String>,
    contact_key: Option<String>,
}

impl Pending {
    pub(crate) fn contact(&self) -> Option<Sealed> {
        Sealed::read(self.contact.clone(), self.contact_key.clone())
    }

    pub(crate) fn service(&self) -> Option<String> {
        self.service.as_ref().map(|slug| service(&self.entity, slug))
    }
}

/// Those from before there was anything to find them by. `except` are references, a JSON list.
pub(crate) async fn pending(db: &Database, except: &str, at_most: u32) -> Result<Vec<Pending>> {
    let sql = "SELECT reference, received_at, entity, service, turn AS entities, text, contact, contact_key FROM participations
               WHERE search_id = 0 AND reference NOT IN (SELECT value FROM json_each(?1)) LIMIT ?2";
    statement(db, sql, [except.into(), at_most.into()])?.run().await?.results()
}

/// Makes one findable, for a batch.
pub(crate) fn admit(db: &Database, entry: &Entry<'_>) -> Result<[Statement; 2]> {
    let noted = "UPDATE participations SET search_id = ?2 WHERE reference = ?1 AND search_id = 0";
    let values =
        [entry.reference.digits().into(), search::row(entry.received_at, entry.reference).into()];
    Ok([insert(db, entry)?, statement(db, noted, values)?])
}

/// What a term may stand for besides a word.
pub(crate) struct Meaning {
    /// Codes of a contact.
    pub(crate) codes: Vec<String>,
    /// Services, as [`service`] writes them.
    pub(crate) services: Vec<String>,
}

/// What is asked for, as the index understands it; `None` if nothing could fit.
pub(crate) fn expression(asked: &Query, meanings: &[Meaning], seen: &Scope) -> Option<String> {
    let mut parts = Vec::new();
    if let Scope::Of(entities) = seen {
        parts.push(any("entities", entities.iter().map(Slug::as_str))?);
    }
    for (term, meaning) in asked.terms.iter().zip(meanings) {
        let ways = [
            word(term),
            any("contact", meaning.codes.iter().map(String::as_str)),
            any("service", meaning.services.iter().map(String::as_str)),
        ];
        let ways: Vec<_> = ways.into_iter().flatten().collect();
        parts.push(if ways.is_empty() { None } else { Some(format!("({})", ways.join(" OR "))) }?);
    }
    Some(parts.join(" AND "))
}

/// Folded words are letters and digits, and so are names and codes: nothing in them has to be escaped.
fn word(term: &Term) -> Option<String> {
    let beginning = if term.is_beginning { " *" } else { "" };
    (!term.word.is_empty()).then(|| format!("words : \"{}\"{beginning}", term.word))
}

fn any<'a>(column: &str, values: impl Iterator<Item = &'a str>) -> Option<String> {
    let values: Vec<_> = values.map(|value| format!("\"{value}\"")).collect();
    (!values.is_empty()).then(|| format!("{column} : ({})", values.join(" OR ")))
}

/// The services of these entities, with all their names.
pub(crate) async fn services(db: &Database, entities: &[Slug]) -> Result<Vec<ServiceRow>> {
    let sql = "SELECT entity, services.id, name_ar, name_en FROM json_each(?1) CROSS JOIN services ON entity = value";
    statement(db, sql, [list(entities)?.into()])?.run().await?.results()
}

#[derive(Deserialize)]
pub(crate) struct ServiceRow {
    pub(crate) entity: String,
    pub(crate) id: String,
    pub(crate) name_ar: String,
    pub(crate) name_en: String,
}
