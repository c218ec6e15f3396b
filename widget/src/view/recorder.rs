//! Recording a message: start, pause, go on, stop. What was recorded becomes an attachment that can be played and removed.

use form::Phrase;
use gloo_timers::callback::Interval;
use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    prelude::*,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlMeterElement, HtmlVideoElement};

use super::bind::{draw, on, set, write};
use crate::{
    effects::{
        clock,
        recorder::{Medium, Obstacle, Recorder},
    },
    page::{Missing, Page, within},
    session::{Origin, Session, Signal},
};

/// How often the level and the time are drawn, in milliseconds.
const TICK: u32 = 100;

/// When the end of the recording is announced, in seconds before it.
const WARNING: u32 = 30;

/// Below this level (root mean square) nobody speaks.
const SILENCE: f32 = 0.002;

/// How long nothing is heard before it is said, in seconds.
const SILENT_FOR: u32 = 5;

/// Ties both recorders to the session.
pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    for (medium, place) in [(Medium::Audio, "[data-medium=audio]"), (Medium::Video, "[data-medium=video]")] {
        Control::new(session, medium).attach(&page, &within(page.form(), place)?)?;
    }
    Ok(())
}

/// What the recorder is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Idle,
    /// The browser asks for permission.
    Asking,
    Recording,
    Paused,
}

impl Phase {
    const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Asking => "asking",
            Self::Recording => "recording",
            Self::Paused => "paused",
        }
    }
}

/// One recorder's state. A copy is the same recorder.
#[derive(Clone, Copy)]
struct Control {
    session: Session,
    medium: Medium,
    phase: Signal<Phase>,
    problem: Signal<Option<Phrase>>,
    elapsed: Signal<u32>,
    recorder: StoredValue<Option<Recorder>, LocalStorage>,
    /// The second in which something was heard last.
    heard: StoredValue<u32, LocalStorage>,
    timer: StoredValue<Option<Interval>, LocalStorage>,
    live: StoredValue<Option<Live>, LocalStorage>,
}

/// What shows the sound and the picture while they are recorded, many times a second.
struct Live {
    meter: HtmlMeterElement,
    camera: Option<HtmlVideoElement>,
}

impl Control {
    fn new(session: Session, medium: Medium) -> Self {
        Self {
            session,
            medium,
            phase: Signal::new_local(Phase::Idle),
            problem: Signal::new_local(None),
            elapsed: Signal::new_local(0),
            recorder: StoredValue::new_local(None),
            heard: StoredValue::new_local(0),
            timer: StoredValue::new_local(None),
            live: StoredValue::new_local(None),
        }
    }

    fn attach(self, page: &Page, place: &Element) -> Result<(), Missing> {
        let (status, time): (Element, Element) = (within(place, ".status")?, within(place, ".time")?);
        let fault: Element = within(place, ".fault")?;
        self.live.set_value(Some(Live { meter: within(place, "meter")?, camera: within(place, "video").ok() }));
        let button: Element = within(place, ".record")?;
        let hint = button.get_attribute("aria-describedby");
        on(&button, "click", move |_| match self.phase.get_untracked() {
            Phase::Idle => self.start(),
            Phase::Asking => {}
            Phase::Recording | Phase::Paused => self.stop(),
        });
        on(within::<Element>(place, ".pause")?.as_ref(), "click", move |_| self.toggle_pause());
        // Whoever closes the box is not recorded any longer; what was said until then is kept.
        if let Some(dialog) = place.closest("dialog").ok().flatten() {
            on(&dialog, "close", move |_| {
                if self.phase.get_untracked() == Phase::Asking {
                    self.phase.set(Phase::Idle);
                }
                self.stop();
            });
        }
        let limit = self.medium.limit();
        let (shown, words) = (place.clone(), page.clone());
        draw(move || {
            let phase = self.phase.get();
            set(&shown, "data-phase", Some(phase.name()));
            // The hint is about what may be recorded, not about stopping.
            set(&button, "aria-describedby", hint.as_deref().filter(|_| matches!(phase, Phase::Idle | Phase::Asking)));
            let said = match phase {
                Phase::Recording if self.elapsed.get() + WARNING >= limit => Some(Phrase::RecorderSoon),
                Phase::Recording => Some(Phrase::RecorderNow),
                Phase::Paused => Some(Phrase::RecorderPaused),
                Phase::Idle | Phase::Asking => None,
            };
            write(&status, &said.map(|phrase| words.say(phrase)).unwrap_or_default());
        });
        draw(move || write(&time, &format!("{} / {}", clock::show_elapsed(self.elapsed.get()), clock::show_elapsed(limit))));
        let words = page.clone();
        draw(move || write(&fault, &self.problem.get().map(|phrase| words.say(phrase)).unwrap_or_default()));
        Ok(())
    }

    fn start(self) {
        self.problem.set(None);
        self.phase.set(Phase::Asking);
        spawn_local(async move {
            let lost = move || {
                self.problem.try_set(Some(Phrase::RecorderLost));
                self.stop();
            };
            let muted = move || {
                let is_recording = self.phase.try_get_untracked() == Some(Phase::Recording);
                if is_recording {
                    self.toggle_pause();
                    self.problem.set(Some(Phrase::RecorderInterrupted));
                }
            };
            match Recorder::start(self.medium, lost, muted).await {
                // The box was closed while the browser asked: dropping the recorder lets the microphone go.
                Ok(_) if self.phase.try_get_untracked() != Some(Phase::Asking) => {}
                Ok(recorder) => self.begin(recorder),
                Err(obstacle) => {
                    self.phase.try_set(Phase::Idle);
                    self.problem.try_set(Some(explained(obstacle)));
                }
            }
        });
    }

    fn begin(self, recorder: Recorder) {
        self.live.with_value(|live| {
            if let Some(camera) = live.as_ref().and_then(|live| live.camera.as_ref()) {
                // An attribute alone does not mute what a script shows.
                camera.set_muted(true);
                camera.set_src_object(Some(recorder.stream()));
            }
        });
        self.recorder.set_value(Some(recorder));
        self.elapsed.set(0);
        self.heard.set_value(0);
        self.phase.set(Phase::Recording);
        self.timer.set_value(Some(Interval::new(TICK, move || self.tick())));
    }

    fn tick(self) {
        let now = self.recorder.try_with_value(|recorder| recorder.as_ref().map(|recorder| (recorder.elapsed(), recorder.level())));
        let Some(Some((elapsed, level))) = now else { return };
        if self.elapsed.get_untracked() != elapsed {
            self.elapsed.set(elapsed);
        }
        self.live.with_value(|live| {
            if let Some(live) = live {
                live.meter.set_value(level.min(0.5).into());
            }
        });
        self.listen(elapsed, level);
        if elapsed >= self.medium.limit() {
            self.stop();
        }
    }

    /// Says so when nothing is heard, while there is time to do something about it.
    fn listen(self, elapsed: u32, level: f32) {
        let is_silent = self.problem.get_untracked() == Some(Phrase::RecorderSilent);
        if level > SILENCE {
            self.heard.set_value(elapsed);
            if is_silent {
                self.problem.set(None);
            }
        } else if elapsed >= self.heard.get_value() + SILENT_FOR && !is_silent && self.phase.get_untracked() == Phase::Recording {
            self.problem.set(Some(Phrase::RecorderSilent));
        }
    }

    fn toggle_pause(self) {
        self.problem.set(None);
        self.recorder.update_value(|recorder| {
            if let Some(recorder) = recorder {
                recorder.toggle_pause();
                self.phase.set(if recorder.is_paused() { Phase::Paused } else { Phase::Recording });
            }
        });
    }

    fn stop(self) {
        self.timer.try_update_value(Option::take);
        if self.problem.try_get_untracked() == Some(Some(Phrase::RecorderSilent)) {
            self.problem.set(None);
        }
        let Some(recorder) = self.recorder.try_update_value(Option::take).flatten() else { return };
        spawn_local(async move {
            let message = recorder.stop().await;
            if self.phase.try_set(Phase::Idle).is_some() {
                return;
            }
            match message {
                Some(blob) => {
                    let name = self.file_name(&blob.type_());
                    let origin = if self.medium == Medium::Audio { Origin::Voice } else { Origin::Video };
                    self.session.attach(&blob, name, origin);
                }
                None => self.problem.set(Some(Phrase::RecorderEmpty)),
            }
        });
    }

    fn file_name(self, media_type: &str) -> String {
        let name = if self.medium == Medium::Audio { Phrase::RecorderAudioName } else { Phrase::RecorderVideoName };
        let container = media_type.split([';', '/']).nth(1).unwrap_or("webm");
        format!("{}.{container}", self.session.page().say(name))
    }
}

fn explained(obstacle: Obstacle) -> Phrase {
    match obstacle {
        Obstacle::Insecure => Phrase::RecorderInsecure,
        Obstacle::Unsupported => Phrase::RecorderUnsupported,
        Obstacle::Missing => Phrase::RecorderMissing,
        Obstacle::Busy => Phrase::RecorderBusy,
        Obstacle::Refused => Phrase::RecorderRefused,
    }
}
