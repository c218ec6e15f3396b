//! Tests of the webhooks and answers of X.

use proptest::prelude::*;

use super::*;

const US: &str = "2244994945";

#[test]
fn a_mention_of_the_activity_api_is_read() {
    let body = br#"{"data":{"event_uuid":"u","event_type":"post.mention.create",
        "filter":{"user_id":"2244994945"},"payload":
        {"id":"9","author_id":"5","created_at":"2026-04-01T08:00:00.000Z","text":"@sawtak short",
         "note_tweet":{"text":"@sawtak the whole long post"},"lang":"ar",
         "attachments":{"media_keys":["3_1","16_2","9_3"]},"future":{},
         "referenced_tweets":[{"type":"replied_to","id":"7"},{"type":"quoted","id":"8"}]},
        "includes":{"users":[{"id":"5","username":"salma"}],
         "media":[{"media_key":"16_2","type":"animated_gif"},{"media_key":"9_3","type":"photo"}]}}}"#;
    let events = parse(body, US).unwrap();
    let [XEvent::Mention(post)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(post.text, "@sawtak the whole long post");
    assert_eq!(post.author.username.as_deref(), Some("salma"));
    assert_eq!(post.language.as_deref(), Some("ar"));
    assert_eq!(post.media, [MediaKind::Image, MediaKind::Video, MediaKind::Image]);
    let mention = post.clone().mention();
    let published = mention.post.unwrap();
    assert_eq!(published.link, "https://x.com/salma/status/9");
    assert_eq!((published.author.as_str(), published.media.len()), ("5", 3));
    assert_eq!(published.language, Some(Language::English));
}

#[test]
fn only_what_concerns_our_account_is_an_event_of_ours() {
    let post = |author: &str, more: &str| {
        format!(
            r#"{{"id":"9","author_id":"{author}","created_at":"2026-04-01T08:00:00Z",
            "text":"@sawtak hi"{more}}}"#
        )
    };
    let message = r#"{"id":"7","sender_id":"5","created_at":"2026-04-01T08:00:00Z","text":"hi"}"#;
    let event = |kind: &str, filter: &str, payload: &str| {
        let body = format!(r#"{{"data":{{"event_type":"{kind}"{filter},"payload":{payload}}}}}"#);
        parse(body.as_bytes(), US).unwrap().len()
    };
    let ours = format!(r#","filter":{{"user_id":"{US}"}}"#);
    let mention = post("5", "");
    for (kind, payload) in [("post.mention.create", mention.as_str()), ("dm.received", message)] {
        assert_eq!(event(kind, &ours, payload), 1, "{kind}");
        let foreign = [r#","filter":{"user_id":"7"}"#, r#","filter":{"keyword":"sawtak"}"#, ""];
        for filter in foreign {
            assert_eq!(event(kind, filter, payload), 0, "{kind} {filter}");
        }
    }
    // Our own posts are no mentions, and neither are reposts.
    let repost = post("5", r#","referenced_tweets":[{"type":"retweeted","id":"1"}]"#);
    for payload in [post(US, ""), repost.clone()] {
        assert_eq!(event("post.mention.create", &ours, &payload), 0, "{payload}");
    }
    let page = format!(r#"{{"data":[{repost},{mention}],"meta":{{}}}}"#);
    assert_eq!(parse_page(page.as_bytes(), US).unwrap().posts.len(), 1);
    // A deletion is forgotten whoever reports it: its subscription is to whoever deletes.
    assert_eq!(event("post.delete", r#","filter":{"user_id":"5"}"#, r#"{"id":"9"}"#), 1);
}

#[test]
fn a_long_post_of_the_older_shape_names_the_account_and_its_media_in_its_whole() {
    let body = br#"{"for_user_id":"2244994945","tweet_create_events":[
        {"id_str":"1","timestamp_ms":"1","user":{"id_str":"5"},"text":"cut",
         "entities":{"user_mentions":[],"media":[]},
         "extended_tweet":{"full_text":"whole @sawtak",
          "entities":{"user_mentions":[{"id_str":"2244994945"}],
           "media":[{"media_url_https":"https://pbs.twimg.com/1","type":"photo"}]},
          "extended_entities":{"media":[
           {"media_url_https":"https://pbs.twimg.com/1","type":"photo"},
           {"media_url_https":"https://pbs.twimg.com/2","type":"video"}]}}}]}"#;
    let events = parse(body, US).unwrap();
    let [XEvent::Mention(post)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(post.media, [MediaKind::Image, MediaKind::Video]);
}

#[test]
fn deletions_of_both_shapes_are_read() {
    let new = br#"{"data":{"event_type":"post.delete","payload":{"id":"9"}}}"#;
    let old = br#"{"for_user_id":"2244994945","tweet_delete_events":[
        {"status":{"id":"9","user_id":"5"},"timestamp_ms":"1"}]}"#;
    for body in [&new[..], old] {
        assert_eq!(parse(body, US), Ok(vec![XEvent::Deleted { id: "9".into() }]));
    }
}

#[test]
fn account_activity_has_mentions_and_direct_messages() {
    let body = br#"{"for_user_id":"2244994945","tweet_create_events":[
        {"id_str":"1","timestamp_ms":"1700000000123","user":{"id_str":"5","screen_name":"s"},
         "text":"cut","extended_tweet":{"full_text":"whole",
          "entities":{"user_mentions":[{"id_str":"2244994945"}],"media":[]}},"lang":"und"},
        {"id_str":"2","timestamp_ms":"1","user":{"id_str":"5"},"retweeted_status":{},
         "entities":{"user_mentions":[{"id_str":"2244994945"}]}},
        {"id_str":"3","timestamp_ms":"1","user":{"id_str":"5"},"text":"a reply to others"},
        {"id_str":"4"}],
        "direct_message_events":[
        {"type":"message_create","id":"d1","created_timestamp":"1700000000123",
         "message_create":{"sender_id":"5","message_data":{"text":"hello",
          "quick_reply_response":{"type":"options","metadata":"f:1:send"}}}},
        {"type":"message_create","id":"d2","created_timestamp":"1",
         "message_create":{"sender_id":"2244994945","message_data":{"text":"echo"}}}]}"#;
    let events = parse(body, US).unwrap();
    let [XEvent::Mention(post), XEvent::Message(message)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((post.text.as_str(), post.language.as_deref()), ("whole", None));
    assert_eq!(message.choice.as_deref(), Some("f:1:send"));
    assert_eq!(parse(body, "1"), Ok(vec![]), "another account's events are none of ours");
}

#[test]
fn a_direct_message_of_the_activity_api_is_read() {
    let body = |sender: &str| {
        format!(
            r#"{{"data":{{"event_type":"dm.received","filter":{{"user_id":"{US}"}},
            "payload":{{"id":"7","sender_id":"{sender}",
            "event_type":"MessageCreate","text":"مرحبا","created_at":"2026-04-01T08:00:00.000Z",
            "attachments":{{"media_keys":["3_1"]}}}}}}}}"#
        )
    };
    let events = parse(body("5").as_bytes(), US).unwrap();
    let [XEvent::Message(message)] = events.as_slice() else { panic!("{events:?}") };
    assert!(message.has_unreadable);
    let messages = message.clone().messages(US);
    assert_eq!(messages.len(), 1);
    assert_eq!((messages[0].from.as_str(), messages[0].to.as_str()), ("5", US));
    assert_eq!(messages[0].content, Content::Text("مرحبا".into()));
    assert_eq!(parse(body(US).as_bytes(), US), Ok(vec![]), "our own answer comes back");
}

#[test]
fn a_page_of_polling_may_be_empty() {
    let empty = parse_page(br#"{"meta":{"result_count":0}}"#, US).unwrap();
    assert_eq!(empty, Page::default());
    let page = br#"{"data":[{"id":"9","author_id":"5","created_at":"2026-04-01T08:00:00Z",
        "text":"hi"}],"meta":{"newest_id":"9","oldest_id":"8","next_token":"n"}}"#;
    let page = parse_page(page, US).unwrap();
    assert_eq!((page.posts.len(), page.newest_id.as_deref()), (1, Some("9")));
    assert_eq!((page.oldest_id.as_deref(), page.next.as_deref()), (Some("8"), Some("n")));
}

#[test]
fn a_quota_that_is_used_up_is_waited_for() {
    let now = Timestamp::from_second(1_000).unwrap();
    assert_eq!(reaction(429, Some(1_090), now, 1), Reaction::Slower(90));
    assert_eq!(reaction(429, Some(10), now, 1), Reaction::Slower(1));
    assert_eq!(reaction(429, None, now, 1), Reaction::Slower(30));
    assert_eq!(reaction(403, None, now, 1), Reaction::Unreachable);
    assert!(matches!(reaction(401, None, now, 1), Reaction::Stop(_)));
    assert_eq!(reaction(503, None, now, 1), Reaction::Again(5));
}

#[test]
fn other_bodies_are_refused() {
    for body in ["", "[]", "{}", "null", r#"{"errors":[]}"#] {
        assert_eq!(parse(body.as_bytes(), US), Err(NotX), "{body}");
        assert_eq!(parse_page(body.as_bytes(), US), Err(NotX), "{body}");
    }
    let unknown = br#"{"data":{"event_type":"profile.update","payload":{}}}"#;
    assert_eq!(parse(unknown, US), Ok(vec![]));
}

proptest! {
    #[test]
    fn any_body_is_answered(body: Vec<u8>) {
        let _ = parse(&body, US);
        let _ = parse_page(&body, US);
    }
}
