use serde_json::json;

use super::*;

fn parsed(value: &Value) -> Webhook {
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": value }] }],
    });
    Webhook::parse(body.to_string().as_bytes()).unwrap()
}

fn one(mut message: Value) -> Content {
    message["id"] = "wamid.1".into();
    message["from"] = "971501234567".into();
    message["timestamp"] = "1764400000".into();
    let mut webhook = parsed(&json!({ "messages": [message] }));
    assert_eq!(webhook.messages.len(), 1);
    webhook.messages.remove(0).content
}

#[test]
fn a_message_has_its_id_sender_time_and_our_number() {
    let webhook = parsed(&json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "97140000000", "phone_number_id": "42" },
        "contacts": [{ "profile": { "name": "The Director" }, "wa_id": "971501234567" }],
        "messages": [{ "id": "wamid.A", "from": "971501234567", "timestamp": "1764400000",
                       "type": "text", "text": { "body": "مرحبا" }, "from_the_future": [1] }],
    }));
    let expected = Message {
        id: "wamid.A".into(),
        from: "971501234567".into(),
        at: Timestamp::from_second(1_764_400_000).unwrap(),
        to: "42".into(),
        content: Content::Text("مرحبا".into()),
    };
    assert_eq!(webhook.messages, [expected]);
}

#[test]
fn taps_are_choices_by_their_id() {
    let choice = Content::Choice { id: "kind.complaint".into(), title: "Complaint".into() };
    for kind in ["button_reply", "list_reply"] {
        let reply = json!({ "id": "kind.complaint", "title": "Complaint", "description": "x" });
        let message = json!({ "type": "interactive", "context": { "id": "wamid.0" },
                              "interactive": { "type": kind, kind: reply } });
        assert_eq!(one(message), choice);
    }
    let template = json!({ "type": "button",
                           "button": { "payload": "kind.complaint", "text": "Complaint" } });
    assert_eq!(one(template), choice);
}

#[test]
fn media_are_read_with_a_digest_in_either_notation() {
    let digest = [0xab_u8; 32];
    for written in ["ab".repeat(32), STANDARD.encode(digest)] {
        let content = one(json!({ "type": "audio", "audio": {
            "id": "9", "mime_type": "audio/ogg; codecs=opus", "sha256": written, "voice": true } }));
        let Content::Media(media) = content else { panic!("{content:?}") };
        assert_eq!((media.sha256, media.is_voice), (Some(digest), true));
        assert_eq!((media.media_type.as_str(), media.kind), ("audio/ogg", MediaKind::Audio));
    }
    let content = one(json!({ "type": "document", "document": {
        "id": "9", "mime_type": "application/pdf", "sha256": "?", "filename": "a.pdf",
        "caption": "see page 2" } }));
    let Content::Media(media) = content else { panic!("{content:?}") };
    assert_eq!((media.sha256, media.is_voice), (None, false));
    assert_eq!(media.file_name.as_deref(), Some("a.pdf"));
    assert_eq!(media.caption.as_deref(), Some("see page 2"));
}

#[test]
fn a_place_has_coordinates_on_earth() {
    let place = |latitude: f64| {
        one(json!({ "type": "location", "location": { "latitude": latitude, "longitude": 55.27,
            "name": "Gate 4", "address": "Al Wasl Road" } }))
    };
    let expected = Content::Location {
        latitude: 25.2,
        longitude: 55.27,
        address: Some("Gate 4, Al Wasl Road".into()),
    };
    assert_eq!(place(25.2), expected);
    assert_eq!(place(91.0), Content::Unsupported);
}

#[test]
fn unknown_and_broken_types_are_messages_still() {
    for message in [
        json!({ "type": "unsupported", "errors": [{ "code": 131_051 }] }),
        json!({ "type": "hologram", "hologram": { "id": 1 } }),
        json!({ "type": "contacts", "contacts": [] }),
        json!({ "type": "interactive", "interactive": { "type": "nfm_reply" } }),
        json!({ "type": "text", "text": { "body": 1 } }),
        json!({ "type": "text", "text": { "body": " \n" } }),
        json!({ "type": "image", "image": {} }),
        json!({ "type": 7 }),
        json!({}),
    ] {
        assert_eq!(one(message.clone()), Content::Unsupported, "{message}");
    }
    assert_eq!(one(json!({ "type": "reaction", "reaction": { "emoji": "👍" } })), Content::Silent);
}

#[test]
fn long_text_becomes_several_messages_and_loses_nothing() {
    let long: String = "شكوى ".repeat(2_000);
    let webhook = parsed(&json!({ "messages": [
        { "id": "a", "from": "1", "type": "text", "text": { "body": long } },
        { "id": "b", "from": "1", "type": "image", "image": { "id": "9", "caption": long } },
    ] }));
    let ids: Vec<_> = webhook.messages.iter().map(|message| message.id.as_str()).collect();
    assert_eq!(ids, ["a", "a#1", "a#2", "b", "b#1", "b#2"]);
    let joined = |id: &str| -> String {
        let own = webhook.messages.iter().filter(|message| message.id.starts_with(id));
        own.map(|message| match &message.content {
            Content::Text(text) => text.clone(),
            Content::Media(media) => media.caption.clone().unwrap(),
            other => panic!("{other:?}"),
        })
        .collect()
    };
    assert_eq!([joined("a"), joined("b")], [long.clone(), long]);
}

#[test]
fn statuses_tell_how_far_a_message_came() {
    let webhook = parsed(&json!({ "statuses": [
        { "id": "wamid.1", "status": "delivered", "timestamp": "1764400000", "recipient_id": "1" },
        { "id": "wamid.2", "status": "played", "timestamp": 1_764_400_000 },
        { "id": "wamid.3", "status": "failed", "timestamp": "1764400000",
          "errors": [{ "code": 131_047, "error_data": { "details": "more than 24 hours" } }] },
        { "id": "wamid.4", "status": "teleported", "timestamp": "1" },
        { "status": "read" },
    ], "errors": [{ "code": 131_000 }] }));
    let states: Vec<_> =
        webhook.statuses.iter().map(|status| (status.state, status.code)).collect();
    let expected = [(State::Delivered, None), (State::Read, None), (State::Failed, Some(131_047))];
    assert_eq!(states, expected);
    assert_eq!(webhook.errors, [131_000]);
    for state in [State::Sent, State::Delivered, State::Read, State::Failed] {
        assert_eq!(State::named(state.as_str()), Some(state));
    }
}

#[test]
fn bodies_of_other_shapes_hold_nothing() {
    assert_eq!(Webhook::parse(b"{"), Err(WebhookError));
    for body in ["[]", "1", "{}", r#"{"object":"page","entry":[{"changes":[]}]}"#] {
        assert!(Webhook::parse(body.as_bytes()).unwrap().is_empty(), "{body}");
    }
    let nobody = parsed(&json!({ "messages": [
        { "id": "wamid.1", "type": "text", "text": { "body": "a" } },
        { "from": "1", "type": "text", "text": { "body": "a" } },
        { "id": "x".repeat(300), "from": "1", "type": "text", "text": { "body": "a" } },
        "a", null,
    ] }));
    assert!(nobody.is_empty());
}
