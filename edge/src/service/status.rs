//! A participation's status: the public part, and the content for the bearer of the tracking key.
//! The API and the page of a participation answer with it.

use domain::{
    case::{
        Case,
        event::Event,
        life_cycle::{Next, Verb},
        timeline::{self, Implementation},
    },
    crypto::signature,
    media::{scan::Scan, upload::UploadId},
    reference::Reference,
    sla::agreement::DueTimes,
    wire::{self, Attachment, Content, Status},
};

use crate::{
    error::ApiError,
    service::{contact, entity_policies, place},
    state::App,
    store::{self, intake::participations::Whole},
};

/// Lifetime of a signed link to an attachment, in seconds.
const LINK_AGE: i64 = 15 * 60;

/// Returns a participation as its author is told of it: without a message of staff that can still
/// be taken back, the stage that it led to and the times that it moved.
pub(crate) async fn told(app: &App, mut whole: Whole) -> Result<Whole, ApiError> {
    let told = timeline::told(&whole.history, app.now, app.config.hold);
    if let Some((held, case, due)) = held(app, &whole.history, &told).await? {
        whole.messages.retain(|message| message.sequence != Some(held));
        let row = &mut whole.row;
        row.stage = case.standing.stage;
        row.entity = case.standing.entity.to_string();
        row.first_response_due = due.first_response;
        row.resolution_due = due.resolution;
    }
    whole.history = told;
    Ok(whole)
}

/// Returns the sequence of a held event, and the case and its due times before it. `None` if the
/// author is told of the latest event.
pub(crate) async fn held(
    app: &App,
    history: &[Event],
    told: &[Event],
) -> Result<Option<(u32, Case, DueTimes)>, ApiError> {
    let Some((latest, earlier)) = history.split_last() else { return Ok(None) };
    let is_told = told.last().is_some_and(|event| event.sequence == latest.sequence);
    if is_told || !latest.change.deed.verb().is_held() {
        return Ok(None);
    }
    let case = Case::tell(earlier).map_err(|error| ApiError::Internal(error.to_string()))?;
    let charters = entity_policies::all(app).await?;
    let due = entity_policies::times(&case, &charters).due;
    Ok(Some((latest.sequence, case, due)))
}

/// Returns the status with the content, for the bearer of the tracking key.
pub(crate) async fn whole(
    app: &App,
    reference: Reference,
    whole: &Whole,
) -> Result<Status, ApiError> {
    Ok(Status { content: Some(content(app, reference, whole).await?), ..public(reference, whole) })
}

/// Returns the public status, for anyone with the reference. Its times are to the minute, and what
/// staff do among themselves leaves no trace in it.
pub(crate) fn public(reference: Reference, whole: &Whole) -> Status {
    let row = &whole.row;
    let until = |event: &Event| {
        let end = whole.history.partition_point(|other| other.sequence <= event.sequence);
        whole.history.get(..end).unwrap_or_default()
    };
    let entry = |event: &Event| wire::TimelineEntry {
        at: timeline::coarse(event.at),
        stage: event.stage,
        merged: timeline::is_merged(until(event)),
        entity: event.entity.to_string(),
    };
    let timeline: Vec<_> = timeline::public(&whole.history).map(entry).collect();
    let received_at = timeline::coarse(row.received_at);
    Status {
        reference,
        kind: row.kind,
        entity: row.entity.clone(),
        stage: row.stage,
        merged: timeline::is_merged(&whole.history),
        received_at,
        updated_at: timeline.last().map_or(received_at, |entry| entry.at),
        first_response_due: row.first_response_due,
        resolution_due: row.resolution_due,
        guide: timeline::guide(&whole.history),
        test: row.is_test(),
        timeline,
        content: None,
    }
}

async fn content(app: &App, reference: Reference, whole: &Whole) -> Result<Content, ApiError> {
    let row = &whole.row;
    let contact = match row.contact() {
        Some(sealed) => Some(contact::opened(app, reference, &sealed).await?),
        None => None,
    };
    let place = match row.location() {
        Some(sealed) => Some(place::opened(app, reference, &sealed).await?),
        None => None,
    };
    let attached_to = |message: Option<&str>| -> Result<Vec<_>, ApiError> {
        let rows = whole.attachments.iter().filter(|row| row.message.as_deref() == message);
        rows.map(|row| own_attachment(app, row)).collect()
    };
    let messages = whole
        .messages
        .iter()
        .map(|message| Ok::<_, ApiError>(message.with(attached_to(Some(&message.id))?)));
    let Implementation { planned_by, implemented_on } = Implementation::of(&whole.history);
    Ok(Content {
        text: row.text.clone().unwrap_or_default(),
        service: row.service.clone(),
        suggestion: whole.suggestion,
        channel: row.channel,
        unclassified: is_unclassified(&whole.history),
        language: row.language.clone(),
        mood: row.mood,
        page: row.page.clone(),
        elapsed_ms: row.elapsed_ms,
        contact,
        place,
        attachments: attached_to(None)?,
        messages: messages.collect::<Result<_, _>>()?,
        rating: row.rating,
        planned_by,
        implemented_on,
        lessons: whole.lessons.clone(),
    })
}

/// Returns whether the author may still say which kind it is of, and for which entity.
fn is_unclassified(history: &[Event]) -> bool {
    Case::tell(history).is_ok_and(|case| {
        case.is_unclassified && Verb::Classify.outcome(case.standing.stage) != Next::Never
    })
}

/// Returns the state of a file as far as it restrains anybody: without a scanner nothing waits.
pub(crate) fn scan_of(app: &App, scan: Scan) -> Option<Scan> {
    Some(scan).filter(|scan| *scan != Scan::Waiting || app.config.scanner.is_some())
}

/// Returns an attachment for the author, whose link acknowledges the state that it's in: an author
/// knows their own file.
fn own_attachment(app: &App, row: &store::media::attachments::Row) -> Result<Attachment, ApiError> {
    let mut file = attachment(app, row)?;
    if let Some(scan) = file.scan.filter(|scan| scan.is_doubtful()) {
        file.url.extend(["&acknowledged=", scan.as_str()]);
    }
    Ok(file)
}

/// Returns an attachment with a signed link that expires, for its author.
pub(crate) fn attachment(
    app: &App,
    row: &store::media::attachments::Row,
) -> Result<Attachment, ApiError> {
    let id = UploadId::parse(&row.id).map_err(|error| ApiError::Internal(error.to_string()))?;
    let expires = app.now.as_second() + LINK_AGE;
    let signature = signature::sign_link(&app.config.link_secret, &id, expires);
    let path =
        format!("api/v1/attachments/{id}?expires={expires}&signature={signature}", id = row.id);
    linked(app, row, &path)
}

/// Returns an attachment with a link that opens in a session of staff alone, for those who see the
/// case then. Each opening is recorded.
pub(crate) fn staff_attachment(
    app: &App,
    row: &store::media::attachments::Row,
) -> Result<Attachment, ApiError> {
    linked(app, row, &format!("console/api/attachments/{}", row.id))
}

fn linked(
    app: &App,
    row: &store::media::attachments::Row,
    path: &str,
) -> Result<Attachment, ApiError> {
    Ok(Attachment {
        url: format!("{}/{path}", app.config.base_url),
        id: row.id.clone(),
        name: row.name.clone(),
        media_type: row.media_type.clone(),
        size: row.size,
        scan: scan_of(app, row.scan),
        marks: serde_json::from_str(&row.marks)?,
    })
}
