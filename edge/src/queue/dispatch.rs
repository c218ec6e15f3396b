//! Sending of one notice: chooses the way, keeps to hours and budgets, and records the outcome.
//!
//! An attempt is recorded before it begins and after it ends. So after a crash in between, it's
//! known that there is a doubt, and a way that can tell is asked before the message is sent again.

use domain::{
    Timestamp,
    channel::mail::address,
    delivery::{
        Carrier, Cause, Medium, Reaction, Way, hours,
        route::{self, Address, Reach, Step},
        sms,
        state::{Report, State},
    },
    notice,
    reference::Reference,
    slug::Slug,
    wire::{Contact, NoticeMessage},
};

use super::Verdict;
use crate::{
    delivery::{self, Failure, Message, Sent},
    error::ApiError,
    platform::clock::later,
    service::{
        deliveries::{Codes, may_go_another_way},
        entity_policies, notices,
    },
    state::App,
    store::{
        deliveries::{self, Delivery},
        outbox::{self, Outcome},
    },
};

/// Notice that is locked for delivery.
pub(super) struct Envelope<'a> {
    pub(super) id: &'a str,
    pub(super) failures: u32,
    /// Participation that a notice to its author is about.
    pub(super) participation: Option<Reference>,
    pub(super) template: &'a str,
    /// Time of the event that the notice tells of.
    pub(super) told_at: Timestamp,
    /// Entity whose clock says when it's night.
    pub(super) entity: Option<&'a str>,
    pub(super) contact: Contact,
    /// True for a code, which goes to a phone alone.
    pub(super) is_code: bool,
    /// True if the recipient has asked for it and waits.
    pub(super) is_awaited: bool,
    /// True if it is kept until there is a way to carry it.
    pub(super) is_held: bool,
}

impl Envelope<'_> {
    fn delivery<'a>(&'a self, carrier: Option<Carrier>, address: Option<&'a str>) -> Delivery<'a> {
        let Self { id, participation, template, told_at, .. } = self;
        Delivery {
            notice: id,
            way: carrier.map(Way::from),
            participation: *participation,
            template,
            told_at: *told_at,
            address,
        }
    }
}

/// Way that was chosen for an attempt.
pub(super) struct Choice {
    carrier: Carrier,
    /// Contact without the addresses that are suppressed.
    pub(super) contact: Contact,
    /// Code of the address.
    address: Option<String>,
    /// Time since which an earlier attempt may have succeeded unseen: a time-out is no proof that
    /// the other side didn't take the message.
    in_doubt: Option<Timestamp>,
}

/// Words of a notice.
pub(super) struct Content<'a> {
    pub(super) language: &'a str,
    pub(super) words: &'a NoticeMessage,
    pub(super) unsubscribe: Option<&'a str>,
    pub(super) json: &'a str,
}

/// Chooses the way of the next attempt. `Err` holds the verdict if there is none now.
pub(super) async fn choose(
    app: &App,
    envelope: &Envelope<'_>,
) -> Result<Result<Choice, Verdict>, ApiError> {
    let (db, id) = (app.db()?, envelope.id);
    let codes = Codes::of(app, &envelope.contact);
    let known = deliveries::known(&db, id, &codes.list()).await?;
    let address = |code: &Option<String>| match code {
        None => Address::None,
        Some(code) if known.suppressed.contains(code) => Address::Suppressed,
        Some(_) => Address::Open,
    };
    let reach = Reach { email: address(&codes.email), phone: address(&codes.phone) };
    let step = route::next(&app.config.ways.order, reach, &known.tried, envelope.is_code);
    let carrier = match step {
        Step::By(carrier) => carrier,
        Step::Taken => {
            outbox::settle(&db, id, Outcome::Delivered, app.now).await?;
            return Ok(Err(Verdict::Done));
        }
        Step::NoWay if envelope.is_held => {
            outbox::settle(&db, id, Outcome::Held, app.now).await?;
            return Ok(Err(Verdict::Done));
        }
        Step::NoWay => {
            outbox::drop(&db, id).await?;
            return Ok(Err(Verdict::Done));
        }
        Step::Exhausted(carrier) => {
            withhold(app, envelope, carrier, Cause::Suppressed).await?;
            return Ok(Err(Verdict::Done));
        }
    };
    if let Some(until) = waits_until(app, envelope, carrier).await? {
        outbox::waits(&db, id, until)?.run().await?;
        return Ok(Err(Verdict::Done));
    }
    let Codes { email, phone } = codes;
    let mut contact = envelope.contact.clone();
    contact.email = contact.email.filter(|_| reach.email == Address::Open);
    contact.phone = contact.phone.filter(|_| reach.phone == Address::Open);
    let address = match carrier.medium() {
        Medium::Email => email,
        Medium::Text => phone,
        Medium::Any => None,
    };
    let was_tried = known.tried.iter().any(|(way, _)| *way == carrier.into());
    let in_doubt = was_tried.then_some(envelope.told_at);
    Ok(Ok(Choice { carrier, contact, address, in_doubt }))
}

/// Returns the time until which a text message waits for the morning, at the entity.
async fn waits_until(
    app: &App,
    envelope: &Envelope<'_>,
    carrier: Carrier,
) -> Result<Option<Timestamp>, ApiError> {
    if carrier.medium() != Medium::Text {
        return Ok(None);
    }
    let policies = entity_policies::all(app).await?;
    let entity = envelope.entity.and_then(|entity| Slug::parse(entity).ok());
    let calendar = entity.map(|entity| policies.of(&entity).calendar.clone());
    let calendar = calendar.unwrap_or_else(|| app.calendar());
    Ok(hours::waits_until(carrier, envelope.is_code, &calendar, app.now))
}

/// Records that a notice isn't sent, and ends it.
pub(super) async fn withhold(
    app: &App,
    envelope: &Envelope<'_>,
    carrier: Option<Carrier>,
    cause: Cause,
) -> Result<(), ApiError> {
    let db = app.db()?;
    let mut statements = vec![outbox::dropped(&db, envelope.id)?];
    if carrier.is_some() || cause == Cause::Unsubscribed {
        let report = Report::lost(State::Withheld, cause, false);
        let delivery = envelope.delivery(carrier, None);
        statements.push(deliveries::insert(&db, delivery, report, app.now)?);
    }
    db.batch(statements).await?;
    Ok(())
}

/// Sends a notice by the chosen way, and records the outcome.
pub(super) async fn send(
    app: &App,
    envelope: &Envelope<'_>,
    choice: &Choice,
    content: &Content<'_>,
) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    let carrier = choice.carrier;
    let mut parts = 1;
    let mut refused = None;
    if carrier.medium() == Medium::Text {
        parts = sms::count(&content.words.short);
        let problem = sms::check(&content.words.short).err();
        refused = problem.map(|problem| format!("not a text message: {problem:?}"));
    }
    if let Some(budget) = app.config.ways.budget.of(carrier, envelope.is_awaited) {
        // On no day is there room for it: it doesn't wait for one.
        if parts > budget.1 {
            refused = Some("beyond the budget of a whole day".to_owned());
        } else if !deliveries::spend(&db, &app.day(), budget, parts).await? {
            let tomorrow = later(app.now, app.seconds_left_today());
            outbox::waits(&db, envelope.id, tomorrow)?.run().await?;
            return Ok(Verdict::Done);
        }
    }
    let delivery = envelope.delivery(Some(carrier), choice.address.as_deref());
    deliveries::begin(&db, delivery, app.now).await?;
    let reply_to = reply_to(app, envelope, &choice.contact);
    let message = Message {
        id: envelope.id,
        language: content.language,
        contact: &choice.contact,
        words: content.words,
        unsubscribe: content.unsubscribe,
        reply_to: reply_to.as_deref(),
        json: content.json,
        in_doubt: choice.in_doubt,
    };
    let result = match refused {
        Some(reason) => Err(Failure { reaction: Reaction::Never(Cause::Other), reason }),
        None => delivery::send(app, carrier, &message).await,
    };
    match result {
        Ok(Sent { id }) => succeed(app, envelope, carrier.into(), id.as_deref()).await,
        Err(failure) => fail(app, envelope, choice, &failure).await,
    }
}

/// Records that a way has taken a notice. A report that came before may say that it won't arrive:
/// then another way is tried.
async fn succeed(
    app: &App,
    envelope: &Envelope<'_>,
    way: Way,
    their_id: Option<&str>,
) -> Result<Verdict, ApiError> {
    let (db, id) = (app.db()?, envelope.id);
    let mut statements = vec![
        deliveries::sent(&db, id, way, their_id, app.now)?,
        outbox::settled(&db, id, Outcome::Delivered, app.now)?,
    ];
    let may_go_on = envelope.participation.is_some() && may_go_another_way(envelope.template);
    if may_go_on {
        statements.push(outbox::reopened_if_lost(&db, (id, way), app.now)?);
    }
    let is_reopened = deliveries::succeed(&db, statements).await? && may_go_on;
    Ok(if is_reopened { Verdict::Again(0) } else { Verdict::Done })
}

/// Returns the address that reaches the thread of the participation, if mail is received. Only a
/// mail to the author's present address names one that holds.
fn reply_to(app: &App, envelope: &Envelope<'_>, contact: &Contact) -> Option<String> {
    let mail = app.config.mail.as_ref()?;
    let (reference, email) = (envelope.participation?, contact.email.as_deref()?);
    Some(address::reply_to(&app.config.link_secret, reference, email, &mail.domain))
}

/// Records a failed attempt, and returns when the next one is: by the same way after a pause, or by
/// another way at once.
async fn fail(
    app: &App,
    envelope: &Envelope<'_>,
    choice: &Choice,
    failure: &Failure,
) -> Result<Verdict, ApiError> {
    let (db, id, way) = (app.db()?, envelope.id, Way::from(choice.carrier));
    let pause = notice::pause(envelope.failures + 1, app.config.first_pause);
    let (report, pause) = match failure.reaction {
        Reaction::Again => (Report::of(State::Waiting), pause),
        Reaction::Slower(seconds) => (Report::of(State::Waiting), pause.max(seconds)),
        Reaction::Never(cause) => (Report::lost(State::Failed, cause, false), 0),
        Reaction::Suppress(cause) => (Report::lost(State::Failed, cause, true), 0),
    };
    let reason = &failure.reason;
    let mut statements = vec![deliveries::failed(&db, (id, way), report, reason, app.now)?];
    if report.state.is_lost() {
        statements.push(outbox::waits(&db, id, notices::due_after(app, 0))?);
    } else {
        statements.push(outbox::failed(&db, id, reason, notices::due_after(app, pause))?);
    }
    if let Some(address) = choice.address.as_deref().filter(|_| report.suppresses) {
        let cause = report.cause.unwrap_or(Cause::Other);
        statements.push(deliveries::suppress(&db, address, cause, way, app.now)?);
    }
    db.batch(statements).await?;
    Ok(Verdict::Again(pause))
}
