//! Queues: what needs doing first, the way back to a list, its neighbours, search and density.

use domain::wire::{Contact, Submission};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, action, console},
    client::Visitor,
    fixtures, sign_in,
};

use super::{complaint, complaint_to};

/// Returns path, query and fragment of the page.
async fn address(browser: &Browser) -> String {
    let here = "return location.pathname + location.search + location.hash;";
    browser.script(here, vec![]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn whoever_has_no_cases_of_their_own_begins_with_what_needs_doing() {
    complaint_to("iacad", "The carpet is wet.").await;
    let mut boss = sign_in::Browser::of("supervisor.iacad").await;
    let counts: Value = boss.get("/console/api/cases/counts").await.json().await.expect("counts");
    assert_eq!(counts["mine"], 0, "nothing is theirs: {counts}");
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "supervisor.iacad", "/console").await;
    browser
        .eventually("a queue with cases", async || {
            address(&browser).await.contains("queue=").then_some(())
        })
        .await;
    console::shows(&browser, "[data-row]").await;
}

#[tokio::test]
async fn back_leads_to_the_same_list_page_and_place() {
    for number in 0..55 {
        complaint(&format!("Stop {number} has no shade: parasol.")).await;
    }
    let list = "/console/cases?queue=all&kind=complaint#q=parasol";
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", list).await;
    console::shows(&browser, ".more button").await;
    console::press(&browser, ".more button").await;
    let rows = async || {
        let count = "return document.querySelectorAll('[data-row]').length;";
        browser.script(count, vec![]).await
    };
    browser.eventually("all rows", async || (rows().await == 55).then_some(())).await;
    let opens = "const row = document.querySelectorAll('[data-row]')[52];
        row.scrollIntoView({ block: 'center' }); return [row.dataset.row, scrollY];";
    let opened = browser.script(opens, vec![]).await;
    let scrolled = "return scrollY;";
    assert!(opened[1].as_f64().expect("a distance") > 300.0, "{opened}");
    let number = opened[0].as_str().expect("a number").to_owned();
    // The listener of the page hears of the scrolling with the next frame.
    browser
        .eventually("the case", async || {
            let open = "document.querySelectorAll('[data-row]')[52]?.click();";
            browser.script(open, vec![]).await;
            address(&browser).await.contains(&number).then_some(())
        })
        .await;
    console::says(&browser, ".ways", "53 of 55").await;
    console::press(&browser, ".back").await;
    browser.eventually("all rows", async || (rows().await == 55).then_some(())).await;
    assert_eq!(address(&browser).await, list);
    let focused = "return document.activeElement.dataset.row ?? '';";
    browser
        .eventually("the row", async || {
            (browser.script(focused, vec![]).await == number.as_str()).then_some(())
        })
        .await;
    let back = browser.script(scrolled, vec![]).await.as_f64().expect("a distance");
    assert!(back > 300.0, "{back}");
}

#[tokio::test]
async fn keys_lead_to_the_next_and_the_previous_case() {
    let mut numbers = Vec::new();
    for number in 0..3 {
        numbers.push(complaint(&format!("Bench {number} wobbles: metronome.")).await.to_string());
    }
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", "/console/cases?queue=all#q=metronome").await;
    console::shows(&browser, "[data-row]").await;
    let shown =
        "return [...document.querySelectorAll('[data-row]')].map((row) => row.dataset.row);";
    let shown: Vec<String> =
        serde_json::from_value(browser.script(shown, vec![]).await).expect("numbers");
    assert_eq!(shown.len(), 3);
    console::press(&browser, "[data-row]").await;
    console::says(&browser, "h1", &shown[0]).await;
    for (key, number) in [("j", &shown[1]), ("j", &shown[2]), ("k", &shown[1])] {
        console::settles(&browser).await;
        action::write(&browser, key).await;
        console::says(&browser, "h1", number).await;
    }
}

#[tokio::test]
async fn a_search_is_over_everything_survives_a_change_of_queue_and_a_number_opens_its_case() {
    let reference = complaint("The kiosk is closed: zeugma.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", "/console/cases?queue=overdue").await;
    console::shows(&browser, "[type=search]").await;
    console::write(&browser, "[type=search]", "zeugma\n").await;
    console::says(&browser, "[data-row]", &reference.to_string()).await;
    assert_eq!(address(&browser).await, "/console/cases?queue=all#q=zeugma");
    console::press(&browser, "[data-queue='unassigned']").await;
    console::says(&browser, "[data-row]", &reference.to_string()).await;
    assert_eq!(address(&browser).await, "/console/cases?queue=unassigned#q=zeugma");
    console::clear(&browser, "[type=search]").await;
    console::write(&browser, "[type=search]", &format!("{reference}\n")).await;
    console::says(&browser, "h1", &reference.to_string()).await;
}

#[tokio::test]
async fn twenty_cases_show_at_once_and_their_due_times_are_whole() {
    for number in 0..21 {
        let text =
            format!("Wagon {number} rattles, and has rattled for weeks on end: glockenspiel.");
        complaint(&text).await;
    }
    let browser = Browser::start(Engine::Chromium).await;
    let size = json!({ "width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
    console::sign_in(&browser, "employee.rta", "/console/cases?queue=all#q=glockenspiel").await;
    console::shows(&browser, "tbody tr:nth-child(21)").await;
    let rows = "return [...document.querySelectorAll('tbody tr')]
        .filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length;";
    let count = browser.script(rows, vec![]).await.as_u64().expect("a number of rows");
    assert!(count >= 20, "{count} rows");
    let cut = "return [...document.querySelectorAll('tbody .due')].filter((due) => {
        const cell = due.closest('td');
        return cell.scrollWidth > cell.clientWidth || due.getBoundingClientRect().right > innerWidth
            || due.getBoundingClientRect().left < 0;
    }).map((due) => due.innerText);";
    for (width, language) in [(1280, "en"), (1280, "ar"), (1024, "ar"), (800, "en"), (360, "en")] {
        let size =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
        browser.script("document.documentElement.lang = arguments[0]; document.documentElement.dir = arguments[0] === 'ar' ? 'rtl' : 'ltr';", vec![json!(language)]).await;
        assert_eq!(browser.script(cut, vec![]).await, json!([]), "{width} {language}");
    }
}

#[tokio::test]
async fn what_comes_from_one_address_is_found_from_each_of_its_cases() {
    let mut references = Vec::new();
    for text in ["The fan hums.", "The fan hums still."] {
        let contact = Contact { email: Some("humming@example.org".into()), ..Contact::default() };
        let submission = Submission {
            entity: "rta".into(),
            text: text.into(),
            contact: Some(contact),
            ..fixtures::complaint()
        };
        references.push(Visitor::new().submit(&submission).await.reference);
    }
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{}", references[0])).await;
    // Beside the case, also while it is answered.
    console::shows(&browser, "[data-customers] summary").await;
    action::write(&browser, "r").await;
    console::shows(&browser, "#words:focus").await;
    // The docked form may lie over it.
    console::script_press(&browser, "[data-customers] summary").await;
    console::says(&browser, "[data-customers]", &references[1].to_string()).await;
    console::says(&browser, "[data-customers]", "The fan hums still.").await;
    let listed = console::find(&browser, "[data-customers] li").await;
    assert!(!listed.contains(&references[0].to_string()), "it is no other case: {listed}");
    console::script_press(&browser, "[data-others]").await;
    for reference in references {
        console::says(&browser, "[data-row]", &reference.to_string()).await;
    }
}

#[tokio::test]
async fn a_list_is_saved_as_a_view_and_the_team_finds_it() {
    complaint("The gate is stuck: palimpsest.").await;
    let browser = Browser::start(Engine::Chromium).await;
    let list = "/console/cases?queue=all&kind=complaint";
    console::sign_in(&browser, "employee.rta", list).await;
    console::press(&browser, ".save-view summary").await;
    console::write(&browser, "[name=view]", "Complaints of the week").await;
    console::press(&browser, ".save-view [name=team]").await;
    console::press(&browser, ".save-view button").await;
    console::says(&browser, "[data-views] [aria-current]", "Complaints of the week").await;

    let theirs = Browser::start(Engine::Chromium).await;
    console::sign_in(&theirs, "colleague.rta", "/console/cases?queue=overdue").await;
    console::says(&theirs, "[data-views]", "Complaints of the week").await;
    console::press(&theirs, "[data-views] a").await;
    console::shows(&theirs, "[data-row]").await;
    assert_eq!(address(&theirs).await, list);

    console::press(&browser, "search > button").await;
    browser.client().accept_alert().await.expect("a question, since others use the view");
    console::shows(&browser, ".save-view").await;
    assert_eq!(console::find(&browser, "[data-views]").await, "");
}

#[tokio::test]
async fn like_cases_of_a_team_are_a_list_of_their_own() {
    let mut boss = sign_in::Browser::of("supervisor.rta").await;
    let settings: Value =
        boss.get("/console/api/entities/rta/settings").await.json().await.expect("settings");
    let service = settings["services"]["value"][0]["id"].as_str().expect("a service").to_owned();
    let mut sent = Vec::new();
    for text in [
        "The zeppelin gangway jammed at noon.",
        "A jammed gangway: the zeppelin stands still",
        "Nobody mends the zeppelin, its gangway jammed",
    ] {
        let (service, text) = (Some(service.clone()), text.to_owned());
        let complaint = Submission { entity: "rta".into(), service, text, ..fixtures::complaint() };
        sent.push(Visitor::new().submit(&complaint).await.reference.to_string());
    }
    sent.sort();
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "supervisor.rta", "/console/cases?queue=unassigned").await;
    console::press(&browser, "[data-alike] summary").await;
    let open = "const link = [...document.querySelectorAll('[data-alike] a')]
            .find((link) => arguments[0].some((number) => link.href.includes(number)));
        link?.click(); return link !== undefined;";
    browser
        .eventually("the group", async || {
            (browser.script(open, vec![json!(sent)]).await == Value::Bool(true)).then_some(())
        })
        .await;
    let rows =
        "return [...document.querySelectorAll('[data-row]')].map((row) => row.dataset.row).sort();";
    browser
        .eventually("its cases alone", async || {
            (browser.script(rows, vec![]).await == json!(sent)).then_some(())
        })
        .await;
}
