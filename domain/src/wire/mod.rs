//! JSON shapes of version 1 of the HTTP contract, shared by both of its ends.
//!
//! The edge, the widget and the console use these types. JSON shapes of the contract may be defined
//! only here. The types hold unchecked input: their `parse` validates it. Times are
//! RFC 3339 in UTC.

mod alert;
mod assistant;
mod case_action;
pub mod console;
mod customer;
mod directory;
mod figure;
mod guide;
mod live;
mod notice;
#[cfg(feature = "openapi")]
mod openapi;
mod parse;
mod problem;
mod profile;
mod release;
mod status;
mod submission;
mod webhook;

pub use alert::{Alert, AlertData};
pub use assistant::{
    AssistantAnswer, AssistantMessage, AssistantProposal, EmergencyService, LikelyKind,
};
pub use case_action::{CaseAction, CaseState};
pub use customer::{Classification, NewMessage, Rating, Reopening, Withdrawal};
pub use directory::{Directory, DirectoryEntity, DirectoryService};
pub use figure::{Figure, Figures};
pub use guide::{Guide, GuideArticle};
pub use live::{LiveMessage, LiveStatement, PING, PONG, SESSION_ENDED, Viewer};
pub use notice::{Notice, NoticeData, NoticeMessage, StaffNotice, StaffNoticeData};
pub use problem::{Challenge, InputProblem, Problem};
pub use profile::{
    CopiedEntry, CopiedSession, CopiedWay, NewPasskey, PasskeyAnswer, PasskeyChallenge,
    PasskeyTaken, ProfileCopy,
};
pub use release::{Release, ReleasedFigures, ReleasedLesson, Releases};
pub use status::{Attachment, Content, Message, Status, TimelineEntry};
pub use submission::{Acknowledgement, Contact, Place, Submission};
pub use webhook::{WebhookData, WebhookEvent, WebhookFacts};
