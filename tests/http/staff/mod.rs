//! Staff as others see them: updates that wait for a second person, and the log of security events.

mod second_person;
mod security_events;
