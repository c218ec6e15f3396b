//! The three engines: how each is driven, and what each must be told to come as a visit wants it.

use std::{
    env,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use super::{Microphone, Visit};
use crate::sound;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, without a window.
    Chromium,
    /// Firefox, without a window unless a screen reader is to read it.
    Firefox,
    /// WebKitGTK in its MiniBrowser, which wants a screen.
    Webkit,
}

impl Engine {
    /// The program that speaks WebDriver for it.
    pub(super) fn driver(self) -> PathBuf {
        match self {
            Self::Chromium => "chromedriver".into(),
            Self::Firefox => env::var_os("SAWTAK_TEST_GECKODRIVER")
                .map_or_else(|| "geckodriver".into(), PathBuf::from),
            Self::Webkit => "WebKitWebDriver".into(),
        }
    }

    /// Whether it draws on a screen, in such a visit.
    pub(super) fn needs_screen(self, visit: &Visit) -> bool {
        self == Self::Webkit || visit.screen_reader
    }

    /// Whether it takes what it hears from a sound server. Chromium's make-believe microphone reads the file itself.
    pub(super) fn needs_sound_server(self) -> bool {
        self != Self::Chromium
    }

    /// What a new session is asked for; `folder` is the visit's.
    pub(super) fn capabilities(self, visit: &Visit, folder: &Path) -> Map<String, Value> {
        let capabilities = match self {
            Self::Chromium => chromium(visit, folder),
            Self::Firefox => firefox(visit),
            Self::Webkit => webkit(visit),
        };
        capabilities.as_object().cloned().expect("an object")
    }

    /// Whether a line that the browser wrote to its terminal tells of an error in a page. Chromium writes none; it keeps a log.
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
                // What is heard is recorded as it is.
                "media.getusermedia.audio.processing.aec.enabled": false,
                "media.getusermedia.audio.processing.agc.enabled": false,
                "media.getusermedia.audio.processing.noise.enabled": false,
                "media.encoder.webm.enabled": visit.records_webm,
                "javascript.enabled": visit.scripts,
                "devtools.console.stdout.content": true,
                // 1 would keep screen readers out, 0 would leave it to Firefox.
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
