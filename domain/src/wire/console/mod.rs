//! JSON shapes of the calls under `/console/api`: cases, queues, actions, settings and staff.
//!
//! This contract is private to the edge and its console; no other program relies on it. Domain
//! types go over the wire as they are; the types here only combine them.

mod absences;
mod activity;
mod case;
mod deed;
mod entities;
mod me;
mod mentions;
mod past_cases;
mod people;
mod queue;
mod report;
mod saved_views;
mod security_events;
mod settings;
mod spoken;
mod start;
mod systems;
mod team;
mod volumes;
mod ways;

pub use absences::{AbsenceView, Absences, NewAbsence};
pub use activity::{ActivePeople, ActivePerson, Activity, ActivityEntry, ActivityFilter, Done};
pub use case::{
    CaseAttachment, CaseView, Companion, CorrectiveActionView, DeliveryView, EvaluationView,
    Happened, LessonView, ProposedPlace, Said, TimerState, TimerView, Transcript,
};
pub use deed::{
    ActionRequest, Bulk, Conflict, Head, History, MergeTarget, NewTranscript, Objection, Outcome,
    Reading, ReadingKind, Readings, Target, TranscriptVersion, TranscriptVersions, Verdict,
};
pub use entities::{AddedEntity, FirstAdministrator, NewEntity};
pub use me::{Language, Me, Preferences};
pub use mentions::{
    MENTIONS_PAGE, MentionList, MentionParticipation, MentionPost, MentionTaken, MentionView,
    Mentions,
};
pub use past_cases::{ImportReport, PastCases, PastRow, RowReport, RowResult};
pub use people::{Colleague, Engaged, Engagement, People, RequestDecision, StaffRequest};
pub use queue::{
    COUNTED, CasePage, CaseRow, Counts, Names, Order, PAGE, Queue, Search, WordsToMark,
};
pub use report::{Sheet, Workbook};
pub use saved_views::{NewView, SavedViews, View};
pub use security_events::{SECURITY_PAGE, SecurityEntry, SecurityEvents};
pub use settings::{
    HolidayFile, HolidayPreview, PinnedLoader, Settings, SettingsEvent, SettingsHistory, Versioned,
};
pub use spoken::{SpokenChannel, SpokenParticipation};
pub use start::{first_calls, first_queue, handles_cases};
pub use systems::{
    CREATIONS_PAGE, ChangedSystem, ReadyTemplate, SystemAuth, SystemCase, SystemCases,
    SystemSettings, SystemState, SystemTemplate, SystemTest, ready_templates,
};
pub use systems::{
    ChangedWebhook, DELIVERIES_PAGE, DeliveryState, KeyView, Keys, MadeKey, NewKey, NewWebhook,
    NewWebhookSecret, QueuedDelivery, Webhook, WebhookDeliveries, WebhookDelivery, Webhooks,
};
pub use team::{Alike, AlikeCases, Team, TeamMember, TeamService};
pub use volumes::{NewVolumes, VolumeRow, Volumes};
pub use ways::{WayIn, Ways};
