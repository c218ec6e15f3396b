//! Loaded rows of a queue: first page, refreshes, further pages.

use std::collections::BTreeSet;

use domain::{
    reference::Reference,
    wire::console::{CasePage, CaseRow, Names, PAGE},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::{
        api::{self, Cause, Failure},
        page,
    },
    route::filter::Selection,
    session::{Session, Trail, session},
    words::{fill, words},
};

/// Loaded rows of a queue, and the person's selection.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub(super) rows: RwSignal<Vec<CaseRow>>,
    pub(super) names: RwSignal<Names>,
    pub(super) next: RwSignal<Option<String>>,
    pub(super) selected: RwSignal<BTreeSet<Reference>>,
    pub(super) is_loading: RwSignal<bool>,
    pub(super) trouble: RwSignal<Option<Failure>>,
    /// Case that was selected last, from which a range is selected.
    pub(super) latest: StoredValue<Option<Reference>>,
    session: Session,
    /// Number of the latest request. Responses to earlier requests are dropped.
    latest_request: StoredValue<u32>,
}

impl List {
    pub(super) fn new() -> Self {
        Self {
            rows: RwSignal::default(),
            names: RwSignal::default(),
            next: RwSignal::default(),
            selected: RwSignal::default(),
            is_loading: RwSignal::new(false),
            trouble: RwSignal::default(),
            latest: StoredValue::new(None),
            session: session(),
            latest_request: StoredValue::new(0),
        }
    }

    /// Selects a case, or no longer. With `from`, the cases between that one and this one too.
    pub(super) fn select(self, reference: Reference, is_selected: bool, from: Option<Reference>) {
        let range = self.rows.with_untracked(|rows| between(rows, from, reference));
        self.selected.update(|selected| {
            for each in range {
                if is_selected {
                    selected.insert(each);
                } else {
                    selected.remove(&each);
                }
            }
        });
        self.latest.set_value(Some(reference));
    }

    /// Shows the rows of a list that was left.
    pub(super) fn restore(self, trail: &Trail) {
        self.names.set(trail.names.clone());
        self.next.set(trail.next.clone());
        self.rows.set(trail.rows.clone());
    }

    /// Loads the first page.
    pub(super) fn load(self, selection: Selection) {
        self.is_loading.set(true);
        self.trouble.set(None);
        self.selected.set(BTreeSet::new());
        self.request(Cause::Person, selection, move |outcome| {
            self.is_loading.set(false);
            match outcome {
                Ok(page) => {
                    let count = page.rows.len().to_string();
                    self.session.announce(fill(words().shown, "count", &count));
                    self.names.set(page.names);
                    self.next.set(page.next);
                    self.rows.set(page.rows);
                }
                Err(failure) => self.trouble.set(Some(failure)),
            }
        });
    }

    /// Loads the first page again and merges it in. Failures are ignored, since the next refresh
    /// may succeed.
    pub(super) fn refresh(self, cause: Cause, selection: Selection) {
        if self.is_loading.get_untracked() {
            return;
        }
        self.request(cause, selection, move |outcome| {
            let Ok(first) = outcome else { return };
            let known_references: BTreeSet<Reference> =
                self.rows.with_untracked(|rows| rows.iter().map(|row| row.reference).collect());
            let new =
                first.rows.iter().filter(|row| !known_references.contains(&row.reference)).count();
            self.trouble.set(None);
            // A row that has changed is drawn anew, and its element loses the focus.
            if let Some(row) = page::focused_row() {
                page::focus_row(&row);
            }
            self.names.update(|names| names.extend(first.names));
            if known_references.len() <= PAGE as usize || first.next.is_none() {
                self.next.set(first.next);
                self.rows.set(first.rows);
            } else {
                self.rows.update(|rows| merge(rows, first.rows));
            }
            if new > 0 && !known_references.is_empty() {
                self.session.announce(fill(words().new_cases, "count", &new.to_string()));
            }
        });
    }

    /// Loads the next page.
    pub(super) fn more(self, session: Session, selection: Selection) {
        let Some(next) = self.next.get_untracked() else { return };
        self.is_loading.set(true);
        self.request(Cause::Person, selection.after(next), move |outcome| {
            self.is_loading.set(false);
            match outcome {
                Ok(page) => {
                    session.announce(fill(words().shown, "count", &page.rows.len().to_string()));
                    self.names.update(|names| names.extend(page.names));
                    self.next.set(page.next);
                    self.rows.update(|rows| rows.extend(page.rows));
                }
                Err(failure) => self.trouble.set(Some(failure)),
            }
        });
    }

    fn request(
        self,
        cause: Cause,
        selection: Selection,
        then: impl FnOnce(Result<CasePage, Failure>) + 'static,
    ) {
        let number = self.latest_request.get_value() + 1;
        self.latest_request.set_value(number);
        spawn_local(async move {
            let outcome = match selection.search() {
                Some(search) => api::send_for(cause, "POST", "api/cases/search", &search).await,
                None => api::get_for(cause, &["api/cases?", &selection.query()].concat()).await,
            };
            let outcome = self.session.checked(outcome);
            // The view may have been unmounted meanwhile.
            if self.latest_request.try_get_value() == Some(number) {
                then(outcome);
            }
        });
    }
}

/// Puts the first page, as it is now, before the loaded rows behind it. Rows that the page no
/// longer has, as of cases that have ended, go.
fn merge(rows: &mut Vec<CaseRow>, page: Vec<CaseRow>) {
    let place = |of: &CaseRow| rows.iter().position(|row| row.reference == of.reference);
    let end = page.iter().rev().find_map(place).map_or(0, |last| last + 1);
    let is_on_page: BTreeSet<Reference> = page.iter().map(|row| row.reference).collect();
    let rest = rows.split_off(end).into_iter().filter(|row| !is_on_page.contains(&row.reference));
    *rows = page.into_iter().chain(rest).collect();
}

/// Returns the cases from one to another as they are shown; the latter alone if there is no range.
fn between(rows: &[CaseRow], from: Option<Reference>, to: Reference) -> Vec<Reference> {
    let place = |reference| rows.iter().position(|row| row.reference == reference);
    match from.and_then(place).zip(place(to)) {
        Some((one, other)) => {
            let range = one.min(other)..=one.max(other);
            rows.get(range).unwrap_or_default().iter().map(|row| row.reference).collect()
        }
        None => vec![to],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(numbers: &[u8]) -> Vec<CaseRow> {
        let row = |number: &u8| {
            let row = serde_json::json!({
                "reference": Reference::draw([*number; 8]), "kind": "complaint", "entity": "rta",
                "offered_by": null, "service": null, "sent_to": "rta", "stage": "received",
                "priority": "ordinary", "owner": null, "received_at": "2026-11-24T06:00:00Z",
                "updated_at": "2026-11-24T06:00:00Z", "due_at": null, "escalated": null,
                "language": "en", "excerpt": { "text": "", "marks": [] }, "attachments": 0
            });
            serde_json::from_value(row).unwrap()
        };
        numbers.iter().map(row).collect()
    }

    #[test]
    fn a_refreshed_page_drops_what_has_ended_and_keeps_what_is_behind_it() {
        for (page, expected) in [
            (&[1, 2, 3][..], &[1, 2, 3, 4, 5][..]),
            (&[1, 3, 4], &[1, 3, 4, 5]),
            (&[9, 1, 2], &[9, 1, 2, 3, 4, 5]),
            (&[5, 1, 2], &[5, 1, 2, 3, 4]),
            (&[1, 2, 9], &[1, 2, 9, 3, 4, 5]),
        ] {
            let mut loaded = rows(&[1, 2, 3, 4, 5]);
            merge(&mut loaded, rows(page));
            assert_eq!(loaded, rows(expected), "{page:?}");
        }
    }
}
