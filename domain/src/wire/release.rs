//! Releases of closed months: `/open/releases.json` and `/open/{release}/figures.json`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Figure;
use crate::{
    case::lesson::PublicWords,
    figures::{
        figure::{self, Mark, Scope},
        lesson::{Lesson, LessonKind},
        tally::Span,
    },
    open_data::release::{self, ReleaseId},
    slug::Slug,
};

/// Releases, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Releases {
    /// Releases.
    pub releases: Vec<Release>,
}

/// A release: the figures of a closed month. It never changes; a correction is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Release {
    /// Id: `2026-10`, or `2026-10-r2` for a correction.
    #[cfg_attr(feature = "openapi", schema(example = "2026-10"))]
    pub id: String,
    /// Time of closing.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub closed_at: Timestamp,
    /// Version of the guide that defines the indicators: `/guide/{version}`.
    pub guide: u16,
    /// Id of the release that this one corrects and replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "2026-10"))]
    pub replaces: Option<String>,
    /// Reason of a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A release with its figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReleasedFigures {
    /// Release.
    pub release: Release,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Lessons that entities have published in the quarters of the release.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<ReleasedLesson>,
}

/// A lesson: what was changed because of what people said. A person has approved its words for the
/// public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReleasedLesson {
    /// Quarter of its publication.
    #[cfg_attr(feature = "openapi", schema(example = "2026-Q3"))]
    pub period: String,
    /// Entity.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "rta"))]
    pub entity: Slug,
    /// `implemented` for a suggestion, `effective` for a corrective or preventive action.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "implemented"))]
    pub kind: LessonKind,
    /// "You said" and "We did", in both languages.
    #[serde(flatten)]
    pub words: PublicWords,
}

impl Releases {
    /// Returns the ids, the latest first.
    pub fn ids(&self) -> impl Iterator<Item = ReleaseId> + '_ {
        self.releases.iter().filter_map(|release| ReleaseId::parse(&release.id))
    }

    /// Returns the latest release of a month.
    pub fn latest_of(&self, month: Span) -> Option<ReleaseId> {
        self.ids().filter(|id| id.month() == month).max()
    }
}

impl From<&release::Release> for Release {
    fn from(release: &release::Release) -> Self {
        Self {
            id: release.id.to_string(),
            closed_at: release.closed_at,
            guide: release.guide,
            replaces: release.id.replaced().map(|replaced| replaced.to_string()),
            reason: release.reason.clone(),
        }
    }
}

impl ReleasedFigures {
    /// Returns the shape of a release with these figures.
    pub fn new(release: &release::Release, figures: &[figure::Figure]) -> Self {
        let figures = figures.iter().map(Figure::from).collect();
        Self { release: release.into(), figures, lessons: Vec::new() }
    }

    /// Adds the lessons of a quarter, by entity.
    #[must_use]
    pub fn with_lessons(mut self, quarter: Span, lessons: &[Lesson]) -> Self {
        let released = lessons.iter().map(|lesson| ReleasedLesson {
            period: quarter.to_string(),
            entity: lesson.entity.clone(),
            kind: lesson.kind,
            words: lesson.words.clone(),
        });
        let mut released: Vec<ReleasedLesson> = released.collect();
        // Their order would tell the order of the cases.
        released.sort_by(|one, other| {
            (&one.entity, one.kind, one.words.texts()).cmp(&(
                &other.entity,
                other.kind,
                other.words.texts(),
            ))
        });
        self.lessons.extend(released);
        self
    }
}

impl Figure {
    /// Parses a figure that we have written; `None` if a member is invalid.
    pub fn read(self) -> Option<figure::Figure> {
        let mark = match self.mark {
            None => None,
            Some(text) => Some(Mark::ALL.into_iter().find(|mark| mark.as_str() == text)?),
        };
        let period = Span::parse(&self.period)?;
        let Self { entity, service, kind, channel, indicator, .. } = self;
        let scope = Scope { period, entity, service, kind, channel };
        let Self { numerator, denominator, value, lower, upper, .. } = self;
        Some(figure::Figure { scope, indicator, numerator, denominator, value, lower, upper, mark })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{figures::counts::Counts, intake::kind::Kind, open_data::release::ReleaseId};

    #[test]
    fn figures_come_back_from_a_release() {
        let scope = Scope {
            period: Span::Month(2026, 10),
            entity: None,
            service: None,
            kind: Some(Kind::Complaint),
            channel: None,
        };
        let counts = Counts { received: 12, first_judged: 4, first_kept: 3, ..Counts::default() };
        let figures = figure::figures(&scope, &counts, None, |_| None);
        let release = release::Release {
            id: ReleaseId::parse("2026-10").unwrap(),
            closed_at: Timestamp::UNIX_EPOCH,
            guide: 1,
            reason: None,
        };
        let json = serde_json::to_string(&ReleasedFigures::new(&release, &figures)).unwrap();
        let read: ReleasedFigures = serde_json::from_str(&json).unwrap();
        assert_eq!(read.release.id, "2026-10");
        let read: Option<Vec<_>> = read.figures.into_iter().map(Figure::read).collect();
        // Without the numbers with a point, whose last digit JSON may change.
        let exact = |figures: Vec<figure::Figure>| -> Vec<figure::Figure> {
            let whole = |it| figure::Figure { value: None, lower: None, upper: None, ..it };
            figures.into_iter().map(whole).collect()
        };
        assert_eq!(read.map(exact), Some(exact(figures)));
    }
}
