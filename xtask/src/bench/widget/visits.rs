//! The widgets and the kinds of visit that a round measures, under the names that `measure` knows.

/// A visit that clicks without showing interest before.
pub(super) const COLD: &str = "cold";
/// A visit whose pointer rests on the button until everything has loaded.
pub(super) const WARM: &str = "warm";
/// A page that is idle with the box in view.
pub(super) const IDLE: &str = "idle";

/// The hardest proof of work that the edge asks for. It isn't a widget.
pub(super) const PROOF: &str = "proof";
/// The threads that compute the proof.
pub(super) const PROOF_PLACES: [&str; 2] = ["page", "worker"];

/// The page without any widget.
pub(super) const PAGE: &str = "page";

/// Every widget: its name for `measure`, its title in the report.
pub(super) const WIDGETS: [(&str, &str); 6] = [
    (PAGE, "the page alone"),
    ("sawtak", "**Sawtak**"),
    ("floor", "floor, written by hand"),
    ("sentry", "Sentry feedback, asynchronous"),
    ("sentry-lean", "the same without screenshots"),
    ("posthog", "PostHog surveys"),
];
