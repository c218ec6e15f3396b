//! Accessibility checkers that run in the page: axe-core, and IBM's. Both look into open shadow
//! roots.

use std::{fs, path::Path};

use serde_json::{Value, json};

use super::Browser;

const AXE: &str = "axe-core/axe.min.js";
const IBM: &str = "accessibility-checker-engine/ace-window.js";

/// Script that returns axe-core's violations in the widget, or in the page if it has no widget.
const ASK_AXE: &str = "const done = arguments[arguments.length - 1];
    const place = document.querySelector('sawtak-feedback') ?? document;
    axe.run(place, { resultTypes: ['violations'] }).then(({ violations }) => done(violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, html, failureSummary }) => `axe ${id}: ${help}\\n  ${target.flat().join(' ')}\\n  ${html}\\n  ${failureSummary}`))),
        (error) => done([`axe: ${error}`]));";

/// Script that returns the certain violations from IBM's checker, for the same part of the page.
/// The checker must see the whole document to judge a part.
const ASK_IBM: &str = "const done = arguments[arguments.length - 1];
    const place = document.querySelector('sawtak-feedback') ? 'sawtak-feedback' : '';
    new ace_ibma.Checker().check(document, ['WCAG_2_2']).then(({ results }) => done(results
        .filter(({ value: [policy, outcome], path }) => policy === 'VIOLATION' && outcome === 'FAIL' && path.dom.includes(place))
        .map(({ ruleId, message, snippet, path }) => `IBM ${ruleId}: ${message}\\n  ${path.dom}\\n  ${snippet}`)),
        (error) => done([`IBM: ${error}`]));";

/// Returns the violations that both checkers find in the current state.
pub async fn findings(browser: &Browser) -> Vec<String> {
    let mut findings = ask(browser, "window.axe", AXE, ASK_AXE).await;
    findings.append(&mut ask(browser, "window.ace_ibma", IBM, ASK_IBM).await);
    findings
}

async fn ask(browser: &Browser, global: &str, file: &str, question: &str) -> Vec<String> {
    if browser.script(&format!("return typeof {global};"), vec![]).await == "undefined" {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules").join(file);
        let source =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        browser.script(&source, vec![]).await;
    }
    let found =
        browser.client().execute_async(question, vec![]).await.expect("the checker answers");
    found
        .as_array()
        .into_iter()
        .flatten()
        .map(|finding| finding.as_str().unwrap_or_default().to_owned())
        .collect()
}

/// Emulates the colour scheme preference `dark` or `light`, on pages that follow it: a box is as
/// light or dark as the page around it.
pub async fn prefer(browser: &Browser, scheme: &str) {
    let feature: Value = json!({ "name": "prefers-color-scheme", "value": scheme });
    browser.devtools("Emulation.setEmulatedMedia", json!({ "features": [feature] })).await;
    let dress = format!("document.documentElement.style.colorScheme = '{scheme}';");
    browser.before_each_page(&dress).await;
    browser.script(&dress, vec![]).await;
    // A colour that is still changing has another contrast than it will have.
    let is_settled = async || {
        let count = browser.script("return document.getAnimations().filter((one) => one instanceof CSSTransition).length;", vec![]).await;
        (count == 0).then_some(())
    };
    browser.eventually("the colours to settle", is_settled).await;
}
