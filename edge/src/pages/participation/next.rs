//! What happens next with a participation and by when, in plain words.

use domain::{Timestamp, case::stage::Stage, sla::calendar::Calendar, wire::Status};
use form::language::Words;

use crate::pages::words::moment;

/// One sentence or two, and a third where it should have been done by now. `entity` is the name as HTML.
pub(super) fn sheet(
    words: &Words,
    status: &Status,
    entity: &str,
    now: Timestamp,
    calendar: &Calendar,
) -> String {
    let sentence = match status.stage {
        Stage::Received => words.page_next_received,
        Stage::InReview => words.page_next_in_review,
        Stage::AwaitingCustomer => words.page_next_awaiting_customer,
        Stage::Transferred => words.page_next_transferred,
        Stage::Answered => words.page_next_answered,
        Stage::Closed => words.page_next_closed,
        Stage::Reopened => words.page_next_reopened,
        Stage::Withdrawn => words.page_next_withdrawn,
        Stage::Declined => words.page_next_declined,
    };
    let sentence = sentence
        .replace("{entity}", entity)
        .replace("{first}", &moment(status.first_response_due, calendar))
        .replace("{full}", &moment(status.resolution_due, calendar));
    let late = if is_late(status, now) {
        format!("<p class=\"page-late\">{}</p>", words.page_late)
    } else {
        String::new()
    };
    format!(
        "<section class=\"page-sheet page-next\"><h2>{}</h2><p>{sentence}</p>{late}</section>\n",
        words.page_next
    )
}

/// Whether the answer that is waited for should have come. While the customer is asked, the clocks stand still.
fn is_late(status: &Status, now: Timestamp) -> bool {
    match status.stage {
        Stage::Received => now > status.first_response_due,
        Stage::InReview | Stage::Transferred | Stage::Reopened => now > status.resolution_due,
        Stage::AwaitingCustomer
        | Stage::Answered
        | Stage::Closed
        | Stage::Withdrawn
        | Stage::Declined => false,
    }
}
