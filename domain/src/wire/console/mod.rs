//! The shapes of the calls under `/console/api`, which are between the edge and its own console: no other program relies on them.
//!
//! What the domain knows goes over the wire as it is; these say what goes together.

mod me;
mod people;
mod settings;

pub use me::Me;
pub use people::{Colleague, Engagement, People};
pub use settings::{Part, Service, Settings, SettingsEvent, SettingsHistory, Versioned};
