//! Alerts to the operators of an installation: conditions that need a person, when each is told,
//! and when it is over.
//!
//! The edge observes the figures and stores what was told. Both the health check and the alert
//! webhook follow these rules.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Longest normal time between two runs of the five-minute schedule, in minutes.
const OFTEN_MINUTES: i64 = 20;

/// Longest normal time between two runs of the hourly schedule, in minutes.
const HOURLY_MINUTES: i64 = 150;

/// Number of failed attempts of one notice, scan or machine transcript after which the other side
/// counts as away.
pub const FAILURES_AWAY: u32 = 3;

/// Shares of the store's limit, in percent, from which a warning and a critical alert hold.
const STORE_SHARES: [u64; 2] = [80, 95];

/// Percentage points by which the store must be below a share again before its alert ends. Without
/// them a size about the share would alert again and again.
const STORE_MARGIN: u64 = 2;

/// Condition that operators are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Notices that were given up, until they are replayed.
    DeadLetters,
    /// A schedule of jobs that hasn't finished for too long.
    Clock,
    /// The endpoint that delivers notices doesn't take them.
    Provider,
    /// The database comes near its limit of size.
    Store,
    /// The malware scanner doesn't finish its scans.
    Scanner,
    /// A messenger refuses our access.
    Messenger,
    /// The machine that hears recordings doesn't answer.
    Transcriber,
}

/// Severity of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing to do.
    Fine,
    /// Somebody should look at it today.
    Warning,
    /// Somebody should look at it now.
    Critical,
}

/// Runs of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runs {
    /// End of the first run without a failed job.
    pub first: Timestamp,
    /// End of the latest run without a failed job.
    pub latest: Timestamp,
}

/// Figures of an installation at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Time of the observation.
    pub now: Timestamp,
    /// Number of notices that were given up.
    pub dead: u64,
    /// Number of waiting notices that failed [`FAILURES_AWAY`] times or more.
    pub failing: u64,
    /// Number of waiting attachments whose scan failed [`FAILURES_AWAY`] times or more; 0 without a
    /// scanner.
    pub unscanned: u64,
    /// Number of messengers that refuse our access.
    pub stopped: u64,
    /// Number of waiting recordings that a machine failed to hear [`FAILURES_AWAY`] times or more;
    /// 0 without one.
    pub unheard: u64,
    /// Five-minute schedule; `None` if it has never finished.
    pub often: Option<Runs>,
    /// Hourly schedule; `None` if it has never finished.
    pub hourly: Option<Runs>,
    /// Size of the database in bytes.
    pub bytes: u64,
    /// Limit of the database's size in bytes.
    pub limit: u64,
}

/// Condition with its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// Condition.
    pub condition: Condition,
    /// Level at which it stands.
    pub level: Level,
}

impl Condition {
    /// All conditions.
    pub const ALL: [Self; 7] = [
        Self::DeadLetters,
        Self::Clock,
        Self::Provider,
        Self::Store,
        Self::Scanner,
        Self::Messenger,
        Self::Transcriber,
    ];

    /// Returns the name in the store and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeadLetters => "dead_letters",
            Self::Clock => "clock",
            Self::Provider => "provider",
            Self::Store => "store",
            Self::Scanner => "scanner",
            Self::Messenger => "messenger",
            Self::Transcriber => "transcriber",
        }
    }
}

impl Level {
    /// Returns the name in the store and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

impl Observed {
    /// Returns the level of a condition. `before` is the level at which it stood.
    pub fn level(&self, condition: Condition, before: Level) -> Level {
        match condition {
            Condition::DeadLetters if self.dead > 0 => Level::Warning,
            Condition::Clock if self.is_late() => Level::Critical,
            Condition::Provider if self.failing > 0 => Level::Critical,
            Condition::Scanner if self.unscanned > 0 => Level::Critical,
            Condition::Messenger if self.stopped > 0 => Level::Critical,
            Condition::Transcriber if self.unheard > 0 => Level::Warning,
            Condition::Store => self.store(before),
            Condition::DeadLetters
            | Condition::Clock
            | Condition::Provider
            | Condition::Scanner
            | Condition::Messenger
            | Condition::Transcriber => Level::Fine,
        }
    }

    /// Returns the share of the store's limit that is used, in percent, rounded down.
    pub fn store_percent(&self) -> u64 {
        self.bytes.saturating_mul(100) / self.limit.max(1)
    }

    /// Returns the conditions whose level differs from the stored one, with their new level. A
    /// condition that isn't stored is fine.
    pub fn changes(&self, stored: &[Standing]) -> Vec<Standing> {
        let change = |condition: Condition| {
            let before = standing(stored, condition);
            let level = self.level(condition, before);
            (level != before).then_some(Standing { condition, level })
        };
        Condition::ALL.into_iter().filter_map(change).collect()
    }

    /// Describes a condition at a level in one English sentence, with its figures.
    pub fn describe(&self, condition: Condition, level: Level) -> String {
        let is_fine = level == Level::Fine;
        match condition {
            Condition::DeadLetters if is_fine => "No notice is given up any more.".to_owned(),
            Condition::DeadLetters => format!(
                "{} notices were given up; `cargo xtask outbox list` says why, `cargo xtask outbox \
                 replay dead` sends them once more.",
                self.dead
            ),
            Condition::Clock if is_fine => "All schedules run again.".to_owned(),
            Condition::Clock => format!(
                "Scheduled jobs are late: the five-minute run last finished {}, the hourly run {}.",
                ended(self.often),
                ended(self.hourly)
            ),
            Condition::Provider if is_fine => "Notices are delivered again.".to_owned(),
            Condition::Provider => format!(
                "The endpoint that delivers notices doesn't take them: {} notices failed {} times \
                 or more and wait.",
                self.failing, FAILURES_AWAY
            ),
            Condition::Scanner if is_fine => "Files are scanned for malware again.".to_owned(),
            Condition::Scanner => format!(
                "The malware scanner doesn't finish its scans: {} files failed {} times or more and \
                 wait.",
                self.unscanned, FAILURES_AWAY
            ),
            Condition::Messenger if is_fine => "All messengers take our messages.".to_owned(),
            Condition::Messenger => "A messenger refuses our access: the token must be renewed. \
                                     Messages to people wait until then."
                .to_owned(),
            Condition::Transcriber if is_fine => "Recordings are transcribed again.".to_owned(),
            Condition::Transcriber => format!(
                "The machine that transcribes recordings doesn't answer: {} recordings failed {} \
                 times or more and wait.",
                self.unheard, FAILURES_AWAY
            ),
            Condition::Store => format!(
                "The database has {} of {} bytes, {} percent.",
                self.bytes,
                self.limit,
                self.store_percent()
            ),
        }
    }

    /// Returns whether a schedule that has run is late, or has never run although the other one
    /// has for long. A new installation, where neither has run, isn't late but [`Self::is_idle`].
    fn is_late(&self) -> bool {
        let passed = |since: Timestamp, minutes: i64| {
            self.now.duration_since(since) > SignedDuration::from_mins(minutes)
        };
        let late = |runs: Option<Runs>, other: Option<Runs>, minutes: i64| match (runs, other) {
            (Some(runs), _) => passed(runs.latest, minutes),
            (None, Some(other)) => passed(other.first, minutes),
            (None, None) => false,
        };
        late(self.often, self.hourly, OFTEN_MINUTES)
            || late(self.hourly, self.often, HOURLY_MINUTES)
    }

    /// Returns whether no schedule has ever finished.
    pub const fn is_idle(&self) -> bool {
        self.often.is_none() && self.hourly.is_none()
    }

    fn store(&self, before: Level) -> Level {
        let percent = self.store_percent();
        let [warning, critical] = STORE_SHARES;
        let from = |share: u64, level: Level| {
            if before >= level { share - STORE_MARGIN } else { share }
        };
        if percent >= from(critical, Level::Critical) {
            Level::Critical
        } else if percent >= from(warning, Level::Warning) {
            Level::Warning
        } else {
            Level::Fine
        }
    }
}

/// Returns the stored level of a condition.
pub fn standing(stored: &[Standing], condition: Condition) -> Level {
    let found = stored.iter().find(|standing| standing.condition == condition);
    found.map_or(Level::Fine, |standing| standing.level)
}

fn ended(runs: Option<Runs>) -> String {
    runs.map_or_else(|| "never".to_owned(), |runs| format!("at {}", runs.latest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(60 * minute).unwrap()
    }

    fn runs(first: i64, latest: i64) -> Runs {
        Runs { first: minute(first), latest: minute(latest) }
    }

    fn well() -> Observed {
        Observed {
            now: minute(1_000),
            dead: 0,
            failing: 0,
            unscanned: 0,
            stopped: 0,
            unheard: 0,
            often: Some(runs(0, 999)),
            hourly: Some(runs(17, 977)),
            bytes: 1_000,
            limit: 10_000,
        }
    }

    fn changed(observed: &Observed, stored: &[Standing]) -> Vec<(Condition, Level)> {
        let changes = observed.changes(stored).into_iter();
        changes.map(|standing| (standing.condition, standing.level)).collect()
    }

    #[test]
    fn an_installation_that_is_well_tells_nothing() {
        assert_eq!(changed(&well(), &[]), []);
    }

    #[test]
    fn each_condition_is_told_once_and_once_more_when_it_is_over() {
        let cases = [
            (Condition::DeadLetters, Level::Warning, Observed { dead: 1, ..well() }),
            (Condition::Provider, Level::Critical, Observed { failing: 1, ..well() }),
            (Condition::Scanner, Level::Critical, Observed { unscanned: 1, ..well() }),
            (Condition::Messenger, Level::Critical, Observed { stopped: 1, ..well() }),
            (Condition::Transcriber, Level::Warning, Observed { unheard: 1, ..well() }),
            (Condition::Clock, Level::Critical, Observed { often: Some(runs(0, 979)), ..well() }),
            (Condition::Store, Level::Warning, Observed { bytes: 8_000, ..well() }),
            (Condition::Store, Level::Critical, Observed { bytes: 9_500, ..well() }),
        ];
        for (condition, level, observed) in cases {
            assert_eq!(changed(&observed, &[]), [(condition, level)]);
            let stored = [Standing { condition, level }];
            assert_eq!(changed(&observed, &stored), []);
            assert_eq!(changed(&well(), &stored), [(condition, Level::Fine)]);
        }
    }

    #[test]
    fn more_of_the_same_is_the_same() {
        let stored = [Standing { condition: Condition::DeadLetters, level: Level::Warning }];
        assert_eq!(changed(&Observed { dead: 1_000, ..well() }, &stored), []);
    }

    #[test]
    fn a_schedule_is_late_after_its_own_time() {
        let is_late = |often, hourly| {
            Observed { often, hourly, ..well() }.level(Condition::Clock, Level::Fine) > Level::Fine
        };
        assert!(!is_late(Some(runs(0, 980)), Some(runs(0, 850))));
        assert!(is_late(Some(runs(0, 979)), Some(runs(0, 999))));
        assert!(is_late(Some(runs(0, 999)), Some(runs(0, 849))));
        // A schedule that has never run is late once the other one has run for longer.
        assert!(!is_late(Some(runs(900, 999)), None) && is_late(Some(runs(800, 999)), None));
        assert!(is_late(None, Some(runs(900, 999))));
        assert!(!is_late(None, None));
        assert!(Observed { often: None, hourly: None, ..well() }.is_idle());
    }

    #[test]
    fn a_size_about_a_share_does_not_alert_again_and_again() {
        let level = |percent: u64, before| {
            Observed { bytes: percent * 100, ..well() }.level(Condition::Store, before)
        };
        assert_eq!(level(79, Level::Fine), Level::Fine);
        assert_eq!(level(80, Level::Fine), Level::Warning);
        assert_eq!(level(79, Level::Warning), Level::Warning);
        assert_eq!(level(77, Level::Warning), Level::Fine);
        assert_eq!(level(94, Level::Critical), Level::Critical);
        assert_eq!(level(92, Level::Critical), Level::Warning);
        assert_eq!(level(94, Level::Warning), Level::Warning);
        assert_eq!(level(10, Level::Critical), Level::Fine);
        let no_limit = Observed { limit: 0, ..well() };
        assert_eq!(no_limit.level(Condition::Store, Level::Fine), Level::Critical);
    }

    #[test]
    fn a_sentence_has_the_figures() {
        let observed = Observed { dead: 3, often: None, bytes: 9_600, ..well() };
        let said = |condition| observed.describe(condition, Level::Critical);
        assert!(said(Condition::DeadLetters).starts_with("3 notices were given up"));
        assert!(said(Condition::Clock).contains("five-minute run last finished never"));
        assert!(said(Condition::Store).contains("96 percent"));
        for condition in Condition::ALL {
            assert!(observed.describe(condition, Level::Fine).ends_with('.'), "{condition:?}");
        }
    }

    #[test]
    fn names_are_those_on_the_wire() {
        for condition in Condition::ALL {
            assert_eq!(serde_json::to_value(condition).unwrap(), condition.as_str());
        }
        for level in [Level::Fine, Level::Warning, Level::Critical] {
            assert_eq!(serde_json::to_value(level).unwrap(), level.as_str());
        }
    }
}
