//! Search and filters of a queue, as the parameters of its address.

use domain::wire::console::Queue;

use super::{
    query::{encode, parameter},
    queue as queue_address,
};

/// Query parameters of search and filters.
const NAMES: [&str; 6] = ["q", "entity", "kind", "service", "stage", "priority"];

/// Builds the query for the edge from a queue and an address.
pub(crate) fn api_query(queue: Queue, address: &str) -> String {
    let mut query = ["queue=", queue.as_str()].concat();
    append(&mut query, active(address));
    query
}

/// Returns the address of a queue with one filter replaced and the others kept. An empty value
/// removes the filter.
pub(crate) fn replaced(queue: Queue, address: &str, name: &str, value: &str) -> String {
    let mut replaced = queue_address(queue.as_str());
    append(&mut replaced, active(address).filter(|(other, _)| *other != name));
    append(&mut replaced, (!value.is_empty()).then_some((name, value.to_owned())));
    replaced
}

/// Returns the filters that an address sets, search included.
pub(crate) fn active(address: &str) -> impl Iterator<Item = (&'static str, String)> {
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

    const ADDRESS: &str = "/console/cases?queue=all&stage=received&q=a+b&kind=&page=7";

    #[test]
    fn the_edge_is_sent_the_queue_and_the_known_filters_that_have_a_value() {
        assert_eq!(api_query(Queue::Mine, ADDRESS), "queue=mine&q=a+b&stage=received");
        assert_eq!(api_query(Queue::Mine, "/console"), "queue=mine");
    }

    #[test]
    fn a_replaced_filter_keeps_the_others() {
        assert_eq!(
            replaced(Queue::All, ADDRESS, "stage", "closed"),
            "/console/cases?queue=all&q=a+b&stage=closed"
        );
        assert_eq!(
            replaced(Queue::All, ADDRESS, "priority", "a&b"),
            "/console/cases?queue=all&q=a+b&stage=received&priority=a%26b"
        );
    }

    #[test]
    fn an_empty_value_removes_the_filter() {
        assert_eq!(
            replaced(Queue::All, ADDRESS, "q", ""),
            "/console/cases?queue=all&stage=received"
        );
    }

    #[test]
    fn a_filter_without_a_value_is_not_active() {
        let names: Vec<&str> = active(ADDRESS).map(|(name, _)| name).collect();
        assert_eq!(names, ["q", "stage"]);
    }
}
