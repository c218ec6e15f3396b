//! What administrators set up: entities, and the settings of one.

use serde_json::Value;
use tests::browser::{Browser, Engine, console};

use super::Findings;

#[tokio::test]
async fn an_entity_is_added_with_its_websites_and_its_first_administrator() {
    let id = format!("added-{:x}", fastrand::u64(..));
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", "/console/people").await;
    console::shows(&browser, ".queues a[href='/console/entities/new']").await;
    console::press(&browser, ".queues a[href='/console/entities/new']").await;
    console::says(&browser, "h1", "Add an entity").await;
    let mut found = Findings::default();
    found.look(&browser, "a form for an entity").await;

    console::write(&browser, "[name='ar']", "هيئة الحدائق").await;
    console::write(&browser, "[name='en']", "Zoos and Quarries Authority").await;
    console::says(&browser, "[name='id']", "zqa").await;
    console::clear(&browser, "[name='id']").await;
    console::write(&browser, "[name='id']", "rta").await;
    console::says(&browser, "#id-fault", "Another entity").await;
    console::clear(&browser, "[name='id']").await;
    console::write(&browser, "[name='id']", &id).await;
    console::write(&browser, "[name='origins']", "zoos.example").await;
    console::write(&browser, "[name='name']", "Hessa").await;
    console::write(&browser, "[name='email']", &format!("{id}@staff.example")).await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".fault", "an origin looks like").await;
    found.look(&browser, "a fault beside its field").await;
    console::clear(&browser, "[name='origins']").await;
    console::write(&browser, "[name='origins']", &format!("https://{id}.example/ar")).await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".settings [role='status']", "Zoos and Quarries").await;
    console::says(&browser, ".settings .sheet", "once a second person").await;
    found.look(&browser, "an entity that was added").await;

    console::press(&browser, ".settings .sheet .tools a").await;
    console::says(&browser, "#waiting-title", "second person").await;
    let chosen = "return document.querySelector('.entity select').selectedOptions[0].innerText;";
    let chosen = browser.script(chosen, vec![]).await;
    assert_eq!(chosen, Value::from("Zoos and Quarries Authority"));
    found.are_none();
}
