//! Order in which the loaded cases are shown: that of the queue, or by the time of receipt.

use std::cmp::Reverse;

use domain::wire::console::CaseRow;

/// Order of the rows, by its name in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// Order of the edge: what is due first, or what was found last.
    #[default]
    Given,
    /// The latest received first.
    Newest,
    /// The earliest received first.
    Oldest,
    /// The latest changed first.
    Changed,
}

impl Order {
    /// Orders that the person can choose besides the given one.
    pub(super) const CHOICES: [Self; 3] = [Self::Newest, Self::Oldest, Self::Changed];

    /// Returns the name in the address.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Given => "",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Changed => "changed",
        }
    }

    /// Returns the order with this name; any other name stands for the given order.
    pub(super) fn named(name: Option<&str>) -> Self {
        Self::CHOICES.into_iter().find(|order| Some(order.as_str()) == name).unwrap_or_default()
    }

    /// Sorts rows. Equal ones stay in the given order.
    pub(super) fn sort(self, rows: &mut [CaseRow]) {
        match self {
            Self::Given => {}
            Self::Newest => rows.sort_by_key(|row| Reverse(row.received_at)),
            Self::Oldest => rows.sort_by_key(|row| row.received_at),
            Self::Changed => rows.sort_by_key(|row| Reverse(row.updated_at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_order_has_a_name_of_its_own() {
        for order in Order::CHOICES {
            assert_eq!(Order::named(Some(order.as_str())), order);
        }
        assert_eq!(Order::named(Some("colour")), Order::Given);
        assert_eq!(Order::named(None), Order::Given);
    }

    #[test]
    fn rows_are_sorted_by_the_time_of_receipt_or_change() {
        let row = |number: u8, received: &str, updated: &str| -> CaseRow {
            let row = serde_json::json!({
                "reference": domain::reference::Reference::draw([number; 8]), "kind": "complaint",
                "entity": "rta", "offered_by": null, "service": null, "sent_to": "rta",
                "stage": "received", "priority": "ordinary", "owner": null,
                "received_at": received, "updated_at": updated, "due_at": null,
                "escalated": null, "language": "en",
                "excerpt": { "text": number.to_string(), "marks": [] }, "attachments": 0
            });
            serde_json::from_value(row).unwrap()
        };
        let [early, late] = ["2026-11-24T06:00:00Z", "2026-11-25T06:00:00Z"];
        let rows = [row(1, early, late), row(2, late, late), row(3, early, early)];
        let sorted = |order: Order| {
            let mut rows = rows.to_vec();
            order.sort(&mut rows);
            rows.into_iter().map(|row| row.excerpt.text).collect::<String>()
        };
        assert_eq!(sorted(Order::Given), "123");
        assert_eq!(sorted(Order::Newest), "213");
        assert_eq!(sorted(Order::Oldest), "132");
        assert_eq!(sorted(Order::Changed), "123");
    }
}
