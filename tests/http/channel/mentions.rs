//! Public mentions on X and Instagram: listed for the listening team, dismissed, made a
//! participation of, answered in public, taken over by their author, and forgotten.

use std::time::Duration;

use domain::{
    reference::Reference,
    slug::Slug,
    staff::Role,
    wire::console::{MentionTaken, MentionView, Mentions},
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    channel::{
        accounts::{
            deleted, edge, id, instagram, instagram_message, instagram_webhook, posted, x,
            x_message,
        },
        count, until,
    },
    clerk::{Clerk, read},
    workerd::Workerd,
};
use tokio::time::sleep;

const CALL: &str = "/console/api/mentions";

fn clerk(edge: &Workerd, entity: &str) -> Clerk {
    Clerk::of(entity, &edge.visitor(), &edge.database())
}

async fn listed(clerk: &Clerk, state: &str) -> Vec<MentionView> {
    clerk.get::<Mentions>(&format!("{CALL}?state={state}")).await.mentions
}

async fn deliver(edge: &Workerd, body: &str) {
    assert_eq!(x(&edge.visitor(), body).await, StatusCode::OK);
}

fn wanted() -> Value {
    json!({ "kind": "complaint", "entity": "rta", "service": null })
}

/// Makes a participation of a mention.
async fn taken(clerk: &Clerk, mention: &MentionView) -> Reference {
    let path = format!("{CALL}/{}/participation", mention.id.as_str());
    let answer = clerk.try_post(&path, &wanted()).await;
    read::<MentionTaken>(answer, StatusCode::CREATED).await.reference
}

#[tokio::test]
async fn a_mention_is_listed_once_for_its_team_and_for_that_of_the_platform() {
    let (edge, _accounts) = edge(&[]).await;
    let author = id();
    let (body, _) = posted(&author, "@sawtak the lights of gate 4 are out");
    deliver(&edge, &body).await;
    until(&edge, "mentions", 1).await;
    deliver(&edge, &body).await;
    until(&edge, "inbox", 0).await;
    let rta = clerk(&edge, "rta");
    for clerk in [&rta, &clerk(&edge, "sawtak")] {
        let mentions = listed(clerk, "open").await;
        let [mention] = mentions.as_slice() else { panic!("{mentions:?}") };
        let post = mention.post.as_ref().unwrap();
        assert_eq!(post.text, "@sawtak the lights of gate 4 are out");
        assert_eq!(post.author, Some(format!("salma{author}")));
        assert!(post.link.starts_with("https://x.com/") && post.media.len() == 1);
        assert_eq!((post.language.as_deref(), mention.may_decide), (Some("en"), true));
    }
    let other = clerk(&edge, "iacad");
    assert!(listed(&other, "open").await.is_empty());
    let mention = &listed(&rta, "open").await[0];
    let path = |verb: &str| format!("{CALL}/{}/{verb}", mention.id.as_str());
    let answer = other.try_post(&path("dismiss"), &json!({})).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let auditor = Clerk::with(&[Role::Auditor], &edge.visitor(), &edge.database());
    assert!(!listed(&auditor, "open").await[0].may_decide);
    let answer = auditor.try_post(&path("dismiss"), &json!({})).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);

    // Dismissed once, and opened again.
    let dismiss = async || rta.try_post(&path("dismiss"), &json!({})).await.status();
    assert_eq!(dismiss().await, StatusCode::NO_CONTENT);
    assert_eq!(dismiss().await, StatusCode::CONFLICT);
    assert_eq!(listed(&rta, "dismissed").await[0].decided_by.as_ref(), Some(&rta.id));
    let answer = rta.try_post(&path("participation"), &wanted()).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let answer = rta.try_post(&path("reopen"), &json!({})).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(listed(&rta, "open").await.len(), 1);

    let rows = format!("{:?}", edge.database().run(&["SELECT * FROM mentions"]));
    assert!(!rows.contains(&author) && !rows.contains("gate 4"), "{rows}");
    assert!(!edge.log().contains(&author));
}

#[tokio::test]
async fn a_mention_that_waits_has_a_proposal_for_those_who_decide() {
    let (edge, _accounts) = edge(&[]).await;
    let text = "@sawtak the garbage has not been collected for a week, the bins are full and smell";
    let (body, _) = posted(&id(), text);
    deliver(&edge, &body).await;
    until(&edge, "mentions", 1).await;
    let rta = clerk(&edge, "rta");
    let mention = listed(&rta, "open").await.remove(0);
    let place = mention.proposal.unwrap();
    assert_eq!(place.entity, Slug::parse("dm").unwrap());
    assert_eq!(place.service, Slug::parse("waste-collection").ok());
    assert!(place.probability >= 0.7 && !mention.danger);
    let auditor = Clerk::with(&[Role::Auditor], &edge.visitor(), &edge.database());
    assert_eq!(listed(&auditor, "open").await[0].proposal, None);
    let path = format!("{CALL}/{}/dismiss", mention.id.as_str());
    assert_eq!(rta.try_post(&path, &json!({})).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(listed(&rta, "dismissed").await[0].proposal, None);
}

#[tokio::test]
async fn a_participation_is_answered_in_public_and_taken_over_by_its_author_alone() {
    let (edge, accounts) = edge(&[]).await;
    let (author, stranger) = (id(), id());
    let (body, post) = posted(&author, "@sawtak the lights of gate 4 are out");
    deliver(&edge, &body).await;
    until(&edge, "mentions", 1).await;
    let rta = clerk(&edge, "rta");
    let mention = listed(&rta, "open").await.remove(0);
    let reference = taken(&rta, &mention).await;
    let path = format!("{CALL}/{}/participation", mention.id.as_str());
    assert_eq!(rta.try_post(&path, &wanted()).await.status(), StatusCode::CONFLICT);
    assert_eq!(count(&edge, "participations WHERE channel = 'x'"), 1);
    let case = rta.case(reference).await;
    let text = case.text;
    assert!(text.starts_with("@sawtak the lights") && text.contains("https://x.com/"), "{text}");
    assert_eq!(case.events[0].by, format!("staff:{}", rta.id.as_str()));

    // In public nothing is said but that it came, and where to write privately.
    let answers = accounts.until(|taken| taken.iter().any(|one| one.path == "tweets")).await;
    let answer = answers.iter().find(|one| one.path == "tweets").unwrap();
    assert_eq!(answer.body["reply"]["in_reply_to_tweet_id"], post);
    assert!(answer.text().contains("/f/rta?lang=en#") && answer.text().chars().count() <= 280);
    assert!(!answer.text().contains(&reference.to_string()), "{}", answer.text());
    until(&edge, "mentions WHERE answered_at IS NOT NULL AND answer_due_at IS NULL", 1).await;

    // Another account proves nothing; its author's does.
    deliver(&edge, &x_message(&stranger, "hello")).await;
    until(&edge, "taken_messages", 1).await;
    assert_eq!(count(&edge, "addresses"), 0);
    deliver(&edge, &x_message(&author, "hello")).await;
    until(&edge, "addresses", 1).await;
    let number = reference.to_string();
    let to = format!("dm_conversations/with/{author}/messages");
    accounts
        .until(|taken| taken.iter().any(|one| one.path == to && one.text().contains(&number)))
        .await;
    assert!(listed(&rta, "taken").await[0].is_taken_over);
    assert_eq!(listed(&rta, "taken").await[0].participation, Some(reference));
    sleep(Duration::from_secs(1)).await;
    assert_eq!(accounts.taken().iter().filter(|one| one.path == "tweets").count(), 1);
}

#[tokio::test]
async fn a_mention_on_instagram_is_read_answered_and_taken_over() {
    let (edge, accounts) = edge(&[]).await;
    let (post, comment, author) = (id(), id(), id());
    let said = json!({ "mentioned_comment": { "id": comment, "text": "@sawtak البوابة مغلقة",
        "username": "amal", "timestamp": "2026-04-01T08:00:00+0000",
        "media": { "id": post, "permalink": "https://www.instagram.com/p/1" } } });
    accounts.know(&comment, said);
    let change = |media: &str, comment: &str| json!({ "field": "mentions", "value": { "media_id": media, "comment_id": comment } });
    // One that we may not read is left out.
    let changes = [change(&post, &comment), change(&id(), &id())];
    let body = instagram_webhook(&[], &changes);
    assert_eq!(instagram(&edge.visitor(), &body).await, StatusCode::OK);
    until(&edge, "mentions", 1).await;
    until(&edge, "inbox", 0).await;
    let rta = clerk(&edge, "rta");
    let mention = listed(&rta, "open").await.remove(0);
    assert_eq!(mention.post.as_ref().unwrap().language.as_deref(), Some("ar"));
    let reference = taken(&rta, &mention).await;
    let path = format!("{}/mentions", tests::channel::accounts::INSTAGRAM);
    let answers = accounts.until(|taken| taken.iter().any(|one| one.path == path)).await;
    let answer = answers.iter().find(|one| one.path == path).unwrap();
    assert_eq!(
        (&answer.body["media_id"], &answer.body["comment_id"]),
        (&json!(post), &json!(comment))
    );
    assert!(answer.text().contains("/f/rta?lang=ar#"));

    accounts.know(&author, json!({ "id": author, "username": "amal" }));
    let message = instagram_message(&author, "hello", &json!({}));
    let body = instagram_webhook(&[message], &[]);
    assert_eq!(instagram(&edge.visitor(), &body).await, StatusCode::OK);
    until(&edge, "addresses", 1).await;
    let number = reference.to_string();
    accounts.until(|taken| taken.iter().any(|one| one.text().contains(&number))).await;
}

#[tokio::test]
async fn a_deleted_post_is_forgotten_whenever_its_deletion_comes() {
    let (edge, accounts) = edge(&[]).await;
    let rta = clerk(&edge, "rta");
    let (body, post) = posted(&id(), "@sawtak the first");
    deliver(&edge, &body).await;
    until(&edge, "mentions", 1).await;
    deliver(&edge, &deleted(&post)).await;
    until(&edge, "mentions WHERE state = 'deleted' AND content IS NULL", 1).await;
    // The deletion overtakes the post.
    let (body, post) = posted(&id(), "@sawtak the second");
    deliver(&edge, &deleted(&post)).await;
    until(&edge, "mentions", 2).await;
    deliver(&edge, &body).await;
    until(&edge, "inbox", 0).await;
    assert!(listed(&rta, "open").await.is_empty());
    assert_eq!(count(&edge, "mentions WHERE content IS NOT NULL"), 0);
    // One of which a participation was made: it isn't answered any more.
    let (body, post) = posted(&id(), "@sawtak the third");
    deliver(&edge, &body).await;
    until(&edge, "mentions", 3).await;
    accounts.fail(503, json!({}));
    let mention = listed(&rta, "open").await.remove(0);
    let reference = taken(&rta, &mention).await;
    until(&edge, "mentions WHERE answer_failures = 1", 1).await;
    deliver(&edge, &deleted(&post)).await;
    until(&edge, "inbox", 0).await;
    let mentions = listed(&rta, "taken").await;
    assert_eq!((&mentions[0].post, mentions[0].participation), (&None, Some(reference)));
    // Its text goes, and the case says so.
    let case = rta.case(reference).await;
    assert_eq!(case.text, "");
    assert_eq!(case.events.last().map(|event| event.by.as_str()), Some("system"));
    assert_eq!(count(&edge, "events WHERE what LIKE '%retract%'"), 1);
}
