//! Actions of staff that the domain decides and tests write to the database directly, without the
//! console's API.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::{
    Timestamp,
    case::{
        Case, Circumstances, Command, Decided,
        action::Action,
        event::{Actor, Event, Recorded},
        life_cycle::Words,
    },
    entity::policy::{EntityPolicies, EntityPolicy},
    intake::kind::Kind,
    media::file_digest::FileDigests,
    reference::Reference,
    sla::calendar::Calendar,
    staff::StaffId,
    text::Text,
};

use crate::database::Database;

/// Performs an action as a member of staff at the present time, with a message unless the action
/// takes none.
pub fn act(database: &Database, reference: Reference, kind: Kind, deed: Action) {
    let case =
        Case::tell(&history(database, reference, kind)).expect("a history that can have happened");
    let charters = EntityPolicies::new(EntityPolicy::working(Calendar::federal(2026..=2028)));
    let words = match deed.verb().rule().words {
        Words::None => None,
        Words::May(_) | Words::Must(_) => Text::parse("We have looked at it.").expect("words"),
    };
    let command = Command { words, ..Command::plain(Actor::Staff(StaffId::draw([7; 16])), deed) };
    let files = FileDigests::default();
    let circumstances =
        Circumstances { now: now(), charters: &charters, salt: "", files: &files, is_told: false };
    let Decided { event, case } =
        case.decide(&command, &circumstances).expect("the rules allow it");
    let head = &case.standing.head;
    database.run(&[
        &insertion(&event),
        &format!(
            "UPDATE participations SET stage = '{}', head = '{head}' WHERE reference = '{}'",
            event.stage.as_str(),
            reference.digits()
        ),
    ]);
}

/// Moves the receipt of a participation `days` into the past and makes its case due. The
/// participation must have no other event.
pub fn age(database: &Database, reference: Reference, kind: Kind, days: i64) {
    let mut first = history(database, reference, kind).remove(0);
    first.at =
        Timestamp::from_second(first.at.as_second() - days * 86_400).expect("a time of ours");
    let digits = reference.digits();
    database.tamper(&[
        &format!("DELETE FROM events WHERE participation = '{digits}'"),
        &insertion(&first),
        &format!(
            "UPDATE participations SET head = '{}', received_at = '{at}', wake_at = '{at}' WHERE reference = '{digits}'",
            first.hash(),
            at = first.at,
        ),
    ]);
}

fn history(database: &Database, reference: Reference, kind: Kind) -> Vec<Event> {
    let rows = database.run(&[&format!(
        "SELECT participation AS reference, sequence, at, actor, what, stage, entity, content_digest, previous, hash
         FROM events WHERE participation = '{}' ORDER BY sequence",
        reference.digits()
    )]);
    let recorded =
        rows.into_iter().map(|row| serde_json::from_value::<Recorded>(row).expect("an event"));
    recorded.map(|event| event.read(kind).expect("an event that can be read")).collect()
}

fn insertion(event: &Event) -> String {
    let Recorded {
        reference,
        sequence,
        at,
        actor,
        what,
        stage,
        entity,
        content_digest,
        previous,
        hash,
    } = event.recorded();
    format!(
        "INSERT INTO events (participation, sequence, at, actor, what, stage, entity, content_digest, previous, hash)
         VALUES ('{reference}', {sequence}, '{at}', '{actor}', '{what}', '{stage}', '{entity}', '{content_digest}', '{previous}', '{hash}')"
    )
}

/// Returns the present time by the machine's clock.
pub fn now() -> Timestamp {
    let since_epoch =
        SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_millis();
    Timestamp::from_millisecond(since_epoch.try_into().expect("a time of ours"))
        .expect("a time of ours")
}
