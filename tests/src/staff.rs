//! What the people of an entity do, while they have no door of their own: decided by the rules, written behind the edge's back.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::{
    Timestamp,
    calendar::Calendar,
    case::{Case, Circumstances, Command, Decided},
    charter::{Charter, Charters},
    deed::Deed,
    event::{Actor, Recorded},
    kind::Kind,
    life_cycle::Words,
    reference::Reference,
    staff::StaffId,
    text::Text,
};

use crate::database::Database;

/// Has a member of staff do this now, with words unless it takes none.
pub fn act(database: &Database, reference: Reference, kind: Kind, deed: Deed) {
    let digits = reference.digits();
    let rows = database.run(&[&format!(
        "SELECT participation AS reference, sequence, at, actor, what, stage, entity, content_digest, previous, hash
         FROM events WHERE participation = '{digits}' ORDER BY sequence"
    )]);
    let recorded = rows.into_iter().map(|row| serde_json::from_value::<Recorded>(row).expect("an event"));
    let history: Vec<_> = recorded.map(|event| event.read(kind).expect("an event that can be read")).collect();
    let case = Case::tell(&history).expect("a history that can have happened");
    let charters = Charters::new(Charter::working(Calendar::federal(2026..=2028)));
    let words = match deed.verb().rule().words {
        Words::None => None,
        Words::May(_) | Words::Must(_) => Text::parse("We have looked at it.").expect("words"),
    };
    let command = Command { words, ..Command::plain(Actor::Staff(StaffId::draw([7; 16])), deed) };
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_millis();
    let now = Timestamp::from_millisecond(since_epoch.try_into().expect("a time of ours")).expect("a time of ours");
    let circumstances = Circumstances { now, charters: &charters, salt: "" };
    let Decided { event, case } = case.decide(&command, &circumstances).expect("the rules allow it");
    let event = event.recorded();
    let head = &case.standing.head;
    database.run(&[
        &format!(
            "INSERT INTO events (participation, sequence, at, actor, what, stage, entity, content_digest, previous, hash)
             VALUES ('{digits}', {}, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')",
            event.sequence,
            event.at,
            event.actor,
            event.what,
            event.stage,
            event.entity,
            event.content_digest,
            event.previous,
            event.hash
        ),
        &format!("UPDATE participations SET stage = '{}', head = '{head}' WHERE reference = '{digits}'", event.stage),
    ]);
}
