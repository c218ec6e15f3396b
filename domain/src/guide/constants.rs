//! Constants of the rules, under the names by which the guide's articles state them.
//!
//! A constant of the code has its own name in lower case here. A test reads the sources of the
//! rules and fails for a public constant that isn't listed.

use crate::{
    case::{
        AT_ONCE, JOINED_MAX, UNDO_SECONDS,
        corrective_action::WHYS,
        evaluation::{JUDGES, MARK_MAX},
        import::IMPORT_MAX,
        workload::RATED_DAYS,
    },
    channel::{
        ADDRESS_DAYS,
        conversation::{KEPT_HOURS, SILENCE_HOURS},
        mail::plan::ACKNOWLEDGED_A_DAY,
        mention::{HAND_OVER_DAYS, MENTION_DAYS},
    },
    delivery::hours::{NIGHT_FROM, NIGHT_UNTIL},
    entity::{criteria::Criteria, settings::RETENTION_MAX},
    figures::{contribution::TWO_MINUTES_MS, figure::PROVISIONAL_DAYS, volume::PER_TRANSACTIONS},
    guide::words::Words,
    intake::{kind::Kind, submission::GUIDE_VERSION},
    media::{attachment::ATTACHMENTS_MAX, upload::UPLOAD_MAX},
    open_data::protection::SMALLEST_SHOWN,
    retention::{BACKUP_DAYS, CONTENT_DAYS, SECURITY_LOG_DAYS, TEST_HOURS, UNSENT_HOURS},
    sla::{
        agreement::{Agreement, EXTENSION_MAX, PATIENCE, REOPENING_DAYS, Term},
        escalation::Level,
        priority::Priority,
    },
    statistics::{control_chart::FEWEST_POINTS, proportion::FEWEST_FOR_PERCENTAGE},
    text::TEXT_MAX,
};

/// Names of an agreement's terms, in the order of [`Agreement::terms`].
pub(super) const TERMS: [&str; 3] = ["first_response", "resolution", "acceptance"];

/// Unit of a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    WorkingDays,
    WorkingMinutes,
    Days,
    Hours,
    Minutes,
    Seconds,
    /// Hour of the day.
    OClock,
    Percent,
    Megabytes,
    Number,
}

/// Constant of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Constant {
    pub(super) name: String,
    pub(super) value: u32,
    pub(super) unit: Unit,
}

impl Unit {
    #[cfg(test)]
    pub(super) const ALL: [Self; 10] = [
        Self::WorkingDays,
        Self::WorkingMinutes,
        Self::Days,
        Self::Hours,
        Self::Minutes,
        Self::OClock,
        Self::Seconds,
        Self::Percent,
        Self::Megabytes,
        Self::Number,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::WorkingDays => "working_days",
            Self::WorkingMinutes => "working_minutes",
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Minutes => "minutes",
            Self::Seconds => "seconds",
            Self::OClock => "o_clock",
            Self::Percent => "percent",
            Self::Megabytes => "megabytes",
            Self::Number => "number",
        }
    }

    /// Returns a number of this unit in words. The words have five forms: for one, two, a few,
    /// more, and whole hundreds, as Arabic needs them.
    pub(super) fn say(self, value: u32, words: &Words) -> String {
        let forms: Vec<&str> = words.of_kind("unit", self.name()).split('|').collect();
        let form = match (value, value % 100) {
            (1, _) => 0,
            (2, _) => 1,
            (_, 3..=10) => 2,
            (_, 11..=99) => 3,
            _ => 4,
        };
        forms.get(form).copied().unwrap_or_default().replace("{n}", &value.to_string())
    }
}

impl Constant {
    fn new(name: impl Into<String>, value: u32, unit: Unit) -> Self {
        Self { name: name.into(), value, unit }
    }

    fn of_term(name: String, term: Term) -> Self {
        let (value, unit) = parts(term);
        Self { name, value, unit }
    }

    /// Returns the value with its unit, in words.
    pub(super) fn say(&self, words: &Words) -> String {
        self.unit.say(self.value, words)
    }
}

/// Returns the number and the unit of a term.
pub(super) const fn parts(term: Term) -> (u32, Unit) {
    match term {
        Term::Days(days) => (days.get() as u32, Unit::WorkingDays),
        Term::Minutes(minutes) => (minutes.get(), Unit::WorkingMinutes),
    }
}

/// Returns all constants of the rules.
pub(super) fn all() -> Vec<Constant> {
    let mut all = single();
    for (kind, priority) in pairs() {
        let terms = TERMS.into_iter().zip(Agreement::default_for(kind, priority).terms());
        all.extend(
            terms.map(|(term, length)| Constant::of_term(promise(kind, priority, term), length)),
        );
    }
    for level in Level::ALL {
        let percent = level.percent().unsigned_abs();
        all.push(Constant::new(["escalation_", level.as_str()].concat(), percent, Unit::Percent));
    }
    let criteria = Criteria::default();
    for (criterion, weight) in criteria.weights() {
        let name = ["criterion_", criterion.as_str()].concat();
        all.push(Constant::new(name, weight.get().into(), Unit::Number));
    }
    let threshold: u8 = criteria.threshold().into();
    all.push(Constant::new("threshold", threshold.into(), Unit::Percent));
    all
}

/// Returns every kind with every priority.
pub(super) fn pairs() -> impl Iterator<Item = (Kind, Priority)> {
    Kind::ALL.into_iter().flat_map(|kind| Priority::ALL.map(|priority| (kind, priority)))
}

/// Returns the name of a promised time.
pub(super) fn promise(kind: Kind, priority: Priority, term: &str) -> String {
    [kind.as_str(), priority.as_str(), term].join("_")
}

fn single() -> Vec<Constant> {
    let megabytes = UPLOAD_MAX / (1024 * 1024);
    [
        ("acknowledged_a_day", ACKNOWLEDGED_A_DAY, Unit::Number),
        ("address_days", ADDRESS_DAYS, Unit::Days),
        ("at_once", count(AT_ONCE), Unit::Number),
        ("attachments_max", count(ATTACHMENTS_MAX), Unit::Number),
        ("backup_days", BACKUP_DAYS, Unit::Days),
        ("content_days", CONTENT_DAYS, Unit::Days),
        ("extension_max", EXTENSION_MAX.into(), Unit::WorkingDays),
        ("fewest_for_percentage", count(FEWEST_FOR_PERCENTAGE), Unit::Number),
        ("fewest_points", count(FEWEST_POINTS), Unit::Number),
        ("guide_version", GUIDE_VERSION.into(), Unit::Number),
        ("hand_over_days", HAND_OVER_DAYS, Unit::Days),
        ("import_max", count(IMPORT_MAX), Unit::Number),
        ("joined_max", count(JOINED_MAX), Unit::Number),
        ("judges", count(JUDGES), Unit::Number),
        ("kept_hours", count(KEPT_HOURS), Unit::Hours),
        ("mark_max", MARK_MAX.into(), Unit::Number),
        ("mention_days", MENTION_DAYS, Unit::Days),
        ("night_from", count(NIGHT_FROM), Unit::OClock),
        ("night_until", count(NIGHT_UNTIL), Unit::OClock),
        ("patience", parts(PATIENCE).0, parts(PATIENCE).1),
        ("per_transactions", PER_TRANSACTIONS, Unit::Number),
        ("provisional_days", PROVISIONAL_DAYS.into(), Unit::WorkingDays),
        ("rated_days", RATED_DAYS, Unit::Days),
        ("reopening_days", count(REOPENING_DAYS), Unit::Days),
        ("retention_max", RETENTION_MAX, Unit::Days),
        ("security_log_days", SECURITY_LOG_DAYS, Unit::Days),
        ("silence_hours", count(SILENCE_HOURS), Unit::Hours),
        ("smallest_shown", count(SMALLEST_SHOWN), Unit::Number),
        ("test_hours", TEST_HOURS, Unit::Hours),
        ("text_max", count(TEXT_MAX), Unit::Number),
        ("two_minutes_ms", TWO_MINUTES_MS / 60_000, Unit::Minutes),
        ("undo_seconds", count(UNDO_SECONDS), Unit::Seconds),
        ("unsent_hours", UNSENT_HOURS, Unit::Hours),
        ("upload_max", count(megabytes), Unit::Megabytes),
        ("whys", count(WHYS), Unit::Number),
    ]
    .map(|(name, value, unit)| Constant::new(name, value, unit))
    .into()
}

fn count(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;
    use crate::guide::words::Language;

    /// Folders and files of the rules that the guide states.
    const RULES: [&str; 9] = [
        "sla",
        "case",
        "entity",
        "figures",
        "statistics",
        "channel",
        "delivery",
        "open_data",
        "retention.rs",
    ];

    /// Limits of the formats of other systems, of one conversation, and of computing: nobody needs
    /// them to understand how their participation is handled.
    const TECHNICAL: [&str; 22] = [
        "body_max",
        "buckets",
        "button_max",
        "buttons_max",
        "buttons_text_max",
        "characters_max",
        "columns",
        "criterion_max",
        "description_max",
        "fewest_for_full_mark",
        "files_max",
        "kinds",
        "longest",
        "mail_max",
        "name_max",
        "parts_max",
        "reason_max",
        "reply_max",
        "row_max",
        "rows_max",
        "values_min",
        "window_hours",
    ];

    fn sources(path: &Path) -> Vec<String> {
        if path.is_dir() {
            let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
            return entries.flat_map(|path| sources(&path)).collect();
        }
        let is_source = path.extension().is_some_and(|end| end == "rs");
        if is_source { vec![fs::read_to_string(path).unwrap()] } else { Vec::new() }
    }

    /// Returns the names of the public constants that are numbers or terms.
    fn declared(source: &str) -> Vec<String> {
        let declarations = source.lines().filter_map(|line| line.strip_prefix("pub const "));
        let names = declarations.filter_map(|line| {
            let (name, rest) = line.split_once(": ")?;
            let kind = rest.split(" =").next()?;
            let is_rule =
                ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "Term"];
            is_rule.contains(&kind).then(|| name.to_lowercase())
        });
        names.collect()
    }

    #[test]
    fn every_public_constant_of_the_rules_is_one_that_the_guide_knows() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let known: BTreeSet<String> = all().into_iter().map(|constant| constant.name).collect();
        let sources = RULES.iter().flat_map(|path| sources(&root.join(path)));
        let declared: Vec<String> = sources.flat_map(|source| declared(&source)).collect();
        assert!(declared.contains(&"extension_max".to_owned()), "{declared:?}");
        let is_known = |name: &String| known.contains(name) || TECHNICAL.contains(&&**name);
        let unknown: Vec<&String> = declared.iter().filter(|name| !is_known(name)).collect();
        assert!(unknown.is_empty(), "no article can name {unknown:?}");
    }

    #[test]
    fn a_declaration_of_a_rule_is_found() {
        let source = "pub const A_B: u16 = 1;\nconst C: u16 = 2;\npub const D: &str = \"\";\n    pub const E: u16 = 3;\npub const F: Term = Term::days(5);";
        assert_eq!(declared(source), ["a_b", "f"]);
    }

    #[test]
    fn numbers_have_the_forms_of_their_language() {
        let say = |language, value| Unit::WorkingDays.say(value, Words::of(language));
        let english = [1, 2, 5, 15, 100].map(|value| say(Language::English, value));
        let expected = [
            "1 working day",
            "2 working days",
            "5 working days",
            "15 working days",
            "100 working days",
        ];
        assert_eq!(english, expected);
        let arabic = [1, 2, 5, 15, 100].map(|value| say(Language::Arabic, value));
        assert_eq!(arabic, ["يوم عمل واحد", "يومَي عمل", "5 أيام عمل", "15 يوم عمل", "100 يوم عمل"]);
    }
}
