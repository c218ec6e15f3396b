//! `cargo xtask verify-history`: a check of the hash chains, which shows any event that was
//! changed, removed, reordered or inserted after the fact, and of the content that their digests
//! cover: texts, messages and files.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use domain::{
    case::{
        content::{StoredContent, StoredFile, StoredMessage},
        event::{self, Recorded},
    },
    intake::kind::Kind,
};
use serde::Deserialize;

use super::{d1::Database, media};

/// The number of participations per query: an answer of wrangler's is held in memory.
const AT_ONCE: usize = 1_000;

#[derive(Deserialize)]
struct Participation {
    reference: String,
    head: String,
    kind: Kind,
    salt: String,
    text: Option<String>,
}

/// A row of another table, and the participation that it belongs to.
#[derive(Deserialize)]
struct Of<Row> {
    participation: String,
    #[serde(flatten)]
    row: Row,
}

#[derive(Deserialize)]
struct File {
    object_key: String,
    #[serde(flatten)]
    stored: StoredFile,
}

/// A page of participations, with their rows in other tables.
struct Page {
    participations: Vec<Participation>,
    histories: BTreeMap<String, Vec<Recorded>>,
    messages: BTreeMap<String, Vec<StoredMessage>>,
    files: BTreeMap<String, Vec<File>>,
}

/// Checks all histories. If `reads_files`, each file is read and its digest compared too.
pub(crate) fn verify(database: &Database<'_>, reads_files: bool) -> Result<()> {
    let (mut after, mut intact, mut broken) = (String::new(), 0, Vec::new());
    while let Some(mut page) = Page::read(database, &after)? {
        for participation in std::mem::take(&mut page.participations) {
            after.clone_from(&participation.reference);
            let files = page.files.remove(&after).unwrap_or_default();
            let mut faults = Vec::from_iter(page.fault(participation, &files));
            if reads_files {
                for File { object_key, stored } in &files {
                    if !media::is_intact(database, object_key, stored.sha256.as_deref())? {
                        faults.push(format!("file {} of {after}", stored.id));
                    }
                }
            }
            intact += usize::from(faults.is_empty());
            broken.extend(faults);
        }
    }
    println!("{intact} histories are whole");
    if broken.is_empty() {
        return Ok(());
    }
    bail!(
        "histories were changed after the fact; the first row of each that is not what it was:\n  {}",
        broken.join("\n  ")
    )
}

impl Page {
    /// Reads the page after this reference; `None` at the end.
    fn read(database: &Database<'_>, after: &str) -> Result<Option<Self>> {
        let participations: Vec<Participation> = database.ask(&format!(
            "SELECT reference, head, kind, salt, text FROM participations
             WHERE reference > '{after}' ORDER BY reference LIMIT {AT_ONCE}"
        ))?;
        let Some(last) = participations.last() else { return Ok(None) };
        let range = format!("participation > '{after}' AND participation <= '{}'", last.reference);
        let histories = rows(
            database,
            &format!(
                "SELECT participation, participation AS reference, sequence, at, actor, what,
                        stage, entity, content_digest, previous, hash
                 FROM events WHERE {range} ORDER BY participation, sequence"
            ),
        )?;
        let messages = rows(
            database,
            &format!(
                "SELECT participation, id, sequence, text, root_cause, public_words
                 FROM messages WHERE {range}"
            ),
        )?;
        let files = rows(
            database,
            &format!(
                "SELECT participation, id, message, sha256, object_key
                 FROM attachments WHERE {range} ORDER BY participation, position"
            ),
        )?;
        Ok(Some(Self { participations, histories, messages, files }))
    }

    /// Returns the first row of a history that isn't what it was, or whose content isn't.
    fn fault(&mut self, participation: Participation, files: &[File]) -> Option<String> {
        let Participation { reference, head, kind, salt, text } = participation;
        let history = self.histories.remove(&reference).unwrap_or_default();
        let messages = self.messages.remove(&reference).unwrap_or_default();
        if let Some(sequence) = event::first_fault(&history, &head) {
            return Some(format!("events row ({reference}, {sequence})"));
        }
        let files = files.iter().map(|file| file.stored.clone()).collect();
        let content = StoredContent { kind, salt, text, messages, files };
        let sequence = content.first_exchanged(&history)?;
        Some(format!("content of events row ({reference}, {sequence})"))
    }
}

/// Returns rows by participation.
fn rows<Row: for<'de> Deserialize<'de>>(
    database: &Database<'_>,
    sql: &str,
) -> Result<BTreeMap<String, Vec<Row>>> {
    let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for Of { participation, row } in database.ask::<Of<Row>>(sql)? {
        rows.entry(participation).or_default().push(row);
    }
    Ok(rows)
}
