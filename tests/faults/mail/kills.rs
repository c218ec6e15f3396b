//! Fault: the edge is killed while mails come in. Each that was accepted is there once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

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

const KILLS: usize = 6;

/// New mails of a round.
const FRESH: usize = 20;

const MAILS: usize = KILLS * FRESH;

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
    let (mut open, mut accepted): (Vec<Mail>, Vec<Mail>) = (Vec::new(), Vec::new());
    let mut cut = 0;
    for kill in 0..KILLS {
        open.extend((kill * FRESH..(kill + 1) * FRESH).map(mail));
        let answered = Arc::new(AtomicUsize::new(0));
        let mut deliveries = JoinSet::new();
        let mut deliver = |mail: Mail, is_new: bool| {
            let (visitor, answered) = (edge.visitor(), answered.clone());
            deliveries.spawn(async move {
                let wait = Duration::from_secs(20);
                let delivered = timeout(wait, mail.try_deliver(&visitor)).await.ok().flatten();
                let is_accepted = delivered == Some(Delivered::Accepted);
                if is_new && is_accepted {
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                (mail, is_new, is_accepted)
            });
        };
        open.drain(..).for_each(|mail| deliver(mail, true));
        // Some senders try again what was accepted: the answer was lost on the way.
        accepted.iter().rev().take(5).for_each(|mail| deliver(mail.clone(), false));
        // In the midst of the round: some mails are answered, and others under way.
        for _ in 0..10_000 {
            if answered.load(Ordering::Relaxed) > 2 * kill {
                break;
            }
            sleep(Duration::from_millis(2)).await;
        }
        edge.kill();
        while let Some(delivery) = deliveries.join_next().await {
            match delivery.unwrap() {
                (mail, true, true) => accepted.push(mail),
                (mail, true, false) => open.push(mail),
                (_, false, _) => {}
            }
        }
        cut += open.len();
        edge.resume().await;
    }
    assert!(cut > 0, "every kill came after all answers");
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
