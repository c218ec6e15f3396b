//! Order of search results. The edge lists queues in any order; a search it answers by time, so its
//! loaded results are sorted here.

use std::cmp::Reverse;

use domain::wire::console::{CaseRow, Order};

/// Orders that the person can choose besides the usual one.
pub(super) const CHOICES: [Order; 4] =
    [Order::Newest, Order::Oldest, Order::Changed, Order::Priority];

/// Sorts the loaded results of a search. Equal ones stay as they were found.
pub(super) fn sort_found(order: Order, rows: &mut [CaseRow]) {
    match order {
        Order::Due => {}
        Order::Newest => rows.sort_by_key(|row| Reverse(row.received_at)),
        Order::Oldest => rows.sort_by_key(|row| row.received_at),
        Order::Changed => rows.sort_by_key(|row| Reverse(row.updated_at)),
        Order::Priority => rows.sort_by_key(|row| row.priority.rank()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_sorted_by_the_time_of_receipt_or_change_or_by_priority() {
        let row = |number: u8, received: &str, updated: &str, priority: &str| -> CaseRow {
            let row = serde_json::json!({
                "reference": domain::reference::Reference::draw([number; 8]), "kind": "complaint",
                "entity": "rta", "offered_by": null, "service": null, "sent_to": "rta",
                "stage": "received", "priority": priority, "owner": null,
                "received_at": received, "updated_at": updated, "due_at": null,
                "escalated": null, "language": "en",
                "excerpt": { "text": number.to_string(), "marks": [] }, "attachments": 0
            });
            serde_json::from_value(row).unwrap()
        };
        let [early, late] = ["2026-11-24T06:00:00Z", "2026-11-25T06:00:00Z"];
        let rows = [
            row(1, early, late, "ordinary"),
            row(2, late, late, "complex"),
            row(3, early, early, "urgent"),
        ];
        let sorted = |order: Order| {
            let mut rows = rows.to_vec();
            sort_found(order, &mut rows);
            rows.into_iter().map(|row| row.excerpt.text).collect::<String>()
        };
        assert_eq!(sorted(Order::Due), "123");
        assert_eq!(sorted(Order::Newest), "213");
        assert_eq!(sorted(Order::Oldest), "132");
        assert_eq!(sorted(Order::Changed), "123");
        assert_eq!(sorted(Order::Priority), "321");
    }
}
