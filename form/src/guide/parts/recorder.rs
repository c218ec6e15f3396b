//! Voice and video recorder: start, pause, go on, stop. A finished recording becomes an attachment
//! that can be played and removed.
//!
//! `data-phase` says what the recorder is doing: `idle`, `asking`, `recording` or `paused`. The
//! style sheet shows what belongs to each.

use std::rc::Rc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Element};

use crate::{
    Phrase,
    guide::{
        browser::{
            clock,
            recorder::{Change, Medium, Obstacle, Recorder as Machine},
        },
        draft,
        item::Origin,
        parts::attachments::Attachments,
        reactive::{Content, Text, content, effect, handler, on, text},
        words::Words,
    },
};

/// Interval between two measurements of level and time, in milliseconds.
const TICK: u32 = 100;

/// Seconds before the limit at which the end is announced.
const WARNING: u32 = 30;

/// Level (root mean square) below which nobody speaks.
const SILENCE: f32 = 0.002;

/// Seconds without a sound after which the visitor is told.
const SILENT_FOR: u32 = 5;

/// Phase of a recorder.
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

    const fn is_at_rest(self) -> bool {
        matches!(self, Self::Idle | Self::Asking)
    }
}

/// Both recorders. There is one microphone: starting one stops the other. A copy is the same two.
#[derive(Clone, Copy)]
pub struct Recorders(StoredValue<[Control; 2]>);

impl Recorders {
    /// Creates two idle recorders, which attach their recordings to `attachments`. They belong to
    /// the current owner, so that a recording goes on while the form changes its language.
    pub fn new(attachments: Attachments) -> Self {
        let media = [Medium::Audio, Medium::Video];
        Self(StoredValue::new(media.map(|medium| Control::new(attachments, medium))))
    }

    /// Stops both and attaches what was recorded until now.
    pub(crate) fn leave(self) {
        self.each(Control::leave);
    }

    /// Stops both when the box closes, and pauses them when the browser freezes the page. Around a
    /// frame, the page's script reports the closing at the body.
    pub fn watch(self, place: &Element) {
        if let Some(closing) = place.closest("dialog, body").ok().flatten() {
            on(&closing, "close", move |_| self.leave());
        }
        if let Some(document) = place.owner_document() {
            on(&document, "freeze", move |_| self.each(Control::interrupt));
        }
    }

    /// Runs `lead` whenever one more recording has come to nothing, to lead to where its card says
    /// so. A card that says so already leads nowhere.
    pub(crate) fn when_empty(self, lead: impl Fn() + 'static) {
        let mut before = u32::MAX;
        effect(move || {
            let mut empty = 0;
            self.each(|control| {
                empty += u32::from(control.problem.get() == Some(Phrase::RecorderEmpty));
            });
            if empty > before {
                lead();
            }
            before = empty;
        });
    }

    fn each(self, act: impl FnMut(Control)) {
        self.0.try_get_value().into_iter().flatten().for_each(act);
    }
}

/// State of one recorder. A copy is the same recorder.
#[derive(Clone, Copy)]
struct Control {
    attachments: Attachments,
    medium: Medium,
    phase: RwSignal<Phase>,
    problem: RwSignal<Option<Phrase>>,
    /// Recorded seconds.
    elapsed: RwSignal<u32>,
    /// Level of the sound, in thousandths of full scale.
    level: RwSignal<u32>,
    /// Second in which a sound was heard last.
    heard: RwSignal<u32>,
    machine: StoredValue<Option<Machine>, LocalStorage>,
    timer: StoredValue<Option<Interval>, LocalStorage>,
}

/// Both recorders, as cards among the ways to answer.
#[component]
pub fn RecorderCards(recorders: Recorders, words: Words) -> impl IntoView {
    let [audio, video] = recorders.0.get_value();
    view! {
        <Recorder control=audio other=video words=words />
        <Recorder control=video other=audio words=words />
    }
}

#[component]
fn Recorder(control: Control, other: Control, words: Words) -> impl IntoView {
    let is_video = control.medium == Medium::Video;
    let (name, part, label, hint, shape) = if is_video {
        (
            "video",
            "record-video",
            Phrase::RecorderVideo,
            Phrase::RecorderHintVideo,
            "M3 6.5h12v11H3zM15 10.5l6-3.5v10l-6-3.5",
        )
    } else {
        (
            "audio",
            "record",
            Phrase::RecorderAudio,
            Phrase::RecorderHintAudio,
            "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7",
        )
    };
    let hint_id = [part, "-hint"].concat();
    let described_by = control.described_by(hint_id.clone());
    let camera = is_video.then(|| {
        view! {
            <video class="camera" autoplay playsinline prop:muted=true prop:srcObject=control.picture()></video>
        }
    });
    view! {
        <div class="way recorder" data-medium=name data-phase=text(move || control.phase.get().name().to_owned())>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=shape /></svg>
            <button
                type="button"
                part=part
                class="record"
                aria-describedby=described_by
                on:click=handler(move || control.press(other))
            >
                <span class="when-idle">{words.say(label)}</span>
                <span class="when-running">{words.say(Phrase::RecorderStop)}</span>
            </button>
            <span class="hint when-idle" id=hint_id>{words.say(hint)}</span>
            <span class="status" role="status" prop:textContent=control.status(words)></span>
            <div class="running when-running">
                {camera}
                <span class=const { "dot" } aria-hidden="true"></span>
                <span class="time" dir="ltr" prop:textContent=control.time()></span>
                <meter
                    min="0"
                    max="500"
                    aria-label=words.say(Phrase::RecorderLevel)
                    prop:value=text(move || control.level.get().to_string())
                ></meter>
                <button type="button" part="pause" class="pause" on:click=handler(move || control.toggle_pause())>
                    <span class="when-recording">{words.say(Phrase::RecorderPause)}</span>
                    <span class="when-paused">{words.say(Phrase::RecorderResume)}</span>
                </button>
            </div>
            <p class="fault" role="alert" prop:textContent=control.explanation(words)></p>
        </div>
    }
}

impl Control {
    fn new(attachments: Attachments, medium: Medium) -> Self {
        Self {
            attachments,
            medium,
            phase: RwSignal::new(Phase::Idle),
            problem: RwSignal::new(None),
            elapsed: RwSignal::new(0),
            level: RwSignal::new(0),
            heard: RwSignal::new(0),
            machine: StoredValue::new_local(None),
            timer: StoredValue::new_local(None),
        }
    }

    fn status(self, words: Words) -> Content {
        content(move || {
            let phrase = match self.phase.get() {
                Phase::Recording if self.elapsed.get() + WARNING >= self.medium.limit() => {
                    Phrase::RecorderSoon
                }
                Phase::Recording => Phrase::RecorderNow,
                Phase::Paused => Phrase::RecorderPaused,
                Phase::Idle | Phase::Asking => return String::new(),
            };
            words.say(phrase)
        })
    }

    fn time(self) -> Content {
        content(move || {
            let limit = clock::show_elapsed(self.medium.limit());
            [&clock::show_elapsed(self.elapsed.get()), " / ", &limit].concat()
        })
    }

    fn explanation(self, words: Words) -> Content {
        content(move || self.problem.get().map(|phrase| words.say(phrase)).unwrap_or_default())
    }

    /// Returns the id of the hint while nothing runs. The hint is about what may be recorded, not
    /// about stopping.
    fn described_by(self, hint: String) -> Text {
        text(move || if self.phase.get().is_at_rest() { hint.clone() } else { String::new() })
    }

    /// Returns the camera's stream while it records.
    fn picture(self) -> impl Fn() -> JsValue + Send + Clone + 'static {
        move || {
            self.phase.get();
            self.machine.with_value(|machine| {
                machine.as_ref().map_or(JsValue::NULL, |machine| machine.stream().into())
            })
        }
    }

    fn press(self, other: Self) {
        match self.phase.get_untracked() {
            Phase::Idle => {
                other.leave();
                self.start();
            }
            Phase::Asking => {}
            Phase::Recording | Phase::Paused => self.stop(),
        }
    }

    fn start(self) {
        self.problem.set(None);
        if !self.attachments.has_room() {
            return;
        }
        self.phase.set(Phase::Asking);
        spawn_local(async move {
            match Machine::start(self.medium, Rc::new(move |change| self.hear(change))).await {
                // The visitor left while the browser asked: dropping the machine lets the
                // microphone go.
                Ok(_) if self.phase.try_get_untracked() != Some(Phase::Asking) => {}
                Ok(machine) => self.begin(machine),
                Err(obstacle) => {
                    self.phase.set(Phase::Idle);
                    self.problem.set(Some(explained(obstacle)));
                }
            }
        });
    }

    fn begin(self, machine: Machine) {
        self.machine.set_value(Some(machine));
        self.attachments.recordings.update(|count| *count += 1);
        self.elapsed.set(0);
        self.heard.set(0);
        self.phase.set(Phase::Recording);
        self.timer.set_value(Some(Interval::new(TICK, move || self.tick())));
    }

    fn hear(self, change: Change) {
        match change {
            Change::Chunk(chunk) => self.keep(chunk),
            Change::Lost => {
                self.problem.set(Some(Phrase::RecorderLost));
                self.stop();
            }
            Change::Muted => self.interrupt(),
        }
    }

    /// Stores a chunk on this device, so that a crash loses no more than a second.
    fn keep(self, chunk: Blob) {
        if let Some(key) = self.attachments.kept_at() {
            let at = clock::milliseconds_since(0.0);
            spawn_local(async move {
                draft::keep_chunk(&key, self.origin(), at, &chunk).await;
            });
        }
    }

    fn interrupt(self) {
        if self.phase.try_get_untracked() == Some(Phase::Recording) {
            self.toggle_pause();
            self.problem.set(Some(Phrase::RecorderInterrupted));
        }
    }

    /// Stops, also while the browser asks.
    fn leave(self) {
        if self.phase.try_get_untracked() == Some(Phase::Asking) {
            self.phase.set(Phase::Idle);
        }
        self.stop();
    }

    fn tick(self) {
        let now = self.machine.try_with_value(|machine| {
            machine.as_ref().map(|machine| (machine.elapsed(), machine.level()))
        });
        let Some(Some((elapsed, level))) = now else { return };
        if self.elapsed.get_untracked() != elapsed {
            self.elapsed.set(elapsed);
        }
        self.level.set(thousandths(level.unwrap_or_default()));
        // A video may be without sound: a message in sign language is.
        if let Some(level) = level.filter(|_| self.medium == Medium::Audio) {
            self.listen(elapsed, level);
        }
        if elapsed >= self.medium.limit() {
            self.stop();
        }
    }

    /// Tells the visitor that nothing is heard, while there is time to do something about it.
    fn listen(self, elapsed: u32, level: f32) {
        let is_told = self.problem.get_untracked() == Some(Phrase::RecorderSilent);
        if level > SILENCE {
            self.heard.set(elapsed);
            if is_told {
                self.problem.set(None);
            }
        } else if elapsed >= self.heard.get_untracked() + SILENT_FOR
            && !is_told
            && self.phase.get_untracked() == Phase::Recording
        {
            self.problem.set(Some(Phrase::RecorderSilent));
        }
    }

    fn toggle_pause(self) {
        self.problem.set(None);
        let is_paused = self.machine.try_update_value(|machine| {
            machine.as_mut().map(|machine| {
                machine.toggle_pause();
                machine.is_paused()
            })
        });
        if let Some(Some(is_paused)) = is_paused {
            self.phase.set(if is_paused { Phase::Paused } else { Phase::Recording });
        }
    }

    fn stop(self) {
        self.timer.try_set_value(None);
        if self.problem.try_get_untracked() == Some(Some(Phrase::RecorderSilent)) {
            self.problem.set(None);
        }
        let Some(machine) = self.machine.try_update_value(Option::take).flatten() else { return };
        spawn_local(async move {
            let recording = machine.stop().await;
            if self.phase.try_get_untracked().is_none() {
                return;
            }
            self.phase.set(Phase::Idle);
            self.attachments.recordings.update(|count| *count -= 1);
            let (key, origin) = (self.attachments.kept_at(), self.origin());
            if let Some(blob) = recording {
                self.attachments.attach_recording(&blob, origin);
            } else {
                self.problem.set(Some(Phrase::RecorderEmpty));
            }
            if let Some(key) = key {
                draft::forget_chunks(&key, origin).await;
            }
        });
    }

    fn origin(self) -> Origin {
        if self.medium == Medium::Audio { Origin::Voice } else { Origin::Video }
    }
}

/// Returns a level in thousandths; the cast saturates.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn thousandths(level: f32) -> u32 {
    (level * 1_000.0) as u32
}

fn explained(obstacle: Obstacle) -> Phrase {
    match obstacle {
        Obstacle::Insecure => Phrase::RecorderInsecure,
        Obstacle::Unsupported => Phrase::RecorderUnsupported,
        Obstacle::Missing => Phrase::RecorderMissing,
        Obstacle::Busy => Phrase::RecorderBusy,
        Obstacle::Refused => Phrase::RecorderRefused,
        Obstacle::Forbidden => Phrase::RecorderForbidden,
    }
}
