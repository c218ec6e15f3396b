//! Saved views: a queue with filters and an order, which a person keeps under a name, alone or
//! with the staff of an entity.

use serde::{Deserialize, Serialize};

use crate::{
    id::Id,
    slug::Slug,
    staff::{Person, Role, StaffId},
    text::line_with_joiners,
};

/// Longest name, in characters.
pub const NAME_MAX: usize = 60;

/// Most views of one person.
pub const VIEWS_MAX: u32 = 50;

/// Parameters that a list of cases has in its address.
const PARAMETERS: [&str; 9] =
    ["queue", "entity", "kind", "service", "stage", "priority", "owner", "language", "sort"];

/// Longest value of a parameter, in characters.
const VALUE_MAX: usize = 64;

/// Id of a saved view.
pub type SavedViewId = Id<OfSavedView>;

/// Subject of a [`SavedViewId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfSavedView {}

/// Query of a list's address, without the words of a search: they may name somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ListQuery(String);

/// Error for text that isn't a [`ListQuery`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the query of a list of cases, each parameter once")]
pub struct ListQueryError;

impl ListQuery {
    /// Parses a query. The parameters come in a fixed order afterwards, so that equal lists have
    /// equal queries.
    ///
    /// # Errors
    ///
    /// Returns an error for an unknown or repeated parameter, a value with characters that need an
    /// escape, and a list without a queue.
    pub fn parse(query: &str) -> Result<Self, ListQueryError> {
        let pairs: Vec<_> = query
            .split('&')
            .map(|pair| pair.split_once('=').ok_or(ListQueryError))
            .collect::<Result<_, _>>()?;
        let mut ordered = Vec::new();
        for name in PARAMETERS {
            let mut values = pairs.iter().filter(|(known, _)| *known == name);
            match (values.next(), values.next()) {
                (None, _) => {}
                (Some((_, value)), None) if is_plain(value) => {
                    ordered.push([name, "=", value].concat());
                }
                _ => return Err(ListQueryError),
            }
        }
        let has_queue = pairs.iter().any(|(name, _)| *name == "queue");
        if has_queue && ordered.len() == pairs.len() {
            Ok(Self(ordered.join("&")))
        } else {
            Err(ListQueryError)
        }
    }

    /// Returns the entity that the list is narrowed to.
    pub fn entity(&self) -> Option<Slug> {
        let value = self.0.split('&').find_map(|pair| pair.strip_prefix("entity="))?;
        Slug::parse(value).ok()
    }

    /// Returns the query.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ListQuery {
    type Error = ListQueryError;

    fn try_from(query: String) -> Result<Self, ListQueryError> {
        Self::parse(&query)
    }
}

impl From<ListQuery> for String {
    fn from(query: ListQuery) -> Self {
        query.0
    }
}

/// Error for a name that is empty or too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("give it a name of at most {NAME_MAX} characters")]
pub struct ViewNameError;

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Id of the view.
    pub id: SavedViewId,
    /// Person who saved it.
    pub staff: StaffId,
    /// Entity whose staff see it too.
    pub entity: Option<Slug>,
    /// Name of the view.
    pub name: String,
    /// List that it shows.
    pub query: ListQuery,
}

impl SavedView {
    /// Returns whether the view shows to a person: their own, and one shared with an entity whose
    /// cases they handle.
    pub fn is_seen_by(&self, person: &Person) -> bool {
        let shares = |entity: &Slug| person.handled_entities().contains(entity);
        self.staff == person.id || self.entity.as_ref().is_some_and(shares)
    }

    /// Returns whether a person may remove the view: their own, and one shared with an entity that
    /// they supervise.
    pub fn may_be_removed_by(&self, person: &Person) -> bool {
        let supervises = |entity: &Slug| person.roles.contains(&Role::Supervisor(entity.clone()));
        self.staff == person.id || self.entity.as_ref().is_some_and(supervises)
    }

    /// Returns whether everybody at the entity that the view is shared with can open its list: it
    /// names no other entity.
    pub fn can_be_shared(&self) -> bool {
        let named = self.query.entity();
        self.entity.is_none() || named.is_none() || named == self.entity
    }
}

/// Brings a name to one form.
///
/// # Errors
///
/// Returns an error if the name is empty or too long.
pub fn name(typed: &str) -> Result<String, ViewNameError> {
    let name = line_with_joiners(typed);
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(ViewNameError);
    }
    Ok(name)
}

fn is_plain(value: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=VALUE_MAX).contains(&value.len()) && value.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lists_have_equal_queries() {
        let query = ListQuery::parse("sort=newest&kind=complaint&queue=all").unwrap();
        assert_eq!(query.as_str(), "queue=all&kind=complaint&sort=newest");
        assert_eq!(ListQuery::parse(query.as_str()).unwrap(), query);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for query in [
            "",
            "queue",
            "kind=complaint",
            "queue=all&queue=mine",
            "queue=all&customer=123456789012",
            "queue=all&after=x",
            "queue=all&service=",
            "queue=all&service=a%20b",
            "queue=all#q=Salma",
        ] {
            assert!(ListQuery::parse(query).is_err(), "{query}");
        }
    }

    #[test]
    fn a_shared_view_shows_to_the_team_and_goes_with_its_owner_or_a_supervisor() {
        let rta = || Slug::parse("rta").unwrap();
        let person = |number: u8, role: Option<Role>| Person {
            id: StaffId::draw([number; 16]),
            roles: role.into_iter().collect(),
        };
        let view = |query: &str, entity: Option<Slug>| SavedView {
            id: SavedViewId::draw([1; 16]),
            staff: StaffId::draw([1; 16]),
            entity,
            name: "Late".to_owned(),
            query: ListQuery::parse(query).unwrap(),
        };
        let shared = view("queue=all", Some(rta()));
        let rights = |who: &Person| (shared.is_seen_by(who), shared.may_be_removed_by(who));
        assert_eq!(rights(&person(1, None)), (true, true));
        assert_eq!(rights(&person(2, Some(Role::Employee(rta())))), (true, false));
        assert_eq!(rights(&person(2, Some(Role::Supervisor(rta())))), (true, true));
        assert_eq!(rights(&person(2, Some(Role::Administrator(rta())))), (false, false));
        assert!(!view("queue=all", None).is_seen_by(&person(2, Some(Role::Employee(rta())))));
        let can_be_shared = |query: &str| view(query, Some(rta())).can_be_shared();
        assert!(can_be_shared("queue=all") && can_be_shared("queue=all&entity=rta"));
        assert!(!can_be_shared("queue=all&entity=dm"));
    }

    #[test]
    fn a_name_is_one_line_of_at_most_sixty_characters() {
        assert_eq!(name("  Late\n buses ").unwrap(), "Late buses");
        assert_eq!(name(&"ب".repeat(60)).unwrap().chars().count(), 60);
        for typed in ["", " \u{200b}", &"a".repeat(61)] {
            assert!(name(typed).is_err(), "{typed}");
        }
    }
}
