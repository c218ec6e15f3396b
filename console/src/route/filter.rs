//! Search and filters of a queue. The filters are parameters of its address, the words of the
//! search its fragment.

use domain::{
    reference::Reference,
    saved_view::ListQuery,
    slug::Slug,
    wire::console::{Order, Queue},
};
use serde_json::{Map, Value};

use super::{
    query::{WORDS, encode, parameter, words},
    queue as queue_address,
};

/// Name under which the words are replaced like a filter.
pub(crate) const SEARCH: &str = "q";

/// Parameter of the order in which cases are listed.
pub(crate) const SORT: &str = "sort";

/// Parameter of the entity whose cases are listed.
const ENTITY: &str = "entity";

/// Parameter that names a case: the list shows the cases of its customer. A search ignores it.
const CUSTOMER: &str = "customer";

/// Parameter that names a case: the list shows the cases that are alike. A search ignores it.
const ALIKE: &str = "alike";

/// Query parameters of filters.
const NAMES: [&str; 9] =
    [ENTITY, "kind", "service", "stage", "priority", "owner", "language", CUSTOMER, ALIKE];

/// Selection of cases that the edge is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selection {
    parameters: Vec<(&'static str, String)>,
    order: Order,
    words: Option<String>,
}

impl Selection {
    /// Reads the selection of a queue from an address.
    pub(crate) fn of(queue: Queue, address: &str) -> Self {
        let queue = ("queue", queue.as_str().to_owned());
        let parameters = std::iter::once(queue).chain(active(address)).collect();
        let order = Order::named(parameter(address, SORT).as_deref());
        Self { parameters, order, words: words(address) }
    }

    /// Returns whether there is a filter or a search.
    pub(crate) fn is_narrow(&self) -> bool {
        self.parameters.len() > 1 || self.words.is_some()
    }

    /// Returns the selection behind a page, by the cursor that came with it.
    pub(crate) fn after(&self, cursor: String) -> Self {
        let mut next = self.clone();
        next.parameters.push(("after", cursor));
        next
    }

    /// Returns the query of the address that the edge is asked by.
    pub(crate) fn query(&self) -> String {
        let mut query = String::new();
        let order = (self.order != Order::Due).then(|| (SORT, self.order.as_str().to_owned()));
        append(&mut query, self.parameters.iter().cloned().chain(order));
        query.split_off(1)
    }

    /// Returns the body of the search, if there are words to search for.
    pub(crate) fn search(&self) -> Option<Value> {
        let words = (SEARCH, self.words.clone()?);
        let filters =
            self.parameters.iter().filter(|(name, _)| ![CUSTOMER, ALIKE].contains(name)).cloned();
        let sort = (self.order != Order::Due).then(|| (SORT, self.order.as_str().to_owned()));
        let pairs = filters.chain([words]).chain(sort);
        let members: Map<String, Value> =
            pairs.map(|(name, value)| (name.to_owned(), value.into())).collect();
        Some(members.into())
    }
}

/// Returns the address of a queue with one filter, or the words, replaced and the others kept. An
/// empty value removes the filter.
pub(crate) fn replaced(queue: Queue, address: &str, name: &str, value: &str) -> String {
    let mut replaced = queue_address(queue.as_str());
    let sort = parameter(address, SORT).map(|sort| (SORT, sort));
    append(&mut replaced, active(address).chain(sort).filter(|(other, _)| *other != name));
    if name == SEARCH {
        append_words(&mut replaced, Some(value).filter(|words| !words.is_empty()));
    } else {
        append(&mut replaced, (!value.is_empty()).then_some((name, value.to_owned())));
        append_words(&mut replaced, words(address).as_deref());
    }
    replaced
}

/// Returns the query by which a list is saved as a view; `None` for a list that can't be, as that
/// of one customer.
pub(crate) fn list_query(queue: Queue, address: &str) -> Option<ListQuery> {
    let queue = ("queue", queue.as_str().to_owned());
    let sort = parameter(address, SORT).map(|sort| (SORT, sort));
    let mut query = String::new();
    append(&mut query, std::iter::once(queue).chain(active(address)).chain(sort));
    ListQuery::parse(&query.split_off(1)).ok()
}

/// Returns the address of a queue that keeps the words of a search, and no filters.
pub(crate) fn queue_with_words(queue: Queue, address: &str) -> String {
    let mut to = queue_address(queue.as_str());
    append_words(&mut to, words(address).as_deref());
    to
}

/// Returns the queue to search in: all cases, unless the person has chosen the queue with the words
/// that were searched for before.
pub(crate) fn searched(queue: Queue, address: &str) -> Queue {
    if words(address).is_some() { queue } else { Queue::All }
}

/// Returns the address of the cases of a case's customer.
pub(crate) fn of_customer(reference: Reference) -> String {
    let mut address = queue_address(Queue::All.as_str());
    append(&mut address, [(CUSTOMER, reference.to_string())]);
    address
}

/// Returns the address of an entity's cases that are alike a case.
pub(crate) fn of_alike(entity: &Slug, reference: Reference) -> String {
    let mut address = queue_address(Queue::All.as_str());
    let parameters = [(ENTITY, entity.to_string()), (ALIKE, reference.to_string())];
    append(&mut address, parameters);
    address
}

/// Returns the number of filters that an address sets, search included.
pub(crate) fn count(address: &str) -> usize {
    active(address).count() + usize::from(words(address).is_some())
}

/// Appends the words of a search to an address, as its fragment.
pub(super) fn append_words(address: &mut String, words: Option<&str>) {
    if let Some(words) = words {
        address.extend([WORDS, &encode(words)]);
    }
}

fn active(address: &str) -> impl Iterator<Item = (&'static str, String)> {
    NAMES.into_iter().filter_map(move |name| parameter(address, name).map(|value| (name, value)))
}

fn append<'a>(query: &mut String, parameters: impl IntoIterator<Item = (&'a str, String)>) {
    for (name, value) in parameters {
        query.extend(["&", name, "=", &encode(&value)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "/console/cases?queue=all&stage=received&q=x&kind=&page=7#q=a+b";

    #[test]
    fn the_edge_is_sent_the_queue_and_the_known_filters_that_have_a_value() {
        let selection = Selection::of(Queue::Mine, ADDRESS);
        assert_eq!(selection.query(), "queue=mine&stage=received");
        assert_eq!(Selection::of(Queue::Mine, "/console").query(), "queue=mine");
        let next = Selection::of(Queue::Mine, "/console").after("1 2".to_owned());
        assert_eq!(next.query(), "queue=mine&after=1+2");
    }

    #[test]
    fn words_are_sent_in_a_body_and_stand_in_no_query() {
        let selection = Selection::of(Queue::Mine, ADDRESS).after("7".to_owned());
        let body = selection.search().unwrap();
        let expected = serde_json::json!({
            "q": "a b", "queue": "mine", "stage": "received", "after": "7"
        });
        assert_eq!(body, expected);
        assert!(serde_json::from_value::<domain::wire::console::Search>(body).is_ok());
        assert_eq!(Selection::of(Queue::Mine, "/console/cases?q=a").search(), None);
    }

    #[test]
    fn a_replaced_filter_keeps_the_others() {
        assert_eq!(
            replaced(Queue::All, ADDRESS, "stage", "closed"),
            "/console/cases?queue=all&stage=closed#q=a+b"
        );
        assert_eq!(
            replaced(Queue::All, ADDRESS, "priority", "a&b"),
            "/console/cases?queue=all&stage=received&priority=a%26b#q=a+b"
        );
        assert_eq!(
            replaced(Queue::All, ADDRESS, SEARCH, "c#d"),
            "/console/cases?queue=all&stage=received#q=c%23d"
        );
    }

    #[test]
    fn the_order_stays_with_the_filters_and_the_edge_is_told() {
        let address = "/console/cases?queue=all&sort=newest";
        let selection = Selection::of(Queue::All, address);
        assert_eq!(selection.query(), "queue=all&sort=newest");
        assert!(!selection.is_narrow() && Selection::of(Queue::All, ADDRESS).is_narrow());
        let unknown = Selection::of(Queue::All, "/console/cases?queue=all&sort=colour");
        assert_eq!(unknown.query(), "queue=all");
        let search_of = |address: &str| -> domain::wire::console::Search {
            let search = Selection::of(Queue::All, address).search().unwrap();
            serde_json::from_value(search).unwrap()
        };
        assert_eq!(search_of(&[address, "#q=a"].concat()).q, "a");
        let sorted = search_of("/console/cases?queue=all&sort=newest#q=a");
        assert_eq!(sorted.sort, Order::Newest);
        assert_eq!(
            replaced(Queue::All, address, "kind", "complaint"),
            "/console/cases?queue=all&sort=newest&kind=complaint"
        );
        assert_eq!(replaced(Queue::All, address, SORT, ""), "/console/cases?queue=all");
        assert_eq!(count(address), 0);
    }

    #[test]
    fn a_search_is_over_all_cases_and_survives_a_change_of_the_queue() {
        assert_eq!(searched(Queue::Mine, "/console/cases?queue=mine"), Queue::All);
        assert_eq!(searched(Queue::Overdue, "/console/cases?queue=overdue#q=lamp"), Queue::Overdue);
        assert_eq!(queue_with_words(Queue::Overdue, ADDRESS), "/console/cases?queue=overdue#q=a+b");
    }

    #[test]
    fn the_cases_of_a_customer_are_named_by_one_of_them() {
        let address = of_customer(Reference::draw([7; 8]));
        let selection = Selection::of(Queue::All, &[&*address, "#q=a"].concat());
        assert!(selection.query().contains("customer="), "{}", selection.query());
        let body = selection.search().unwrap();
        assert!(serde_json::from_value::<domain::wire::console::Search>(body).is_ok());
    }

    #[test]
    fn like_cases_are_named_by_one_of_them() {
        let address = of_alike(&Slug::parse("rta").unwrap(), Reference::draw([7; 8]));
        let selection = Selection::of(Queue::All, &[&*address, "#q=a"].concat());
        assert!(selection.query().contains("&entity=rta&alike="), "{}", selection.query());
        assert!(list_query(Queue::All, &address).is_none(), "it is no lasting view");
        let body = selection.search().unwrap();
        assert!(serde_json::from_value::<domain::wire::console::Search>(body).is_ok());
    }

    #[test]
    fn an_empty_value_removes_the_filter() {
        assert_eq!(
            replaced(Queue::All, ADDRESS, SEARCH, ""),
            "/console/cases?queue=all&stage=received"
        );
        assert_eq!(replaced(Queue::All, ADDRESS, "stage", ""), "/console/cases?queue=all#q=a+b");
    }

    #[test]
    fn a_filter_without_a_value_does_not_count() {
        assert_eq!(count(ADDRESS), 2);
        assert_eq!(count("/console/cases?kind=#q="), 0);
    }
}
