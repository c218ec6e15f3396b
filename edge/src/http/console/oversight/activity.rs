//! `GET /console/api/activity`: what people have done and read, for auditors; `…/people` lists
//! them, and `POST …/export` returns the activity as a file.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    Timestamp,
    access::{
        activity::{EXPORT_MAX, Place},
        policy::Permission,
        security_event::Incident,
    },
    case::action::Action,
    input::Reason,
    reference::Reference,
    sla::calendar::Zone,
    slug::Slug,
    staff::StaffId,
    wire::console::{ActivePeople, Activity, ActivityEntry, ActivityFilter, Done, Names, PAGE},
};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

use crate::{
    directory::{self, Snapshot},
    error::ApiError,
    platform::clock::later,
    request::{json::JsonBody, query::CallQuery, session::SignedIn},
    service::csv::{CSV, Sheet},
    state::App,
    store::{self, Database, access::activity::Wanted},
};

/// Seconds within which a reason that is listed again counts as read once.
const SPELL: i64 = 60 * 60;

/// Entries that an export reads at once.
const ROUND: u32 = 1_000;

/// Titles of the columns of an export.
const TITLES: [&str; 10] = [
    "time (UTC+04:00)",
    "person",
    "person id",
    "case",
    "did or read",
    "what",
    "entity",
    "from",
    "to",
    "reason",
];

/// Query of the address.
#[derive(Deserialize)]
pub(crate) struct Address {
    #[serde(flatten)]
    filter: ActivityFilter,
    after: Option<String>,
}

/// Returns a page of the activity, and records that the auditor has read the reasons on it.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(Address { filter, after }): CallQuery<Address>,
) -> Result<Json<Activity>, ApiError> {
    who.require(Permission::SeeReadings)?;
    let place = |text: String| Place::parse(&text).ok_or_else(no_cursor);
    let after = after.map(place).transpose()?;
    let db = app.db()?.any_replica();
    let wanted = wanted(&filter, after, PAGE + 1);
    let mut found = wanted.entries(&db).await?;
    let page = PAGE as usize;
    let is_last = found.len() <= page;
    found.truncate(page);
    let next = found.last().filter(|_| !is_last).map(|(place, _)| place.to_string());
    let entries: Vec<_> = found.into_iter().map(|(_, entry)| entry).collect();
    note_reasons(&app, &who, &entries).await?;
    let names = names(&db, &entries).await?;
    Ok(Json(Activity { entries, next, names }))
}

/// Returns the people whose activity can be asked for.
#[worker::send]
pub(crate) async fn people(
    Extension(app): Extension<App>,
    who: SignedIn,
) -> Result<Json<ActivePeople>, ApiError> {
    who.require(Permission::SeeReadings)?;
    let people = store::access::activity::people(&app.db()?.any_replica()).await?;
    Ok(Json(ActivePeople { people }))
}

/// Returns the activity as a file, and logs that it was taken out.
#[worker::send]
pub(crate) async fn export(
    Extension(app): Extension<App>,
    who: SignedIn,
    sent: JsonBody<ActivityFilter>,
) -> Result<Response, ApiError> {
    who.require(Permission::SeeReadings)?;
    let filter = sent.read().await?;
    let db = app.db()?;
    let entries = all(&db, &filter).await?;
    let names = names(&db, &entries).await?;
    let directory = directory::current(&app, None).await?;
    let file = written(&entries, &names, |entity| name_of(&directory, entity, &who))?;
    let ActivityFilter { person: staff, from, to } = filter;
    let taken_out = vec![Incident::ActivityExported { staff, from, to, count: entries.len() }];
    let cause = who.cause();
    store::access::security_events::caused(&db, &cause, taken_out, app.now)?.run().await?;
    note_reasons(&app, &who, &entries).await?;
    let disposition = "attachment; filename=\"activity.csv\"";
    Ok(([(CONTENT_TYPE, CSV), (CONTENT_DISPOSITION, disposition)], file).into_response())
}

const fn wanted(filter: &ActivityFilter, after: Option<Place>, at_most: u32) -> Wanted<'_> {
    Wanted { person: filter.person.as_ref(), period: filter.period(), after, at_most }
}

fn no_cursor() -> ApiError {
    ApiError::Malformed("its query: `after` is no cursor".into())
}

/// Returns all entries that pass a filter. Too many are refused.
async fn all(db: &Database, filter: &ActivityFilter) -> Result<Vec<ActivityEntry>, ApiError> {
    let (mut entries, mut after) = (Vec::new(), None);
    loop {
        let found = wanted(filter, after, ROUND).entries(db).await?;
        let is_last = found.len() < ROUND as usize;
        after = found.last().map(|(place, _)| place.clone());
        entries.extend(found.into_iter().map(|(_, entry)| entry));
        if entries.len() > EXPORT_MAX {
            return Err(ApiError::input("/from", Reason::TooManyEntries));
        }
        if is_last {
            return Ok(entries);
        }
    }
}

async fn names(db: &Database, entries: &[ActivityEntry]) -> Result<Names, ApiError> {
    let mut people: Vec<&StaffId> = entries.iter().flat_map(ActivityEntry::people).collect();
    people.sort_unstable();
    people.dedup();
    Ok(store::case::detail::names(db, &people).await?)
}

/// Records that the auditor has read the reasons among these entries: they are content of cases.
async fn note_reasons(
    app: &App,
    who: &SignedIn,
    entries: &[ActivityEntry],
) -> Result<(), ApiError> {
    let read = entries.iter().filter(|entry| entry.reason().is_some());
    let mut cases: Vec<Reference> = read.map(|entry| entry.reference).collect();
    cases.sort_unstable_by(|one, other| one.digits().cmp(other.digits()));
    cases.dedup();
    let times = [app.now, later(app.now, -SPELL)];
    let (id, db) = (&who.person.id, app.db()?);
    store::case::detail::note_excerpts(&db, &cases, id, times).await?;
    Ok(())
}

/// Returns an entity's name in the auditor's language, or its id.
fn name_of(directory: &Snapshot, id: &Slug, who: &SignedIn) -> String {
    let entity = directory.entity(id.as_str());
    entity.map_or_else(
        || id.to_string(),
        |entity| entity.name.for_reader(who.language.tag()).0.to_owned(),
    )
}

/// Writes entries as a file.
fn written(
    entries: &[ActivityEntry],
    names: &Names,
    entity_name: impl Fn(&Slug) -> String,
) -> Result<Vec<u8>, ApiError> {
    let mut sheet = Sheet::new(TITLES)?;
    let name = |id: &StaffId| names.get(id).cloned().unwrap_or_default();
    for entry in entries {
        let (kind, what) = match &entry.what {
            Done::Act { deed, .. } => ("did", deed.as_ref().map(verb).unwrap_or_default()),
            Done::Read { what } => ("read", what.as_str().to_owned()),
        };
        let [entity, from, to, reason] = moved(entry, name, &entity_name);
        sheet.push([
            &local(entry.at),
            &name(&entry.person),
            entry.person.as_str(),
            &entry.reference.to_string(),
            kind,
            &what,
            &entity,
            &from,
            &to,
            &reason,
        ])?;
    }
    sheet.finish()
}

/// Returns the name of an action on the wire.
fn verb(deed: &Action) -> String {
    let name = serde_json::to_value(deed.verb()).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

/// Returns the entity after an action; where the case, or its ownership, came from and went to; and
/// the reason.
fn moved(
    entry: &ActivityEntry,
    name: impl Fn(&StaffId) -> String,
    entity_name: impl Fn(&Slug) -> String,
) -> [String; 4] {
    let Done::Act { deed, entity, from, reason } = &entry.what else { return Default::default() };
    let to = match (deed, from) {
        (Some(Action::Assign { to }), _) => name(to),
        (_, Some(_)) => entity_name(entity),
        _ => String::new(),
    };
    let from = from.as_ref().map_or_else(String::new, &entity_name);
    [entity_name(entity), from, to, reason.clone().unwrap_or_default()]
}

/// Returns date and time in Dubai, with seconds, as spreadsheets read them.
fn local(at: Timestamp) -> String {
    Zone::dubai().local(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use domain::wire::console::ReadingKind;

    use super::*;

    #[test]
    fn a_transfer_is_written_with_names_and_reason_and_no_formula() {
        let (rta, dm) = (Slug::parse("rta").unwrap(), Slug::parse("dm").unwrap());
        let person = StaffId::draw([1; 16]);
        let reference = Reference::draw([7; 8]);
        let entry = |what| ActivityEntry {
            at: "2026-11-24T05:30:07.5Z".parse().unwrap(),
            person: person.clone(),
            reference,
            what,
        };
        let entries = [
            entry(Done::Act {
                deed: Some(Action::Transfer { to: dm.clone() }),
                entity: dm,
                from: Some(rta),
                reason: Some("=1+1, theirs".into()),
            }),
            entry(Done::Read { what: ReadingKind::File }),
        ];
        let names = [(person.clone(), "مريم".to_owned())].into();
        let file = written(&entries, &names, |entity| format!("Entity {entity}")).unwrap();
        let file = String::from_utf8(file).unwrap();
        let lines: Vec<_> = file.lines().collect();
        let id = person.as_str();
        assert_eq!(
            lines[1..],
            [
                format!(
                    "2026-11-24 09:30:07,مريم,{id},{reference},did,transfer,Entity dm,Entity rta,Entity dm,\"'=1+1, theirs\""
                ),
                format!("2026-11-24 09:30:07,مريم,{id},{reference},read,file,,,,"),
            ]
        );
    }
}
