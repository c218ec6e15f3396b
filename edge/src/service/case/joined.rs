//! Merged cases: the checks of a merge, and what an action on a case brings to the cases that wait
//! for its answer.
//!
//! The answer, or the parting when a case ends without one, is an event of each waiting case. All
//! of them are written in the batch of the action, or none.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    access::{
        live::Signal,
        policy::{self, Sight},
    },
    case::{
        Case, Circumstances, Command, Decided, Refusal, action::Action, event::Actor,
        head::CaseHead, life_cycle::Verb,
    },
    entity::policy::EntityPolicies,
    input::Reason,
    media::file_digest::FileDigests,
    notice::{Notice, NoticeKind},
    reference::Reference,
    staff::Person,
    text::Text,
};

use crate::{
    error::ApiError,
    platform::random,
    service::{entity_policies, notices},
    state::App,
    store::{self, Database, Statement, case::cases::Told},
};

/// Changes that an action brings to waiting cases.
#[derive(Default)]
pub(crate) struct PassedOn {
    pub(crate) statements: Vec<Statement>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) signals: Vec<Signal>,
    /// Cases whose waiting cases are still to be told, each with the action that it brings and the
    /// time of the event before.
    open: Vec<(Reference, Action, Timestamp)>,
    /// Cases that are erased in the same batch, which adds an event to each by itself.
    erased: BTreeSet<Reference>,
}

/// Returns the case that another one may be merged into by this person.
///
/// # Errors
///
/// When the person doesn't see it, when its entity isn't theirs, when it takes no more in, or when
/// others wait for the case to be merged.
pub(crate) async fn merge_target(
    db: &Database,
    merged: Reference,
    into: Reference,
    person: &Person,
) -> Result<Case, ApiError> {
    if merged == into {
        return Err(Refusal::Itself.into());
    }
    let target = store::case::cases::tell(db, into).await?.map(|told| told.case);
    let target = target
        .filter(|case| policy::sight(person, case.hands()) == Some(Sight::Whole))
        .ok_or_else(|| ApiError::input("/deed/into", Reason::UnknownCase))?;
    if !policy::may_act(person, Verb::Merge, &target) {
        return Err(Refusal::Elsewhere.into());
    }
    target.takes_in(store::case::joined::waiting(db, into).await?.len())?;
    if store::case::joined::waiting(db, merged).await?.is_empty() {
        Ok(target)
    } else {
        Err(Refusal::Awaited.into())
    }
}

/// Returns the changes that a decision brings to the cases that wait for the answer of this one.
/// `words` are those of the action; its files stay with the case that was answered.
pub(crate) async fn pass_on(
    app: &App,
    db: &Database,
    before: &Case,
    decided: &Decided,
    words: Option<&Text>,
    charters: &EntityPolicies,
) -> Result<PassedOn, ApiError> {
    let since = before.standing.last_at;
    let open = decided.passes_on(before).map(|deed| (decided.event.reference, deed, since));
    let passed = PassedOn { open: open.into_iter().collect(), ..PassedOn::default() };
    passed.complete(app, db, words, charters).await
}

/// Returns the changes that part all cases that wait for the answer of those that are erased.
pub(crate) async fn part_all(
    app: &App,
    db: &Database,
    erased: BTreeSet<Reference>,
    charters: &EntityPolicies,
) -> Result<PassedOn, ApiError> {
    let open = erased.iter().map(|reference| (*reference, Action::Part, app.now)).collect();
    PassedOn { open, erased, ..PassedOn::default() }.complete(app, db, None, charters).await
}

/// Returns the statement that takes back a notice that wasn't sent yet: of a merge, if the case
/// doesn't wait any more, or of a message that the decision takes back.
pub(crate) fn untold(
    db: &Database,
    before: &Case,
    decided: &Decided,
) -> Result<Option<Statement>, ApiError> {
    let has_left = before.waits() && !decided.case.waits();
    let reference = before.standing.reference;
    let statement = match decided.takes_back(before) {
        Some((kind, at)) => Some(store::outbox::take_back_of(db, reference, kind, at)?),
        None if has_left => Some(store::outbox::take_back(db, reference, NoticeKind::Merged)?),
        None => None,
    };
    Ok(statement)
}

impl PassedOn {
    /// Adds the changes of all waiting cases, and of those that wait for them.
    async fn complete(
        mut self,
        app: &App,
        db: &Database,
        words: Option<&Text>,
        charters: &EntityPolicies,
    ) -> Result<Self, ApiError> {
        while let Some((main, deed, since)) = self.open.pop() {
            let is_undo = deed == Action::Undo;
            let reached = if is_undo {
                store::case::joined::answered_with(db, main).await?
            } else {
                let waiting = store::case::joined::waiting(db, main).await?;
                self.statements.push(store::case::joined::no_others_wait(db, main, &waiting)?);
                waiting
            };
            let words = words.filter(|_| matches!(deed, Action::Relay { .. })).cloned();
            let command = Command { words, ..Command::plain(Actor::System, deed) };
            let concerns = |case: &Case| {
                if is_undo { case.was_answered_with(main, since) } else { case.waits_for(main) }
            };
            for reference in reached {
                if self.erased.contains(&reference) {
                    continue;
                }
                let told = store::case::cases::tell(db, reference).await?;
                if let Some(told) = told.filter(|told| concerns(&told.case)) {
                    self.act(app, db, &told, &command, charters).await?;
                }
            }
        }
        Ok(self)
    }

    /// Adds the changes of one waiting case.
    async fn act(
        &mut self,
        app: &App,
        db: &Database,
        told: &Told,
        command: &Command,
        charters: &EntityPolicies,
    ) -> Result<(), ApiError> {
        let files = FileDigests::default();
        let notice = notices::of(app, told, command).await?;
        let circumstances = Circumstances {
            now: app.now,
            charters,
            salt: &told.salt,
            files: &files,
            is_told: notice.is_some(),
        };
        let decided = told.case.decide(command, &circumstances)?;
        let times = entity_policies::times(&decided.case, charters);
        let message = random::name()?;
        self.statements.extend(store::case::cases::write(
            db,
            told,
            (command, &decided),
            &times,
            (&message, &files),
        )?);
        self.statements.extend(untold(db, &told.case, &decided)?);
        if let Some(notice) = notice {
            self.statements.push(store::outbox::insert(
                db,
                &notice,
                None,
                [decided.event.at, notices::due(app)],
            )?);
            self.notices.push(notice);
        }
        self.signals.push(Signal::changed(&told.case, &decided.case));
        let CaseHead { reference, last_at, .. } = told.case.standing;
        self.open.extend(decided.passes_on(&told.case).map(|deed| (reference, deed, last_at)));
        Ok(())
    }
}
