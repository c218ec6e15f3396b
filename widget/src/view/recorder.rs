//! Recording a message: start, pause, go on, stop. What was recorded becomes an attachment that can be played and removed.

use std::rc::Rc;

use form::{Phrase, Step};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Element, HtmlMeterElement, HtmlVideoElement};

use super::bind::{draw, on, set, write};
use crate::{
    draft,
    effects::{
        clock,
        recorder::{Change, Medium, Obstacle, Recorder},
    },
    item::{Origin, Refused},
    page::{Missing, Page, within},
    session::Session,
};

/// How often the level and the time are drawn, in milliseconds.
const TICK: u32 = 100;

/// When the end of the recording is announced, in seconds before it.
const WARNING: u32 = 30;

/// Below this level (root mean square) nobody speaks.
const SILENCE: f32 = 0.002;

/// How long nothing is heard before it is said, in seconds.
const SILENT_FOR: u32 = 5;

/// Both recorders. A clone is the same two.
#[derive(Clone)]
pub(super) struct Recorders(Rc<[Control; 2]>);

impl Recorders {
    /// Belongs to the present owner: what is being recorded goes on while the form changes its language.
    pub(super) fn new(session: Session) -> Self {
        Self(Rc::new([Medium::Audio, Medium::Video].map(|medium| Control::new(session, medium))))
    }

    /// Ends what is being recorded, and keeps it.
    pub(super) fn leave(&self) {
        self.0.iter().for_each(|control| control.leave());
    }

    /// Ties them to the form that shows.
    pub(super) fn attach(&self, page: &Page) -> Result<(), Missing> {
        let [audio, video] = *self.0;
        audio.attach(page, &within(page.form(), "[data-medium=audio]")?, video)?;
        video.attach(page, &within(page.form(), "[data-medium=video]")?, audio)
    }
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
    phase: RwSignal<Phase>,
    problem: RwSignal<Option<Refused>>,
    elapsed: RwSignal<u32>,
    recorder: RwSignal<Option<Recorder>, LocalStorage>,
    /// The second in which something was heard last.
    heard: RwSignal<u32>,
    timer: RwSignal<Option<Interval>, LocalStorage>,
    live: RwSignal<Option<Live>, LocalStorage>,
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
            phase: RwSignal::new(Phase::Idle),
            problem: RwSignal::new(None),
            elapsed: RwSignal::new(0),
            recorder: RwSignal::new_local(None),
            heard: RwSignal::new(0),
            timer: RwSignal::new_local(None),
            live: RwSignal::new_local(None),
        }
    }

    fn attach(self, page: &Page, place: &Element, other: Self) -> Result<(), Missing> {
        let (status, time): (Element, Element) =
            (within(place, ".status")?, within(place, ".time")?);
        let fault: Element = within(place, ".fault")?;
        self.live.set(Some(Live {
            meter: within(place, "meter")?,
            camera: within(place, "video").ok(),
        }));
        self.show_camera();
        let button: Element = within(place, ".record")?;
        let hint = button.get_attribute("aria-describedby");
        on(&button, "click", move |_| match self.phase.get_untracked() {
            Phase::Idle => {
                // There is one microphone.
                other.leave();
                self.start();
            }
            Phase::Asking => {}
            Phase::Recording | Phase::Paused => self.stop(),
        });
        on(within::<Element>(place, ".pause")?.as_ref(), "click", move |_| self.toggle_pause());
        // Whoever closes the box or goes to another step is not recorded any longer; what was said until then is kept.
        // Around a frame, the page's script tells of it at the body.
        if let Some(closed) = place.closest("dialog, body").ok().flatten() {
            on(&closed, "close", move |_| self.leave());
        }
        draw(move || {
            if self.session.step.get() != Step::Say {
                self.leave();
            }
        });
        // A page that is frozen hears nothing.
        if let Some(document) = place.owner_document() {
            on(&document, "freeze", move |_| self.interrupt());
        }
        let limit = self.medium.limit();
        let (shown, words) = (place.clone(), page.clone());
        draw(move || {
            let phase = self.phase.get();
            set(&shown, "data-phase", Some(phase.name()));
            // The hint is about what may be recorded, not about stopping.
            set(
                &button,
                "aria-describedby",
                hint.as_deref().filter(|_| matches!(phase, Phase::Idle | Phase::Asking)),
            );
            let said = match phase {
                Phase::Recording if self.elapsed.get() + WARNING >= limit => {
                    Some(Phrase::RecorderSoon)
                }
                Phase::Recording => Some(Phrase::RecorderNow),
                Phase::Paused => Some(Phrase::RecorderPaused),
                Phase::Idle | Phase::Asking => None,
            };
            write(&status, &said.map(|phrase| words.say(phrase)).unwrap_or_default());
        });
        draw(move || {
            write(
                &time,
                &[&clock::show_elapsed(self.elapsed.get()), " / ", &clock::show_elapsed(limit)]
                    .concat(),
            );
        });
        let words = page.clone();
        draw(move || {
            write(
                &fault,
                &self.problem.get().map(|problem| words.say(problem.reason)).unwrap_or_default(),
            );
        });
        Ok(())
    }

    fn start(self) {
        self.problem.set(None);
        if !self.session.has_room() {
            return;
        }
        self.phase.set(Phase::Asking);
        spawn_local(async move {
            match Recorder::start(self.medium, Rc::new(move |change| self.hear(change))).await {
                // It was left while the browser asked: dropping the recorder lets the microphone go.
                Ok(_) if self.phase.try_get_untracked() != Some(Phase::Asking) => {}
                Ok(recorder) => self.begin(recorder),
                Err(obstacle) => {
                    self.phase.set(Phase::Idle);
                    self.problem.set(Refused::because(explained(obstacle)));
                }
            }
        });
    }

    fn hear(self, change: Change) {
        match change {
            Change::Chunk(chunk) => self.keep(chunk),
            Change::Lost => {
                self.problem.set(Refused::because(Phrase::RecorderLost));
                self.stop();
            }
            Change::Muted => self.interrupt(),
        }
    }

    /// A crash loses no more than a second.
    fn keep(self, chunk: Blob) {
        let page = self.session.page();
        if !page.keeps_nothing() {
            let at = clock::milliseconds_since(0.0);
            spawn_local(async move {
                draft::keep_chunk(&page.entity(), self.origin(), at, &chunk).await;
            });
        }
    }

    fn interrupt(self) {
        if self.phase.try_get_untracked() == Some(Phase::Recording) {
            self.toggle_pause();
            self.problem.set(Refused::because(Phrase::RecorderInterrupted));
        }
    }

    /// Stops, also while the browser asks.
    fn leave(self) {
        if self.phase.get_untracked() == Phase::Asking {
            self.phase.set(Phase::Idle);
        }
        self.stop();
    }

    fn begin(self, recorder: Recorder) {
        self.recorder.set(Some(recorder));
        self.show_camera();
        self.session.recordings.update(|count| *count += 1);
        self.elapsed.set(0);
        self.heard.set(0);
        self.phase.set(Phase::Recording);
        self.timer.set(Some(Interval::new(TICK, move || self.tick())));
    }

    fn show_camera(self) {
        let stream = self
            .recorder
            .with_untracked(|recorder| recorder.as_ref().map(|recorder| recorder.stream().clone()));
        self.live.with_untracked(|live| {
            if let Some(camera) =
                live.as_ref().and_then(|live| live.camera.as_ref()).filter(|_| stream.is_some())
            {
                // An attribute alone does not mute what a script shows.
                camera.set_muted(true);
                camera.set_src_object(stream.as_ref());
            }
        });
    }

    fn tick(self) {
        let now = self.recorder.try_with_untracked(|recorder| {
            recorder.as_ref().map(|recorder| (recorder.elapsed(), recorder.level()))
        });
        let Some(Some((elapsed, level))) = now else { return };
        if self.elapsed.get_untracked() != elapsed {
            self.elapsed.set(elapsed);
        }
        self.live.with_untracked(|live| {
            if let Some(live) = live {
                live.meter.set_value(level.unwrap_or_default().min(0.5).into());
            }
        });
        // A video may be without sound: a message in sign language is.
        if let Some(level) = level.filter(|_| self.medium == Medium::Audio) {
            self.listen(elapsed, level);
        }
        if elapsed >= self.medium.limit() {
            self.stop();
        }
    }

    /// Says so when nothing is heard, while there is time to do something about it.
    fn listen(self, elapsed: u32, level: f32) {
        let is_silent = self.problem.get_untracked() == Refused::because(Phrase::RecorderSilent);
        if level > SILENCE {
            self.heard.set(elapsed);
            if is_silent {
                self.problem.set(None);
            }
        } else if elapsed >= self.heard.get_untracked() + SILENT_FOR
            && !is_silent
            && self.phase.get_untracked() == Phase::Recording
        {
            self.problem.set(Refused::because(Phrase::RecorderSilent));
        }
    }

    fn toggle_pause(self) {
        self.problem.set(None);
        self.recorder.update(|recorder| {
            if let Some(recorder) = recorder {
                recorder.toggle_pause();
                self.phase.set(if recorder.is_paused() { Phase::Paused } else { Phase::Recording });
            }
        });
    }

    fn stop(self) {
        self.timer.set(None);
        if self.problem.try_get_untracked() == Some(Refused::because(Phrase::RecorderSilent)) {
            self.problem.set(None);
        }
        let Some(recorder) = self.recorder.try_update(Option::take).flatten() else { return };
        spawn_local(async move {
            let message = recorder.stop().await;
            if self.phase.try_get_untracked().is_none() {
                return;
            }
            self.phase.set(Phase::Idle);
            self.session.recordings.update(|count| *count -= 1);
            let (page, origin) = (self.session.page(), self.origin());
            if let Some(blob) = message {
                self.session.attach(&blob, file_name(&page, origin, &blob), origin);
            } else {
                self.problem.set(Refused::because(Phrase::RecorderEmpty));
                // Where it says so.
                self.session.go_to(Step::Say);
            }
            draft::forget_chunks(&page.entity(), origin).await;
        });
    }

    fn origin(self) -> Origin {
        if self.medium == Medium::Audio { Origin::Voice } else { Origin::Video }
    }
}

/// What a recording is called as a file.
pub(super) fn file_name(page: &Page, origin: Origin, recording: &Blob) -> String {
    let name =
        if origin == Origin::Voice { Phrase::RecorderAudioName } else { Phrase::RecorderVideoName };
    let media_type = recording.type_();
    [&page.say(name), ".", media_type.split([';', '/']).nth(1).unwrap_or("webm")].concat()
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
