//! Browser engines: their WebDriver programs and the capabilities that a visit requires.

use std::{
    env,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use super::{Microphone, Visit};
use crate::sound;

/// Browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, headless.
    Chromium,
    /// Firefox, headless unless the visit has a screen reader.
    Firefox,
    /// WebKitGTK in its MiniBrowser, which needs a screen.
    Webkit,
}

impl Engine {
    /// Returns the WebDriver program of this engine.
    pub(super) fn driver(self) -> PathBuf {
        match self {
            Self::Chromium => "chromedriver".into(),
            Self::Firefox => env::var_os("SAWTAK_TEST_GECKODRIVER")
                .map_or_else(|| "geckodriver".into(), PathBuf::from),
            Self::Webkit => "WebKitWebDriver".into(),
        }
    }

    /// Returns whether the engine needs a screen for this visit.
    pub(super) fn needs_screen(self, visit: &Visit) -> bool {
        self == Self::Webkit || visit.screen_reader
    }

    /// Returns whether the engine takes microphone input from a sound server. Chromium's fake
    /// microphone reads the file itself.
    pub(super) fn needs_sound_server(self) -> bool {
        self != Self::Chromium
    }

    /// Returns the WebDriver capabilities for a new session; `folder` holds the visit's files.
    pub(super) fn capabilities(self, visit: &Visit, folder: &Path) -> Map<String, Value> {
        let capabilities = match self {
            Self::Chromium => chromium(visit, folder),
            Self::Firefox => firefox(visit),
            Self::Webkit => webkit(visit),
        };
        capabilities.as_object().cloned().expect("an object")
    }

    /// Returns whether a line from the browser's terminal reports an error in a page. Chromium
    /// writes none there and keeps a log instead.
    pub(super) fn is_error(self, line: &str) -> bool {
        match self {
            Self::Chromium => false,
            Self::Firefox => {
                let is_ours = line.contains("http://127.0.0.1:");
                is_ours
                    && (line.starts_with("JavaScript error:") || line.starts_with("console.error:"))
            }
            Self::Webkit => line.contains("CONSOLE") && line.contains(" ERROR"),
        }
    }
}

fn chromium(visit: &Visit, folder: &Path) -> Value {
    let mut arguments =
        vec!["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,900"];
    if visit.microphone != Microphone::Missing {
        arguments.push("--use-fake-device-for-media-stream");
    }
    if visit.microphone != Microphone::Refused {
        arguments.push("--use-fake-ui-for-media-stream");
    }
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    arguments.push(&profile);
    let file =
        format!("--use-file-for-fake-audio-capture={}", folder.join(sound::SPEECH).display());
    if matches!(visit.microphone, Microphone::Hears(..)) {
        arguments.push(&file);
    }
    let mut preferences = Map::new();
    if visit.microphone == Microphone::Refused {
        preferences
            .insert("profile.default_content_setting_values.media_stream_mic".to_owned(), json!(2));
    }
    if !visit.scripts {
        preferences
            .insert("profile.managed_default_content_settings.javascript".to_owned(), json!(2));
    }
    let mut logs = json!({ "browser": "ALL" });
    if visit.network {
        logs["performance"] = json!("ALL");
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": arguments, "prefs": preferences },
        "goog:loggingPrefs": logs,
    })
}

fn firefox(visit: &Visit) -> Value {
    let refused = visit.microphone == Microphone::Refused;
    let arguments: &[&str] =
        if visit.screen_reader { &[] } else { &["-headless", "--width=1200", "--height=900"] };
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": "/usr/bin/firefox-esr",
            "args": arguments,
            "prefs": {
                "media.navigator.streams.fake": matches!(visit.microphone, Microphone::Made | Microphone::Refused),
                "media.navigator.permission.disabled": !refused,
                "permissions.default.microphone": if refused { 2 } else { 0 },
                // Records the input unprocessed.
                "media.getusermedia.audio.processing.aec.enabled": false,
                "media.getusermedia.audio.processing.agc.enabled": false,
                "media.getusermedia.audio.processing.noise.enabled": false,
                "media.encoder.webm.enabled": visit.records_webm,
                "javascript.enabled": visit.scripts,
                "devtools.console.stdout.content": true,
                // 1 would disable the accessibility API, 0 would leave the choice to Firefox.
                "accessibility.force_disabled": if visit.screen_reader { -1 } else { 1 },
            },
        },
    })
}

fn webkit(visit: &Visit) -> Value {
    let mut arguments = vec!["--automation", "--enable-write-console-messages-to-stdout=true"];
    if visit.microphone == Microphone::Made {
        arguments.push("--enable-mock-capture-devices=true");
    }
    assert!(
        visit.scripts && visit.microphone != Microphone::Refused,
        "WebKitGTK cannot be driven so"
    );
    json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": { "binary": "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser", "args": arguments },
    })
}
