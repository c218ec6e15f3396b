//! Data of the pages of figures, as the edge reads it.

use domain::{
    Date, Timestamp,
    bilingual::Named,
    figures::{catalogue::Indicator, counts::Counts, period::Month},
    intake::{channel::Channel, kind::Kind},
    search::rising::RisingWord,
    slug::Slug,
    statistics::{distribution::Distribution, mix::Adjusted, proportion::Proportion},
};

use super::choice::Choice;

/// Figures of a place and a period.
pub struct Figures {
    /// Whose figures these are.
    pub place: Place,
    /// Chosen part of them.
    pub choice: Choice,
    /// Time at which they were read.
    pub read_at: Timestamp,
    /// Counters of the period, by kind.
    pub kinds: Vec<(Kind, Counts)>,
    /// Cases that are overdue now; `None` if they aren't counted for this choice.
    pub overdue: Option<Overdue>,
    /// Corrective and preventive actions that are overdue now; `None` as for the cases.
    pub actions_overdue: Option<u64>,
    /// Counters of full months, without a gap, the oldest first; none if they aren't kept for this
    /// choice.
    pub months: Vec<(Month, Counts)>,
    /// Counters of the first full months, from which the limits of the charts are.
    pub baseline: Vec<(Month, Counts)>,
    /// Entities, or the services of one entity.
    pub parts: Vec<Part>,
    /// Participations received in the period, by channel; none if they aren't kept for this choice.
    pub channels: Vec<(Channel, u64)>,
    /// Participations received in the period, by the tag of their language; none as for channels.
    pub languages: Vec<(String, u64)>,
    /// Working times to the full answer of what was received in the period; `None` if they aren't
    /// kept for this choice.
    pub times: Option<Distribution>,
    /// Complaints by ten thousand transactions; `None` where no transactions were entered, and for
    /// a part of the cases.
    pub complaint_rate: Option<f64>,
    /// Words that stand out among what was received lately; `None` if they aren't counted.
    pub rising: Option<Vec<RisingWord>>,
    /// True if the reader may read the cases behind the figures.
    pub reads_cases: bool,
    /// True if the reader sees the figures of all entities.
    pub sees_all: bool,
    /// True if the console has more than figures for the reader.
    pub has_console: bool,
}

/// Place that figures are about.
pub enum Place {
    /// All entities together.
    All,
    /// The entities of a person who belongs to several.
    Several,
    /// An entity.
    Entity(Slug, Named),
    /// A service of an entity.
    Service {
        /// The entity.
        entity: (Slug, Named),
        /// Its service.
        service: (Slug, Named),
    },
}

/// Open cases by their deadline, at the present time.
#[derive(Clone, Copy, Default)]
pub struct Overdue {
    /// Cases whose deadline has passed.
    pub cases: u64,
    /// Open cases.
    pub of: u64,
    /// Day on which the oldest of them was due.
    pub oldest: Option<Date>,
}

/// Entity or service in a list.
pub struct Part {
    /// Short name.
    pub slug: Slug,
    /// Full name.
    pub name: Named,
    /// Counters of the period.
    pub counts: Counts,
    /// Full answers on time by those to be expected with this mix of kinds and priorities; `None`
    /// of a list without it.
    pub adjusted: Option<Adjusted>,
    /// Cases that are overdue now; `None` if they aren't counted for this list.
    pub overdue: Option<u64>,
    /// Participations received in each of the last months, the oldest first; none as for the months
    /// of all.
    pub months: Vec<u64>,
}

impl Place {
    /// Returns the path of the page.
    pub fn path(&self) -> String {
        match self {
            Self::All | Self::Several => "/console/figures".to_owned(),
            Self::Entity(entity, _) => ["/console/figures/", entity.as_str()].concat(),
            Self::Service { entity: (entity, _), service: (service, _) } => {
                ["/console/figures/", entity.as_str(), "/", service.as_str()].concat()
            }
        }
    }
}

/// Returns the share that an indicator of the catalogue measures; `None` without any case.
pub(super) fn proportion(indicator: &str, counts: &Counts) -> Option<Proportion> {
    let ratio = Indicator::parse(indicator)?.ratio(counts)?;
    Proportion::new(ratio.numerator, ratio.denominator)
}

/// Returns a counter, which isn't negative in a tally.
pub(super) fn count(counter: i64) -> u64 {
    u64::try_from(counter).unwrap_or(0)
}
