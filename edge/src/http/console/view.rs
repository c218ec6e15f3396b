//! View of a case for staff, from the domain's case and the store's rows.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::{
    access::{policy, sight::Seen},
    assistant::Message,
    case::{
        Case,
        action::Action,
        event::{Actor, Event},
        lesson::{Lesson, PublicWords},
        life_cycle::Verb,
        timeline,
    },
    entity::policy::EntityPolicies,
    intake::kind::Kind,
    language::Language,
    search::{self, Query},
    slug::Slug,
    staff::{Person, StaffId},
    wire::console::{
        CaseAttachment, CaseView, Companion, CorrectiveActionView, DeliveryView, EvaluationView,
        Happened, LessonView, Names, ProposedPlace, Said, TimerState, TimerView, Transcript,
    },
};
use http::header::ETAG;

use super::opened::Opened;
use crate::{
    directory,
    error::ApiError,
    request::session::SignedIn,
    service::{assistant, contact, entity_policies, place, status},
    state::App,
    store::{
        self,
        case::detail::{CompanionRow, Dossier, MessageRow, Row},
        media::attachments,
    },
};

/// Answers with the view of a case, and records the reading.
pub(super) async fn answer(
    app: &App,
    who: &SignedIn,
    opened: &Opened,
    sought: &str,
) -> Result<Response, ApiError> {
    let standing = &opened.seen.case.standing;
    let reader = (standing.reference, standing.events, &who.person.id);
    let names =
        store::case::detail::note_reading(&app.db()?, reader, &opened.people(), app.now).await?;
    let mut query = Query::parse(sought);
    query.add_likely(&store::search::known(&app.db()?.any_replica(), &query.variants()).await?);
    let view = of(app, &who.person, opened, names, &query).await?;
    Ok(([(ETAG, opened.tag())], Json(view)).into_response())
}

async fn of(
    app: &App,
    person: &Person,
    opened: &Opened,
    names: Names,
    asked: &Query,
) -> Result<CaseView, ApiError> {
    let Opened { seen, dossier } = opened;
    let Seen { case, history, .. } = seen;
    let Dossier { row, .. } = dossier;
    let contact = match row.contact() {
        Some(sealed) => Some(contact::opened(app, case.standing.reference, &sealed).await?),
        None => None,
    };
    let place = match row.location() {
        Some(sealed) => Some(place::opened(app, case.standing.reference, &sealed).await?),
        None => None,
    };
    let charters = entity_policies::all(app).await?;
    let text = row.text.clone().unwrap_or_default();
    let may = case.options(&person.id, app.now, charters.hold()).into_iter();
    let may: Vec<Verb> = may.filter(|verb| policy::may_act(person, *verb, case)).collect();
    let decides = policy::decides(person, case);
    let has_begun = case.kind != Kind::Suggestion || case.evaluation.is_some();
    Ok(CaseView {
        reference: case.standing.reference,
        kind: case.kind,
        entity: case.standing.entity.clone(),
        offered_by: case.handed_over.as_ref().map(|handover| handover.from.clone()),
        before: case.before.iter().cloned().collect(),
        returned: case.returned.keys().cloned().collect(),
        is_cut: !seen.is_whole(),
        sent_to: slug(&row.sent_to)?,
        service: row.service.as_deref().map(slug).transpose()?,
        stage: case.standing.stage,
        priority: case.priority,
        owner: case.owner.clone(),
        channel: case.channel,
        received_at: row.received_at,
        guide: timeline::guide(history),
        language: row.language.clone(),
        mood: row.mood,
        page: row.page.clone(),
        outside_id: row.outside_id(&case.standing.entity),
        contact,
        place,
        marks: search::marks(&text, asked),
        proposal: if may.contains(&Verb::Transfer) {
            proposal(app, case, row, &text).await?
        } else {
            None
        },
        danger: seen.is_whole()
            && case.ended_at.is_none()
            && assistant::speaks_of_danger(&text, Language::parse(&row.language)),
        text,
        attachments: attached(app, dossier, None)?,
        thread: dossier
            .messages
            .iter()
            .map(|message| said(app, dossier, history, message))
            .collect::<Result<_, _>>()?,
        deliveries: deliveries(dossier)?,
        companion: dossier.companions.first().map(|row| companion(person, dossier, row)),
        merged_into: case.merged_into,
        merged_here: dossier.merged_here.clone(),
        evaluation: evaluation(case, &person.id, decides),
        criteria_names: charters.of(&case.standing.entity).criteria_names.clone(),
        criteria: (!has_begun).then(|| charters.of(&case.standing.entity).criteria.clone()),
        actions: actions(app, case, history, &charters, &person.id),
        lessons: lessons(case, dossier),
        clocks: clocks(case, &charters),
        due_at: case.clocks.next_due(&case.standing.entity, &*charters),
        escalated: case.escalated(),
        delay_requested_by: case.delay_request.as_ref().map(|request| request.by.clone()),
        rating: case.rating,
        is_erased: case.is_erased,
        events: happened(history, case, &person.id),
        names,
        head: case.standing.head.clone(),
        undo_seconds: history
            .last()
            .and_then(|event| event.change.deed.verb().undo_seconds(charters.hold())),
        undo_until: case
            .undo_until(&person.id, charters.hold())
            .filter(|_| may.contains(&Verb::Undo)),
        may,
    })
}

fn slug(name: &str) -> Result<Slug, ApiError> {
    Slug::parse(name).map_err(|error| ApiError::Internal(error.to_string()))
}

/// Returns the place where the text plainly belongs, if the case may be transferred there.
async fn proposal(
    app: &App,
    case: &Case,
    row: &Row,
    text: &str,
) -> Result<Option<ProposedPlace>, ApiError> {
    let entity = case.standing.entity.as_str();
    // A service is of the entity that the participation was sent to.
    let service = row.service.as_deref().filter(|_| row.sent_to == entity);
    let language = Language::parse(&row.language);
    let message = Message { text, language, entity: Some(entity), service };
    let snapshot = directory::current(app, None).await?;
    let place = assistant::better_place(&message, &snapshot.directory)?;
    Ok(place.filter(|place| case.may_propose(&place.entity)))
}

/// Returns the attachments of a message, or of the participation itself.
fn attached(
    app: &App,
    dossier: &Dossier,
    message: Option<&str>,
) -> Result<Vec<CaseAttachment>, ApiError> {
    let rows = dossier.attachments.iter().filter(|row| row.message.as_deref() == message);
    rows.map(|row| {
        Ok(CaseAttachment {
            file: status::staff_attachment(app, row)?,
            transcript: transcript(row),
            machine: dossier.outcome(&row.id).cloned(),
        })
    })
    .collect()
}

fn deliveries(dossier: &Dossier) -> Result<Vec<DeliveryView>, ApiError> {
    let view = |row: &store::deliveries::ShownRow| {
        Ok(DeliveryView {
            kind: row.template.clone(),
            told_at: row.told_at,
            way: row.way(),
            state: row.state()?,
            cause: row.cause(),
            changed_at: row.changed_at,
        })
    };
    dossier.deliveries.iter().map(view).collect()
}

fn transcript(row: &attachments::Row) -> Option<Transcript> {
    Some(Transcript {
        text: row.transcript.clone()?,
        by: row.transcribed_by.clone()?,
        at: row.transcribed_at?,
    })
}

fn said(
    app: &App,
    dossier: &Dossier,
    history: &[Event],
    row: &MessageRow,
) -> Result<Said, ApiError> {
    let of = |sequence: Option<u32>| {
        history.iter().find(|event| Some(event.sequence) == sequence && sequence.is_some())
    };
    let (event, next) = (of(row.sequence), of(row.sequence.map(|sequence| sequence + 1)));
    let by =
        event.and_then(
            |event| if let Actor::Staff(id) = &event.actor { Some(id.clone()) } else { None },
        );
    Ok(Said {
        id: row.id.clone(),
        sequence: row.sequence,
        at: row.at,
        by,
        audience: row.audience,
        taken_back: next.is_some_and(|next| next.change.deed == Action::Undo),
        text: row.text.clone(),
        root_cause: serde_json::from_str(&row.root_cause).unwrap_or_default(),
        public_words: public_words(row),
        attachments: attached(app, dossier, Some(&row.id))?,
    })
}

/// Returns the public words that a message proposes.
fn public_words(row: &MessageRow) -> Option<PublicWords> {
    PublicWords::of_texts(&serde_json::from_str::<Vec<String>>(&row.public_words).ok()?)
}

/// Returns the latest proposals of public words.
fn lessons(case: &Case, dossier: &Dossier) -> Vec<LessonView> {
    let words = |proposal| {
        let message = dossier.messages.iter().find(|row| row.sequence == Some(proposal));
        message.and_then(public_words)
    };
    let view = |(action, lesson): (&usize, &Lesson)| LessonView {
        action: *action,
        proposal: lesson.proposal,
        by: lesson.by.clone(),
        is_published: lesson.is_published,
        words: words(lesson.proposal),
    };
    case.lessons.iter().map(view).collect()
}

/// Returns the companion case. Its text is included only for a person who may see that case, which
/// its own history decides: it may have gone another way.
fn companion(person: &Person, dossier: &Dossier, row: &CompanionRow) -> Companion {
    let events: Vec<_> = dossier
        .companion_events
        .iter()
        .filter(|event| event.reference == row.reference.digits())
        .cloned()
        .collect();
    let history = store::case::events::read(&events, row.kind).ok();
    let seen = history.and_then(|history| Seen::by(person, history).ok().flatten());
    Companion {
        reference: row.reference,
        kind: row.kind,
        stage: seen.as_ref().map_or(row.stage, |seen| seen.case.standing.stage),
        text: row.text.clone().filter(|_| seen.is_some()),
    }
}

/// Returns the evaluation as one judge sees it. The marks of others, and the result, are hidden
/// until the judge has given marks, or decides.
fn evaluation(case: &Case, person: &StaffId, decides: bool) -> Option<EvaluationView> {
    let evaluation = case.evaluation.as_ref()?;
    let shown = evaluation.seen_by(person, decides);
    let marks: std::collections::BTreeMap<_, _> =
        shown.map(|(judge, marks)| (judge.clone(), marks.clone())).collect();
    let sees = !marks.is_empty();
    Some(EvaluationView {
        criteria: evaluation.criteria().clone(),
        judges: evaluation.judges(),
        marks,
        result: evaluation.result().filter(|_| sees),
        recommended: evaluation.recommended().filter(|_| sees),
        decision: evaluation.decision(),
    })
}

fn actions(
    app: &App,
    case: &Case,
    history: &[Event],
    charters: &EntityPolicies,
    person: &StaffId,
) -> Vec<CorrectiveActionView> {
    let agreed = history.iter().filter(|event| matches!(event.change.deed, Action::Act { .. }));
    let today = charters.of(&case.standing.entity).calendar.local(app.now).date();
    let view = |(action, event): (&domain::case::corrective_action::CorrectiveAction, &Event)| {
        CorrectiveActionView {
            plan: action.plan().clone(),
            progress: action.progress().clone(),
            is_overdue: action.is_overdue(today),
            is_check_due: action.is_checked_by(person) && action.plan().checked_on(today).is_ok(),
            sequence: event.sequence,
        }
    };
    case.actions.iter().zip(agreed).map(view).collect()
}

fn clocks(case: &Case, charters: &EntityPolicies) -> Vec<TimerView> {
    let entity = &case.standing.entity;
    let view = |(name, clock): (_, &domain::sla::timer::Timer)| TimerView {
        name,
        due_at: clock.due(&charters.of(case.clocks.kept_by(name, entity)).calendar),
        state: match clock.met_at() {
            Some(at) => TimerState::Met(at),
            None if clock.runs() => TimerState::Running,
            None => TimerState::Paused,
        },
        escalated: clock.escalated(),
    };
    case.clocks.named(entity).map(view).collect()
}

/// Returns the events of a history. The marks in `Judge` events are hidden as in [`evaluation`].
pub(super) fn happened(history: &[Event], case: &Case, person: &StaffId) -> Vec<Happened> {
    let sees = sees_scores(case, person);
    let told = |event: &Event| Happened {
        sequence: event.sequence,
        at: event.at,
        by: event.actor.to_string(),
        deed: match &event.change.deed {
            deed if !sees => deed.clone().without_scores(),
            deed => deed.clone(),
        },
        stage: event.stage,
        entity: event.entity.clone(),
    };
    history.iter().map(told).collect()
}

/// Returns whether this person may see the scores of others.
pub(super) fn sees_scores(case: &Case, person: &StaffId) -> bool {
    let evaluation = case.evaluation.as_ref();
    evaluation.is_none_or(|evaluation| evaluation.seen_by(person, false).next().is_some())
}
