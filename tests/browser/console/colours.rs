//! Contrast of every control of the console, at rest, under the pointer and with the focus, in each
//! theme.

use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, checkers, console},
    server,
};

use super::complaint;

/// Script that lists the visible controls of a part of the page as `controls`.
const CONTROLS: &str = "
    const part = document.querySelector(arguments[1]);
    const controls = [...part.querySelectorAll('a, button, summary, select, input, textarea')]
        .filter((one) => one.checkVisibility() && !one.disabled && !one.matches('.unseen, .skip')
            && one.getBoundingClientRect().width > 2);";

/// Script that brings a control into view and returns the middle of it.
const MIDDLE: &str = "
    const one = controls[arguments[0]];
    one.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x + width / 2, y + height / 2];";

/// Script that returns whether a control is under the pointer, and the texts in it that can hardly
/// be read: those with a contrast below 4.5. A canvas converts each notation of colours.
const HARDLY_READ: &str = "
    const one = controls[arguments[0]];
    document.getAnimations().forEach((animation) => animation.finish());
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const channels = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].map((channel) => channel / 255);
    };
    const over = (layer, ground) => ground.map((channel, place) => layer[place] * layer[3] + channel * (1 - layer[3]));
    const ground = (element) => {
        const layers = [];
        for (let each = element; each; each = each.parentElement) {
            layers.unshift(channels(getComputedStyle(each).backgroundColor));
        }
        return layers.reduce((below, layer) => over(layer, below), [1, 1, 1]);
    };
    const luminance = (colour) => colour
        .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
        .reduce((sum, channel, place) => sum + channel * [0.2126, 0.7152, 0.0722][place], 0);
    const contrast = (element) => {
        const below = ground(element);
        const [dark, light] = [luminance(below), luminance(over(channels(getComputedStyle(element).color), below))].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const says = (element) => element.matches('input:not([type]), [type=search], [type=email], select, textarea')
        || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const faults = [one, ...one.querySelectorAll('*')].filter((element) => says(element) && contrast(element) < 4.5)
        .map((element) => `${element.tagName}.${element.className} ${element.innerText} ${contrast(element).toFixed(2)}`);
    return [one.matches(':hover'), faults];";

/// Measures every control of a part of the page, and returns what can hardly be read.
async fn faults(browser: &Browser, state: &str, part: &str) -> Vec<String> {
    let script = |rest: &str| format!("{CONTROLS}{rest}");
    let count =
        browser.script(&script("return controls.length;"), vec![json!(0), json!(part)]).await;
    let (mut faults, mut hovered) = (Vec::new(), 0);
    for place in 0..count.as_u64().expect("a number of controls") {
        let arguments = vec![json!(place), json!(part)];
        let middle = browser.script(&script(MIDDLE), arguments.clone()).await;
        let [x, y] = [0, 1].map(|axis| middle[axis].as_f64().expect("a position"));
        let moves = MouseActions::new("mouse".to_owned()).then(PointerAction::MoveTo {
            duration: None,
            x,
            y,
        });
        browser.client().perform_actions(moves).await.expect("the pointer moves");
        for focus in ["", "controls[arguments[0]].focus();"] {
            let look = format!("{CONTROLS}{focus}{HARDLY_READ}");
            let seen = browser.script(&look, arguments.clone()).await;
            hovered += u64::from(seen[0] == Value::Bool(true));
            let texts = seen[1].as_array().cloned().unwrap_or_default();
            faults.extend(texts.iter().map(|text| format!("{state}: {text}")));
        }
    }
    assert!(hovered > 0, "{state}: the pointer reaches the controls");
    faults
}

#[rstest]
#[tokio::test]
async fn every_control_can_be_read_under_the_pointer_and_with_the_focus(
    #[values("light", "dark")] scheme: &str,
) {
    let reference = complaint("The gate at stop 9 squeaks: ocarina.").await;
    let browser = Browser::start(Engine::Chromium).await;
    checkers::prefer(&browser, scheme).await;
    browser.visit(&format!("{}/console", server::edge())).await;
    console::shows(&browser, "a.button.main").await;
    console::speak(&browser, "en").await;
    let mut found = faults(&browser, "signed out", "main").await;
    console::sign_in(&browser, "supervisor.rta", "/console/cases?queue=all#q=ocarina").await;
    console::shows(&browser, "tbody .select input").await;
    console::script_press(&browser, "tbody .select input").await;
    console::shows(&browser, ".several").await;
    found.extend(faults(&browser, "selected cases", "body").await);
    console::go(&browser, &format!("/console/cases/{reference}")).await;
    console::script_press(&browser, "[aria-keyshortcuts='t']").await;
    console::shows(&browser, ".toast button").await;
    found.extend(faults(&browser, "a toast", ".toasts").await);
    console::script_press(&browser, "[aria-keyshortcuts='r']").await;
    console::shows(&browser, "#doing").await;
    found.extend(faults(&browser, "a reply", "main").await);
    console::sign_out(&browser).await;
    console::sign_in(&browser, "administrator.rta", "/console/settings/rta/people").await;
    console::shows(&browser, ".person summary").await;
    console::script_press(&browser, ".person summary").await;
    found.extend(faults(&browser, "people", "body").await);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
