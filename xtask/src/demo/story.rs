//! One case of the demo, told through the rules: nothing happens in it that couldn't.

use std::{num::NonZeroU32, ops::RangeInclusive};

use domain::{
    Timestamp,
    case::{
        Case, Circumstances, Command, Refusal,
        action::Action,
        corrective_action::RootCause,
        event::{Actor, Event},
        lesson::PublicWords,
        life_cycle::{Audience, Words},
        receipt::Participation,
    },
    entity::policy::EntityPolicies,
    figures::lesson::LessonKind,
    intake::{contact::Contact, kind::Kind},
    media::file_digest::FileDigests,
    sla::agreement::Term,
    staff::StaffId,
    text::Text,
};
use fastrand::Rng;
use jiff::civil::Date;

use super::words::Phrase;

/// Something that was said.
pub(super) struct Message {
    pub(super) sequence: u32,
    pub(super) at: Timestamp,
    pub(super) by_customer: bool,
    pub(super) is_internal: bool,
    pub(super) text: String,
    pub(super) root_cause: Vec<String>,
    pub(super) public_words: Vec<String>,
}

/// Public words that somebody has approved, as the store publishes them.
pub(super) struct Published {
    pub(super) kind: LessonKind,
    pub(super) day: Date,
    pub(super) words: Vec<String>,
}

/// A case, how it came about, and when it is.
pub(super) struct Story<'a> {
    pub(super) start: Participation,
    pub(super) case: Case,
    pub(super) events: Vec<Event>,
    pub(super) messages: Vec<Message>,
    pub(super) published: Option<Published>,
    charters: &'a EntityPolicies,
    now: Timestamp,
    at: Timestamp,
}

/// Why a story doesn't go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// The rest is still to come.
    NotYet,
    /// The plot asks for what the rules refuse.
    Refused(Action, Refusal),
}

impl<'a> Story<'a> {
    /// Starts a story with its first event.
    pub(super) fn new(
        start: Participation,
        first: Event,
        case: Case,
        charters: &'a EntityPolicies,
        now: Timestamp,
    ) -> Self {
        let at = start.received_at;
        let (events, messages) = (vec![first], Vec::new());
        Self { start, case, events, messages, published: None, charters, now, at }
    }

    /// Returns true while the case is too young for a reaction to be expected.
    pub(super) fn is_young(&self) -> bool {
        self.now.as_second() - self.start.received_at.as_second() < 3 * 86_400
    }

    /// The day so many days after it began.
    pub(super) fn day(&self, days: i64) -> Date {
        let calendar = &self.charters.of(&self.start.entity).calendar;
        calendar.local(seconds_after(self.start.received_at, days * 86_400)).date()
    }

    /// The day on which the story is.
    pub(super) fn today(&self) -> Date {
        self.charters.of(&self.start.entity).calendar.local(self.at).date()
    }

    /// The phrase in the language of whoever sent it.
    pub(super) fn phrase(&self, rng: &mut Rng, phrases: &[Phrase]) -> String {
        let [arabic, english] = phrases[rng.usize(..phrases.len())];
        if self.start.language == "ar" { arabic } else { english }.to_owned()
    }

    /// After so many minutes of working time someone does something.
    pub(super) fn staff(
        &mut self,
        rng: &mut Rng,
        wait: RangeInclusive<u32>,
        who: &StaffId,
        deed: Action,
        words: &str,
    ) -> Result<(), Stop> {
        let calendar = &self.charters.of(&self.case.standing.entity).calendar;
        let minutes = NonZeroU32::new(rng.u32(wait)).unwrap_or(NonZeroU32::MIN);
        let at = Term::Minutes(minutes).end(self.at, calendar);
        self.go_on(
            at,
            &Command { words: written(words), ..Command::plain(Actor::Staff(who.clone()), deed) },
        )
    }

    /// The same with the answers to "why?".
    pub(super) fn agrees(
        &mut self,
        rng: &mut Rng,
        who: &StaffId,
        deed: Action,
        words: &str,
        why: &[String],
    ) -> Result<(), Stop> {
        let at = Term::Minutes(NonZeroU32::new(rng.u32(20..90)).unwrap_or(NonZeroU32::MIN))
            .end(self.at, &self.charters.of(&self.case.standing.entity).calendar);
        let command = Command::plain(Actor::Staff(who.clone()), deed);
        self.go_on(
            at,
            &Command { words: written(words), root_cause: RootCause::parse(why).ok(), ..command },
        )
    }

    /// Someone proposes public words about what has changed. Returns the number of the proposal.
    pub(super) fn proposes(
        &mut self,
        rng: &mut Rng,
        who: &StaffId,
        words: PublicWords,
    ) -> Result<u32, Stop> {
        let at = Term::Minutes(NonZeroU32::new(rng.u32(60..900)).unwrap_or(NonZeroU32::MIN))
            .end(self.at, &self.charters.of(&self.case.standing.entity).calendar);
        let command = Command::plain(Actor::Staff(who.clone()), Action::Propose { action: 0 });
        self.go_on(at, &Command { public_words: Some(words), ..command })?;
        Ok(self.events.last().map_or(0, |event| event.sequence))
    }

    /// After so many minutes, whatever the time, its customer does something.
    pub(super) fn customer(
        &mut self,
        rng: &mut Rng,
        wait: RangeInclusive<u32>,
        deed: Action,
        words: &str,
    ) -> Result<(), Stop> {
        let at = seconds_after(self.at, i64::from(rng.u32(wait)) * 60);
        self.go_on(at, &Command { words: written(words), ..Command::plain(Actor::Customer, deed) })
    }

    /// Lets time do what it does until now.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        self.pass(self.now)
    }

    fn is_reachable(&self) -> bool {
        self.start.contact.as_ref().is_some_and(Contact::is_reachable)
    }

    fn go_on(&mut self, at: Timestamp, command: &Command) -> Result<(), Stop> {
        if at >= self.now {
            return Err(Stop::NotYet);
        }
        self.pass(at)?;
        self.write(at, command)
    }

    fn pass(&mut self, until: Timestamp) -> Result<(), Stop> {
        while let Some((at, deed)) = self.case.alarm(self.charters).filter(|(at, _)| *at <= until) {
            self.write(at, &Command::plain(Actor::System, deed))?;
        }
        Ok(())
    }

    fn write(&mut self, at: Timestamp, command: &Command) -> Result<(), Stop> {
        let files = FileDigests::default();
        let circumstances = Circumstances {
            now: at,
            charters: self.charters,
            salt: &self.start.salt,
            files: &files,
            is_told: command.deed.verb().notice().is_some() && self.is_reachable(),
        };
        let refused = |refusal| Stop::Refused(command.deed.clone(), refusal);
        let decided = self.case.decide(command, &circumstances).map_err(refused)?;
        let public_words: Vec<String> =
            command.public_words.iter().flat_map(PublicWords::texts).map(str::to_owned).collect();
        if let Action::Publish { proposal, .. } = command.deed {
            let proposed = self.messages.iter().find(|message| message.sequence == proposal);
            self.published = proposed.map(|message| Published {
                kind: match self.start.kind {
                    Kind::Suggestion => LessonKind::Implemented,
                    Kind::Observation | Kind::Complaint => LessonKind::Effective,
                },
                day: decided.event.change.day_of(at),
                words: message.public_words.clone(),
            });
        }
        if command.words.is_some() || !public_words.is_empty() {
            let words = command.deed.verb().rule().words;
            self.messages.push(Message {
                sequence: decided.event.sequence,
                at: decided.event.at,
                by_customer: command.actor == Actor::Customer,
                is_internal: matches!(
                    words,
                    Words::May(Audience::Staff) | Words::Must(Audience::Staff)
                ),
                text: command.words.as_ref().map_or("", Text::as_str).to_owned(),
                root_cause: command
                    .root_cause
                    .iter()
                    .flat_map(RootCause::answers)
                    .map(|why| why.as_str().to_owned())
                    .collect(),
                public_words,
            });
        }
        self.at = decided.event.at;
        self.events.push(decided.event);
        self.case = decided.case;
        Ok(())
    }
}

fn written(words: &str) -> Option<Text> {
    Text::parse(words).ok().flatten()
}

/// So many seconds later.
pub(super) fn seconds_after(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(at.as_second() + seconds).unwrap_or(at)
}
