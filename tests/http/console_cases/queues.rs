//! Queues: their contents, counts, order, filters and pages.

use std::{cmp::Reverse, collections::BTreeSet};

use domain::{
    Timestamp,
    case::{
        action::{Action, Ground},
        corrective_action::{Nature, Plan},
        life_cycle::Verb,
        queue_order::{Horizon, due_place},
    },
    intake::kind::Kind,
    reference::Reference,
    sla::{calendar::Calendar, priority::Priority},
    staff::Role,
    wire::{
        Contact, Submission,
        console::{ActionRequest, CasePage, Counts, Order, Queue},
    },
};
use reqwest::StatusCode;
use tests::{
    clerk::{CASES, saying},
    staff,
};

use super::{ROOM, clerk, clerk_with, database, sent, slug, submit, to};

#[tokio::test]
async fn each_queue_holds_what_its_name_says() {
    let me = clerk("dewa").await;
    let boss = clerk_with(Role::Supervisor(slug("dewa"))).await;
    let [mine, free, waiting, gone] =
        [1, 2, 3, 4].map(|number| async move { sent("dewa", &format!("Case {number}")).await });
    let (mine, free, waiting, gone) = (mine.await, free.await, waiting.await, gone.await);
    me.does(mine, Action::Take, "").await;
    me.does(waiting, Action::Ask, "Which street?").await;
    me.does(gone, Action::Transfer { to: slug("dda") }, "Theirs.").await;
    let of = async |queue: &str| {
        let mut all = me.listed(&format!("queue={queue}&entity=dewa")).await;
        all.sort_unstable_by_key(Reference::to_string);
        all
    };
    let sorted = |mut all: Vec<Reference>| {
        all.sort_unstable_by_key(Reference::to_string);
        all
    };
    assert_eq!(of("mine").await, [mine]);
    assert_eq!(of("unassigned").await, sorted(vec![free, waiting]));
    assert_eq!(of("awaiting_customer").await, [waiting]);
    assert_eq!(of("transferred").await, []);
    assert_eq!(
        of("all").await,
        sorted(vec![mine, free, waiting, gone]),
        "whoever had a case goes on seeing it"
    );
    let theirs = clerk("dda").await;
    assert_eq!(theirs.listed("queue=transferred").await, [gone]);
    assert_eq!(theirs.cases("queue=transferred").await.rows[0].offered_by, Some(slug("dewa")));
    assert_eq!(boss.listed("queue=mine").await, []);
    let counts: Counts = boss.get(&format!("{CASES}/counts")).await;
    let of = |queue| counts.0[&queue];
    assert_eq!(
        (of(Queue::All), of(Queue::Unassigned), of(Queue::AwaitingCustomer), of(Queue::Mine)),
        (4, 2, 1, 0)
    );
}

#[tokio::test]
async fn what_is_due_first_stands_first_and_pages_follow_each_other() {
    let boss = clerk_with(Role::Supervisor(slug("dcd"))).await;
    let mut numbers = Vec::new();
    for number in 0..53 {
        numbers.push(sent("dcd", &format!("Number {number}")).await);
    }
    boss.does(numbers[7], Action::Prioritise { priority: Priority::Urgent }, "A danger.").await;
    boss.does(numbers[8], Action::Decline { ground: Ground::OutOfScope }, "Not ours.").await;
    {
        let _alone = ROOM.write().await;
        staff::age(&database(), numbers[9], Kind::Complaint, 30);
        let place = "UPDATE participations SET place = '2020-01-01T00:00:00Z', due_at = '2020-01-01T00:00:00Z' WHERE reference = ";
        database().run(&[&format!("{place}'{}'", numbers[9].digits())]);
    }
    let first = boss.cases("").await;
    assert_eq!((first.rows.len(), first.rows[0].reference), (50, numbers[9]));
    let second: CasePage =
        boss.cases(&format!("after={}", first.next.clone().unwrap().replace(' ', "+"))).await;
    assert_eq!((second.rows.len(), second.next), (3, None));
    assert_eq!(second.rows[2].reference, numbers[8], "what has ended stands last");
    let mut all: Vec<_> =
        first.rows.iter().chain(&second.rows).map(|row| row.reference.to_string()).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 53);
    let open: Vec<_> = first.rows.iter().chain(&second.rows).filter_map(|row| row.due_at).collect();
    assert!(open.is_sorted() && open.len() == 52);
    assert_eq!(boss.listed("queue=overdue").await, [numbers[9]]);
    assert_eq!(boss.listed("priority=urgent").await, [numbers[7]]);
    assert_eq!(boss.listed("stage=declined").await, [numbers[8]]);
    assert_eq!(boss.listed("kind=suggestion").await, []);
    assert_eq!(boss.cases("kind=complaint&stage=received&priority=ordinary").await.rows.len(), 50);
    let counts: Counts = boss.get(&format!("{CASES}/counts?entity=dcd")).await;
    assert_eq!((counts.0[&Queue::All], counts.0[&Queue::Overdue]), (53, 1));
    for order in Order::ALL {
        let query = format!("queue=all&entity=dcd&sort={}", order.as_str());
        let first = boss.cases(&query).await;
        let after = first.next.expect("a second page").replace(' ', "+");
        let second = boss.cases(&format!("{query}&after={after}")).await;
        let rows: Vec<_> = first.rows.into_iter().chain(second.rows).collect();
        let listed: BTreeSet<_> = rows.iter().map(|row| row.reference.to_string()).collect();
        assert_eq!((rows.len(), listed.len(), second.next), (53, 53, None), "{order:?}");
        // The store compares times as texts.
        let is_sorted = match order {
            Order::Due => rows[0].reference == numbers[9],
            Order::Newest => rows.is_sorted_by_key(|row| Reverse(row.received_at.to_string())),
            Order::Oldest => rows.is_sorted_by_key(|row| row.received_at.to_string()),
            Order::Changed => rows.is_sorted_by_key(|row| Reverse(row.updated_at.to_string())),
            Order::Priority => rows[0].reference == numbers[7] && rows[1].reference == numbers[9],
        };
        assert!(is_sorted, "{order:?}");
    }
    let oldest = boss.cases("queue=overdue&sort=oldest").await;
    assert_eq!(oldest.rows.len(), 1, "an order changes no queue");
}

#[tokio::test]
async fn whoever_sees_all_entities_reads_them_in_one_order() {
    let auditor = clerk_with(Role::Auditor).await;
    let sent = [sent("dghr", "One.").await, sent("dm", "Another.").await];
    let (mut missing, mut after) = (BTreeSet::from(sent), String::new());
    while !missing.is_empty() {
        let CasePage { rows, next, .. } = auditor.cases(&format!("queue=all&after={after}")).await;
        let due: Vec<_> = rows.iter().map_while(|row| row.due_at).collect();
        assert!(due.is_sorted(), "{due:?}");
        missing.retain(|one| rows.iter().all(|row| row.reference != *one));
        if !missing.is_empty() {
            after = next.expect("they are on a page that follows").replace(' ', "+");
        }
    }
}

#[tokio::test]
async fn what_is_due_today_and_in_a_working_week_is_due_by_working_time() {
    let boss = clerk_with(Role::Supervisor(slug("khda"))).await;
    let mut numbers = Vec::new();
    for number in 0..4 {
        numbers.push(sent("khda", &format!("Number {number}")).await);
    }
    let now = staff::now();
    let calendar = Calendar::federal(2020..=2090);
    let Horizon { day, week, .. } = Horizon::of(&calendar, now);
    let dues = [now.as_second() - 60, day.as_second() - 1, week.as_second() - 1, week.as_second()];
    {
        let _alone = ROOM.write().await;
        for (reference, due) in numbers.iter().zip(dues) {
            let due = Timestamp::from_second(due).unwrap();
            let place = due_place(due, now);
            database().run(&[&format!(
                "UPDATE participations SET place = '{place}', due_at = '{due}'
                 WHERE reference = '{}'",
                reference.digits()
            )]);
        }
    }
    let [overdue, today, week, _] = numbers[..] else { panic!("four cases") };
    assert_eq!(boss.listed("queue=overdue").await, [overdue]);
    assert_eq!(boss.listed("queue=due_today").await, [today]);
    assert_eq!(boss.listed("queue=due_week").await, [today, week]);
    let counts: Counts = boss.get(&format!("{CASES}/counts")).await;
    let counts = [Queue::Overdue, Queue::DueToday, Queue::DueWeek].map(|queue| counts.0[&queue]);
    assert_eq!(counts, [1, 1, 2]);
    assert_eq!(
        boss.listed("queue=due_week&q=number").await.len(),
        2,
        "a search stays in its queue"
    );
}

#[tokio::test]
async fn cases_are_listed_by_owner_language_and_customer() {
    let (me, colleague) = (clerk("legal").await, clerk("legal").await);
    let from = |email: &str, text: &str| {
        let contact = Contact { email: Some(email.into()), ..Contact::default() };
        Submission { contact: Some(contact), ..to("legal", text) }
    };
    let first = submit(&from("salma@example.org", "The lamp.")).await.reference;
    let second = submit(&from("salma@example.org", "The bench.")).await.reference;
    let third =
        submit(&Submission { language: "ur".into(), ..from("huda@example.org", "The gate.") })
            .await
            .reference;
    me.does(first, Action::Take, "").await;
    assert_eq!(colleague.listed(&format!("owner={}", me.id.as_str())).await, [first]);
    assert_eq!(me.listed("queue=unassigned&language=ur").await, [third]);
    let mut same = colleague.listed(&format!("customer={first}")).await;
    same.sort_unstable_by_key(Reference::to_string);
    let mut expected = [first, second];
    expected.sort_unstable_by_key(Reference::to_string);
    assert_eq!(same, expected);
    let stranger = clerk("dld").await;
    let refused = stranger.ask(&format!("{CASES}?customer={first}")).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn suggestions_wait_for_judges_and_actions_for_their_next_step() {
    let boss = clerk_with(Role::Supervisor(slug("dff"))).await;
    let suggestion = Submission { kind: Kind::Suggestion, ..to("dff", "More shade.") };
    let suggestion = submit(&suggestion).await.reference;
    let complaint = sent("dff", "The ramp is broken.").await;
    assert_eq!(boss.listed("queue=to_judge").await, [suggestion]);
    assert_eq!(boss.listed("queue=actions_due").await, []);
    boss.does(complaint, Action::Take, "").await;
    let today = Calendar::federal(2020..=2090).local(staff::now()).date();
    let check_from = "2099-12-01".parse().unwrap();
    let plan = Plan { nature: Nature::Corrective, owner: boss.id.clone(), due: today, check_from };
    let head = boss.case(complaint).await.head;
    let agreed = ActionRequest {
        root_cause: vec!["Rust.".to_owned()],
        ..saying(&head, Action::Act { plan }, "Mend it.")
    };
    let answer = boss.try_to(complaint, &agreed).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let rows = boss.cases("queue=actions_due").await.rows;
    let due: Vec<_> = rows.iter().map(|row| (row.reference, row.action_due)).collect();
    assert_eq!(due, [(complaint, Some(today))]);
    let done = boss.does(complaint, Action::Complete { action: 0 }, "Mended.").await;
    assert!(!done.actions[0].is_check_due && !done.may.contains(&Verb::Check));
    let other = clerk("dff").await.case(complaint).await;
    assert!(!other.actions[0].is_check_due, "it is too early");
    assert!(other.may.contains(&Verb::Check), "somebody else checks");
    assert_eq!(boss.listed("queue=actions_due").await, [], "its effect shows later");
}
