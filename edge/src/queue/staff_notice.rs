//! Notices to staff in words, at the moment of sending: a case that has ended meanwhile, a day on
//! which nothing waits, or figures that the person doesn't see any more, are no reason to write.

use domain::{
    case::queue_order::Horizon,
    delivery::unsubscribe::Subscription,
    entity::policy::EntityPolicies,
    slug::Slug,
    staff::Person,
    staff_notice::StaffNoticeKind,
    wire::{self, console::Queue},
};
use form::Language;
use pages::{
    Context,
    staff_notice::{self, StaffNotice},
};

use crate::{
    error::ApiError,
    service::{entity_policies, figures::report},
    state::App,
    store::{
        case::queues::{self, Filter, Keeper, Wanted},
        outbox::StaffRow,
    },
};

/// Returns the notice with its words; `None` if there is no reason for it any more.
pub(super) async fn said(app: &App, row: &StaffRow) -> Result<Option<wire::StaffNotice>, ApiError> {
    if !row.is_active() {
        return Ok(None);
    }
    // A case that was due soon may be late by now.
    let kind = match (row.template()?, row.due_at) {
        (StaffNoticeKind::DueSoon, Some(due)) if due <= app.now => StaffNoticeKind::Late,
        (kind, _) => kind,
    };
    let policies = entity_policies::all(app).await?;
    let person = Person { id: row.person.clone(), roles: row.roles()? };
    if kind == StaffNoticeKind::Report {
        return report(app, row, person).await;
    }
    let about = match (kind, row.reference, row.due_at) {
        // The numbers are those of now, so they say nothing of a day that has passed.
        (StaffNoticeKind::Day, ..) if !is_of_today(app, row) => return Ok(None),
        (StaffNoticeKind::Day, ..) => StaffNotice::Day(waiting(app, &person, &policies).await?),
        (StaffNoticeKind::DelayRequested, Some(reference), _) => {
            StaffNotice::DelayRequested { reference }
        }
        (_, Some(reference), Some(due)) => StaffNotice::Case { kind, reference, due },
        _ => return Ok(None),
    };
    if about.is_empty() {
        return Ok(None);
    }
    let base_url = &app.config.base_url;
    // Who administers an entity doesn't see its cases.
    let case = row.reference.filter(|_| !person.handled_entities().is_empty());
    let console_url = case.map_or_else(
        || format!("{base_url}/console"),
        |reference| format!("{base_url}/console/cases/{reference}"),
    );
    let language = Language::parse(&row.language).unwrap_or(Language::En);
    let calendar = row.entity.as_ref().map(|entity| policies.of(entity).calendar.clone());
    let calendar = calendar.unwrap_or_else(|| app.calendar());
    let context = Context { language, base_url };
    let unsubscribe = unsubscribe(app, row, kind, language);
    let message = staff_notice::message(context, &about, &console_url, &unsubscribe, &calendar);
    Ok(Some(notice(row, kind, language, [console_url, unsubscribe], message)))
}

/// Returns the notice of the latest closed month's report: of the entity whose figures a person
/// sees, or of all that they see. Nobody is told who sees none any more.
async fn report(
    app: &App,
    row: &StaffRow,
    person: Person,
) -> Result<Option<wire::StaffNotice>, ApiError> {
    let base_url = &app.config.base_url;
    let language = Language::parse(&row.language).unwrap_or(Language::En);
    let Some(report) = report::of_latest(app, &person).await? else { return Ok(None) };
    let context = Context { language, base_url };
    let kind = StaffNoticeKind::Report;
    let unsubscribe = unsubscribe(app, row, kind, language);
    let (console_url, message) = pages::report::mail(context, &report, &unsubscribe);
    Ok(Some(notice(row, kind, language, [console_url, unsubscribe], message)))
}

/// Returns the address of the page that ends notices of this kind.
fn unsubscribe(app: &App, row: &StaffRow, kind: StaffNoticeKind, language: Language) -> String {
    let token = Subscription::of_staff(kind, row.person.clone()).token(&app.config.link_secret);
    format!("{}/unsubscribe/{token}?lang={}", app.config.base_url, language.tag())
}

/// Returns a notice in words with its recipient, its address in the console and the one that ends
/// such notices.
fn notice(
    row: &StaffRow,
    kind: StaffNoticeKind,
    language: Language,
    [console_url, unsubscribe]: [String; 2],
    message: wire::NoticeMessage,
) -> wire::StaffNotice {
    let contact = wire::Contact {
        name: Some(row.name.clone()),
        email: Some(row.email.clone()),
        ..wire::Contact::default()
    };
    let (reference, language) = (row.reference, language.tag().to_owned());
    let data = wire::StaffNoticeData {
        reference,
        language,
        console_url,
        unsubscribe_url: Some(unsubscribe),
        contact,
        message,
    };
    wire::StaffNotice { kind: kind.event(), timestamp: row.created_at, data }
}

/// Returns the numbers of cases that wait for a person, by queue.
async fn waiting(
    app: &App,
    person: &Person,
    policies: &EntityPolicies,
) -> Result<Vec<(Queue, u32)>, ApiError> {
    let keeper = |entity: &Slug| {
        let horizon = Horizon::of(&policies.of(entity).calendar, app.now);
        Keeper::new(entity.clone(), horizon)
    };
    let keepers: Vec<_> = person.handled_entities().into_iter().map(keeper).collect();
    let filter = Filter::default();
    let wanted = Wanted { queue: Queue::All, person: &person.id, now: app.now, filter };
    let counts = queues::counts(&app.db()?.any_replica(), &wanted, &keepers).await?;
    let of = |queue: &Queue| Some((*queue, *counts.0.get(queue)?));
    Ok(staff_notice::TOLD.iter().filter_map(of).collect())
}

fn is_of_today(app: &App, row: &StaffRow) -> bool {
    let day = |at| app.calendar().local(at).date();
    day(row.created_at) == day(app.now)
}
