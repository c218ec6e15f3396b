//! Tables and lists of the guide that follow from tables of the rules.

use crate::{
    case::{
        action::Ground,
        life_cycle::{Next, Verb, Who},
        stage::Stage,
    },
    entity::criteria::Criteria,
    guide::{
        constants::{self, Constant, TERMS},
        words::Words,
    },
    sla::escalation::Level,
};

/// Actors, with the word for each.
const ACTORS: [&str; 4] = ["customer", "employee", "supervisor", "timer"];

/// Table as text, and the constants that it states.
pub(super) struct Table<'a> {
    pub(super) text: String,
    pub(super) constants: Vec<&'a Constant>,
}

/// Returns the table with this name.
pub(super) fn table<'a>(name: &str, words: &Words, constants: &'a [Constant]) -> Option<Table<'a>> {
    let find = |name: &str| constants.iter().find(|constant| constant.name == name);
    match name {
        "life_cycle" => Some(Table { text: life_cycle(words), constants: Vec::new() }),
        "grounds" => Some(Table { text: grounds(words), constants: Vec::new() }),
        "promises" => Some(promises(words, &find)),
        "escalations" => Some(escalations(words, &find)),
        "criteria" => Some(criteria(words, &find)),
        _ => None,
    }
}

/// Returns an item for each stage: who may do what, from the life-cycle table.
fn life_cycle(words: &Words) -> String {
    let stages = Stage::ALL.map(|stage| {
        let parts = ACTORS.into_iter().filter_map(|actor| {
            let is_possible = |verb: &Verb| {
                actors(verb.rule().who).contains(&actor)
                    && verb.outcome(stage) != Next::Never
                    && (actor, *verb, stage.has_ended()) != ("timer", Verb::Erase, false)
                    // It follows the other platform's rules, and is no promise of this one.
                    && *verb != Verb::Retract
            };
            let verbs: Vec<String> = Verb::ALL.into_iter().filter(is_possible).map(name).collect();
            let said: Vec<&str> = verbs.iter().map(|verb| words.of_kind("verb", verb)).collect();
            let who = words.of_kind("who", actor);
            (!said.is_empty()).then(|| [who, ": ", &words.list(&said), "."].concat())
        });
        let parts = parts.collect::<Vec<_>>().join(" ");
        ["- ", words.of_kind("stage", stage.as_str()), ". ", &parts].concat()
    });
    stages.join("\n")
}

/// Returns a verb's name on the wire.
fn name(verb: Verb) -> String {
    let name = serde_json::to_value(verb).ok();
    name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

const fn actors(who: Who) -> &'static [&'static str] {
    match who {
        Who::Customer => &["customer"],
        Who::Employee => &["employee"],
        Who::Supervisor => &["supervisor"],
        Who::Timer => &["timer"],
        Who::CustomerOrEmployee => &["customer", "employee"],
        Who::CustomerOrTimer => &["customer", "timer"],
        Who::EmployeeOrTimer => &["employee", "timer"],
        Who::SupervisorOrTimer => &["supervisor", "timer"],
    }
}

fn grounds(words: &Words) -> String {
    let item = |ground: Ground| ["- ", words.of_kind("ground", ground.as_str())].concat();
    Ground::ALL.map(item).join("\n")
}

fn promises<'a>(words: &Words, find: &impl Fn(&str) -> Option<&'a Constant>) -> Table<'a> {
    let heads = ["case", TERMS[0], TERMS[1], TERMS[2]].map(|name| words.of_kind("column", name));
    let mut rows = vec![row(&heads)];
    let mut named = Vec::new();
    for (kind, priority) in constants::pairs() {
        let terms = TERMS.map(|term| find(&constants::promise(kind, priority, term)));
        let said = terms.map(|term| term.map(|term| term.say(words)).unwrap_or_default());
        let case =
            [words.of_kind("kind", kind.as_str()), words.of_kind("priority", priority.as_str())];
        let case = words.list(&case);
        rows.push(row(&[&case, &said[0], &said[1], &said[2]]));
        named.extend(terms.into_iter().flatten());
    }
    Table { text: rows.join("\n"), constants: named }
}

fn escalations<'a>(words: &Words, find: &impl Fn(&str) -> Option<&'a Constant>) -> Table<'a> {
    let levels = Level::ALL.map(|level| {
        let percent = find(&["escalation_", level.as_str()].concat());
        let said = percent.map(|percent| percent.say(words)).unwrap_or_default();
        let line = words.get("line_escalation");
        let line = line.replace("{percent}", &said);
        let line = line.replace("{level}", words.of_kind("level", level.as_str()));
        (["- ", &line].concat(), percent)
    });
    table_of(levels.into())
}

fn criteria<'a>(words: &Words, find: &impl Fn(&str) -> Option<&'a Constant>) -> Table<'a> {
    let criteria = Criteria::default();
    let mut weights: Vec<_> = criteria.weights().iter().collect();
    weights.sort_by_key(|(_, weight)| std::cmp::Reverse(weight.get()));
    let items = weights.into_iter().map(|(criterion, _)| {
        let weight = find(&["criterion_", criterion.as_str()].concat());
        let said = weight.map(|weight| weight.say(words)).unwrap_or_default();
        let line = words.get("line_weight").replace("{weight}", &said);
        let line = line.replace("{criterion}", words.of_kind("criterion", criterion.as_str()));
        (["- ", &line].concat(), weight)
    });
    table_of(items.collect())
}

fn table_of(lines: Vec<(String, Option<&Constant>)>) -> Table<'_> {
    let (lines, constants): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
    Table { text: lines.join("\n"), constants: constants.into_iter().flatten().collect() }
}

fn row(cells: &[&str]) -> String {
    ["| ", &cells.join(" | "), " |"].concat()
}
