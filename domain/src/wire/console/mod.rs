//! The shapes of the calls under `/console/api`, which are between the edge and its own console: no other program relies on them.
//!
//! What the domain knows goes over the wire as it is; these say what goes together.

mod case;
mod deed;
mod me;
mod people;
mod queue;
mod settings;

pub use case::{
    CaseAttachment, CaseView, Companion, CorrectiveActionView, EvaluationView, Happened, Said,
    TimerState, TimerView, Transcript,
};
pub use deed::{
    ActionRequest, Attendance, Bulk, Conflict, History, NewTranscript, Objection, Outcome,
    Presence, Present, Reading, Readings, Target, Verdict,
};
pub use me::{Language, Me, Preferences};
pub use people::{Colleague, Engagement, People};
pub use queue::{COUNTED, CasePage, CaseRow, Counts, Excerpt, Names, PAGE, Queue};
pub use settings::{Part, Service, Settings, SettingsEvent, SettingsHistory, Versioned};
