//! Search in cases: spelling, marks, services, transcripts, and contacts that stay sealed.

use std::{cmp::Reverse, collections::BTreeSet};

use domain::{
    case::action::Action,
    sla::priority::Priority,
    wire::{
        Contact, Submission,
        console::{CaseRow, CaseView, PAGE},
    },
};
use reqwest::StatusCode;
use serde_json::json;
use tests::{
    clerk::CASES,
    client::Visitor,
    fixtures::{self, picture},
};

use super::{ROOM, clerk, database, sent, submit, to};

#[tokio::test]
async fn words_are_found_however_they_are_written_and_marked_where_they_stand() {
    let me = clerk("dm").await;
    let contact = Contact {
        name: Some("فاطمة الزهراء".into()),
        email: Some("Fatima@Example.org".into()),
        phone: Some("+971501112233".into()),
    };
    let arabic = submit(&Submission {
        contact: Some(contact),
        ..to("dm", "إنارةُ الشّـارع رقم ٤٢ مطفأة منذ أسبوع")
    })
    .await
    .reference;
    // Waits, because cases of the same second have no defined order.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let english = sent("dm", "The Café's lights are out in street 42.").await;
    for query in [
        "انارة",
        "أناره",
        "شارع",
        "الشارع 42",
        "مطفاه",
        "اسبوع",
        "فاطمه",
        "الزهراء",
        "fatima@example.org",
        "<fatima@example.org>",
        "0501112233",
        "tel:%2B971501112233",
        "٠٥٠١١١٢٢٣٣",
    ] {
        assert_eq!(me.listed(&format!("q={query}")).await, [arabic], "{query}");
    }
    for query in ["cafe", "LIGHTS", "ligh", "street 42", &english.to_string(), english.digits()] {
        assert_eq!(me.listed(&format!("q={query}")).await, [english], "{query}");
    }
    assert_eq!(me.listed("q=42").await, [english, arabic], "the latest first");
    assert_eq!(me.listed("q=42&kind=suggestion").await, []);
    assert_eq!(me.listed("q=light dark").await, [], "all of it has to be there");
    assert_eq!(me.listed("q=0501112234").await, []);
    let row = me.cases("q=انارة شارع").await.rows.remove(0);
    let marked: Vec<_> =
        row.excerpt.marks.iter().map(|mark| &row.excerpt.text[mark.clone()]).collect();
    assert_eq!(marked, ["إنارةُ", "الشّـارع"]);
    let view: CaseView = me.post(&format!("{CASES}/{arabic}"), &json!({ "q": "انارة" })).await;
    assert_eq!(&view.text[view.marks[0].clone()], "إنارةُ");
    let stranger = clerk("dld").await;
    assert_eq!(stranger.listed("q=انارة").await, []);
}

#[tokio::test]
async fn all_results_of_a_search_are_sorted_and_not_only_the_first_page() {
    const COUNT: usize = PAGE as usize + 3;
    let me = clerk("mbrhe").await;
    let mut sent = Vec::new();
    for number in 0..COUNT {
        sent.push(submit(&to("mbrhe", &format!("Sortable {number}."))).await.reference);
    }
    let urgent = Action::Prioritise { priority: Priority::Urgent };
    me.does(sent[1], urgent, "A danger.").await;
    let all = async |sort: &str| {
        let first = me.cases(&format!("q=sortable&sort={sort}")).await;
        let next = first.next.expect("a second page");
        let second = me.cases(&format!("q=sortable&sort={sort}&after={next}")).await;
        assert_eq!((first.rows.len(), second.next), (PAGE as usize, None), "{sort}");
        let rows: Vec<CaseRow> = first.rows.into_iter().chain(second.rows).collect();
        let found: BTreeSet<_> = rows.iter().map(|row| row.reference).collect();
        assert_eq!(found, sent.iter().copied().collect(), "{sort}: each once");
        rows
    };
    // Cases of the same second have no defined order.
    let received = |row: &CaseRow| row.received_at.as_second();
    let oldest = all("oldest").await;
    assert!(oldest.is_sorted_by_key(received), "over both pages");
    assert!(received(&oldest[0]) < received(&oldest[COUNT - 1]), "not all at once");
    assert!(all("newest").await.is_sorted_by_key(|row| Reverse(received(row))));
    let changed = all("changed").await;
    assert!(changed.is_sorted_by_key(|row| Reverse(row.updated_at.as_second())));
    assert_eq!(all("priority").await[0].reference, sent[1]);
}

#[tokio::test]
async fn words_of_any_script_parts_plurals_and_one_typing_error_are_found() {
    let me = clerk("rta").await;
    let sent = submit(&to("rta", "我家门口的道路照明不好，Zebrawifi坏了")).await.reference;
    for asked in ["照明", "道路照明", "坏了", "zebrawifi", "ZEBRAWIFI", "zebrawfii 照明"]
    {
        assert_eq!(me.listed(&format!("q={asked}")).await, [sent], "{asked}");
    }
    let second = submit(&to("rta", "Two xylophones, Cafe\u{301}lounge")).await.reference;
    for asked in ["xylophone", "xylphone", "cafélounge", "Ｃａｆｅlounge"] {
        assert_eq!(me.listed(&format!("q={asked}")).await, [second], "{asked}");
    }
    let number = second.to_string();
    for part in [&number[..9], &number[5..], &format!("REF. {number}"), &format!("REF%23{number}")]
    {
        assert!(me.listed(&format!("q={part}")).await.contains(&second), "{part}");
    }
    assert_eq!(me.listed("q=明照").await, []);
}

#[tokio::test]
async fn a_service_is_found_by_its_name_and_a_contact_lies_nowhere_in_the_clear() {
    let me = clerk("rta").await;
    let contact = Contact {
        name: Some("Xanthippe Qureshi".into()),
        email: None,
        phone: Some("+971509998877".into()),
    };
    let service = database_service().await;
    let with = Submission {
        service: Some(service.0.clone()),
        contact: Some(contact),
        ..to("rta", "Unusualword")
    };
    let reference = submit(&with).await.reference;
    assert_eq!(me.listed(&format!("q=unusualword {}", service.1)).await, [reference]);
    assert!(me.listed(&format!("service={}", service.0)).await.contains(&reference));
    let _alone = ROOM.write().await;
    for secret in ["xanthippe", "qureshi", "509998877", "09998877"] {
        let content = format!(
            "SELECT COUNT(*) AS n FROM search_content WHERE c4 LIKE '%{secret}%' OR c3 LIKE '%{secret}%'"
        );
        assert_eq!(database().count(&content), 0, "{secret}");
        let index = format!(
            "SELECT COUNT(*) AS n FROM search_data WHERE instr(CAST(block AS TEXT), '{secret}') > 0"
        );
        assert_eq!(database().count(&index), 0, "{secret}");
    }
}

/// Returns the id of a service and a word of its name.
async fn database_service() -> (String, String) {
    let _alone = ROOM.write().await;
    let row = database()
        .run(&["SELECT id, name_en FROM services WHERE entity = 'rta' LIMIT 1"])
        .remove(0);
    let name = row["name_en"].as_str().unwrap();
    let word = name.split(' ').max_by_key(|word| word.len()).unwrap();
    (row["id"].as_str().unwrap().to_owned(), word.to_owned())
}

#[tokio::test]
async fn a_recording_is_found_by_what_is_written_down_of_it() {
    let me = clerk("dxbpp").await;
    let upload = {
        let _beside_others = ROOM.read().await;
        Visitor::new().upload(&picture(3_000), "voice.png", "image/png").await
    };
    let with = Submission {
        entity: "dxbpp".into(),
        text: String::new(),
        ..fixtures::complaint_with(&[&upload])
    };
    let reference = submit(&with).await.reference;
    let view = me.case(reference).await;
    let [file] = &view.attachments[..] else { panic!("one attachment") };
    let link = Visitor::new().get(&file.file.url).await;
    assert_eq!(link.status(), StatusCode::UNAUTHORIZED, "it opens in a session alone");
    let path = format!("/console/api/attachments/{}/transcript", file.file.id);
    let written = me.put(&path, &json!({ "text": "The lamp flickers nightly" })).await;
    assert_eq!(written.status(), StatusCode::NO_CONTENT);
    assert_eq!(me.listed("q=flickers").await, [reference]);
    let view = me.case(reference).await;
    let transcript = view.attachments[0].transcript.clone().unwrap();
    assert_eq!((transcript.text.as_str(), &transcript.by), ("The lamp flickers nightly", &me.id));
    assert!(view.names.contains_key(&me.id));
    let stranger = clerk("dm").await;
    assert_eq!(stranger.put(&path, &json!({ "text": "x" })).await.status(), StatusCode::NOT_FOUND);
    me.put(&path, &json!({ "text": "" })).await;
    assert_eq!(me.listed("q=flickers").await, []);
}
