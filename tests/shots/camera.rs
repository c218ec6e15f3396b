//! Screenshots of a browser.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tests::browser::Browser;
use tokio::time::sleep;

/// Delay until animations have ended.
const REST: Duration = Duration::from_millis(700);

/// Height in pixels at which the widget shows every step without scrolling.
const WHOLE: u32 = 964;

/// Language, theme and width of a series of screenshots.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) language: &'static str,
    pub(crate) theme: &'static str,
    pub(crate) width: u32,
}

impl Look {
    fn height(self) -> u32 {
        if self.width < 600 { 640 } else { 900 }
    }

    fn is_for_the_readme(self) -> bool {
        self.language == "en" && self.theme == "light" && self.width == 1280
    }
}

impl fmt::Display for Look {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}-{}", self.language, self.theme, self.width)
    }
}

async fn screen(browser: &Browser, look: Look, height: u32) {
    let screen = json!({ "width": look.width, "height": height, "deviceScaleFactor": 1, "mobile": look.width < 600 });
    browser.devtools("Emulation.setDeviceMetricsOverride", screen).await;
}

pub(crate) struct Camera<'a> {
    browser: &'a Browser,
    folder: PathBuf,
    look: Look,
}

impl<'a> Camera<'a> {
    /// Creates a camera with this look; its pictures go into a folder of their own.
    pub(crate) async fn new(browser: &'a Browser, folder: &Path, look: Look) -> Self {
        screen(browser, look, look.height()).await;
        let theme =
            json!({ "features": [{ "name": "prefers-color-scheme", "value": look.theme }] });
        browser.devtools("Emulation.setEmulatedMedia", theme).await;
        // The box is as light or dark as the page around it.
        let dress = format!("document.documentElement.style.colorScheme = '{}';", look.theme);
        browser.before_each_page(&dress).await;
        let folder = folder.join(look.to_string());
        fs::create_dir_all(&folder).expect("a folder for the pictures");
        Self { browser, folder, look }
    }

    /// Saves a picture of the viewport, of the widget, and of the widget's end if it scrolls.
    pub(crate) async fn shoot(&self, name: &str) {
        sleep(REST).await;
        self.take(name, json!({})).await;
        let scroll = "const dialog = document.querySelector('sawtak-feedback')?.shadowRoot.querySelector('dialog[open]');
            const before = dialog?.scrollTop; dialog?.scrollTo(0, dialog.scrollHeight);
            return dialog ? { before, moved: dialog.scrollTop - before } : { moved: 0 };";
        let scrolled = self.browser.script(scroll, vec![]).await;
        if scrolled["moved"].as_f64().unwrap_or_default() > 8.0 {
            self.take(&format!("{name}-end"), json!({})).await;
            let back = "document.querySelector('sawtak-feedback').shadowRoot.querySelector('dialog').scrollTo(0, arguments[0]);";
            self.browser.script(back, vec![scrolled["before"].clone()]).await;
        }
        if let Some(clip) = self.dialog().await {
            self.take(&format!("box-{name}"), json!({ "clip": clip })).await;
        }
    }

    /// Saves a picture of the whole page, however long it is.
    pub(crate) async fn whole(&self, name: &str) {
        sleep(REST).await;
        let size = self
            .browser
            .script("return [innerWidth, document.documentElement.scrollHeight];", vec![])
            .await;
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
        self.take(name, json!({ "captureBeyondViewport": true, "clip": clip })).await;
    }

    /// Enables or disables scripts in pages from now on.
    pub(crate) async fn scripts(&self, run: bool) {
        self.browser
            .devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !run }))
            .await;
    }

    /// Saves a picture of the whole open widget for the strip: as high as the highest step, and
    /// without a focus ring.
    pub(crate) async fn for_strip(&self, name: &str) {
        if !self.look.is_for_the_readme() {
            return;
        }
        let prepare = "const root = document.querySelector('sawtak-feedback').shadowRoot;
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`sawtak-feedback::part(dialog) { height: ${arguments[0]}px; max-height: none }`);
            document.adoptedStyleSheets = [sheet];
            root.activeElement?.blur(); root.querySelector('dialog').scrollTo(0, 0);";
        screen(self.browser, self.look, WHOLE).await;
        self.browser.script(prepare, vec![json!(WHOLE)]).await;
        sleep(REST).await;
        if let Some(clip) = self.dialog().await {
            self.take(&format!("strip-{name}"), json!({ "clip": clip })).await;
        }
        self.browser.script("document.adoptedStyleSheets = [];", vec![]).await;
        screen(self.browser, self.look, self.look.height()).await;
    }

    /// Combines three pictures from [`for_strip`](Self::for_strip) side by side into `strip.png`.
    pub(crate) async fn strip(&self, folder: &Path, names: [&str; 3]) {
        if !self.look.is_for_the_readme() {
            return;
        }
        let pictures = names.map(|name| {
            let bytes = fs::read(self.folder.join(format!("strip-{name}.png")))
                .expect("a picture of the box");
            format!("<img src=\"data:image/png;base64,{}\">", STANDARD.encode(bytes))
        });
        let style = "body { margin: 0; padding: 32px; display: flex; gap: 24px; align-items: start; background: #e3eae8 }
            img { inline-size: 400px; border-radius: 14px; box-shadow: 0 4px 20px #0002 }";
        let page = format!("<!doctype html><style>{style}</style>{}", pictures.concat());
        screen(self.browser, Look { width: 1312, ..self.look }, WHOLE).await;
        self.browser.visit("about:blank").await;
        let write = "document.write(arguments[0]); document.close();";
        self.browser.script(write, vec![json!(page)]).await;
        let decoded = "const done = arguments[arguments.length - 1];
            Promise.all([...document.images].map((image) => image.decode())).then(() => done(true));";
        self.browser
            .client()
            .execute_async(decoded, vec![])
            .await
            .expect("the pictures can be shown");
        sleep(REST).await;
        let size = "const last = document.images[2].getBoundingClientRect(); return [last.right + 32, last.bottom + 32];";
        let size = self.browser.script(size, vec![]).await;
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
        let picture = self.picture(json!({ "captureBeyondViewport": true, "clip": clip })).await;
        fs::write(folder.join("strip.png"), picture).expect("the strip is written");
    }

    /// Returns the bounds of the open widget.
    async fn dialog(&self) -> Option<Value> {
        let place = "const dialog = document.querySelector('sawtak-feedback')?.shadowRoot.querySelector('dialog[open]');
            const { x, y, width, height } = dialog?.getBoundingClientRect() ?? {}; return dialog ? { x: x + scrollX, y: y + scrollY, width, height, scale: 1 } : null;";
        let place = self.browser.script(place, vec![]).await;
        place.is_object().then_some(place)
    }

    async fn take(&self, name: &str, parameters: Value) {
        let picture = self.picture(parameters).await;
        fs::write(self.folder.join(format!("{name}.png")), picture)
            .expect("the picture is written");
    }

    async fn picture(&self, parameters: Value) -> Vec<u8> {
        let taken = self.browser.devtools("Page.captureScreenshot", parameters).await;
        STANDARD.decode(taken["data"].as_str().expect("a picture")).expect("a picture in base64")
    }
}
