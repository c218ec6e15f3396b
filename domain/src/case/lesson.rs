//! Lessons: public words about what a suggestion or a corrective action has changed.
//!
//! "You said, we did", in Arabic and English. One person of the entity proposes the words, another
//! one approves them, and only then are they public. The events name the proposal; its words are
//! stored with the other texts of the case, and the digest of the event covers them.

use serde::{Deserialize, Serialize};

use crate::{bilingual::Named, staff::StaffId, text::Text};

/// Longest of the public texts, in characters.
const LONGEST: usize = 400;

/// Public words: a sentence for each language and part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicWords {
    /// Matter that people brought up: "You said".
    pub said: Named,
    /// Change that was made: "We did".
    pub did: Named,
}

/// Error of parsing public words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("both sentences in Arabic and in English, each of at most {LONGEST} characters")]
pub struct PublicWordsError;

/// Lesson of a case: its latest proposal of public words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Sequence of the event that proposed the words.
    pub proposal: u32,
    /// Member of staff who wrote them.
    pub by: StaffId,
    /// True once somebody else has approved them.
    pub is_published: bool,
}

impl PublicWords {
    /// Trims and checks the words.
    ///
    /// # Errors
    ///
    /// When one of the four sentences is missing, too long or can't be stored.
    pub fn parse(written: &Self) -> Result<Self, PublicWordsError> {
        let one = |text: &str| {
            let text = Text::parse(text).ok().flatten().ok_or(PublicWordsError)?;
            let is_short = text.as_str().chars().count() <= LONGEST;
            if is_short { Ok(text.as_str().to_owned()) } else { Err(PublicWordsError) }
        };
        let both = |named: &Named| Ok(Named { ar: one(&named.ar)?, en: one(&named.en)? });
        Ok(Self { said: both(&written.said)?, did: both(&written.did)? })
    }

    /// Returns the longest length of each sentence, in characters.
    pub const fn longest() -> usize {
        LONGEST
    }

    /// Returns the four sentences, in the order in which the digest of the event covers them.
    pub fn texts(&self) -> [&str; 4] {
        [&self.said.ar, &self.said.en, &self.did.ar, &self.did.en]
    }

    /// Returns the words of four sentences in that order, if there are four.
    pub fn of_texts(texts: &[String]) -> Option<Self> {
        let [said_ar, said_en, did_ar, did_en] = texts else { return None };
        let both = |ar: &String, en: &String| Named { ar: ar.clone(), en: en.clone() };
        Some(Self { said: both(said_ar, said_en), did: both(did_ar, did_en) })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        case::{
            Command, Refusal,
            action::{Action, samples},
            corrective_action::{Nature, Plan},
            event::Actor,
            histories::{Life, employee, person},
            life_cycle::Verb,
        },
        entity::hold::Hold,
        intake::kind::Kind,
    };

    pub(crate) fn words() -> PublicWords {
        let both = |ar: &str, en: &str| Named { ar: ar.into(), en: en.into() };
        PublicWords {
            said: both("لا يوجد ظل في الموقف", "There was no shade at the stop"),
            did: both("ركبنا مظلات", "We put up awnings"),
        }
    }

    /// Returns a suggestion that was accepted and implemented.
    fn implemented() -> Life {
        let mut life = Life::of(Kind::Suggestion);
        let marks = samples::deeds()[Verb::Judge as usize].clone();
        life.after(1, employee(1), marks.clone())
            .after(1, employee(2), marks)
            .after(1, employee(3), Action::Decide { accepted: true })
            .after(1, employee(1), Action::Implement { on: date(2026, 11, 24), savings: None });
        life
    }

    fn latest(life: &Life) -> u32 {
        life.case.standing.events
    }

    fn may(life: &Life, number: u8, verb: Verb) -> bool {
        life.case.options(&person(number), life.now, Hold::default()).contains(&verb)
    }

    #[test]
    fn words_are_complete_in_both_languages_and_short() {
        let mut padded = words();
        padded.did.en = format!(" {} ", padded.did.en);
        assert_eq!(PublicWords::parse(&padded), Ok(words()));
        let texts = words().texts().map(str::to_owned);
        assert_eq!(PublicWords::of_texts(&texts), Some(words()));
        assert_eq!(PublicWords::of_texts(&texts[1..]), None);
        for wrong in ["", " ", "\0", &"x".repeat(LONGEST + 1)] {
            let said = Named { ar: wrong.into(), ..words().said };
            let wrong = PublicWords { said, ..words() };
            assert_eq!(PublicWords::parse(&wrong), Err(PublicWordsError));
        }
        let said = Named { ar: "ظ".repeat(LONGEST), ..words().said };
        assert!(PublicWords::parse(&PublicWords { said, ..words() }).is_ok());
    }

    #[test]
    fn what_one_person_proposes_another_one_publishes() {
        let mut life = implemented();
        assert!(may(&life, 1, Verb::Propose) && !may(&life, 2, Verb::Publish));
        life.after(1, employee(1), Action::Propose { action: 0 });
        let proposal = latest(&life);
        let publish = Action::Publish { action: 0, proposal };
        assert!(!may(&life, 1, Verb::Publish) && may(&life, 2, Verb::Publish));
        assert_eq!(life.try_to(employee(1), publish.clone()), Err(Refusal::OwnWords));
        let other = Action::Publish { action: 0, proposal: proposal - 1 };
        assert_eq!(life.try_to(employee(2), other), Err(Refusal::Proposal));
        // Somebody else words it in another way: the earlier words can't be published any more.
        life.after(1, employee(2), Action::Propose { action: 0 });
        assert_eq!(life.try_to(employee(3), publish), Err(Refusal::Proposal));
        let publish = Action::Publish { action: 0, proposal: latest(&life) };
        life.after(24, employee(1), publish.clone());
        assert_eq!(life.try_to(employee(3), publish), Err(Refusal::Proposal), "once");
        assert!(life.case.lessons[&0].is_published && !may(&life, 3, Verb::Publish));
        let day = life.case.milestones.lesson;
        assert!(day.is_some());
        // A correction is another proposal. The day of the first words stays.
        life.after(48, employee(1), Action::Propose { action: 0 });
        let publish = Action::Publish { action: 0, proposal: latest(&life) };
        life.after(48, employee(2), publish);
        assert_eq!(life.case.milestones.lesson, day);
        assert_eq!(crate::case::Case::tell(&life.events).as_ref(), Ok(&life.case));
    }

    #[test]
    fn only_what_was_implemented_or_found_effective_is_told_of() {
        let propose = |action| Action::Propose { action };
        let mut suggestion = Life::of(Kind::Suggestion);
        suggestion.after(1, employee(1), Action::Take);
        assert_eq!(suggestion.try_to(employee(1), propose(0)), Err(Refusal::NothingChanged));
        assert_eq!(implemented().try_to(employee(1), propose(1)), Err(Refusal::NothingChanged));
        let mut life = Life::of(Kind::Complaint);
        let plan = |owner| Plan {
            nature: Nature::Corrective,
            owner: person(owner),
            due: date(2026, 12, 1),
            check_from: date(2026, 12, 2),
        };
        life.after(1, employee(1), Action::Take)
            .after(1, employee(1), Action::Act { plan: plan(1) })
            .after(1, employee(1), Action::Act { plan: plan(1) })
            .after(1, employee(1), Action::Complete { action: 0 })
            .after(1, employee(1), Action::Complete { action: 1 })
            .after(24 * 9, employee(2), Action::Check { action: 0, effective: false })
            .after(1, employee(2), Action::Check { action: 1, effective: true });
        assert_eq!(life.try_to(employee(1), propose(0)), Err(Refusal::NothingChanged));
        life.after(1, employee(1), propose(1));
        let publish = Action::Publish { action: 1, proposal: latest(&life) };
        life.after(1, employee(2), publish);
        let published: Vec<_> =
            life.case.milestones.actions.iter().map(|action| action.lesson.is_some()).collect();
        assert_eq!(published, [false, true]);
    }

    #[test]
    fn the_words_come_with_the_proposal_alone_and_none_after_an_erasure() {
        let mut life = implemented();
        let wordless = Command::plain(employee(1), Action::Propose { action: 0 });
        assert_eq!(life.attempt(&wordless), Err(Refusal::WordsMissing));
        let public_words = Some(words());
        let smuggled = Command { public_words, ..Command::plain(employee(1), Action::Close) };
        assert_eq!(life.attempt(&smuggled), Err(Refusal::WordsUnwanted));
        life.after(1, employee(1), Action::Propose { action: 0 });
        let publish = Action::Publish { action: 0, proposal: latest(&life) };
        life.after(1, Actor::Customer, Action::Erase);
        assert_eq!(life.try_to(employee(2), publish), Err(Refusal::Erased));
        assert_eq!(life.try_to(employee(1), Action::Propose { action: 0 }), Err(Refusal::Erased));
    }
}
