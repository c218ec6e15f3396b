//! Changes of settings for people to read: what a part's values before and after differ in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    bilingual::Named,
    entity::{
        announcement::Announcement,
        criteria::{Criteria, NamedCriteria},
        reply_template::ReplyTemplate,
        service::Service,
        settings::Part,
    },
    intake::kind::Kind,
    sla::{
        agreement::{Agreements, Term},
        calendar::{Calendar, Parts},
        priority::Priority,
    },
    slug::Slug,
    staff::Role,
};

/// One difference between two values of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SettingChange {
    /// A promised time.
    Promise {
        /// Kind of participations.
        kind: Kind,
        /// Priority of cases.
        priority: Priority,
        /// Promise in question.
        promise: Promise,
        /// Time before.
        from: Term,
        /// Time after.
        to: Term,
    },
    /// A number.
    Number {
        /// Its meaning.
        quantity: Quantity,
        /// Number before.
        from: u32,
        /// Number after.
        to: u32,
    },
    /// Something that is on or off.
    Switch {
        /// Its meaning.
        subject: Subject,
        /// True if it is on now.
        is_on: bool,
    },
    /// An entry of a list.
    Entry {
        /// Kind of the entry.
        item: Item,
        /// Kind of the change.
        how: How,
        /// Name of the entry.
        name: Named,
    },
    /// The weight of a criterion; `None` where there is no such criterion.
    Weight {
        /// Criterion in question.
        criterion: Slug,
        /// Its name, if the entity has added it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Named>,
        /// Weight before.
        from: Option<u8>,
        /// Weight after.
        to: Option<u8>,
    },
    /// Roles of a person.
    Roles {
        /// Roles that were given.
        given: BTreeSet<Role>,
        /// Roles that were taken away.
        taken: BTreeSet<Role>,
    },
}

/// Promise of an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they are documented where they are kept")]
pub enum Promise {
    FirstResponse,
    Resolution,
    Acceptance,
}

/// Meaning of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Days for which ended cases are kept.
    Retention,
    /// Share from which a suggestion is recommended, in percent.
    Threshold,
}

/// Meaning of something that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Machine transcripts of recordings.
    Transcription,
}

/// Kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Item {
    Entity,
    Person,
    Service,
    Origin,
    Template,
    Zone,
    Week,
    Season,
    Holiday,
    Announcement,
}

/// Kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It is there now.
    Added,
    /// It is there no more.
    Removed,
    /// It says something else.
    Changed,
    /// A service is no longer offered, or a person can't sign in any more.
    Retired,
    /// A service is offered again, or a person can sign in again.
    Revived,
}

/// Returns what the values of a part before and after differ in. Values that can't be read, as
/// those of an earlier version may be, differ in nothing.
pub fn between(part: Part, before: &Value, after: &Value) -> Vec<SettingChange> {
    fn both<T: DeserializeOwned>(before: &Value, after: &Value) -> Option<(T, T)> {
        Some((T::deserialize(before).ok()?, T::deserialize(after).ok()?))
    }
    let found = match part {
        Part::Services => both::<Vec<Service>>(before, after).map(|(a, b)| services(&a, &b)),
        Part::Agreements => both(before, after).map(|(a, b)| agreements(&a, &b)),
        Part::Calendar => {
            both::<Calendar>(before, after).map(|(a, b)| calendar(&a.into(), &b.into()))
        }
        Part::Templates => {
            both::<Vec<ReplyTemplate>>(before, after).map(|(a, b)| templates(&a, &b))
        }
        Part::Criteria => both::<NamedCriteria>(before, after).map(|(a, b)| criteria(&a, &b)),
        Part::Origins => both::<Vec<String>>(before, after).map(|(a, b)| {
            let named = |origin: &String| plain(origin);
            entries::<String, _>(Item::Origin, &a, &b, Clone::clone, named)
        }),
        Part::Retention => both(before, after)
            .map(|(from, to)| number(Quantity::Retention, from, to).into_iter().collect()),
        Part::Announcements => both::<Vec<Announcement>>(before, after).map(|(a, b)| {
            let key = |it: &Announcement| (it.text.en.clone(), it.service.clone());
            entries(Item::Announcement, &a, &b, key, |it: &Announcement| it.text.clone())
        }),
        Part::Transcription => both::<bool>(before, after).map(|(from, is_on)| {
            let switch = SettingChange::Switch { subject: Subject::Transcription, is_on };
            (from != is_on).then_some(switch).into_iter().collect()
        }),
        Part::People => Some(person(before, after)),
        Part::Entity => Named::deserialize(&after["name"])
            .ok()
            .map(|name| vec![SettingChange::Entry { item: Item::Entity, how: How::Added, name }]),
    };
    found.unwrap_or_default()
}

/// Returns a name that is the same in both languages.
fn plain(name: &str) -> Named {
    Named { ar: name.to_owned(), en: name.to_owned() }
}

fn number(quantity: Quantity, from: u32, to: u32) -> Option<SettingChange> {
    (from != to).then_some(SettingChange::Number { quantity, from, to })
}

/// Returns the differences of two lists, whose entries are recognised by their keys.
fn entries<T: PartialEq, Key: PartialEq>(
    item: Item,
    before: &[T],
    after: &[T],
    key: impl Fn(&T) -> Key,
    name: impl Fn(&T) -> Named,
) -> Vec<SettingChange> {
    let find = |list: &'_ [T], it: &T| list.iter().position(|other| key(other) == key(it));
    let entry = |how, it: &T| SettingChange::Entry { item, how, name: name(it) };
    let changed = after.iter().filter_map(|it| match find(before, it) {
        None => Some(entry(How::Added, it)),
        Some(place) => (before[place] != *it).then(|| entry(How::Changed, it)),
    });
    let removed = before.iter().filter(|it| find(after, it).is_none());
    changed.chain(removed.map(|it| entry(How::Removed, it))).collect()
}

fn services(before: &[Service], after: &[Service]) -> Vec<SettingChange> {
    let switched = |service: &Service| {
        let was = before.iter().find(|was| was.id == service.id)?.retired;
        let how = if service.retired { How::Retired } else { How::Revived };
        let name = service.name.clone();
        (was != service.retired).then_some(SettingChange::Entry { item: Item::Service, how, name })
    };
    // That it is retired is told apart.
    let alike = |services: &[Service]| -> Vec<Service> {
        services.iter().map(|it| Service { retired: false, ..it.clone() }).collect()
    };
    let name = |it: &Service| it.name.clone();
    let mut changes =
        entries(Item::Service, &alike(before), &alike(after), |it| it.id.clone(), name);
    changes.extend(after.iter().filter_map(switched));
    changes
}

fn agreements(before: &Agreements, after: &Agreements) -> Vec<SettingChange> {
    let mut changes = Vec::new();
    for kind in Kind::ALL {
        for priority in Priority::ALL {
            let (was, is) = (before.of(kind, priority), after.of(kind, priority));
            let promises = [
                (Promise::FirstResponse, was.first_response, is.first_response),
                (Promise::Resolution, was.resolution, is.resolution),
                (Promise::Acceptance, was.acceptance, is.acceptance),
            ];
            let moved = promises.into_iter().filter(|(_, from, to)| from != to);
            changes.extend(moved.map(|(promise, from, to)| SettingChange::Promise {
                kind,
                priority,
                promise,
                from,
                to,
            }));
        }
    }
    changes
}

fn calendar(before: &Parts, after: &Parts) -> Vec<SettingChange> {
    let mut changes = Vec::new();
    if before.zone != after.zone {
        let name = plain(&String::from(after.zone.clone()));
        changes.push(SettingChange::Entry { item: Item::Zone, how: How::Changed, name });
    }
    let days = |name: &str, from: &dyn ToString| plain(&format!("{name} ({})", from.to_string()));
    changes.extend(entries(
        Item::Week,
        &before.weeks,
        &after.weeks,
        |it| it.from,
        |it| plain(&it.from.to_string()),
    ));
    changes.extend(entries(
        Item::Season,
        &before.seasons,
        &after.seasons,
        |it| (it.name.clone(), it.from.year()),
        |it| days(&it.name, &it.from),
    ));
    changes.extend(entries(
        Item::Holiday,
        &before.holidays,
        &after.holidays,
        |it| (it.name.clone(), it.from.year()),
        |it| days(&it.name, &it.from),
    ));
    changes
}

fn templates(before: &[ReplyTemplate], after: &[ReplyTemplate]) -> Vec<SettingChange> {
    let name = |it: &ReplyTemplate| it.name.clone();
    entries(Item::Template, before, after, |it| it.name.en.clone(), name)
}

fn criteria(before: &NamedCriteria, after: &NamedCriteria) -> Vec<SettingChange> {
    let (was, is) = (&before.criteria, &after.criteria);
    let all: BTreeSet<&Slug> = was.weights().keys().chain(is.weights().keys()).collect();
    let weight = |criteria: &Criteria, id| criteria.weights().get(id).map(|it| it.get());
    let moved = all.into_iter().filter_map(|id| {
        let (from, to) = (weight(was, id), weight(is, id));
        let name = after.names.get(id).or_else(|| before.names.get(id)).cloned();
        let criterion = id.clone();
        (from != to).then_some(SettingChange::Weight { criterion, name, from, to })
    });
    let threshold = |criteria: &Criteria| u32::from(u8::from(criteria.threshold()));
    moved.chain(number(Quantity::Threshold, threshold(was), threshold(is))).collect()
}

/// Returns what was changed about a person, from what the history holds of them.
fn person(before: &Value, after: &Value) -> Vec<SettingChange> {
    let roles = |value: &Value| BTreeSet::<Role>::deserialize(&value["roles"]).unwrap_or_default();
    let name = || plain(after["name"].as_str().unwrap_or_default());
    let entry = |how| SettingChange::Entry { item: Item::Person, how, name: name() };
    let mut changes = Vec::new();
    if before.is_null() {
        changes.push(entry(How::Added));
    } else if after["changed"].is_array() {
        changes.push(entry(How::Changed));
    }
    match (before["active"].as_bool(), after["active"].as_bool()) {
        (Some(true), Some(false)) => changes.push(entry(How::Retired)),
        (Some(false), Some(true)) => changes.push(entry(How::Revived)),
        _ => {}
    }
    let (had, has) = (roles(before), roles(after));
    if had != has {
        let given = has.difference(&had).cloned().collect();
        let taken = had.difference(&has).cloned().collect();
        changes.push(SettingChange::Roles { given, taken });
    }
    changes
}

/// Returns the value by which a part is set back to what it was. Services that came later can't be
/// removed, so they are retired.
pub fn restored(part: Part, before: &Value, current: &Value) -> Value {
    let mut value = before.clone();
    if let (Part::Services, Some(list), Some(now)) =
        (part, value.as_array_mut(), current.as_array())
    {
        let later: Vec<Value> = now
            .iter()
            .filter(|service| list.iter().all(|other| other["id"] != service["id"]))
            .cloned()
            .collect();
        list.extend(later.into_iter().map(|mut service| {
            service["retired"] = true.into();
            service
        }));
    }
    value
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sla::agreement::Agreement;

    fn changes(part: Part, before: &Value, after: &Value) -> Value {
        serde_json::to_value(between(part, before, after)).unwrap()
    }

    #[test]
    fn a_promise_is_compared_with_the_one_that_held() {
        let agreement = |days: u16| json!({ "complaint": { "complex": { "first_response": { "days": 1 }, "resolution": { "days": days }, "acceptance": { "days": 1 } } } });
        assert_eq!(
            changes(Part::Agreements, &agreement(3), &agreement(2)),
            json!([{ "what": "promise", "kind": "complaint", "priority": "complex", "promise": "resolution", "from": { "days": 3 }, "to": { "days": 2 } }])
        );
        let default = changes(Part::Agreements, &json!({}), &agreement(2));
        let held = Agreement::default_for(Kind::Complaint, Priority::Complex).resolution;
        assert_eq!(default[0]["from"], serde_json::to_value(held).unwrap());
        assert_eq!(changes(Part::Agreements, &agreement(2), &agreement(2)), json!([]));
    }

    #[test]
    fn entries_are_added_changed_retired_and_removed() {
        let service = |id: &str, en: &str, retired: bool| json!({ "id": id, "name": { "ar": "خ", "en": en }, "retired": retired });
        let before = json!([service("a", "A", false), service("b", "B", false)]);
        let after =
            json!([service("a", "A", true), service("b", "Bee", false), service("c", "C", false)]);
        let told: Vec<_> = between(Part::Services, &before, &after)
            .into_iter()
            .map(|change| match change {
                SettingChange::Entry { how, name, .. } => (how, name.en),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            told,
            [
                (How::Changed, "Bee".to_owned()),
                (How::Added, "C".to_owned()),
                (How::Retired, "A".to_owned())
            ]
        );
        let origins = changes(Part::Origins, &json!(["https://a.ae"]), &json!(["https://b.ae"]));
        assert_eq!([&origins[0]["how"], &origins[1]["how"]], [&json!("added"), &json!("removed")]);
    }

    #[test]
    fn a_switch_is_told_with_its_present_state() {
        assert_eq!(
            changes(Part::Transcription, &json!(false), &json!(true)),
            json!([{ "what": "switch", "subject": "transcription", "is_on": true }])
        );
        assert_eq!(changes(Part::Transcription, &json!(true), &json!(true)), json!([]));
    }

    #[test]
    fn numbers_weights_and_holidays_are_told() {
        assert_eq!(
            changes(Part::Retention, &json!(500), &json!(600)),
            json!([{ "what": "number", "quantity": "retention", "from": 500, "to": 600 }])
        );
        let criteria = |weights: Value| json!({ "weights": weights, "threshold": 60 });
        assert_eq!(
            changes(
                Part::Criteria,
                &criteria(json!({ "cost": 15 })),
                &criteria(json!({ "cost": 20, "speed": 5 }))
            ),
            json!([
                { "what": "weight", "criterion": "cost", "from": 15, "to": 20 },
                { "what": "weight", "criterion": "speed", "from": null, "to": 5 }
            ])
        );
        let before = serde_json::to_value(Calendar::federal(2026..=2026)).unwrap();
        let after = serde_json::to_value(Calendar::federal(2026..=2027)).unwrap();
        let told = changes(Part::Calendar, &before, &after);
        assert_eq!(told[0]["name"]["en"], "New Year (2027-01-01)");
        assert_eq!(told.as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn what_is_told_of_a_person_has_roles_and_no_more_than_the_name() {
        let person = |roles: Value, active: bool| json!({ "id": "00000000000000000000000000000000", "name": "Mona", "roles": roles, "active": active });
        let employee = json!([{ "role": "employee", "entity": "rta" }]);
        let added = changes(Part::People, &Value::Null, &person(employee.clone(), true));
        assert_eq!((&added[0]["how"], &added[1]["given"]), (&json!("added"), &employee));
        let out = changes(
            Part::People,
            &person(employee.clone(), true),
            &person(employee.clone(), false),
        );
        assert_eq!(
            out,
            json!([{ "what": "entry", "item": "person", "how": "retired", "name": { "ar": "Mona", "en": "Mona" } }])
        );
    }

    #[test]
    fn what_cannot_be_read_differs_in_nothing() {
        for part in Part::ALL {
            assert!(between(part, &json!("?"), &json!({ "active": [] })).is_empty(), "{part:?}");
        }
    }

    #[test]
    fn services_that_came_later_are_retired_when_what_was_before_is_restored() {
        let before = json!([{ "id": "a" }]);
        let current = json!([{ "id": "b", "retired": false }, { "id": "a", "retired": true }]);
        assert_eq!(
            restored(Part::Services, &before, &current),
            json!([{ "id": "a" }, { "id": "b", "retired": true }])
        );
        assert_eq!(restored(Part::Retention, &json!(30), &json!(60)), json!(30));
    }
}
