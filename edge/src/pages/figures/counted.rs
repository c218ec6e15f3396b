//! Cases behind a figure. Each is replayed, and listed if the figure counts it: so there are
//! exactly as many as it says.

use axum::response::Response;
use domain::{
    Date, Timestamp,
    access::policy::Scope,
    case::{Case, milestones::Facts},
    figures::{
        catalogue::Indicator,
        contribution::Contribution,
        counted::{Counted, Part},
        period::Period,
    },
    sla::calendar::Zone,
    slug::Slug,
};
use form::Language;
use pages::figures::{self as view, Choice, CountedCase, Listed, Place};

use super::document;
use crate::{
    error::ApiError,
    request::session::SignedIn,
    state::App,
    store::case::counted::{self as cases, Changed},
};

/// Most cases that are replayed for a list.
const AT_MOST: u32 = 1_000;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Answers with the cases behind a figure, for those who may read them.
pub(super) async fn page(
    app: &App,
    who: &SignedIn,
    language: Language,
    listed: Listed,
    (place, choice): (Place, Choice),
) -> Result<Response, ApiError> {
    let entity = match &place {
        Place::All | Place::Several => None,
        Place::Entity(entity, _) | Place::Service { entity: (entity, _), .. } => Some(entity),
    };
    let scope = Scope::of(&who.person);
    if !entity.map_or(scope == Scope::All, |entity| scope.includes(entity)) {
        return Err(ApiError::Forbidden);
    }
    let cases = match listed {
        Listed::Of(indicator) => counted(app, entity, indicator, &choice).await?,
        Listed::OverdueActions => with_overdue_actions(app, entity).await?,
    };
    let cases = cases.map(|mut cases| {
        cases.sort_by_key(|case| (case.received, case.reference.digits().to_owned()));
        cases
    });
    let counted = view::Counted { listed, place, choice, cases };
    let html = view::counted_page(document::context(app, language), counted);
    Ok(document::respond_with_figures(language, html))
}

/// Returns the cases that an indicator counts; `None` if there are too many to replay.
async fn counted(
    app: &App,
    entity: Option<&Slug>,
    indicator: Indicator,
    choice: &Choice,
) -> Result<Option<Vec<CountedCase>>, ApiError> {
    let part = Part { entity, kind: choice.kind, slice: &choice.slice, period: choice.period };
    let changed = if indicator.is_of_planned_days() {
        Changed::Planned
    } else {
        Changed::Between(times(choice.period, app)?)
    };
    let read = cases::changed(&app.db()?, entity, changed, AT_MOST).await?;
    let counted = |(case, facts): &(Case, Facts)| {
        let contribution = Contribution::of(case, facts);
        let Counted { numerator, denominator } = Counted::of(&contribution, indicator, &part)?;
        Some(CountedCase {
            reference: case.standing.reference,
            kind: contribution.properties.kind,
            received: contribution.properties.received,
            numerator,
            denominator,
        })
    };
    Ok(read.map(|read| read.iter().filter_map(counted).collect()))
}

/// Returns the cases with an overdue corrective or preventive action; `None` if there are too many
/// to list.
async fn with_overdue_actions(
    app: &App,
    entity: Option<&Slug>,
) -> Result<Option<Vec<CountedCase>>, ApiError> {
    let today = app.calendar().local(app.now).date().to_string();
    let read = cases::with_overdue_actions(&app.db()?, entity, &today, AT_MOST).await?;
    let listed = |case: cases::WithOverdueActions| CountedCase {
        reference: case.reference,
        kind: case.kind,
        received: Zone::dubai().local(case.received_at).date(),
        numerator: 1,
        denominator: None,
    };
    Ok(read.map(|read| read.into_iter().map(listed).collect()))
}

/// Returns times before and after which nothing of a period happened: a day more on either side,
/// since days are those of the entities' time zones.
fn times(period: Period, app: &App) -> Result<[Timestamp; 2], ApiError> {
    let Some([first, last]) = period.days() else { return Ok([Timestamp::MIN, app.now]) };
    let beginning = |day: Date, seconds: i64| {
        let at = app.calendar().beginning(day)?;
        Timestamp::from_second(at.as_second() + seconds).ok()
    };
    let times = beginning(first, -DAY).zip(beginning(last, 2 * DAY));
    let (since, until) = times.ok_or_else(|| ApiError::Internal("a period".into()))?;
    Ok([since, until])
}
