//! Staff as others see them: updates that wait for a second person, and the log of security events.

mod security_events;
