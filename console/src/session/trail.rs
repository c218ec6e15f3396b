//! List of cases that the person came from: the way back to it, and from a case to its neighbours.

use domain::{
    reference::Reference,
    wire::console::{CaseRow, Names},
};

/// Loaded list, as it was left.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Trail {
    /// Address of the list.
    pub(crate) address: String,
    /// Loaded cases.
    pub(crate) rows: Vec<CaseRow>,
    /// Names of their owners.
    pub(crate) names: Names,
    /// Cursor of the next page.
    pub(crate) next: Option<String>,
    /// Distance from the top of the page, in pixels.
    pub(crate) scrolled: f64,
    /// Case that was opened last; `None` while the list itself is shown.
    pub(crate) opened: Option<Reference>,
}

/// Position of a case in a list, with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// Number of the case, from one on.
    pub(crate) number: usize,
    /// Number of loaded cases.
    pub(crate) count: usize,
    pub(crate) previous: Option<Reference>,
    pub(crate) next: Option<Reference>,
}

impl Trail {
    /// Returns the position of a case, if the list has it.
    pub(crate) fn position(&self, reference: Reference) -> Option<Position> {
        let place = self.rows.iter().position(|row| row.reference == reference)?;
        let at = |place: usize| self.rows.get(place).map(|row| row.reference);
        Some(Position {
            number: place + 1,
            count: self.rows.len(),
            previous: place.checked_sub(1).and_then(at),
            next: at(place + 1),
        })
    }

    /// Returns whether a person who comes to this address comes back to the list from a case.
    pub(crate) fn leads_back_to(&self, address: &str) -> bool {
        self.address == address && self.opened.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_the_neighbours_that_the_list_shows() {
        let [first, second, third, other] = [1, 2, 3, 4].map(|each| Reference::draw([each; 8]));
        let row = |reference: Reference| {
            let row = serde_json::json!({
                "reference": reference, "kind": "complaint", "entity": "rta", "offered_by": null,
                "service": null, "sent_to": "rta", "stage": "received", "priority": "ordinary",
                "owner": null, "received_at": "2026-11-24T06:00:00Z",
                "updated_at": "2026-11-24T06:00:00Z", "due_at": null, "escalated": null,
                "language": "en", "excerpt": { "text": "", "marks": [] }, "attachments": 0
            });
            serde_json::from_value(row).unwrap()
        };
        let rows = [first, second, third].map(row).to_vec();
        let trail = Trail { rows, ..Trail::default() };
        let position = |number, previous, next| Some(Position { number, count: 3, previous, next });
        assert_eq!(trail.position(first), position(1, None, Some(second)));
        assert_eq!(trail.position(second), position(2, Some(first), Some(third)));
        assert_eq!(trail.position(third), position(3, Some(second), None));
        assert_eq!(trail.position(other), None);
    }

    #[test]
    fn only_a_case_leads_back_to_the_list_as_it_was() {
        let mut trail =
            Trail { address: "/console/cases?queue=all".to_owned(), ..Trail::default() };
        assert!(!trail.leads_back_to("/console/cases?queue=all"));
        trail.opened = Some(Reference::draw([1; 8]));
        assert!(trail.leads_back_to("/console/cases?queue=all"));
        assert!(!trail.leads_back_to("/console/cases?queue=mine"));
    }
}
