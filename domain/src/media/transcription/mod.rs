//! Machine transcripts of recordings: which files are sent to a machine, what it makes of them, and
//! the formats of requests and answers.
//!
//! A machine transcript is a draft for staff and for search. It stands beside a person's transcript
//! and never replaces it. `answer` parses the answers of `OpenAI`'s `/v1/audio/transcriptions`, of
//! servers of the same shape and of Workers AI; `request` frames what is sent to them.

mod answer;
pub mod request;

use serde::{Deserialize, Serialize};

use super::scan::Scan;

pub use answer::{Answer, AnswerError};

/// Largest file that goes through the platform's binding, in bytes.
pub const BINDING_MAX: u64 = 20_000_000;

/// Largest file that is streamed to a server, in bytes.
pub const SERVER_MAX: u64 = 25_000_000;

/// Number of attempts that fail because of a file before it counts as unreadable.
const ATTEMPTS_MAX: u32 = 5;

/// Returns whether a recording counts as unreadable after so many attempts that failed because of
/// the file.
pub const fn is_given_up(refusals: u32) -> bool {
    refusals >= ATTEMPTS_MAX
}

/// Longest machine transcript, in characters. The rest is cut off.
pub const DRAFT_MAX: usize = 100_000;

/// Beginnings, of six letters each, of the media types of recordings and films.
pub const HEARD: [&str; 2] = ["audio/", "video/"];

/// Result of a machine that was sent a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Outcome {
    /// The machine heard words.
    Heard(Draft),
    /// The machine heard no words.
    Silent,
    /// The recording is larger than the machine takes.
    TooLong,
    /// The machine can't read the recording.
    Unreadable,
}

/// Machine's draft of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Passages in their order; at least one.
    pub passages: Vec<Passage>,
    /// Tag of the language that the machine heard, such as `ar`.
    pub language: Option<String>,
    /// Confidence of the machine in its words, in percent.
    pub confidence: Option<u8>,
}

/// Passage of a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Begin in milliseconds.
    pub start: u32,
    /// Words, on one line.
    pub text: String,
}

impl Outcome {
    /// Returns the name of the state in the store and on the wire.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Heard(_) => "heard",
            Self::Silent => "silent",
            Self::TooLong => "too_long",
            Self::Unreadable => "unreadable",
        }
    }

    /// Returns the draft, if there is one.
    pub const fn draft(&self) -> Option<&Draft> {
        if let Self::Heard(draft) = self { Some(draft) } else { None }
    }

    /// Builds an outcome from its stored parts; `None` if they fit no state.
    pub fn of_parts(state: &str, draft: Option<Draft>) -> Option<Self> {
        match (state, draft) {
            ("heard", Some(draft)) => Some(Self::Heard(draft)),
            ("silent", None) => Some(Self::Silent),
            ("too_long", None) => Some(Self::TooLong),
            ("unreadable", None) => Some(Self::Unreadable),
            _ => None,
        }
    }
}

impl Draft {
    /// Builds a draft from its text, one passage a line, and the begins of the passages; `None` if
    /// there aren't as many of both.
    pub fn of_lines(
        text: &str,
        starts: Vec<u32>,
        language: Option<String>,
        confidence: Option<u8>,
    ) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        if lines.is_empty() || lines.len() != starts.len() {
            return None;
        }
        let passage = |(start, line): (u32, &str)| Passage { start, text: line.to_owned() };
        let passages = starts.into_iter().zip(lines).map(passage).collect();
        Some(Self { passages, language, confidence })
    }

    /// Returns the words, one passage a line.
    pub fn text(&self) -> String {
        let lines: Vec<_> = self.passages.iter().map(|passage| passage.text.as_str()).collect();
        lines.join("\n")
    }

    /// Returns the begins of the passages in milliseconds.
    pub fn starts(&self) -> Vec<u32> {
        self.passages.iter().map(|passage| passage.start).collect()
    }
}

/// Facts about a recording that waits for a machine.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// State of its malware scan; `None` at an installation without a scanner.
    pub scan: Option<Scan>,
    /// True if the entity that has the case has machine transcripts on.
    pub is_on: bool,
    /// True if a person has written a transcript.
    pub is_written: bool,
    /// Size in bytes.
    pub size: u64,
}

/// Next step with a recording that waits for a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It goes to the machine.
    Send,
    /// It waits for its malware scan.
    Wait,
    /// It stays as it is, and isn't looked at again.
    Drop,
    /// It is larger than the machine takes.
    TooLong,
}

impl Waiting {
    /// Returns the next step with a machine that takes files of at most `most` bytes. Only a file
    /// that is known to be clean leaves an installation that has a scanner.
    pub const fn next(&self, most: u64) -> Step {
        match self.scan {
            _ if !self.is_on || self.is_written => Step::Drop,
            Some(Scan::Infected | Scan::Unscannable) => Step::Drop,
            Some(Scan::Waiting) => Step::Wait,
            Some(Scan::Clean) | None if self.size > most => Step::TooLong,
            Some(Scan::Clean) | None => Step::Send,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting() -> Waiting {
        Waiting { scan: None, is_on: true, is_written: false, size: 1_000 }
    }

    #[test]
    fn a_recording_goes_to_a_machine_only_if_its_entity_wants_it_and_nobody_has_written() {
        assert_eq!(waiting().next(1_000), Step::Send);
        assert_eq!(Waiting { is_on: false, ..waiting() }.next(1_000), Step::Drop);
        assert_eq!(Waiting { is_written: true, ..waiting() }.next(1_000), Step::Drop);
        assert_eq!(Waiting { size: 1_001, ..waiting() }.next(1_000), Step::TooLong);
    }

    #[test]
    fn with_a_scanner_only_clean_files_leave() {
        let next = |scan| Waiting { scan: Some(scan), ..waiting() }.next(1_000);
        let steps = Scan::ALL.map(next);
        assert_eq!(steps, [Step::Wait, Step::Send, Step::Drop, Step::Drop]);
    }

    #[test]
    fn a_draft_is_stored_as_lines_and_their_begins() {
        let draft = Draft {
            passages: vec![
                Passage { start: 0, text: "The lamp is out.".to_owned() },
                Passage { start: 2_500, text: "Since Monday.".to_owned() },
            ],
            language: Some("en".to_owned()),
            confidence: Some(81),
        };
        let again = Draft::of_lines(&draft.text(), draft.starts(), Some("en".to_owned()), Some(81));
        assert_eq!(again, Some(draft));
        assert_eq!(Draft::of_lines("one\ntwo", vec![0], None, None), None);
        assert_eq!(Draft::of_lines("", Vec::new(), None, None), None);
    }

    #[test]
    fn states_have_the_names_of_the_wire() {
        for outcome in [Outcome::Silent, Outcome::TooLong, Outcome::Unreadable] {
            assert_eq!(serde_json::to_value(&outcome).unwrap()["state"], outcome.as_str());
            assert_eq!(Outcome::of_parts(outcome.as_str(), None), Some(outcome));
        }
        assert_eq!(Outcome::of_parts("waiting", None), None);
        assert_eq!(Outcome::of_parts("heard", None), None);
    }
}
