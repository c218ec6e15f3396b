//! Changes of settings in words, which follow the name of who made them.

use domain::entity::change::{How, Item, Promise, Quantity, SettingChange, Subject};
use domain::sla::agreement::Term;

use super::{
    count, criterion, fill, isolated, kind, localized, part, priority, role, settings, words,
};

/// Describes a change.
pub(crate) fn change(change: &SettingChange) -> String {
    let texts = settings();
    let between = |text: &str, from: &str, to: &str| fill(&fill(text, "from", from), "to", to);
    match change {
        SettingChange::Promise { kind: of, priority: at, promise, from, to } => {
            let promise = match promise {
                Promise::FirstResponse => words().clock_first_response,
                Promise::Resolution => words().clock_resolution,
                Promise::Acceptance => words().clock_acceptance,
            };
            let text = fill(texts.change_promise, "promise", promise);
            let text = fill(&fill(&text, "kind", kind(*of)), "priority", priority(*at));
            between(&text, &term(*from), &term(*to))
        }
        SettingChange::Number { quantity, from, to } => {
            let text = match quantity {
                Quantity::Retention => texts.change_retention,
                Quantity::Threshold => texts.change_threshold,
            };
            between(text, &from.to_string(), &to.to_string())
        }
        SettingChange::Switch { subject: Subject::Transcription, is_on } => {
            if *is_on { texts.change_transcription_on } else { texts.change_transcription_off }
                .to_owned()
        }
        SettingChange::Weight { criterion: of, name, from, to } => {
            let weight = |weight: &Option<u8>| weight.unwrap_or_default().to_string();
            let name = name.as_ref().map(localized);
            let name = name.unwrap_or_else(|| criterion(of.as_str()).to_owned());
            between(
                &fill(texts.change_weight, "name", &isolated(&name)),
                &weight(from),
                &weight(to),
            )
        }
        SettingChange::Entry { item: of, how, name } => {
            let text = match how {
                How::Added => texts.change_added,
                How::Removed => texts.change_removed,
                How::Changed => texts.change_changed,
                How::Retired => texts.change_retired,
                How::Revived => texts.change_revived,
            };
            fill(&fill(text, "item", item(*of)), "name", &isolated(&localized(name)))
        }
        SettingChange::Roles { given, taken } => {
            let given = given.iter().map(|it| format!("+ {}", role(it)));
            let taken = taken.iter().map(|it| format!("− {}", role(it)));
            given.chain(taken).collect::<Vec<_>>().join(" · ")
        }
    }
}

fn term(term: Term) -> String {
    match term {
        Term::Days(days) => count(words().days_count, days.get().into()),
        Term::Minutes(minutes) => {
            let number = usize::try_from(minutes.get()).unwrap_or(usize::MAX);
            count(settings().minutes_count, number)
        }
    }
}

fn item(item: Item) -> &'static str {
    match item {
        Item::Entity => part("entity"),
        Item::Person => settings().person,
        Item::Service => words().service,
        Item::Origin => settings().website,
        Item::Template => words().template,
        Item::Zone => settings().zone,
        Item::Week => settings().week,
        Item::Season => settings().season,
        Item::Holiday => settings().holiday,
        Item::Announcement => settings().announcement,
    }
}

#[cfg(test)]
mod tests {
    use domain::{bilingual::Named, intake::kind::Kind, sla::priority::Priority};

    use super::*;

    #[test]
    fn a_change_of_a_promise_names_both_times() {
        let text = change(&SettingChange::Promise {
            kind: Kind::Complaint,
            priority: Priority::Urgent,
            promise: Promise::Resolution,
            from: Term::days(3),
            to: Term::days(2),
        });
        for part in [
            words().clock_resolution,
            words().kind_complaint,
            words().priority_urgent,
            &count(words().days_count, 3),
            &count(words().days_count, 2),
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains('{'), "{text}");
    }

    #[test]
    fn an_entry_is_named_with_its_kind() {
        for how in [How::Added, How::Removed, How::Changed, How::Retired, How::Revived] {
            let name = Named { ar: "مواقف".to_owned(), en: "Parking".to_owned() };
            let text = change(&SettingChange::Entry { item: Item::Service, how, name });
            assert!(text.contains(words().service) && text.contains("مواقف"), "{text}");
            assert!(!text.contains('{'), "{text}");
        }
    }
}
