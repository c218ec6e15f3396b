//! `GET /.well-known/security.txt` (RFC 9116): where to report a vulnerability.

use axum::{Extension, response::IntoResponse};
use domain::Timestamp;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::{platform::clock::later, state::App};

/// Time for which the answer holds, in seconds. The standard asks for less than a year.
const HOLDS: i64 = 90 * 24 * 60 * 60;

/// Answers with the operator's contact.
pub(crate) async fn show(Extension(app): Extension<App>) -> impl IntoResponse {
    let text = text(&app.config.security_contact, &app.config.base_url, app.now);
    let headers =
        [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=86400")];
    (headers, text)
}

fn text(contact: &str, base_url: &str, now: Timestamp) -> String {
    let contact =
        if contact.contains(':') { contact.to_owned() } else { format!("mailto:{contact}") };
    let expires = Timestamp::from_second(later(now, HOLDS).as_second()).unwrap_or(now);
    format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en, ar\n\
         Canonical: {base_url}/.well-known/security.txt\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_finds_its_address_for_less_than_a_year() {
        let now = Timestamp::from_millisecond(1_800_000_000_123).unwrap();
        assert_eq!(
            text("security@sawtak.example", "https://voice.example", now),
            "Contact: mailto:security@sawtak.example\nExpires: 2027-04-15T08:00:00Z\n\
             Preferred-Languages: en, ar\n\
             Canonical: https://voice.example/.well-known/security.txt\n"
        );
        assert!(text("https://voice.example/report", "", now).starts_with("Contact: https://"));
    }
}
