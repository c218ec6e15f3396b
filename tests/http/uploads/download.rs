//! Download of an attachment: its headers, ranges, and links that were changed.

use reqwest::{Method, Response, StatusCode, Url, header};
use tests::{
    assertions::header_of,
    client::Visitor,
    fixtures::{complaint_with, picture},
    server,
};

use super::{NAME, attached};

#[tokio::test]
async fn the_type_is_told_from_the_content() {
    let visitor = Visitor::new();
    let upload = visitor.upload("ملاحظة بسيطة\n".as_bytes(), "page.html", "text/html").await;
    let attachment = attached(&visitor, &upload).await;
    assert_eq!(attachment.media_type, "text/plain");
    let response = visitor.get(&attachment.url).await;
    assert!(header_of(&response, header::CONTENT_TYPE).starts_with("text/plain"));
}

#[tokio::test]
async fn an_attachment_is_served_so_that_it_cannot_run() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(1_000), NAME, "image/png").await;
    let attachment = attached(&visitor, &upload).await;
    let response = visitor.get(&attachment.url).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "image/png");
    assert!(header_of(&response, header::CONTENT_DISPOSITION).starts_with("attachment"));
    assert_eq!(header_of(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(header_of(&response, header::CONTENT_DISPOSITION).is_ascii());
}

#[tokio::test]
async fn a_player_may_ask_for_a_part_of_an_attachment() {
    let visitor = Visitor::new();
    let bytes = picture(10_000);
    let upload = visitor.upload(&bytes, NAME, "image/png").await;
    let attachment = attached(&visitor, &upload).await;
    for (range, expected) in
        [("bytes=100-199", 100..200), ("bytes=9990-", 9_990..10_000), ("bytes=-10", 9_990..10_000)]
    {
        let request = visitor.request(Method::GET, &attachment.url).header(header::RANGE, range);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT, "{range}");
        let content_range = format!("bytes {}-{}/10000", expected.start, expected.end - 1);
        assert_eq!(header_of(&response, header::CONTENT_RANGE), content_range);
        assert_eq!(response.bytes().await.unwrap(), bytes[expected]);
    }
    let beyond =
        visitor.request(Method::GET, &attachment.url).header(header::RANGE, "bytes=20000-");
    assert_eq!(beyond.send().await.unwrap().status(), StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn a_link_that_was_changed_opens_nothing() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(1_000), NAME, "image/png").await;
    let link = server::at_edge(&attached(&visitor, &upload).await.url);
    assert!(link.query().is_some(), "{link}");
    let refused = |response: Response| matches!(response.status().as_u16(), 401 | 403 | 404);
    let mut bare = link.clone();
    bare.set_query(None);
    assert!(refused(visitor.get(bare.as_str()).await));
    for changed in changes(&link) {
        assert!(refused(visitor.get(changed.as_str()).await), "{changed}");
    }
}

/// Returns the link with one parameter changed at a time: numbers increased and decreased, other
/// values emptied or with another first letter.
fn changes(link: &Url) -> Vec<Url> {
    let pairs: Vec<(String, String)> = link.query_pairs().into_owned().collect();
    let mut changed = Vec::new();
    for place in 0..pairs.len() {
        let value = &pairs[place].1;
        let others = match value.parse::<i64>() {
            Ok(number) => vec![(number + 1_000).to_string(), (number - 1_000_000).to_string()],
            Err(_) => vec![
                format!("{}{}", if value.starts_with('A') { 'B' } else { 'A' }, &value[1..]),
                String::new(),
            ],
        };
        for other in others {
            let mut pairs = pairs.clone();
            pairs[place].1 = other;
            let mut link = link.clone();
            link.query_pairs_mut().clear().extend_pairs(pairs);
            changed.push(link);
        }
    }
    changed
}

#[tokio::test]
async fn a_link_is_made_for_the_bearer_of_the_tracking_key_alone() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(100), NAME, "image/png").await;
    let acknowledgement = visitor.submit(&complaint_with(&[&upload])).await;
    let public = visitor.status(acknowledgement.reference).await;
    assert!(public.content.is_none());
}
