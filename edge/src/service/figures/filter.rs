//! Figures that pass a filter, as the calls of staff and of entities' systems name it.

use domain::{
    access::policy::Scope,
    figures::{catalogue::Indicator, figure::Figure, tally::Span},
    intake::kind::Kind,
    slug::Slug,
    wire,
};

use super::{By, Question, answer};
use crate::{error::ApiError, state::App};

/// Filter of figures, and the property by which they are divided.
pub(crate) struct Filter<'a> {
    /// All time if there is none.
    pub(crate) period: Option<&'a str>,
    pub(crate) entity: Option<&'a Slug>,
    pub(crate) kind: Option<Kind>,
    pub(crate) indicator: Option<&'a str>,
    pub(crate) by: Option<By>,
}

/// Returns the figures that pass a filter, of the entities of a scope.
///
/// # Errors
///
/// When the period or the indicator can't be read.
pub(crate) async fn filtered(
    app: &App,
    filter: &Filter<'_>,
    scope: &Scope,
) -> Result<Vec<Figure>, ApiError> {
    let period = match filter.period {
        None => Span::All,
        Some(text) => Span::parse(text)
            .filter(|span| !matches!(span, Span::Day(_)))
            .ok_or_else(|| ApiError::Malformed("period: all, 2026, 2026-Q4 or 2026-11".into()))?,
    };
    if filter.indicator.is_some_and(|id| Indicator::parse(id).is_none()) {
        return Err(ApiError::Malformed("indicator: none has this id".into()));
    }
    let question = Question {
        period,
        entity: filter.entity,
        kind: filter.kind,
        by: filter.by,
        scope,
        now: Span::month_of(app.calendar().local(app.now).date()),
    };
    let mut figures = answer(&app.db()?, &question).await?;
    if let Some(indicator) = filter.indicator {
        figures.retain(|figure| wire::Figure::from(figure).is_of(indicator));
    }
    Ok(figures)
}
