//! Outbox of notices, and their outcomes.

use domain::{
    Date, Timestamp,
    delivery::Way,
    notice::{Notice, NoticeKind},
    reference::Reference,
    slug::Slug,
    staff::{Role, StaffId},
    staff_notice::{Recipients, StaffNoticeKind},
};
use serde::Deserialize;

use super::{
    D1Result, Database, Result, Statement,
    access::sessions::{read_roles, roles_of},
    list, statement, unreadable,
};
use crate::crypto::seal::Sealed;

/// Final outcome of a notice.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    Delivered,
    /// No endpoint is configured.
    Held,
    /// All attempts failed.
    Dead,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Held => "held",
            Self::Dead => "dead",
        }
    }
}

/// Notice that is locked for delivery.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) reference: Reference,
    template: String,
    pub(crate) failures: u32,
    pub(crate) created_at: Timestamp,
    pub(crate) entity: String,
    pub(crate) language: String,
    pub(crate) first_response_due: Timestamp,
    pub(crate) resolution_due: Timestamp,
    /// Version of the unified guide by which the participation was received.
    pub(crate) guide: Option<u16>,
    contact: String,
    contact_key: String,
    unsubscribed: u8,
    has_contact: u8,
    has_address: u8,
}

impl Row {
    /// Returns whether the author has left a contact.
    pub(crate) const fn has_contact(&self) -> bool {
        self.has_contact == 1
    }

    /// Returns whether the participation came by a messenger.
    pub(crate) const fn has_address(&self) -> bool {
        self.has_address == 1
    }

    pub(crate) fn template(&self) -> Result<NoticeKind> {
        NoticeKind::named(&self.template).ok_or_else(|| unreadable("a template"))
    }

    /// Returns whether the author has ended the optional notices.
    pub(crate) const fn is_unsubscribed(&self) -> bool {
        self.unsubscribed == 1
    }

    pub(crate) fn contact(&self) -> Sealed {
        Sealed { key: self.contact_key.clone(), text: self.contact.clone() }
    }
}

/// Notice to a member of staff that is locked for delivery.
#[derive(Deserialize)]
pub(crate) struct StaffRow {
    template: String,
    pub(crate) failures: u32,
    pub(crate) created_at: Timestamp,
    pub(crate) person: StaffId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) language: String,
    /// Case that the notice is about.
    pub(crate) reference: Option<Reference>,
    pub(crate) entity: Option<Slug>,
    /// Deadline of the case; `None` once it has ended.
    pub(crate) due_at: Option<Timestamp>,
    active: u8,
    roles: String,
}

impl StaffRow {
    pub(crate) fn template(&self) -> Result<StaffNoticeKind> {
        StaffNoticeKind::named(&self.template).ok_or_else(|| unreadable("a template"))
    }

    /// Returns whether the recipient still works here.
    pub(crate) const fn is_active(&self) -> bool {
        self.active == 1
    }

    pub(crate) fn roles(&self) -> Result<Vec<Role>> {
        read_roles(&self.roles)
    }
}

/// Result of locking a notice.
pub(crate) enum Take {
    Ours(Box<Row>),
    /// A notice to a member of staff.
    Staffs(Box<StaffRow>),
    /// Another consumer has the lock.
    Taken,
    /// The notice is settled, or deleted with its participation.
    Done,
}

/// Returns the statement that inserts a notice, in the batch of the change that it reports. If it
/// isn't settled by `due`, the cron job queues it again. It goes to the participation's contact, or
/// to `to`.
pub(crate) fn insert(
    db: &Database,
    notice: &Notice,
    to: Option<&Sealed>,
    [now, due]: [Timestamp; 2],
) -> Result<Statement> {
    let sql = "INSERT INTO outbox (id, participation, template, created_at, due_at, to_contact,
                                   to_contact_key)
               VALUES (:id, :participation, :template, :created_at, :due_at, :to_contact,
                       :to_contact_key)";
    let values = [
        ("id", (&notice.id).into()),
        ("participation", notice.reference.digits().into()),
        ("template", notice.template.as_str().into()),
        ("created_at", now.into()),
        ("due_at", due.into()),
        ("to_contact", to.map(|sealed| &sealed.text).into()),
        ("to_contact_key", to.map(|sealed| &sealed.key).into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that deletes notices of a kind that weren't sent yet.
pub(crate) fn take_back(
    db: &Database,
    reference: Reference,
    kind: NoticeKind,
) -> Result<Statement> {
    let sql = "DELETE FROM outbox
               WHERE participation = :participation AND template = :template AND outcome IS NULL";
    let values = [("participation", reference.digits().into()), ("template", kind.as_str().into())];
    statement(db, sql, values)
}

/// Returns the statement that deletes the notice of the event at `at`, if it wasn't sent yet.
pub(crate) fn take_back_of(
    db: &Database,
    reference: Reference,
    kind: NoticeKind,
    at: Timestamp,
) -> Result<Statement> {
    let sql = "DELETE FROM outbox
               WHERE participation = :participation AND template = :template
               AND created_at = :created_at AND outcome IS NULL";
    let values = [
        ("participation", reference.digits().into()),
        ("template", kind.as_str().into()),
        ("created_at", at.into()),
    ];
    statement(db, sql, values)
}

/// Locks a notice for delivery until `until`.
pub(crate) async fn take(db: &Database, id: &str, [now, until]: [Timestamp; 2]) -> Result<Take> {
    let take = "UPDATE outbox SET taken_until = :until
                WHERE id = :id AND outcome IS NULL
                AND (taken_until IS NULL OR taken_until <= :now) RETURNING id";
    // The author of a participation that came by a messenger may have left no contact.
    let read = "SELECT reference, template, failures, created_at, coalesce(turn, entity) AS entity, language,
                first_response_due, resolution_due, coalesce(to_contact, contact, '{}') AS contact,
                coalesce(to_contact_key, contact_key, '') AS contact_key,
                contact IS NOT NULL AS has_contact,
                (SELECT what ->> 'guide' FROM events
                 WHERE events.participation = reference AND sequence = 1) AS guide,
                EXISTS (SELECT 1 FROM addresses a WHERE a.participation = reference) AS has_address,
                reference IN (SELECT u.participation FROM unsubscribed u) AS unsubscribed
                FROM outbox JOIN participations ON reference = participation
                WHERE id = :id AND outcome IS NULL AND staff IS NULL
                AND (has_contact OR has_address)";
    let read_staffs = format!(
        "SELECT template, failures, created_at, staff.id AS person, name, email, staff.language, active,
         reference, turn AS entity, due_at, {} AS roles
         FROM (SELECT id AS notice, template, failures, created_at, staff AS recipient,
                      participation FROM outbox WHERE id = :id AND outcome IS NULL)
         CROSS JOIN staff ON staff.id = recipient
         LEFT JOIN participations ON reference = participation",
        roles_of("staff.id")
    );
    let results = db
        .batch(vec![
            statement(db, take, [("id", id.into()), ("now", now.into()), ("until", until.into())])?,
            statement(db, read, [("id", id.into())])?,
            statement(db, &read_staffs, [("id", id.into())])?,
        ])
        .await?;
    let [taken, row, staffs] = &results[..] else { return Err(unreadable("a notice")) };
    let is_ours = !taken.results::<serde::de::IgnoredAny>()?.is_empty();
    Ok(match (row.results()?.pop(), staffs.results()?.pop()) {
        (None, None) => Take::Done,
        (Some(_), _) | (_, Some(_)) if !is_ours => Take::Taken,
        (Some(row), _) => Take::Ours(Box::new(row)),
        (None, Some(row)) => Take::Staffs(Box::new(row)),
    })
}

/// Deletes a notice that there is no reason for any more.
pub(crate) async fn drop(db: &Database, id: &str) -> Result<()> {
    dropped(db, id)?.run().await?;
    Ok(())
}

/// Returns the statement that deletes a notice that isn't settled.
pub(crate) fn dropped(db: &Database, id: &str) -> Result<Statement> {
    let sql = "DELETE FROM outbox WHERE id = :id AND outcome IS NULL";
    statement(db, sql, [("id", id.into())])
}

/// Returns the statement that inserts notices to staff about a case, one for each recipient who
/// wants it, in the batch of the event that they tell of. The cron job queues them.
pub(crate) fn insert_for_staff(
    db: &Database,
    case: (Reference, &Slug),
    kind: StaffNoticeKind,
    recipients: Recipients<'_>,
    now: Timestamp,
) -> Result<Statement> {
    let sql = concat!(
        "INSERT INTO outbox (id, participation, template, created_at, due_at, staff)
         SELECT lower(hex(randomblob(16))), :participation, :template, :now, :now, id
         FROM staff WHERE active AND told_late
         AND id IN (
             SELECT staff FROM roles WHERE entity = :entity
             AND CASE WHEN :owner IN (SELECT staff FROM roles CROSS JOIN staff ON id = staff
                                      WHERE entity = :entity AND active AND ",
        handles_cases!(),
        ")
                 THEN staff = :owner
                 ELSE role IN (SELECT value FROM json_each(:roles)) END)"
    );
    let (reference, entity) = case;
    let values = [
        ("participation", reference.digits().into()),
        ("template", kind.as_str().into()),
        ("now", now.into()),
        ("owner", recipients.owner.map(StaffId::as_str).into()),
        ("entity", entity.as_str().into()),
        ("roles", list(recipients.roles)?.into()),
    ];
    statement(db, sql, values)
}

/// Inserts the notices of a day for the staff of each entity who want one and haven't had one on
/// that day, and returns their number.
pub(crate) async fn insert_days(
    db: &Database,
    begun: &[(Slug, Date)],
    now: Timestamp,
) -> Result<usize> {
    const TOLD: &str = concat!(
        "active AND told_daily AND (told_on IS NULL OR told_on < :day)
         AND id IN (SELECT staff FROM roles WHERE entity = :entity AND ",
        handles_cases!(),
        ")"
    );
    let insert = format!(
        "INSERT INTO outbox (id, template, created_at, due_at, staff)
         SELECT lower(hex(randomblob(16))), :template, :now, :now, id FROM staff WHERE {TOLD}"
    );
    let note = format!("UPDATE staff SET told_on = :day WHERE {TOLD}");
    if begun.is_empty() {
        return Ok(0);
    }
    let mut statements = Vec::new();
    for (entity, day) in begun {
        let day = day.to_string();
        let told = || [("entity", entity.as_str().into()), ("day", (&day).into())];
        let [entity, day] = told();
        let template = ("template", StaffNoticeKind::Day.as_str().into());
        let values = [entity, day, template, ("now", now.into())];
        statements.extend([statement(db, &insert, values)?, statement(db, &note, told())?]);
    }
    Ok(db.batch(statements).await?.iter().step_by(2).map(D1Result::changes).sum())
}

/// Inserts the notice of a month's report for the staff who want reports and haven't had that one,
/// and returns their number. `month` is `2026-10`.
pub(crate) async fn insert_reports(db: &Database, month: &str, now: Timestamp) -> Result<usize> {
    let insert = "INSERT INTO outbox (id, template, created_at, due_at, staff)
                  SELECT lower(hex(randomblob(16))), :template, :now, :now, id FROM staff
                  WHERE told_monthly = 1 AND told_month < :month AND active";
    let note =
        "UPDATE staff SET told_month = :month WHERE told_monthly = 1 AND told_month < :month";
    let template = ("template", StaffNoticeKind::Report.as_str().into());
    let statements = vec![
        statement(db, insert, [template, ("now", now.into()), ("month", month.into())])?,
        statement(db, note, [("month", month.into())])?,
    ];
    Ok(db.batch(statements).await?.first().map(D1Result::changes).unwrap_or_default())
}

/// Records the final outcome of a notice, unless it has one.
pub(crate) async fn settle(
    db: &Database,
    id: &str,
    outcome: Outcome,
    now: Timestamp,
) -> Result<()> {
    settled(db, id, outcome, now)?.run().await?;
    Ok(())
}

/// Returns the statement that records the final outcome of a notice, unless it has one.
pub(crate) fn settled(
    db: &Database,
    id: &str,
    outcome: Outcome,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE outbox SET outcome = :outcome, settled_at = :settled_at, due_at = NULL,
               taken_until = NULL,
               to_contact = CASE WHEN :outcome <> 'delivered' THEN to_contact END,
               to_contact_key = CASE WHEN :outcome <> 'delivered' THEN to_contact_key END
               WHERE id = :id AND outcome IS NULL";
    statement(
        db,
        sql,
        [("id", id.into()), ("outcome", outcome.as_str().into()), ("settled_at", now.into())],
    )
}

/// Returns the statement that takes up a notice again that a way has taken and not delivered.
pub(crate) fn reopened(db: &Database, id: &str, now: Timestamp) -> Result<Statement> {
    let sql = "UPDATE outbox SET outcome = NULL, settled_at = NULL, due_at = :due_at
               WHERE id = :id AND outcome = 'delivered'";
    statement(db, sql, [("id", id.into()), ("due_at", now.into())])
}

/// Returns the statement that takes up a notice again whose delivery by `way` is known to be lost.
pub(crate) fn reopened_if_lost(
    db: &Database,
    (id, way): (&str, Way),
    now: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE outbox SET outcome = NULL, settled_at = NULL, due_at = :due_at
               WHERE id = :id AND outcome = 'delivered' AND EXISTS (
                   SELECT 1 FROM deliveries WHERE notice = :id AND way = :way
                   AND state IN ('failed', 'bounced'))";
    let values = [("id", id.into()), ("way", way.as_str().into()), ("due_at", now.into())];
    statement(db, sql, values)
}

/// Returns the statement that lets a notice wait until `due`, when the cron job queues it.
pub(crate) fn waits(db: &Database, id: &str, due: Timestamp) -> Result<Statement> {
    let sql = "UPDATE outbox SET due_at = :due_at, taken_until = NULL
               WHERE id = :id AND outcome IS NULL";
    statement(db, sql, [("id", id.into()), ("due_at", due.into())])
}

/// Returns the statement that records a failed attempt. If no other attempt settles the notice by
/// `due`, the cron job queues it again.
pub(crate) fn failed(db: &Database, id: &str, reason: &str, due: Timestamp) -> Result<Statement> {
    let sql = "UPDATE outbox SET failures = failures + 1, failed_of = :reason, due_at = :due_at,
               taken_until = NULL WHERE id = :id AND outcome IS NULL";
    statement(db, sql, [("id", id.into()), ("reason", reason.into()), ("due_at", due.into())])
}

/// Returns the ids of notices that should have been settled by now.
pub(crate) async fn due(db: &Database, now: Timestamp, at_most: u32) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    let sql = "SELECT id FROM outbox WHERE due_at <= :now ORDER BY due_at LIMIT :limit";
    let rows = statement(db, sql, [("now", now.into()), ("limit", at_most.into())])?.run().await?;
    Ok(rows.results::<Id>()?.into_iter().map(|row| row.id).collect())
}

/// Records that notices are in the queue again. `ids` is a JSON list.
pub(crate) async fn postpone(db: &Database, ids: &str, due: Timestamp) -> Result<()> {
    let sql = "UPDATE outbox SET due_at = :due_at
               WHERE outcome IS NULL AND id IN (SELECT value FROM json_each(:ids))";
    statement(db, sql, [("ids", ids.into()), ("due_at", due.into())])?.run().await?;
    Ok(())
}

/// Deletes notices that were delivered before `then`, and returns their number.
pub(crate) async fn forget_before(db: &Database, then: Timestamp) -> Result<usize> {
    let sql = "DELETE FROM outbox WHERE outcome = 'delivered' AND settled_at < :then";
    Ok(statement(db, sql, [("then", then.into())])?.run().await?.changes())
}
