//! Routes: the parsing of an address into a view, and the addresses of views.
//!
//! [`Route::of`] parses. [`query`] reads and encodes query parameters, [`filter`] those that narrow
//! a queue down. Everything here is a pure function of text; `effects::address` talks to the
//! browser.

pub(crate) mod filter;
pub(crate) mod query;

use domain::{reference::Reference, saved_view::ListQuery, slug::Slug};

/// View that an address names. Filters and searches stay in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Start page: the first view that the signed-in person may see.
    Home,
    /// Cases of one queue, by the queue's name.
    Cases(String),
    /// One case.
    Case(Reference),
    /// Verified history of one case, and its readers.
    History(Reference),
    /// Form for what somebody says by telephone or at a counter.
    Entry,
    /// Public mentions to look at.
    Mentions,
    /// Staff of all entities.
    People,
    /// Changes to staff who work for all entities.
    PeopleHistory,
    /// Form that adds an entity.
    NewEntity,
    /// Log of security events.
    Security,
    /// Activity: all that people have done and read.
    Activity,
    /// Team of an entity.
    Team,
    /// Settings of the first entity that the person may see.
    FirstSettings,
    /// One part of an entity's settings.
    Settings(Slug, String),
    /// Unknown address.
    Missing,
}

impl Route {
    /// Returns whether the view is a list of cases.
    pub(crate) const fn is_list(&self) -> bool {
        matches!(self, Self::Home | Self::Cases(_))
    }

    /// Parses an address: path, query and fragment.
    pub(crate) fn of(address: &str) -> Self {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).skip(1).collect();
        let route = match steps[..] {
            [] => Some(Self::Home),
            ["cases"] => Some(Self::Cases(
                query::parameter(address, "queue").unwrap_or_else(|| "mine".to_owned()),
            )),
            ["cases", reference] => Reference::parse(reference).ok().map(Self::Case),
            ["cases", reference, "history"] => Reference::parse(reference).ok().map(Self::History),
            ["enter"] => Some(Self::Entry),
            ["mentions"] => Some(Self::Mentions),
            ["people"] => Some(Self::People),
            ["people", "history"] => Some(Self::PeopleHistory),
            ["entities", "new"] => Some(Self::NewEntity),
            ["security"] => Some(Self::Security),
            ["security", "activity"] => Some(Self::Activity),
            ["team"] => Some(Self::Team),
            ["settings"] => Some(Self::FirstSettings),
            ["settings", entity, part] => {
                Slug::parse(entity).ok().map(|entity| Self::Settings(entity, part.to_owned()))
            }
            _ => None,
        };
        route.unwrap_or(Self::Missing)
    }
}

/// Returns the address of a queue.
pub(crate) fn queue(name: &str) -> String {
    format!("/console/cases?queue={name}")
}

/// Returns the address of a case.
pub(crate) fn case(reference: Reference) -> String {
    format!("/console/cases/{reference}")
}

/// Returns the address of a saved view's list.
pub(crate) fn list(query: &ListQuery) -> String {
    ["/console/cases?", query.as_str()].concat()
}

/// Returns the address of a case that was found by these words.
pub(crate) fn case_found(reference: Reference, words: Option<&str>) -> String {
    let mut address = case(reference);
    filter::append_words(&mut address, words);
    address
}

/// Returns the address of the staff list, of one entity or of all.
pub(crate) fn people(entity: Option<&str>) -> String {
    entity.map_or_else(
        || "/console/people".to_owned(),
        |entity| format!("/console/people?entity={entity}"),
    )
}

/// Returns the address of the team of an entity, or of the person's first one.
pub(crate) fn team(entity: Option<&str>) -> String {
    let query = entity.map(|entity| ["?entity=", entity].concat()).unwrap_or_default();
    ["/console/team", &query].concat()
}

/// Address of the start page.
pub(crate) const HOME: &str = "/console";

/// Address of the public mentions.
pub(crate) const MENTIONS: &str = "/console/mentions";

/// Address of the form for what somebody says.
pub(crate) const ENTRY: &str = "/console/enter";

/// Address of the changes to staff who work for all entities.
pub(crate) const PEOPLE_HISTORY: &str = "/console/people/history";

/// Address of the form that adds an entity.
pub(crate) const NEW_ENTITY: &str = "/console/entities/new";

/// Address of the log of security events.
pub(crate) const SECURITY: &str = "/console/security";

/// Address of what people have done and read.
pub(crate) const ACTIVITY: &str = "/console/security/activity";

/// Address of the first entity's settings; the prefix of all settings' addresses.
pub(crate) const SETTINGS: &str = "/console/settings";

/// Returns the address of one part of an entity's settings.
pub(crate) fn settings(entity: &Slug, part: &str) -> String {
    format!("{SETTINGS}/{entity}/{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    #[test]
    fn every_view_has_an_address() {
        let reference = Reference::draw([7; 8]);
        let routes = [
            ("/console".to_owned(), Route::Home),
            ("/console/".to_owned(), Route::Home),
            (queue("overdue"), Route::Cases("overdue".to_owned())),
            (case(reference), Route::Case(reference)),
            (format!("{}/history", case(reference)), Route::History(reference)),
            (ENTRY.to_owned(), Route::Entry),
            (MENTIONS.to_owned(), Route::Mentions),
            (people(None), Route::People),
            (people(Some("rta")), Route::People),
            (PEOPLE_HISTORY.to_owned(), Route::PeopleHistory),
            (NEW_ENTITY.to_owned(), Route::NewEntity),
            (SECURITY.to_owned(), Route::Security),
            (format!("{ACTIVITY}?from=2026-11-01"), Route::Activity),
            (team(None), Route::Team),
            (team(Some("rta")), Route::Team),
            (SETTINGS.to_owned(), Route::FirstSettings),
            (
                settings(&slug("rta"), "calendar"),
                Route::Settings(slug("rta"), "calendar".to_owned()),
            ),
        ];
        for (address, route) in routes {
            assert_eq!(Route::of(&address), route, "{address}");
        }
    }

    #[test]
    fn the_cases_are_those_of_the_person_unless_the_address_names_a_queue() {
        for address in ["/console/cases", "/console/cases?queue=", "/console/cases#q=road"] {
            assert_eq!(Route::of(address), Route::Cases("mine".to_owned()), "{address}");
        }
    }

    #[test]
    fn neither_query_nor_words_change_the_view() {
        let reference = Reference::draw([7; 8]);
        for rest in ["?entity=a/history", "#q=a/history", "#q=a?b/history"] {
            let address = format!("{}{rest}", case(reference));
            assert_eq!(Route::of(&address), Route::Case(reference), "{rest}");
        }
    }

    #[test]
    fn an_unknown_address_or_an_invalid_id_is_missing() {
        for address in [
            "/console/figures",
            "/console/cases/12",
            "/console/cases/12/history",
            "/console/enter/rta",
            "/console/people/rta",
            "/console/security/1",
            "/console/settings/rta",
            "/console/settings/RTA/calendar",
            "/console/settings/rta/calendar/1",
        ] {
            assert_eq!(Route::of(address), Route::Missing, "{address}");
        }
    }
}
