//! Settings of ways that are half there or wrong: no request is answered, and the log says why.

use reqwest::StatusCode;
use tests::workerd::Workerd;

#[tokio::test]
async fn settings_that_are_half_there_or_wrong_are_named() {
    for (variable, reason) in [
        ("TWILIO_FROM:Sawtak", "TWILIO_SID is not set, but TWILIO_FROM is"),
        ("SMTP_USER:sawtak", "SMTP_URL is not set, but SMTP_USER is"),
        ("BUDGET_SMS:1_000", "BUDGET_SMS must be a number"),
        ("DELIVERY_ORDER:smtp,whatsapp", "DELIVERY_ORDER knows no way whatsapp"),
    ] {
        let mut edge = Workerd::stopped(&[variable]);
        edge.resume_with(StatusCode::INTERNAL_SERVER_ERROR).await;
        let log = edge.log_with(reason).await;
        assert!(log.contains(reason), "{variable}: {log}");
    }
}
