//! Deliveries of notices by each way, their numbers, and addresses that nothing is sent to.

use domain::{
    Timestamp,
    delivery::{
        Cause, Way,
        state::{Report, State},
    },
    reference::Reference,
};
use serde::Deserialize;

use super::{Database, Result, Statement, list, statement, unreadable};

/// Name that stands for no way, in the row of a notice that none was to carry.
const NONE: &str = "none";

/// State of a budget's counter, which is beside those of messages.
const BUDGET: &str = "budget";

/// Attempts that a notice has had, and the addresses among its own that are suppressed.
pub(crate) struct Known {
    pub(crate) tried: Vec<(Way, State)>,
    pub(crate) suppressed: Vec<String>,
}

#[derive(Deserialize)]
struct TriedRow {
    way: String,
    state: String,
}

#[derive(Deserialize)]
struct AddressRow {
    address: String,
}

/// Delivery that a report is about.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) notice: String,
    way: String,
    pub(crate) template: String,
    state: String,
    pub(crate) address: Option<String>,
    pub(crate) participation: Option<Reference>,
}

impl Row {
    pub(crate) fn state(&self) -> Result<State> {
        State::named(&self.state).ok_or_else(|| unreadable("a state of a delivery"))
    }
}

/// Delivery as staff see it beside a message.
#[derive(Deserialize)]
pub(crate) struct ShownRow {
    way: String,
    pub(crate) template: String,
    pub(crate) told_at: Timestamp,
    state: String,
    cause: Option<String>,
    pub(crate) changed_at: Timestamp,
}

impl ShownRow {
    /// Returns the way; `None` if no way was to carry the notice.
    pub(crate) fn way(&self) -> Option<Way> {
        Way::named(&self.way)
    }

    pub(crate) fn state(&self) -> Result<State> {
        State::named(&self.state).ok_or_else(|| unreadable("a state of a delivery"))
    }

    pub(crate) fn cause(&self) -> Option<Cause> {
        self.cause.as_deref().and_then(Cause::named)
    }
}

/// Number of messages that came into a state on a day.
#[derive(Deserialize)]
pub(crate) struct CountRow {
    pub(crate) way: String,
    pub(crate) state: String,
    pub(crate) count: u64,
}

/// A notice on one way.
#[derive(Clone, Copy)]
pub(crate) struct Delivery<'a> {
    pub(crate) notice: &'a str,
    /// Way; `None` if no way is to carry it.
    pub(crate) way: Option<Way>,
    /// Participation of a notice to its author.
    pub(crate) participation: Option<Reference>,
    pub(crate) template: &'a str,
    pub(crate) told_at: Timestamp,
    /// Code of the address.
    pub(crate) address: Option<&'a str>,
}

/// Reads the attempts of a notice, and which of these addresses are suppressed.
pub(crate) async fn known(db: &Database, notice: &str, addresses: &[String]) -> Result<Known> {
    let tried = "SELECT way, state FROM deliveries WHERE notice = :notice";
    let suppressed = "SELECT address FROM suppressions
                      WHERE address IN (SELECT value FROM json_each(:addresses))";
    let results = db
        .batch(vec![
            statement(db, tried, [("notice", notice.into())])?,
            statement(db, suppressed, [("addresses", list(addresses)?.into())])?,
        ])
        .await?;
    let [tried, suppressed] = &results[..] else { return Err(unreadable("deliveries")) };
    let rows = tried
        .results::<TriedRow>()?
        .into_iter()
        .filter_map(|row| Some((Way::named(&row.way)?, State::named(&row.state)?)));
    Ok(Known {
        tried: rows.collect(),
        suppressed: suppressed.results::<AddressRow>()?.into_iter().map(|it| it.address).collect(),
    })
}

/// Records that an attempt begins. What an earlier attempt brought about stays.
pub(crate) async fn begin(db: &Database, delivery: Delivery<'_>, now: Timestamp) -> Result<()> {
    insert(db, delivery, Report::of(State::Sending), now)?.run().await?;
    Ok(())
}

/// Returns the statement that inserts a delivery in this state, or brings one to it that no way has
/// taken yet.
pub(crate) fn insert(
    db: &Database,
    delivery: Delivery<'_>,
    report: Report,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO deliveries (notice, way, participation, template, told_at, state, cause,
                                       address, changed_at)
               VALUES (:notice, :way, :participation, :template, :told_at, :state, :cause,
                       :address, :changed_at)
               ON CONFLICT DO UPDATE SET state = excluded.state, cause = excluded.cause,
                   address = excluded.address, changed_at = excluded.changed_at
               WHERE state IN ('sending', 'waiting')";
    let reference = delivery.participation;
    let values = [
        ("notice", delivery.notice.into()),
        ("way", delivery.way.map_or(NONE, Way::as_str).into()),
        ("participation", reference.as_ref().map(Reference::digits).into()),
        ("template", delivery.template.into()),
        ("told_at", delivery.told_at.into()),
        ("state", report.state.as_str().into()),
        ("cause", report.cause.map(Cause::as_str).into()),
        ("address", delivery.address.into()),
        ("changed_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that records that a way has taken a notice. A report that came before
/// stays.
pub(crate) fn sent(
    db: &Database,
    notice: &str,
    way: Way,
    their_id: Option<&str>,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE deliveries SET
                   changed_at = CASE WHEN state IN ('sending', 'waiting') THEN :now
                                     ELSE changed_at END,
                   state = CASE WHEN state IN ('sending', 'waiting') THEN 'sent' ELSE state END,
                   their_id = coalesce(:their_id, their_id), detail = NULL
               WHERE notice = :notice AND way = :way";
    let values = [
        ("notice", notice.into()),
        ("way", way.as_str().into()),
        ("their_id", their_id.into()),
        ("now", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that records that an attempt failed.
pub(crate) fn failed(
    db: &Database,
    (notice, way): (&str, Way),
    report: Report,
    detail: &str,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE deliveries SET state = :state, cause = :cause, detail = :detail,
                                     changed_at = :now
               WHERE notice = :notice AND way = :way AND state IN ('sending', 'waiting')";
    let values = [
        ("notice", notice.into()),
        ("way", way.as_str().into()),
        ("state", report.state.as_str().into()),
        ("cause", report.cause.map(Cause::as_str).into()),
        ("detail", detail.into()),
        ("now", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the delivery of a notice by a way.
pub(crate) async fn of_notice(db: &Database, notice: &str, way: Way) -> Result<Option<Row>> {
    let sql = "SELECT notice, way, template, state, address, participation FROM deliveries
               WHERE notice = :notice AND way = :way";
    let values = [("notice", notice.into()), ("way", way.as_str().into())];
    Ok(statement(db, sql, values)?.run().await?.results()?.pop())
}

/// Returns the delivery to which the other system gave this id.
pub(crate) async fn of_theirs(db: &Database, way: Way, id: &str) -> Result<Option<Row>> {
    let sql = "SELECT notice, way, template, state, address, participation FROM deliveries
               WHERE way = :way AND their_id = :id";
    let values = [("way", way.as_str().into()), ("id", id.into())];
    Ok(statement(db, sql, values)?.run().await?.results()?.pop())
}

/// Returns the statement that brings a delivery into the state of a report, if it's still in the
/// state that was read.
pub(crate) fn change(
    db: &Database,
    row: &Row,
    report: Report,
    detail: Option<&str>,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE deliveries SET state = :state, cause = :cause, detail = :detail,
                                     changed_at = :now
               WHERE notice = :notice AND way = :way AND state = :known";
    let values = [
        ("notice", (&row.notice).into()),
        ("way", (&row.way).into()),
        ("known", (&row.state).into()),
        ("state", report.state.as_str().into()),
        ("cause", report.cause.map(Cause::as_str).into()),
        ("detail", detail.into()),
        ("now", now.into()),
    ];
    statement(db, sql, values)
}

/// Runs the statements of a report, and returns whether the first one, the change, took effect.
pub(crate) async fn apply(db: &Database, statements: Vec<Statement>) -> Result<bool> {
    let results = db.batch(statements).await?;
    Ok(results.first().is_some_and(|result| result.changes() > 0))
}

/// Runs the statements of a success, and returns whether the last one, which takes up the notice
/// again, took effect.
pub(crate) async fn succeed(db: &Database, statements: Vec<Statement>) -> Result<bool> {
    let results = db.batch(statements).await?;
    Ok(results.last().is_some_and(|result| result.changes() > 0))
}

/// Returns the statement that suppresses an address.
pub(crate) fn suppress(
    db: &Database,
    address: &str,
    cause: Cause,
    way: Way,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO suppressions (address, cause, way, at)
               VALUES (:address, :cause, :way, :at) ON CONFLICT DO NOTHING";
    let values = [
        ("address", address.into()),
        ("cause", cause.as_str().into()),
        ("way", way.as_str().into()),
        ("at", now.into()),
    ];
    statement(db, sql, values)
}

/// Spends a part of a day's budget, and returns whether it was left.
pub(crate) async fn spend(
    db: &Database,
    day: &str,
    (counter, limit): (&str, u32),
    parts: u32,
) -> Result<bool> {
    let sql = "INSERT INTO delivery_counts (day, way, state, count)
               SELECT :day, :way, :state, :parts WHERE :parts <= :limit
               ON CONFLICT DO UPDATE SET count = count + :parts WHERE count + :parts <= :limit";
    let values = [
        ("day", day.into()),
        ("way", counter.into()),
        ("state", BUDGET.into()),
        ("parts", parts.into()),
        ("limit", limit.into()),
    ];
    Ok(statement(db, sql, values)?.run().await?.changes() > 0)
}

/// Returns the numbers of a day's messages by way and state.
pub(crate) async fn counts(db: &Database, day: &str) -> Result<Vec<CountRow>> {
    let sql = "SELECT way, state, count FROM delivery_counts
               WHERE day = :day AND state <> :budget";
    let values = [("day", day.into()), ("budget", BUDGET.into())];
    statement(db, sql, values)?.run().await?.results()
}

/// Returns the statement that reads the deliveries of a case, in the order of their events.
pub(crate) fn of_case(db: &Database, reference: Reference) -> Result<Statement> {
    let sql = "SELECT way, template, told_at, state, cause, changed_at FROM deliveries
               WHERE participation = :reference ORDER BY told_at";
    statement(db, sql, [("reference", reference.digits().into())])
}

/// Ends the optional notices to the author of a participation that still has its content.
pub(crate) async fn unsubscribe(db: &Database, reference: Reference, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO unsubscribed (participation, at)
               SELECT reference, :at FROM participations
               WHERE reference = :reference AND erased_at IS NULL
               ON CONFLICT DO NOTHING";
    let values = [("reference", reference.digits().into()), ("at", now.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Deletes the deliveries of notices to staff before `then`, and returns their number.
pub(crate) async fn forget_before(db: &Database, then: Timestamp) -> Result<usize> {
    let sql = "DELETE FROM deliveries WHERE participation IS NULL AND changed_at < :then";
    Ok(statement(db, sql, [("then", then.into())])?.run().await?.changes())
}

/// Opens addresses again that were suppressed before `then`, and returns their number. Who
/// complained, or wants no messages, stays.
pub(crate) async fn lift_before(db: &Database, then: Timestamp) -> Result<usize> {
    let sql = "DELETE FROM suppressions
               WHERE at < :then AND cause NOT IN ('complained', 'unsubscribed')";
    Ok(statement(db, sql, [("then", then.into())])?.run().await?.changes())
}
