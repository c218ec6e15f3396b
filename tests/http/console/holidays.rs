//! Holidays of an entity's calendar: reading a file before they are saved, and a zone by its name.

use domain::{
    sla::calendar::{Holiday, Parts, missing, uae},
    slug::Slug,
    staff::Role,
    wire::console::{HolidayPreview, Settings},
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    assertions,
    clerk::{Clerk, read},
    client::Visitor,
    database::Database,
    server,
};

use super::settings::ROOM;

const SETTINGS: &str = "/console/api/entities/faa/settings";

const FILE: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n\
    BEGIN:VEVENT\r\nUID:1@example\r\nDTSTART;VALUE=DATE:20260320\r\n\
    DTEND;VALUE=DATE:20260323\r\nSUMMARY:عيد\r\n  الفطر\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2@example\r\nDTSTART;VALUE=DATE:20200717\r\n\
    RRULE:FREQ=YEARLY\r\nSUMMARY:Founding day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn administrator() -> Clerk {
    let here = Role::Administrator(Slug::parse("faa").unwrap());
    Clerk::with(&[here], &Visitor::new(), &Database::in_state(&server::state()))
}

#[tokio::test]
async fn a_file_is_read_and_nothing_is_saved() {
    let _alone = ROOM.lock().await;
    let clerk = administrator();
    let before: Settings = clerk.get(SETTINGS).await;
    let path = format!("{SETTINGS}/calendar/holidays");
    let preview: HolidayPreview = clerk.post(&path, &json!({ "file": FILE })).await;
    let named = |name: &str| -> Vec<_> {
        let days = preview.holidays.iter().filter(|day| day.name == name);
        days.map(|day| (day.from.to_string(), day.until.to_string())).collect()
    };
    assert_eq!(named("عيد الفطر"), [("2026-03-20".to_owned(), "2026-03-22".to_owned())]);
    let yearly = named("Founding day");
    assert_eq!(yearly.len(), 3, "this year and the next two: {yearly:?}");
    assert!(yearly.iter().all(|(from, until)| from.ends_with("-07-17") && from == until));
    let after: Settings = clerk.get(SETTINGS).await;
    assert_eq!(after.calendar, before.calendar);
}

#[tokio::test]
async fn a_file_that_is_not_understood_is_refused_with_its_line() {
    let clerk = administrator();
    let path = format!("{SETTINGS}/calendar/holidays");
    let refused = async |file: &str| {
        let answer = clerk.try_post(&path, &json!({ "file": file })).await;
        let problem = assertions::problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert_eq!(problem.errors[0].pointer, "/file");
        problem.errors[0].detail.clone()
    };
    let weekly = FILE.replace("FREQ=YEARLY", "FREQ=WEEKLY");
    assert_eq!(refused(&weekly).await, "line 14: a holiday is once, or each year on the same day");
    let timed = FILE.replace("DTSTART;VALUE=DATE:20260320", "DTSTART:20260320T080000Z");
    assert_eq!(refused(&timed).await, "line 6: a holiday is whole days, without a time");
    assert!(refused("").await.starts_with("line 1: "));
}

#[tokio::test]
async fn expected_holidays_and_a_zone_by_its_name_are_saved() {
    // Another test counts the calendars that have changed.
    let _alone = ROOM.lock().await;
    let clerk = administrator();
    let before: Settings = clerk.get(SETTINGS).await;
    let mut parts: Parts = before.calendar.value.clone().into();
    let new = missing(&parts.holidays, uae::holidays("en"));
    parts.holidays.extend(new);
    let mut calendar = serde_json::to_value(&parts).unwrap();
    calendar["zone"] = json!("Asia/Dubai");
    let body = json!({ "version": before.calendar.version, "value": calendar });
    let saved: Value =
        read(clerk.put(&format!("{SETTINGS}/calendar"), &body).await, StatusCode::OK).await;
    assert_eq!(saved["value"]["zone"], "<+04>-4", "the rule is kept");
    let after: Settings = clerk.get(SETTINGS).await;
    let parts: Parts = after.calendar.value.into();
    let expected = |day: &&Holiday| day.expected && day.name == "Eid al-Adha";
    assert_eq!(parts.holidays.iter().filter(expected).count(), 2);
    assert!(missing(&parts.holidays, uae::holidays("ar")).is_empty());
}
