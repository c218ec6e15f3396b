//! Place of what people report: asked for where the chosen service asks, in words or by the device.

use domain::{intake::kind::Kind, reference::Reference, slug::Slug, staff::Role, wire::Place};
use fantoccini::key::Key;
use serde_json::json;
use tests::{
    browser::{Browser, Visit, action, check, find},
    clerk::Clerk,
    client::Visitor,
    database::Database,
    server, words,
};

/// A service that asks for the place.
const ASKING: &str = "roads";

/// A service that asks for no place.
const OTHER: &str = "road-toll";

/// Opens the widget in Chromium and goes on to the last step, which asks for service and place.
async fn at_check(browser: &Browser, kind: Kind) {
    action::open_box(browser, "/rta/en").await;
    action::choose(browser, kind).await;
    action::say(browser, "The street light is dark.").await;
    action::go_on(browser, "send").await;
}

/// Returns the stored place of a participation.
async fn stored_place(reference: Reference) -> Option<Place> {
    let employee = Role::Employee(Slug::parse("rta").unwrap());
    let database = Database::in_state(&server::state());
    Clerk::with(&[employee], &Visitor::new(), &database).case(reference).await.place
}

async fn choose_service(browser: &Browser, service: &str) {
    find::by_id(browser, "service").await.select_by_value(service).await.unwrap();
}

/// Lets the device know where it is, or refuse to tell.
async fn allow_position(browser: &Browser, setting: &str) {
    let parameters = json!({ "permission": { "name": "geolocation" }, "setting": setting });
    browser.devtools("Browser.setPermission", parameters).await;
    let somewhere = json!({ "latitude": 25.197_197_3, "longitude": 55.274_376, "accuracy": 10 });
    browser.devtools("Emulation.setGeolocationOverride", somewhere).await;
}

async fn press_here(browser: &Browser) {
    action::tab_to(browser, "here").await;
    action::press(browser, &[Key::Enter]).await;
}

async fn typed(browser: &Browser) -> String {
    find::property(browser, "place", "value").await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_device_says_where_and_the_visitor_how_to_find_it() {
    let browser = Browser::start(Visit::default()).await;
    allow_position(&browser, "granted").await;
    at_check(&browser, Kind::Observation).await;
    choose_service(&browser, OTHER).await;
    assert_eq!(find::count(&browser, "place").await, 0);
    choose_service(&browser, ASKING).await;
    press_here(&browser).await;
    let is_found = async || (typed(&browser).await == "25.19720, 55.27438").then_some(());
    browser.eventually("the coordinates", is_found).await;
    assert_eq!(find::announcement(&browser).await, "25.19720, 55.27438");
    action::tab_back_to(&browser, "place").await;
    action::press(&browser, &[Key::End]).await;
    action::write(&browser, " lamp 12").await;
    // A second press replaces the coordinates and keeps the words.
    press_here(&browser).await;
    let is_kept = async || (typed(&browser).await == "25.19720, 55.27438 lamp 12").then_some(());
    browser.eventually("the words to stay", is_kept).await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    let expected = Place {
        latitude: Some(25.1972),
        longitude: Some(55.27438),
        address: Some("lamp 12".into()),
    };
    assert_eq!(stored_place(reference).await, Some(expected));
    check::host_page_is_clean(&browser).await;
}

#[tokio::test]
async fn a_device_that_may_not_tell_leaves_the_words() {
    let browser = Browser::start(Visit::default()).await;
    allow_position(&browser, "denied").await;
    at_check(&browser, Kind::Observation).await;
    choose_service(&browser, ASKING).await;
    press_here(&browser).await;
    check::says(&browser, "en", "place_unknown").await;
    action::tab_back_to(&browser, "place").await;
    action::write(&browser, &"x".repeat(301)).await;
    let unknown = words::of("en", "place_unknown");
    let is_gone = async || (!find::dialog_text(&browser).await.contains(&unknown)).then_some(());
    browser.eventually("the explanation to go", is_gone).await;
    action::send(&browser).await;
    check::finds_fault(&browser, "en", "error_place").await;
    action::fill(&browser, "place", "Lamp 12").await;
    action::send(&browser).await;
    let place = stored_place(check::reference(&browser).await).await;
    assert_eq!(place.and_then(|place| place.address).as_deref(), Some("Lamp 12"));
}

#[tokio::test]
async fn a_position_that_comes_late_is_entered_nowhere() {
    let browser = Browser::start(Visit::default()).await;
    let slow = "navigator.geolocation.getCurrentPosition = (found) => (window.found = found);";
    browser.before_each_page(slow).await;
    at_check(&browser, Kind::Observation).await;
    choose_service(&browser, ASKING).await;
    press_here(&browser).await;
    action::go_back(&browser, "text").await;
    let late = "window.found({ coords: { latitude: 25.2, longitude: 55.3 } });";
    browser.script(late, vec![]).await;
    let told = find::dialog_text(&browser).await;
    assert!(!told.contains(&words::of("en", "place_unknown")), "{told}");
    action::go_on(&browser, "place").await;
    assert_eq!(typed(&browser).await, "");
}

#[tokio::test]
async fn a_place_goes_with_the_service_that_asked_for_it() {
    let browser = Browser::start(Visit::default()).await;
    at_check(&browser, Kind::Observation).await;
    choose_service(&browser, ASKING).await;
    action::fill(&browser, "place", "Lamp 12").await;
    choose_service(&browser, OTHER).await;
    assert_eq!(find::count(&browser, "place").await, 0);
    action::send(&browser).await;
    assert_eq!(stored_place(check::reference(&browser).await).await, None);
}

#[tokio::test]
async fn a_service_that_the_page_names_asks_too_and_a_suggestion_never() {
    let browser = Browser::start(Visit::default()).await;
    browser.visit(&format!("{}/rta/en", server::demo())).await;
    let open = "if (!window.sawtak?.open) return false; window.sawtak.open({ service: 'roads' }); return true;";
    let is_open = async || (browser.script(open, vec![]).await == true).then_some(());
    browser.eventually("the box to open", is_open).await;
    check::guides(&browser).await;
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, "The street light is dark.").await;
    action::go_on(&browser, "place").await;
    action::go_back(&browser, "kind").await;
    find::by_id(&browser, "kind-suggestion").await.send_keys(" ").await.unwrap();
    // Whoever has seen the check comes back to it at once.
    action::activate(&browser, "next").await;
    check::arrives_at(&browser, "send").await;
    assert_eq!(find::count(&browser, "place").await, 0);
}
