//! Rows of the queues' pages, and their positions.

use domain::{
    Date, Timestamp,
    case::stage::Stage,
    intake::kind::Kind,
    reference::Reference,
    search::Excerpt,
    sla::{escalation::Level, priority::Priority},
    slug::Slug,
    staff::StaffId,
    wire::console::CaseRow,
};
use serde::Deserialize;

/// Position of the last row of the preceding page.
#[derive(Clone, Default)]
pub(crate) struct After {
    pub(crate) place: String,
    pub(crate) reference: String,
}

/// Row of a page, with its position.
#[derive(Deserialize)]
pub(crate) struct Row {
    reference: Reference,
    head: String,
    kind: Kind,
    turn: Slug,
    offered_by: Option<Slug>,
    service: Option<Slug>,
    sent_to: Slug,
    stage: Stage,
    priority: Priority,
    pub(crate) owner: Option<StaffId>,
    pub(crate) owner_name: Option<String>,
    received_at: Timestamp,
    updated_at: Timestamp,
    due_at: Option<Timestamp>,
    action_due: Option<Date>,
    escalated: Option<Level>,
    language: String,
    text: Option<String>,
    attachments: u32,
    unread: u8,
    pub(crate) place: String,
}

impl Row {
    pub(super) const fn priority(&self) -> Priority {
        self.priority
    }

    pub(crate) fn after(&self) -> After {
        After { place: self.place.clone(), reference: self.reference.digits().to_owned() }
    }

    /// Returns the row on the wire. `is_dangerous` tells of a text and the tag of its language, and
    /// is asked only about open cases.
    pub(crate) fn shown(
        self,
        excerpt: impl FnOnce(&str) -> Excerpt,
        is_dangerous: impl FnOnce(&str, &str) -> bool,
    ) -> CaseRow {
        let text = self.text.unwrap_or_default();
        CaseRow {
            reference: self.reference,
            head: self.head,
            kind: self.kind,
            entity: self.turn,
            offered_by: self.offered_by,
            service: self.service,
            sent_to: self.sent_to,
            stage: self.stage,
            priority: self.priority,
            owner: self.owner,
            received_at: self.received_at,
            updated_at: self.updated_at,
            due_at: self.due_at,
            action_due: self.action_due,
            escalated: self.escalated,
            danger: !self.stage.has_ended() && is_dangerous(&text, &self.language),
            language: self.language,
            excerpt: excerpt(&text),
            attachments: self.attachments,
            unread: self.unread == 1,
        }
    }
}

/// Columns of a row, but for its text and its place.
pub(super) const SHOWN: &str =
    "p.reference, p.head, p.kind, p.turn, p.offered_by, p.service, p.entity AS sent_to,
    p.stage, p.priority, p.owner, (SELECT name FROM staff WHERE id = p.owner) AS owner_name,
    p.received_at, p.updated_at, p.due_at, p.action_due, p.escalated, p.language,
    (SELECT COUNT(*) FROM attachments WHERE participation = p.reference) AS attachments";

/// Condition that a case has news that the person `:person` hasn't read: of their own, or without
/// an owner who still answers for cases of the entity.
pub(super) const UNREAD: &str = concat!(
    "p.news IS NOT NULL AND (p.owner = :person OR NOT EXISTS (
        SELECT 1 FROM roles CROSS JOIN staff ON id = roles.staff
        WHERE roles.staff = p.owner AND roles.entity = p.turn AND ",
    handles_cases!(),
    " AND active))
    AND NOT EXISTS (SELECT 1 FROM readings WHERE participation = p.reference
                    AND staff = :person AND seen >= p.news)"
);
