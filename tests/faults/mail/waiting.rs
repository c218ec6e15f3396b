//! Fault: mails that can never be taken in wait beside others.

use tests::{
    mail::{Delivered, Mail, VARIABLES},
    workerd::Workerd,
};

use super::{RTA, participations, waiting};

/// More mails than one run of the cron job takes in.
const MAILS: usize = 30;

#[tokio::test]
async fn mails_that_always_fail_hold_back_no_others() {
    let edge = Workerd::start(&VARIABLES).await;
    let visitor = edge.visitor();
    edge.database().run(&["CREATE TRIGGER refuse BEFORE INSERT ON participations
                           BEGIN SELECT RAISE(ABORT, 'refused'); END"]);
    for number in 0..MAILS {
        let mail = Mail::plain(RTA, &format!("waits-{number}"), "Gate 4", "It is broken.");
        assert_eq!(mail.deliver(&visitor).await, Delivered::Accepted);
    }
    edge.database().run(&["DROP TRIGGER refuse"]);
    assert_eq!(waiting(&edge), MAILS);
    // All but the last in the order of keys.
    for key in edge.media_keys("mail/").iter().take(MAILS - 1) {
        edge.spoil_media(key);
    }
    edge.strike().await;
    assert_eq!(participations(&edge).len(), 1, "{}", edge.log());
    assert_eq!(waiting(&edge), MAILS - 1);
}
