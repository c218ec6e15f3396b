//! Page for web teams (`/embed`): its script tag and policy directives work when copied into a
//! page.

use domain::intake::kind::Kind;
use fantoccini::{Locator, elements::Element};
use serde_json::json;
use tests::{
    browser::{Browser, Visit, action, check, find},
    client::Visitor,
    database::Database,
    server,
    website::Website,
};

async fn read(browser: &Browser, query: &str) {
    browser.visit(&format!("{}/embed?{query}", server::edge())).await;
}

/// Returns the text of the element with this id, as it would be copied.
async fn copied(browser: &Browser, id: &str) -> String {
    let text = browser
        .script("return document.getElementById(arguments[0]).textContent;", vec![json!(id)])
        .await;
    text.as_str().unwrap().to_owned()
}

async fn field(browser: &Browser, selector: &str) -> Element {
    browser.client().find(Locator::Css(selector)).await.unwrap()
}

#[tokio::test]
async fn the_tag_works_under_the_lines_that_the_page_names_and_no_others() {
    let browser = Browser::start(Visit::default()).await;
    read(&browser, "lang=en&entity=rta").await;
    let (tag, lines) = (copied(&browser, "tag").await, copied(&browser, "policy").await);
    let policy = format!("default-src 'none'; {lines} require-trusted-types-for 'script'");
    let page = format!(
        "<!doctype html><html lang=\"en\"><link rel=\"icon\" href=\"data:,\"><title>Ours</title>{tag}<h1>Ours</h1>"
    );
    let website = Website::serve(&policy, &page).await;
    let database = Database::in_state(&server::state());
    website.register_for("rta", &server::edge(), &database).await;
    browser.errors().await;
    browser.visit(website.origin()).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    action::activate(&browser, "open").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::choose(&browser, Kind::Suggestion).await;
    action::say(&browser, "A bench under the tree.").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    assert_eq!(Visitor::new().status(reference).await.entity, "rta");
    // The page's icon is outside our directives.
    let wrong: Vec<String> =
        browser.errors().await.into_iter().filter(|error| !error.contains("data:,")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_loader_that_is_not_the_one_in_the_tag_does_not_run() {
    let browser = Browser::start(Visit::default()).await;
    read(&browser, "lang=en&entity=rta").await;
    let tag = copied(&browser, "pinned").await;
    let (before, _) = tag.split_once("integrity=\"").unwrap();
    let other = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC";
    let tag = format!(
        "{before} integrity=\"{other}\" crossorigin=\"anonymous\" data-entity=\"rta\"></script>"
    );
    let website = Website::serve(
        "default-src 'none'; script-src *",
        &format!("<!doctype html><title>Ours</title>{tag}"),
    )
    .await;
    browser.visit(website.origin()).await;
    assert_eq!(browser.script("return typeof window.sawtak;", vec![]).await, "undefined");
}

#[tokio::test]
async fn what_is_chosen_shows_at_once_in_the_tag_and_in_the_preview() {
    let browser = Browser::start(Visit::default()).await;
    read(&browser, "lang=en").await;
    field(&browser, "#entity").await.select_by_value("rta").await.unwrap();
    field(&browser, "#theme").await.select_by_value("dark").await.unwrap();
    field(&browser, "[name=place][value=beside]").await.click().await.unwrap();
    browser
        .eventually("the tag to follow", async || {
            let tag = copied(&browser, "tag").await;
            ["data-entity=\"rta\"", "data-theme=\"dark\"", "data-beside"]
                .iter()
                .all(|part| tag.contains(part))
                .then_some(())
        })
        .await;
    let in_preview =
        "const box = document.getElementById('preview').contentDocument.querySelector('#happiness-meter + sawtak-feedback');
        return box?.shadowRoot && [box.dataset.entity, box.style.getPropertyValue('--theme')];";
    browser
        .eventually("the box in the preview", async || {
            (browser.script(in_preview, vec![]).await == json!(["rta", "dark"])).then_some(())
        })
        .await;
    let address = browser.client().current_url().await.unwrap();
    assert!(
        address.query().unwrap().contains("entity=rta"),
        "{address}: a reload keeps what was chosen"
    );
    assert_eq!(browser.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_page_can_be_read_on_a_narrow_phone() {
    let browser = Browser::start(Visit::default()).await;
    let phone = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", phone).await;
    for language in ["ar", "en"] {
        read(&browser, &format!("lang={language}&entity=rta&place=marked")).await;
        let width = browser.script("return document.documentElement.scrollWidth;", vec![]).await;
        assert_eq!(width, 320, "{language}");
        let small =
            "return [...document.querySelectorAll('button, select, input:not([type=hidden]), .page-language')].filter((element) =>
            element.checkVisibility()).map((element) => element.closest('label') || element).filter((element) =>
            Math.round(element.getBoundingClientRect().height) < 44).map((element) => element.outerHTML);";
        assert_eq!(
            browser.script(small, vec![]).await,
            json!([]),
            "{language}: too small for a finger"
        );
    }
}

#[tokio::test]
async fn what_a_page_opens_before_the_box_is_there_opens_as_the_documented_lines_say() {
    let browser = Browser::start(Visit::default()).await;
    read(&browser, "lang=en&entity=rta").await;
    let (tag, example) = (copied(&browser, "tag").await, copied(&browser, "code").await);
    let (stand_in, calls) = example.split_once("\n\n").unwrap();
    assert!(calls.contains("sawtak.open({ entity: \"rta\", service: \"parking\" });"), "{calls}");
    // As the example does it, but before the loader's tag.
    let page = format!(
        "<!doctype html><html lang=\"en\"><link rel=\"icon\" href=\"data:,\"><title>Ours</title>
         <script>{stand_in}
         window.opened = typeof sawtak.open;
         sawtak.open({{ entity: 'elsewhere' }});
         sawtak.open({{ entity: 'rta', service: 'parking', mood: 'unhappy' }});</script>
         <h1>Ours</h1>{tag}"
    );
    let policy = "default-src * data: blob: 'unsafe-inline' 'wasm-unsafe-eval'";
    let website = Website::serve(policy, &page).await;
    let database = Database::in_state(&server::state());
    website.register_for("rta", &server::edge(), &database).await;
    browser.visit(website.origin()).await;
    assert_eq!(browser.script("return window.opened;", vec![]).await, "function");
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, "The gate is locked.").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    let stored = database.run(&[&format!(
        "SELECT mood, service FROM participations WHERE reference = '{}'",
        reference.digits()
    )]);
    assert_eq!(stored, [json!({ "mood": "unhappy", "service": "parking" })]);
}
