//! Queries for elements in the widget's shadow root, by the parts that the embedding contract
//! names.

use fantoccini::{Locator, elements::Element};
use serde_json::{Value, json};

use super::Browser;

/// Script prefix that defines the widget's shadow root and a function that returns visible elements
/// by part.
const ROOT: &str = "const root = document.querySelector('sawtak-feedback')?.shadowRoot;
    const parts = (name) => [...(root?.querySelectorAll(`[part~=\"${name}\"]`) ?? [])].filter((part) => part.checkVisibility());";

/// Focused element, also inside nested shadow roots.
#[derive(Debug, Default)]
pub struct Focus {
    /// Element name, such as `button`.
    pub tag: String,
    /// `part` attribute.
    pub part: String,
    /// Element id.
    pub id: String,
    /// Value of a form control.
    pub value: String,
    /// Visible text.
    pub text: String,
}

impl Focus {
    /// Returns whether the element has this part, perhaps among others.
    pub fn has_part(&self, part: &str) -> bool {
        self.part.split(' ').any(|found| found == part)
    }
}

/// Returns the focused element.
pub async fn focus(browser: &Browser) -> Focus {
    let script = "let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return { tag: element?.localName, part: element?.getAttribute('part'), id: element?.id, value: element?.value, text: element?.innerText };";
    let found = browser.script(script, vec![]).await;
    let text = |member: &str| found[member].as_str().unwrap_or_default().to_owned();
    Focus {
        tag: text("tag"),
        part: text("part"),
        id: text("id"),
        value: text("value"),
        text: text("text"),
    }
}

/// Returns the text of the first visible element with this part.
pub async fn text(browser: &Browser, part: &str) -> Option<String> {
    property(browser, part, "innerText").await.as_str().map(|text| text.trim().to_owned())
}

/// Returns a property of the first visible element with this part.
pub async fn property(browser: &Browser, part: &str, property: &str) -> Value {
    browser
        .script(
            &format!("{ROOT} return parts(arguments[0])[0]?.[arguments[1]];"),
            vec![json!(part), json!(property)],
        )
        .await
}

/// Returns the number of visible elements with this part.
pub async fn count(browser: &Browser, part: &str) -> u64 {
    browser
        .script(&format!("{ROOT} return parts(arguments[0]).length;"), vec![json!(part)])
        .await
        .as_u64()
        .unwrap_or_default()
}

/// Returns the name of the current step, or of the state after the last one.
pub async fn step(browser: &Browser) -> String {
    let script = format!("{ROOT} return root?.querySelector('.sawtak')?.dataset.step;");
    browser.script(&script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

/// Returns the value of the recorder's level meter; 0 is silence.
pub async fn level(browser: &Browser) -> f64 {
    let script = format!(
        "{ROOT} return Math.max(0, ...[...(root?.querySelectorAll('meter') ?? [])].map((meter) => meter.value));"
    );
    browser.script(&script, vec![]).await.as_f64().unwrap_or_default()
}

/// Returns the visible text of the open widget.
pub async fn dialog_text(browser: &Browser) -> String {
    text(browser, "dialog").await.unwrap_or_default()
}

/// Returns the latest text of the form's polite live region.
pub async fn announcement(browser: &Browser) -> String {
    let script = format!("{ROOT} return root?.querySelector('#' + arguments[0])?.textContent;");
    browser
        .script(&script, vec![json!("told")])
        .await
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// Returns the text direction of the first visible element with this part: `ltr` or `rtl`.
pub async fn direction(browser: &Browser, part: &str) -> String {
    let script = format!(
        "{ROOT} const part = parts(arguments[0])[0]; return part && getComputedStyle(part).direction;"
    );
    browser.script(&script, vec![json!(part)]).await.as_str().unwrap_or_default().to_owned()
}

/// Returns the file field, visible or not.
pub async fn file_field(browser: &Browser) -> Element {
    in_box(browser, "input[type=file][part~=attach], [part~=attach] input[type=file]").await
}

/// Returns the widget's element with this id.
pub async fn by_id(browser: &Browser, id: &str) -> Element {
    in_box(browser, &format!("#{id}")).await
}

async fn in_box(browser: &Browser, selector: &str) -> Element {
    let host = browser.client().find(Locator::Css("sawtak-feedback")).await.expect("the box");
    let root = host.shadow_root().await.expect("its shadow root");
    root.find(Locator::Css(selector)).await.unwrap_or_else(|error| panic!("{selector}: {error}"))
}
