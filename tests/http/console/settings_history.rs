//! History of settings as words: what each change differs in, also of one that sets a part back.

use domain::{
    entity::{
        change::{How, Item, Quantity, SettingChange},
        settings::Part,
    },
    intake::kind::Kind,
    slug::Slug,
    staff::Role,
    wire::{
        Submission,
        console::{Settings, SettingsHistory, Versioned},
    },
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    assertions,
    clerk::{Clerk, read},
    client::Visitor,
    database::Database,
    fixtures, server,
};

/// Entity whose retention and websites no other test changes.
const SETTINGS: &str = "/console/api/entities/dubaichambers/settings";

fn administrator() -> Clerk {
    let here = Role::Administrator(Slug::parse("dubaichambers").unwrap());
    Clerk::with(&[here], &Visitor::new(), &Database::in_state(&server::state()))
}

async fn change(clerk: &Clerk, part: &str, version: u32, value: Value) {
    let body = json!({ "version": version, "value": value });
    let saved = clerk.put(&format!("{SETTINGS}/{part}"), &body).await;
    let _: Versioned<Value> = read(saved, StatusCode::OK).await;
}

#[tokio::test]
async fn each_change_is_told_by_what_differs_and_what_was_before_can_be_set_again() {
    let clerk = administrator();
    let before: Settings = clerk.get(SETTINGS).await;
    let days = before.retention.value;
    change(&clerk, "retention", before.retention.version, json!(days + 30)).await;
    let mut origins = before.origins.value.clone();
    origins.push("https://history.example".to_owned());
    change(&clerk, "origins", before.origins.version, json!(origins)).await;

    let history: SettingsHistory = clerk.get(&format!("{SETTINGS}/history")).await;
    // Another test changes the criteria of this entity meanwhile.
    let latest = |history: &SettingsHistory, part| {
        history.events.iter().find(|event| event.part == part).cloned().unwrap()
    };
    let told = latest(&history, Part::Origins).changes;
    let [SettingChange::Entry { item: Item::Origin, how: How::Added, name }] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!(name.en, "https://history.example");
    let quantity = Quantity::Retention;
    let changed = latest(&history, Part::Retention);
    assert_eq!(changed.changes, [SettingChange::Number { quantity, from: days, to: days + 30 }]);

    // Setting it back is a change like any other, and is told as one.
    let was = changed.before;
    let now: Settings = clerk.get(SETTINGS).await;
    change(&clerk, "retention", now.retention.version, was).await;
    let after: Settings = clerk.get(SETTINGS).await;
    assert_eq!(after.retention.value, days);
    let history: SettingsHistory = clerk.get(&format!("{SETTINGS}/history")).await;
    let last = latest(&history, Part::Retention);
    assert_eq!(last.changes, [SettingChange::Number { quantity, from: days + 30, to: days }]);
}

#[tokio::test]
async fn a_criterion_has_a_name_in_any_script() {
    let clerk = administrator();
    let before: Settings = clerk.get(SETTINGS).await;
    let mut criteria = serde_json::to_value(&before.criteria.value).unwrap();
    criteria["weights"]["criterion"] = json!(5);
    criteria["names"]["criterion"] = json!({ "ar": "سرعة الإنجاز", "en": "السرعة" });
    change(&clerk, "criteria", before.criteria.version, criteria.clone()).await;
    let after: Settings = clerk.get(SETTINGS).await;
    assert_eq!(serde_json::to_value(after.criteria.value).unwrap(), criteria);
    let nameless = |name: Value| {
        let mut wrong = criteria.clone();
        wrong["names"]["criterion"]["ar"] = name;
        json!({ "version": after.criteria.version, "value": wrong })
    };
    let refused = clerk.put(&format!("{SETTINGS}/criteria"), &nameless(json!(" "))).await;
    assertions::problem(refused, StatusCode::BAD_REQUEST).await;
    let sent = Submission {
        kind: Kind::Suggestion,
        entity: "dubaichambers".into(),
        text: "A shuttle from the metro.".into(),
        ..fixtures::complaint()
    };
    let reference = Visitor::new().submit(&sent).await.reference;
    let here = Role::Employee(Slug::parse("dubaichambers").unwrap());
    let judge = Clerk::with(&[here], &Visitor::new(), &Database::in_state(&server::state()));
    let case = judge.case(reference).await;
    let id = Slug::parse("criterion").unwrap();
    assert_eq!(case.criteria_names[&id].ar, "سرعة الإنجاز");
    assert!(case.criteria.is_some_and(|criteria| criteria.weights().contains_key(&id)));
}
