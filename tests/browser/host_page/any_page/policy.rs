//! Content-Security-Policies of the host page: a strict one, and ones that forbid Wasm and frames.

use fantoccini::Locator;
use serde_json::json;
use tests::{
    browser::{action, check},
    host, server,
    website::Website,
    words,
};

use super::{Opens, form_works, in_box, leaves_the_page_alone, open, sends, start, visit};

#[tokio::test]
async fn a_strict_policy_is_kept_to_the_end() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "strict", Opens::Form).await;
    visit(&browser, "strict").await;
    form_works(&browser).await;
    sends(&browser).await;
    assert_eq!(host::state(&browser).await["wrong"], json!([]));
}

#[tokio::test]
async fn what_a_page_forbids_is_not_tried_before_the_box_is_opened() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "without-wasm", Opens::Frame).await;
    leaves_the_page_alone(&browser, "without-frames", Opens::Link).await;
}

#[tokio::test]
async fn a_nonce_alone_lets_the_form_work() {
    let browser = start().await;
    visit(&browser, "nonce-alone").await;
    form_works(&browser).await;
}

#[tokio::test]
async fn where_nobody_may_record_the_visitor_is_told_so_and_keeps_the_other_ways() {
    let browser = start().await;
    visit(&browser, "without-microphone").await;
    form_works(&browser).await;
    for part in ["record", "record-video"] {
        action::activate(&browser, part).await;
        check::says(&browser, "en", "recorder_forbidden").await;
    }
    sends(&browser).await;
}

#[tokio::test]
async fn where_wasm_is_forbidden_the_form_opens_in_a_frame_of_the_edge() {
    let browser = start().await;
    visit(&browser, "without-wasm").await;
    open(&browser, Opens::Frame).await;
    let host = browser.client().find(Locator::Css("sawtak-feedback")).await.unwrap();
    let frame = host.shadow_root().await.unwrap().find(Locator::Css("iframe")).await.unwrap();
    assert!(
        !frame.attr("title").await.unwrap().unwrap_or_default().is_empty(),
        "a frame without a name"
    );
    frame.enter_frame().await.unwrap();
    let deep = "const deep = (selector, root = document) => [...root.querySelectorAll('*')].flatMap((element) => [
            ...(element.matches(selector) && element.checkVisibility() ? [element] : []),
            ...(element.shadowRoot ? deep(selector, element.shadowRoot) : [])]);";
    let does = async |what: &str| browser.script(&format!("{deep} {what}"), vec![]).await;
    let origin = does("return location.origin;").await;
    assert_eq!(origin, server::edge());
    browser
        .eventually("the first step", async || {
            (does("return deep('[name=kind]').length;").await == 3).then_some(())
        })
        .await;
    assert_eq!(does("return document.featurePolicy.allowsFeature('microphone');").await, true);
    let wait = async |selector: &str| {
        let script = format!("return deep('{selector}').length > 0;");
        browser.eventually(selector, async || (does(&script).await == true).then_some(())).await;
    };
    does("deep('[name=kind][value=complaint]')[0].click();").await;
    // Retried, because the widget's button works only once the Wasm has started.
    wait("[part~=next]").await;
    browser
        .eventually("the second step", async || {
            does("deep('[part~=next]')[0]?.click();").await;
            (does("return deep('textarea[part~=text]').length > 0;").await == true).then_some(())
        })
        .await;
    does("const text = deep('textarea[part~=text]')[0]; text.value = 'The lift.'; text.dispatchEvent(new Event('input', { bubbles: true }));").await;
    browser
        .eventually("the last step", async || {
            does("deep('[part~=next]')[0]?.click();").await;
            (does("return deep('[part~=send]').length > 0;").await == true).then_some(())
        })
        .await;
    does("deep('[part~=send]')[0].click();").await;
    wait("[part~=reference]").await;
}

#[tokio::test]
async fn where_frames_or_all_but_the_loader_are_forbidden_a_link_leads_to_the_forms_own_page() {
    let browser = start().await;
    for page in ["without-frames", "loader-alone"] {
        visit(&browser, page).await;
        open(&browser, Opens::Link).await;
        let link =
            in_box(&browser, "return root.querySelector(`a[href^='${arguments[0]}/f/rta']`).href;")
                .await;
        browser.visit(link.as_str().unwrap()).await;
        assert!(browser.client().find(Locator::Css("textarea[name=text]")).await.is_ok(), "{link}");
    }
}

#[tokio::test]
async fn an_origin_that_is_not_registered_gets_a_button_to_the_form_and_its_web_team_the_reason() {
    let browser = start().await;
    let page = format!(
        "<!doctype html><html lang=en><title>Elsewhere</title><h1>Elsewhere</h1>
         <script src=\"{}/embed.js\" data-entity=rta></script></html>",
        server::edge()
    );
    let site =
        Website::serve("default-src * 'unsafe-inline' 'unsafe-eval' data: blob:", &page).await;
    browser.visit(site.origin()).await;
    open(&browser, Opens::Link).await;
    let warnings = browser.warnings().await.concat();
    assert!(warnings.contains("isn't registered for rta"), "{warnings}");
    let look = in_box(
        &browser,
        "const link = root.querySelector('dialog a'), look = getComputedStyle(link);
         return [link.href, look.backgroundColor, look.display, root.querySelector('iframe')?.checkVisibility() ?? false];",
    )
    .await;
    assert!(look[0].as_str().unwrap().contains("/f/rta?lang=en"), "{look}");
    assert_eq!((&look[1], &look[2]), (&json!("rgb(11, 107, 91)"), &json!("block")), "{look}");
    assert_eq!(look[3], false, "a frame that a browser refuses is in sight");
    let said = "return root.querySelector('dialog a[aria-describedby=elsewhere]') &&
                root.querySelector('dialog #elsewhere')?.textContent;";
    browser
        .eventually("why it leads elsewhere", async || {
            (in_box(&browser, said).await == words::of("en", "elsewhere").as_str()).then_some(())
        })
        .await;
}
