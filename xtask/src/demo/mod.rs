//! `cargo xtask demo`: a few hundred cases of all entities, made by the domain's rules from a seed.
//!
//! Each run makes the same cases, dated relative to now: some are due soon, some overdue, some
//! wait.

mod people;
mod plot;
mod rows;
mod story;
mod words;

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use domain::{
    Timestamp,
    case::{
        Case, Refusal,
        receipt::{self, Circumstances, Received},
    },
    crypto::signature::Secret,
    entity::policy::{EntityPolicies, EntityPolicy},
    figures::tally::Span,
    intake::{
        channel::Channel,
        idempotency::IdempotencyKey,
        kind::{Kind, Mood},
    },
    media::{file_digest::FileDigests, upload::UploadId},
    open_data::release::closable,
    reference::Reference,
    search::BlindIndex,
    sla::calendar::{Calendar, Zone},
    wire,
};
use fastrand::Rng;
use jiff::{civil::Date, tz::Offset};
use serde::Deserialize;
use serde_json::json;

use crate::{
    fingerprint::{Inputs, unless_unchanged},
    operator::figures,
    process,
    progress::note,
    serve::{database, secrets},
    tools,
};
use plot::Team;
use story::{Stop, Story, seconds_after};
use words::Phrase;

/// Everything that is drawn comes from it.
const SEED: u64 = 0x5a3_7a6;

/// The entity whose figures are known, and its number of cases of each kind.
const KNOWN: (&str, Counts) =
    ("iacad", [(Kind::Complaint, 172), (Kind::Suggestion, 40), (Kind::Observation, 20)]);

/// The number of these suggestions that came with a complaint.
const PAIRED: u32 = 8;

/// Of what was said to the others.
const OTHERS: Counts = [(Kind::Complaint, 4), (Kind::Suggestion, 2), (Kind::Observation, 1)];

/// The number of cases of each kind.
type Counts = [(Kind, u32); 3];

/// The age of the oldest case at most, in days.
const DAYS: f64 = 60.0;

const FILL: &str = include_str!("fill.mjs");

/// The services and staff that the database holds.
#[derive(Deserialize)]
struct Facts {
    services: Vec<Service>,
    staff: Vec<people::Engaged>,
}

#[derive(Deserialize)]
struct Service {
    entity: String,
    id: String,
    name_ar: String,
    name_en: String,
}

/// Puts the demo into a database that has none, or that was made of other rules.
pub(crate) fn load_once(state: &Path) -> Result<()> {
    let inputs = [
        include_str!("mod.rs"),
        include_str!("plot.rs"),
        include_str!("words.rs"),
        include_str!("rows.rs"),
        FILL,
    ];
    let inputs = inputs.into_iter().fold(Inputs::default(), Inputs::text);
    unless_unchanged(&state.join("demo.stamp"), &state.join("v3/d1"), inputs, || load(state))
}

/// Puts the demo into a database, in the place of the one that is there.
pub(crate) fn load(state: &Path) -> Result<()> {
    note("making up a few hundred cases");
    let file = database::file(state)?;
    let facts: Facts = serde_json::from_str(&fill(&file, &[])?)?;
    let rows = tell(&facts, &Secrets::read(state)?, now())?;
    let path = state.join("demo.json");
    fs::write(&path, serde_json::to_string(&rows)?)?;
    fill(&file, &[&path])?;
    count_figures(&file, &path)?;
    fs::remove_file(&path)?;
    Ok(())
}

/// Counts the figures from all histories of the database, and writes them in the place of those
/// from before. `path` is a file for the rows.
fn count_figures(database: &Path, path: &Path) -> Result<()> {
    let histories = fill(database, &[Path::new("histories")])?;
    let (participations, events) = serde_json::from_str(&histories)?;
    let (counts, times) = figures::count(participations, events)?.rows();
    let counts = counts.iter().map(|row| json!(["tallies", row]));
    let rows: Vec<_> =
        counts.chain(times.iter().map(|row| json!(["measured_times", row]))).collect();
    fs::write(path, serde_json::to_string(&rows)?)?;
    fill(database, &[Path::new("figures"), path])?;
    Ok(())
}

fn fill(database: &Path, words: &[&Path]) -> Result<String> {
    let mut command = tools::command("node");
    command
        .args(["--no-warnings", "--input-type=module", "-e", FILL, "--"])
        .arg(database)
        .args(words);
    process::output(&mut command)
}

/// The secrets from which the local edge derives keys and codes.
struct Secrets {
    tracking: Secret,
    blind: BlindIndex,
}

impl Secrets {
    fn read(state: &Path) -> Result<Self> {
        let secret = |name: &str| {
            let keys = secrets::value(state, name)?;
            let newest = keys.split(',').next().unwrap_or_default();
            let pairs = newest.rsplit(':').next().unwrap_or(newest).as_bytes().chunks(2);
            let bytes = pairs
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
                .collect::<Option<Vec<_>>>();
            bytes.map(Secret::new).with_context(|| format!("{name} can't be read"))
        };
        Ok(Self {
            tracking: secret("TRACKING_SECRET")?,
            blind: BlindIndex::new(&secret("CONTACT_KEYS")?),
        })
    }
}

fn now() -> Timestamp {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_second(i64::try_from(since.as_secs()).unwrap_or_default())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// All of it, as rows by table.
fn tell(facts: &Facts, secrets: &Secrets, now: Timestamp) -> Result<rows::Tables> {
    let mut rng = Rng::with_seed(SEED);
    let year = i16::try_from(1970 + now.as_second() / 31_556_952).unwrap_or(2026);
    let charters =
        EntityPolicies::new(EntityPolicy::working(Calendar::federal(year - 1..=year + 1)));
    let mut services: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
    for service in &facts.services {
        services.entry(&service.entity).or_default().push(service);
    }
    let entities: Vec<&str> = services.keys().copied().collect();
    let (teams, mut tables) = people::teams(&facts.staff, &entities, &mut rng)?;
    let quarter = last_quarter(now);
    if let Some(last) = quarter {
        // The edge closes the last full month by itself, and the quarter's with this.
        tables.push("closings", json!({ "month": Span::month_of(last).to_string() }));
    }
    for (place, entity) in entities.iter().enumerate() {
        let is_known = *entity == KNOWN.0;
        let counts = if is_known { KNOWN.1 } else { OTHERS };
        let paired = if is_known { PAIRED } else { 1 };
        for (kind, count) in counts {
            // The paired ones come with their complaints.
            let count = if kind == Kind::Suggestion { count - paired } else { count };
            for number in 0..count {
                let has_remedy = kind == Kind::Complaint && number < paired;
                let teller =
                    Teller { charters: &charters, secrets, now, services: &services[entity] };
                let there = &teams[(place + 1 + rng.usize(..teams.len() - 1)) % teams.len()];
                // Of some entities the first one that came alone tells of a change.
                let first = if kind == Kind::Complaint { paired } else { 0 };
                let changes = number == first && kind != Kind::Observation;
                let is_told = is_known || place % TELLING == 0;
                let quarter = quarter.filter(|_| changes && is_told);
                let plot = quarter.map_or(Plot::Usual { has_remedy }, Plot::Change);
                for story in teller.stories(&mut rng, kind, plot, (&teams[place], there))? {
                    tables.add(&story, &charters, &secrets.blind)?;
                }
            }
        }
    }
    Ok(tables)
}

/// Returns the last day of the last quarter that may be closed.
fn last_quarter(now: Timestamp) -> Option<Date> {
    let year = Span::month_of(Zone::dubai().local(now).date());
    let Span::Month(year, _) = year else { return None };
    let closable = closable(now, &Calendar::federal(year - 1..=year + 1))?;
    let months = (0..3).map(|ago| closable.months_before(ago));
    let mut last = months.filter_map(|month| match month {
        Span::Month(year, month) if month % 3 == 0 => Date::new(year, month, 1).ok(),
        _ => None,
    });
    last.next().map(Date::last_of_month)
}

/// Course of a story.
#[derive(Clone, Copy)]
enum Plot {
    /// Any, of a participation that is mostly young.
    Usual { has_remedy: bool },
    /// Of a change that the public hears of in the quarter that ends on this day.
    Change(Date),
}

/// Of so many entities one tells of changes, besides the known one.
const TELLING: usize = 12;

/// Days from the receipt of a case to the end of the quarter in which the public hears of it.
const DAYS_TO_CHANGE: i64 = 80;

/// The inputs that all stories share.
struct Teller<'a> {
    charters: &'a EntityPolicies,
    secrets: &'a Secrets,
    now: Timestamp,
    services: &'a [&'a Service],
}

impl<'a> Teller<'a> {
    /// One submission, and what became of it; with a remedy, of that too.
    fn stories(
        &self,
        rng: &mut Rng,
        kind: Kind,
        plot: Plot,
        (here, there): (&Team, &Team),
    ) -> Result<Vec<Story<'a>>> {
        let Received { participations, events, .. } = self.received(rng, kind, plot, here)?;
        let mut stories = Vec::new();
        for (start, first) in participations.into_iter().zip(events) {
            let case = Case::tell(std::slice::from_ref(&first))?;
            let mut story = Story::new(start, first, case, self.charters, self.now);
            let told = match plot {
                Plot::Usual { .. } => plot::play(&mut story, rng, here, there),
                Plot::Change(_) => plot::change(&mut story, rng, here),
            };
            match told.and_then(|()| story.end()) {
                // By the time that someone comes to it, time itself may have closed it.
                Ok(()) | Err(Stop::Refused(_, Refusal::Stage(_))) => {}
                Err(Stop::NotYet) => story.end().map_err(|stop| anyhow::anyhow!("{stop:?}"))?,
                Err(Stop::Refused(deed, refusal)) => bail!("the rules refuse {deed:?}: {refusal}"),
            }
            stories.push(story);
        }
        Ok(stories)
    }

    fn received(&self, rng: &mut Rng, kind: Kind, plot: Plot, here: &Team) -> Result<Received> {
        let has_remedy = matches!(plot, Plot::Usual { has_remedy: true });
        let is_arabic = rng.u32(0..5) < 3;
        let service = self.services[rng.usize(..self.services.len())];
        let place = words::PLACES[rng.usize(..words::PLACES.len())];
        let pick = |phrase: Phrase| if is_arabic { phrase[0] } else { phrase[1] };
        let name = if is_arabic { &service.name_ar } else { &service.name_en };
        let openings = words::openings(kind);
        let text = pick(openings[rng.usize(..openings.len())])
            .replace("{service}", name)
            .replace("{place}", pick(place));
        let sent = wire::Submission {
            kind,
            entity: here.entity.to_string(),
            service: (rng.u32(0..5) > 0).then(|| service.id.clone()),
            text,
            suggestion: has_remedy
                .then(|| pick(words::REMEDIES[rng.usize(..words::REMEDIES.len())]).to_owned()),
            attachments: vec![],
            place: None,
            contact: (rng.u32(0..3) > 0).then(|| contact(rng, is_arabic)),
            language: if is_arabic { "ar" } else { "en" }.to_owned(),
            mood: [None, Some(Mood::Happy), Some(Mood::Neutral), Some(Mood::Unhappy)]
                [rng.usize(..4)],
            page: None,
            elapsed_ms: Some(rng.u32(25_000..140_000)),
            test: false,
        };
        // Most of it is young: an hour old at least, and the fewer the older.
        let age = rng.f64().powi(2) * DAYS * 86_400.0;
        #[expect(clippy::cast_possible_truncation, reason = "two months have few seconds")]
        let received_at = match plot {
            Plot::Usual { .. } => seconds_after(self.now, -3_600 - age as i64),
            Plot::Change(last) => {
                let noon = Offset::UTC.to_timestamp(last.at(8, 0, 0, 0))?;
                seconds_after(noon, -86_400 * (DAYS_TO_CHANGE - rng.i64(0..10)))
            }
        };
        let circumstances = Circumstances {
            now: received_at,
            channel: Channel::Web,
            entered_by: None,
            reference: Reference::draw(drawn(rng)),
            suggestion_reference: Reference::draw(drawn(rng)),
            salt: UploadId::draw(drawn(rng)).into(),
            suggestion_salt: UploadId::draw(drawn(rng)).into(),
            notice_id: String::new(),
            idempotency_key: &IdempotencyKey::draw(drawn(rng)),
            tracking_secret: &self.secrets.tracking,
            charters: self.charters,
            files: &FileDigests::default(),
            base_url: "",
        };
        let submission = sent.parse().map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
        Ok(receipt::receive(submission, &circumstances))
    }
}

fn contact(rng: &mut Rng, is_arabic: bool) -> wire::Contact {
    let [arabic, english] = words::NAMES[rng.usize(..words::NAMES.len())];
    let mailbox = english.to_lowercase().replace(' ', ".");
    wire::Contact {
        name: Some(if is_arabic { arabic } else { english }.to_owned()),
        email: rng.bool().then(|| format!("{mailbox}@example.org")),
        // Numbers that nobody has.
        phone: rng.bool().then(|| format!("+97155500{:04}", rng.u32(0..10_000))),
    }
}

fn drawn<const LENGTH: usize>(rng: &mut Rng) -> [u8; LENGTH] {
    std::array::from_fn(|_| rng.u8(..))
}

#[cfg(test)]
mod tests {
    use domain::case::{
        event::{Recorded, first_fault},
        lesson::PublicWords,
    };
    use serde_json::Value;

    use super::*;

    fn generated() -> Vec<(String, Value)> {
        let service = |entity: &str| Service {
            entity: entity.to_owned(),
            id: "permits".to_owned(),
            name_ar: "التصاريح".to_owned(),
            name_en: "Permits".to_owned(),
        };
        let facts = Facts { services: ["dm", "iacad", "rta"].map(service).into(), staff: vec![] };
        let secret = Secret::new(vec![7; 32]);
        let secrets = Secrets { blind: BlindIndex::new(&secret), tracking: secret };
        let tables = tell(&facts, &secrets, "2026-11-25T06:00:00Z".parse().unwrap()).unwrap();
        serde_json::from_value(serde_json::to_value(tables).unwrap()).unwrap()
    }

    fn of<'a>(rows: &'a [(String, Value)], table: &str) -> Vec<&'a Value> {
        rows.iter().filter(|(name, _)| name == table).map(|(_, row)| row).collect()
    }

    #[test]
    fn one_seed_tells_one_story_with_the_figures_that_are_known() {
        let rows = generated();
        assert_eq!(rows, generated());
        let participations = of(&rows, "participations");
        let count = |kind: &str| {
            participations
                .iter()
                .filter(|row| row["entity"] == "iacad" && row["kind"] == kind)
                .count()
        };
        assert_eq!(["complaint", "suggestion", "observation"].map(count), [172, 40, 20]);
        for stage in [
            "received",
            "in_review",
            "awaiting_customer",
            "transferred",
            "answered",
            "closed",
            "declined",
            "withdrawn",
        ] {
            assert!(participations.iter().any(|row| row["stage"] == stage), "{stage}");
        }
        for column in
            ["owner", "due_at", "escalated", "offered_by", "rating", "complaint", "contact"]
        {
            assert!(participations.iter().any(|row| !row[column].is_null()), "{column}");
        }
    }

    #[test]
    fn the_public_hears_of_changes_in_the_last_quarter_that_is_closed() {
        let rows = generated();
        let lessons = of(&rows, "lessons");
        for kind in ["implemented", "effective"] {
            assert!(lessons.iter().any(|lesson| lesson["kind"] == kind), "{kind}");
        }
        let is_in_quarter = |lesson: &&Value| {
            let day = lesson["published_on"].as_str().unwrap();
            ("2026-07-01".."2026-10-01").contains(&day)
        };
        assert!(lessons.iter().all(is_in_quarter), "{lessons:?}");
        assert_eq!(of(&rows, "closings")[0]["month"], "2026-09");
        let texts = lessons.iter().map(|lesson| lesson["words"].as_str().unwrap());
        let words = texts.map(|text| serde_json::from_str::<Vec<String>>(text).unwrap());
        assert!(words.into_iter().all(|words| PublicWords::of_texts(&words).is_some()));
    }

    #[test]
    fn every_history_holds() {
        let rows = generated();
        let events = of(&rows, "events");
        for row in of(&rows, "participations") {
            let own = events.iter().filter(|event| event["participation"] == row["reference"]).map(
                |event| {
                    let mut event = (*event).clone();
                    event["reference"] = event["participation"].clone();
                    serde_json::from_value::<Recorded>(event).unwrap()
                },
            );
            assert_eq!(first_fault(&own.collect::<Vec<_>>(), row["head"].as_str().unwrap()), None);
        }
    }
}
