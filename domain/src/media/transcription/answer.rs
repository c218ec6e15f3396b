//! Answers of machines: `OpenAI`'s `verbose_json` and the result of Workers AI, in one type.

use serde::Deserialize;
use thiserror::Error;

use super::{DRAFT_MAX, Draft, Outcome, Passage};
use crate::text::characters::is_visible;

/// Most passages of an answer.
const PASSAGES_MAX: usize = 20_000;

/// Longest recording whose times are believed, in seconds.
const SECONDS_MAX: f64 = 86_400.0;

/// Probability of silence from which a passage with little confidence isn't speech: Whisper's own
/// rule, since it invents words for silence.
const SILENCE: f64 = 0.6;

/// Average log-probability of words below which a passage has little confidence.
const LITTLE: f64 = -1.0;

/// English names of languages that Whisper writes instead of tags, and their tags.
const NAMES: [(&str, &str); 20] = [
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("chinese", "zh"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("hindi", "hi"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("malayalam", "ml"),
    ("nepali", "ne"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("russian", "ru"),
    ("sinhala", "si"),
    ("spanish", "es"),
    ("tagalog", "fil"),
    ("tamil", "ta"),
    ("turkish", "tr"),
    ("urdu", "ur"),
];

/// Answer of a machine.
#[derive(Debug, Deserialize)]
pub struct Answer {
    text: String,
    #[serde(default)]
    segments: Vec<Segment>,
    language: Option<String>,
    /// Workers AI has the language here.
    transcription_info: Option<Info>,
}

#[derive(Debug, Deserialize)]
struct Info {
    language: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Segment {
    start: f64,
    end: f64,
    text: String,
    avg_logprob: Option<f64>,
    no_speech_prob: Option<f64>,
}

/// Envelope of Workers AI over REST.
#[derive(Deserialize)]
struct Envelope {
    success: bool,
    result: Option<Answer>,
}

/// Reason why an answer isn't used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// It isn't of the expected shape.
    #[error("the answer isn't of the expected shape")]
    Shape,
    /// A time isn't one, or a passage ends before it begins.
    #[error("the answer has impossible times")]
    Times,
    /// It has more passages than a recording of this size can have.
    #[error("the answer has more than {PASSAGES_MAX} passages")]
    Passages,
}

impl Answer {
    /// Parses `OpenAI`'s `verbose_json`.
    ///
    /// # Errors
    ///
    /// Returns an error if it isn't of that shape.
    pub fn parse(json: &str) -> Result<Self, AnswerError> {
        serde_json::from_str(json).map_err(|_| AnswerError::Shape)
    }

    /// Parses an answer of Workers AI over REST.
    ///
    /// # Errors
    ///
    /// Returns an error if it isn't of that shape, or if it says that the call failed.
    pub fn parse_enveloped(json: &str) -> Result<Self, AnswerError> {
        let envelope: Envelope = serde_json::from_str(json).map_err(|_| AnswerError::Shape)?;
        envelope.result.filter(|_| envelope.success).ok_or(AnswerError::Shape)
    }

    /// Checks the answer and returns the outcome. Passages of silence are left out, and what
    /// follows the longest draft.
    ///
    /// # Errors
    ///
    /// Returns an error for impossible times and for too many passages.
    pub fn outcome(self) -> Result<Outcome, AnswerError> {
        if self.segments.len() > PASSAGES_MAX {
            return Err(AnswerError::Passages);
        }
        if !self.segments.iter().all(Segment::has_times) {
            return Err(AnswerError::Times);
        }
        let language = self.language.or(self.transcription_info.and_then(|info| info.language));
        let heard: Vec<_> = self.segments.iter().filter(|segment| segment.is_speech()).collect();
        let passages = if self.segments.is_empty() {
            passages([(0, self.text.as_str())])
        } else {
            passages(heard.iter().map(|segment| (milliseconds(segment.start), &*segment.text)))
        };
        if passages.is_empty() {
            return Ok(Outcome::Silent);
        }
        Ok(Outcome::Heard(Draft {
            passages,
            language: language.as_deref().and_then(tag),
            confidence: confidence(&heard),
        }))
    }
}

impl Segment {
    fn has_times(&self) -> bool {
        (0.0..=SECONDS_MAX).contains(&self.start) && (self.start..=SECONDS_MAX).contains(&self.end)
    }

    fn is_speech(&self) -> bool {
        let is_silent = self.no_speech_prob.is_some_and(|silent| silent > SILENCE);
        !(is_silent && self.avg_logprob.is_some_and(|average| average < LITTLE))
    }
}

/// Returns the passages that have words, each on one line, up to the longest draft.
fn passages<'a>(parts: impl IntoIterator<Item = (u32, &'a str)>) -> Vec<Passage> {
    let mut left = DRAFT_MAX;
    let mut passages = Vec::new();
    for (start, text) in parts {
        let is_gap = |letter: char| letter.is_whitespace() || letter.is_control();
        let words: Vec<_> = text.split(is_gap).filter(|word| !word.is_empty()).collect();
        let text: String = words.join(" ").chars().take(left).collect();
        left -= text.chars().count();
        if text.chars().any(is_visible) {
            passages.push(Passage { start, text });
        }
    }
    passages
}

/// Returns a time in milliseconds. The times of an answer are checked before.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a day in milliseconds fits"
)]
fn milliseconds(seconds: f64) -> u32 {
    (seconds * 1_000.0) as u32
}

/// Returns the probability of a word on the average, in percent: long passages weigh more.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between 0 and 100"
)]
fn confidence(segments: &[&Segment]) -> Option<u8> {
    let known = segments.iter().filter_map(|segment| {
        let average = segment.avg_logprob.filter(|average| average.is_finite())?;
        // A passage without a length counts a little all the same.
        Some((average, (segment.end - segment.start).max(0.1)))
    });
    let (sum, weight) = known.fold((0.0, 0.0), |(sum, weight), (average, length)| {
        (average.mul_add(length, sum), weight + length)
    });
    (weight > 0.0).then(|| ((sum / weight).exp().clamp(0.0, 1.0) * 100.0).round() as u8)
}

/// Returns the tag of a language that is named by its tag or in English; `None` for others.
fn tag(name: &str) -> Option<String> {
    let name = name.trim().to_ascii_lowercase();
    let is_tag = matches!(name.len(), 2 | 3) && name.bytes().all(|byte| byte.is_ascii_lowercase());
    match NAMES.iter().find(|(known, _)| *known == name) {
        Some((_, tag)) => Some((*tag).to_owned()),
        // Whisper's tag of Filipino.
        None if name == "tl" => Some("fil".to_owned()),
        None => is_tag.then_some(name),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn segment(times: [f64; 2], text: &str) -> Value {
        json!({
            "id": 0, "seek": 0, "start": times[0], "end": times[1], "text": text, "tokens": [1],
            "temperature": 0.0, "avg_logprob": -0.25, "compression_ratio": 1.2,
            "no_speech_prob": 0.01
        })
    }

    fn outcome(answer: &Value) -> Result<Outcome, AnswerError> {
        Answer::parse(&answer.to_string())?.outcome()
    }

    fn draft(answer: &Value) -> Draft {
        match outcome(answer) {
            Ok(Outcome::Heard(draft)) => draft,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_becomes_passages_with_their_times() {
        let found = draft(&json!({
            "task": "transcribe", "language": "arabic", "duration": 4.2,
            "text": " المصباح مطفأ. منذ يوم الاثنين.",
            "segments": [segment([0.0, 2.5], " المصباح\nمطفأ."), segment([2.5, 4.2], " منذ يوم الاثنين.")],
        }));
        assert_eq!(found.text(), "المصباح مطفأ.\nمنذ يوم الاثنين.");
        assert_eq!(found.starts(), [0, 2_500]);
        assert_eq!((found.language.as_deref(), found.confidence), (Some("ar"), Some(78)));
    }

    #[test]
    fn workers_ai_answers_in_an_envelope() {
        let result = json!({
            "transcription_info": { "language": "tl", "language_probability": 0.9 },
            "text": "Sira po ang ilaw.", "word_count": 4,
            "segments": [{ "start": 0, "end": 2, "text": "Sira po ang ilaw.", "words": [] }],
        });
        let envelope = json!({ "result": result, "success": true, "errors": [], "messages": [] });
        let answer = Answer::parse_enveloped(&envelope.to_string()).unwrap();
        let Ok(Outcome::Heard(found)) = answer.outcome() else { panic!("no draft") };
        assert_eq!(found.text(), "Sira po ang ilaw.");
        assert_eq!((found.language.as_deref(), found.confidence), (Some("fil"), None));
        for failed in [
            json!({ "result": null, "success": false, "errors": [{ "code": 5006 }] }),
            json!({ "result": result, "success": false }),
            result,
        ] {
            assert_eq!(
                Answer::parse_enveloped(&failed.to_string()).err(),
                Some(AnswerError::Shape)
            );
        }
    }

    #[test]
    fn silence_is_no_speech_even_if_a_machine_invents_words() {
        let mut invented = segment([0.0, 30.0], " Thank you for watching.");
        invented["no_speech_prob"] = json!(0.93);
        invented["avg_logprob"] = json!(-1.3);
        let text = " Thank you for watching.";
        let silent = json!({ "text": text, "segments": [invented], "language": "english" });
        assert_eq!(outcome(&silent), Ok(Outcome::Silent));
        assert_eq!(outcome(&json!({ "text": " \u{200b} " })), Ok(Outcome::Silent));
    }

    #[test]
    fn an_answer_without_passages_is_one_passage() {
        let found = draft(&json!({ "text": "The lamp is out.", "language": "klingon" }));
        assert_eq!((found.text().as_str(), found.starts()), ("The lamp is out.", vec![0]));
        assert_eq!((found.language, found.confidence), (None, None));
    }

    #[test]
    fn other_shapes_and_impossible_times_are_refused() {
        for text in ["", "<html>", "[]", "{}", r#"{"text":1}"#, r#"{"text":"a","segments":{}}"#] {
            assert_eq!(Answer::parse(text).err(), Some(AnswerError::Shape), "{text}");
        }
        for times in [[-1.0, 2.0], [3.0, 2.0], [0.0, 1e9]] {
            let answer = json!({ "text": "a", "segments": [segment(times, "a")] });
            assert_eq!(outcome(&answer), Err(AnswerError::Times), "{times:?}");
        }
        let many = vec![segment([0.0, 1.0], "a"); PASSAGES_MAX + 1];
        let many = json!({ "text": "a", "segments": many });
        assert_eq!(outcome(&many), Err(AnswerError::Passages));
    }

    #[test]
    fn the_longest_draft_is_cut() {
        let long = "ص".repeat(DRAFT_MAX);
        let parts = [segment([0.0, 1.0], "one"), segment([1.0, 2.0], &long)];
        let found = draft(&json!({ "text": "", "segments": parts }));
        assert_eq!(found.text().chars().count(), DRAFT_MAX + 1, "with the end of a line");
        assert_eq!(found.passages.len(), 2);
    }

    proptest! {
        #[test]
        fn any_answer_is_read_or_refused_and_its_lines_match_its_begins(
            text in ".*",
            parts in prop::collection::vec((any::<f64>(), any::<f64>(), "\\PC*", any::<f64>()), 0..6),
        ) {
            let segments = parts.iter().map(|(start, end, text, average)| json!({
                "start": start, "end": end, "text": text, "avg_logprob": average,
            }));
            let answer = json!({ "text": text, "segments": segments.collect::<Vec<_>>() });
            if let Ok(Outcome::Heard(draft)) = outcome(&answer) {
                let again = Draft::of_lines(
                    &draft.text(), draft.starts(), draft.language.clone(), draft.confidence,
                );
                prop_assert_eq!(again, Some(draft));
            }
        }
    }
}
