//! Fault: the edge is killed while mails come in. Each that was accepted is there once.

use std::time::Duration;

use tests::{
    fixtures,
    mail::{Delivered, Mail, VARIABLES, file, multipart, part},
    workerd::Workerd,
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{participations, waiting};

const MAILS: usize = 60;
const KILLS: u64 = 6;

/// Returns a mail with a picture, whose text nobody else has.
fn mail(number: usize) -> Mail {
    let headers = "Subject: Gate\r\nContent-Type: multipart/mixed; boundary=b\r\n";
    let picture = "Content-Type: image/png\r\nContent-Disposition: attachment; filename=a.png";
    let parts = [
        part("Content-Type: text/plain", format!("Mail number {number}.").as_bytes()),
        file(picture, &fixtures::picture(3_000)),
    ];
    let from = format!("author{number}@example.org");
    let id = format!("killed-{number}");
    Mail::by(&from, "rta@voice.example", &id, headers, &multipart("b", &parts))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_was_accepted_is_there_once_through_kills() {
    let mut edge = Workerd::start(&VARIABLES).await;
    let (mut open, mut accepted): (Vec<Mail>, Vec<Mail>) =
        ((0..MAILS).map(mail).collect(), Vec::new());
    for kill in 0..KILLS {
        let mut deliveries = JoinSet::new();
        // Some senders try again what was accepted: the answer was lost on the way.
        for mail in open.drain(..).chain(accepted.iter().take(5).cloned()) {
            let visitor = edge.visitor();
            deliveries.spawn(async move {
                let wait = Duration::from_secs(20);
                let delivered = timeout(wait, mail.try_deliver(&visitor)).await.ok().flatten();
                (mail, delivered)
            });
        }
        sleep(Duration::from_millis(20 + 60 * kill)).await;
        edge.kill();
        while let Some(delivery) = deliveries.join_next().await {
            match delivery.unwrap() {
                (mail, Some(Delivered::Accepted)) => accepted.push(mail),
                (mail, _) => open.push(mail),
            }
        }
        edge.resume().await;
    }
    for mail in open {
        assert_eq!(mail.deliver(&edge.visitor()).await, Delivered::Accepted);
    }
    edge.strike().await;
    let rows = participations(&edge);
    for number in 0..MAILS {
        let text = format!("Mail number {number}.");
        let count =
            rows.iter().filter(|row| row["text"].as_str().unwrap().ends_with(&text)).count();
        assert_eq!(count, 1, "{text} {}", edge.log());
    }
    assert_eq!(waiting(&edge), 0);
    edge.database().assert_whole(MAILS);
}
