//! Periods for which data is kept. The edge keeps to them. The privacy page states them, but for
//! that of tests, which the page for web teams states.

/// Days after the end of a case in which its content is erased, unless its entity has set others.
pub const CONTENT_DAYS: u32 = 730;

/// Hours after which an upload that nobody sent is deleted. The form keeps an unsent draft on the
/// visitor's device for the same time.
pub const UNSENT_HOURS: u32 = 24;

/// Hours after which a test of a web team is deleted.
pub const TEST_HOURS: u32 = 24;

/// Days for which back-ups keep what was erased.
pub const BACKUP_DAYS: u32 = 30;

/// Days for which security events are kept. Until then, nothing can change or remove them.
pub const SECURITY_LOG_DAYS: u32 = 730;
