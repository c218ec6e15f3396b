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
        counts::Counts,
        period::{Month, Period},
        tally::Slice,
    },
    slug::Slug,
};
use form::Language;
use pages::figures::{self as view, Choice, Counted, CountedCase, Place};

use super::document;
use crate::{
    error::ApiError, request::session::SignedIn, state::App, store::case::counted as cases,
};

/// Most cases that are replayed for a list.
const AT_MOST: u32 = 1_000;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Answers with the cases that an indicator counts, for those who may read them.
pub(super) async fn page(
    app: &App,
    who: &SignedIn,
    language: Language,
    indicator: Indicator,
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
    let times = times(choice.period, app)?;
    let read = cases::changed(&app.db()?, entity, times, AT_MOST).await?;
    let counted = |(case, facts): &(Case, Facts)| listed(case, facts, indicator, entity, &choice);
    let cases = read.map(|read| {
        let mut cases: Vec<CountedCase> = read.iter().filter_map(counted).collect();
        cases.sort_by_key(|case| (case.received, case.reference.digits().to_owned()));
        cases
    });
    let counted = Counted { indicator, place, choice, cases };
    let html = view::counted_page(document::context(app, language), counted);
    Ok(document::respond_with_figures(language, html))
}

/// Returns a case with what it adds to the figure; `None` if that is nothing.
fn listed(
    case: &Case,
    facts: &Facts,
    indicator: Indicator,
    entity: Option<&Slug>,
    choice: &Choice,
) -> Option<CountedCase> {
    let contribution = Contribution::of(case, facts);
    let properties = &contribution.properties;
    let is_of_slice = match &choice.slice {
        Slice::All => true,
        Slice::Priority(priority) => *priority == properties.priority,
        // Only the entity that received a case knows its service.
        Slice::Service(service) => {
            properties.service.as_ref() == Some(service) && Some(&properties.home) == entity
        }
        Slice::Channel(channel) => *channel == properties.channel,
        Slice::Language(language) => *language == properties.language,
    };
    if !is_of_slice || choice.kind.is_some_and(|kind| kind != properties.kind) {
        return None;
    }
    let is_in = |day: Date| choice.period.includes(Month::of(day));
    let counts: Counts = contribution.sum(entity, is_in);
    let (numerator, denominator) = match indicator.ratio(&counts) {
        Some(ratio) => (ratio.numerator, Some(ratio.denominator)),
        None => (indicator.count(&counts)?, None),
    };
    (denominator.unwrap_or(numerator) > 0).then_some(CountedCase {
        reference: case.standing.reference,
        kind: properties.kind,
        received: properties.received,
        numerator,
        denominator,
    })
}

/// Returns times before and after which nothing of a period happened: a day more on either side,
/// since days are those of the entities' time zones.
fn times(period: Period, app: &App) -> Result<[Timestamp; 2], ApiError> {
    let Some((first, last)) = period.months() else { return Ok([Timestamp::MIN, app.now]) };
    let beginning = |month: Month, seconds: i64| {
        let day: Date = format!("{month}-01").parse().ok()?;
        let at = app.calendar().beginning(day)?;
        Timestamp::from_second(at.as_second() + seconds).ok()
    };
    let times = beginning(first, -DAY).zip(beginning(last.next(), DAY));
    let (since, until) = times.ok_or_else(|| ApiError::Internal("a period".into()))?;
    Ok([since, until])
}
