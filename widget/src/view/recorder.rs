//! Recording a message: start, pause, go on, stop. What was recorded becomes an attachment that can be played and removed.

use std::time::Duration;

use form::language::Words;
use leptos::{html, leptos_dom::helpers::IntervalHandle, prelude::*, task::spawn_local};

use crate::{
    effects::{
        clock,
        recorder::{Medium, Obstacle, Recorder},
    },
    session::{Origin, Session},
};

/// How often the level and the time are drawn.
const TICK: Duration = Duration::from_millis(100);

/// When the end of the recording is announced, in seconds before it.
const WARNING: u32 = 30;

/// What the recorder is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Idle,
    /// The browser asks for permission.
    Asking,
    Recording,
    Paused,
}

/// One recorder's state. A copy is the same recorder.
#[derive(Clone, Copy)]
struct Control {
    session: Session,
    medium: Medium,
    phase: RwSignal<Phase>,
    problem: RwSignal<Option<&'static str>>,
    elapsed: RwSignal<u32>,
    level: RwSignal<f32>,
    recorder: StoredValue<Option<Recorder>, LocalStorage>,
    timer: StoredValue<Option<IntervalHandle>>,
    picture: NodeRef<html::Video>,
}

impl Control {
    fn new(session: Session, medium: Medium) -> Self {
        Self {
            session,
            medium,
            phase: RwSignal::new(Phase::Idle),
            problem: RwSignal::new(None),
            elapsed: RwSignal::new(0),
            level: RwSignal::new(0.0),
            recorder: StoredValue::new_local(None),
            timer: StoredValue::new(None),
            picture: NodeRef::new(),
        }
    }

    fn start(self) {
        self.problem.set(None);
        self.phase.set(Phase::Asking);
        let words = self.session.language.words();
        spawn_local(async move {
            let lost = move || {
                self.problem.try_set(Some(words.recorder_lost));
                self.stop();
            };
            match Recorder::start(self.medium, lost).await {
                // The form was closed while the browser asked: dropping the recorder lets the microphone go.
                Ok(_) if self.phase.is_disposed() => {}
                Ok(recorder) => self.begin(recorder),
                Err(obstacle) => {
                    self.phase.try_set(Phase::Idle);
                    self.problem.try_set(Some(explained(obstacle, words)));
                }
            }
        });
    }

    fn begin(self, recorder: Recorder) {
        if let Some(picture) = self.picture.get_untracked() {
            picture.set_src_object(Some(recorder.stream()));
        }
        self.recorder.set_value(Some(recorder));
        self.elapsed.set(0);
        self.phase.set(Phase::Recording);
        self.timer.set_value(set_interval_with_handle(move || self.tick(), TICK).ok());
    }

    fn tick(self) {
        let now = self.recorder.try_with_value(|recorder| recorder.as_ref().map(|recorder| (recorder.elapsed(), recorder.level())));
        let Some(Some((elapsed, level))) = now else { return };
        if self.elapsed.get_untracked() != elapsed {
            self.elapsed.set(elapsed);
        }
        self.level.set(level);
        if elapsed >= self.medium.limit() {
            self.stop();
        }
    }

    fn toggle_pause(self) {
        self.recorder.update_value(|recorder| {
            if let Some(recorder) = recorder {
                recorder.toggle_pause();
                self.phase.set(if recorder.is_paused() { Phase::Paused } else { Phase::Recording });
            }
        });
    }

    fn stop(self) {
        self.clear_timer();
        let Some(recorder) = self.recorder.try_update_value(Option::take).flatten() else { return };
        let words = self.session.language.words();
        spawn_local(async move {
            let message = recorder.stop().await;
            if self.phase.try_set(Phase::Idle).is_some() {
                return;
            }
            match message {
                Some(blob) => {
                    let name = file_name(self.medium, &blob.type_(), words);
                    let origin = if self.medium == Medium::Audio { Origin::Voice } else { Origin::Video };
                    self.session.attach(blob, name, origin);
                }
                None => self.problem.set(Some(words.recorder_missing)),
            }
        });
    }

    fn clear_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

/// The recorder of one medium.
#[component]
pub fn RecorderView(session: Session, medium: Medium) -> impl IntoView {
    let words = session.language.words();
    let control = Control::new(session, medium);
    on_cleanup(move || control.clear_timer());
    let (label, hint, part) = match medium {
        Medium::Audio => (words.recorder_audio, words.recorder_hint_audio, "record"),
        Medium::Video => (words.recorder_video, words.recorder_hint_video, "record-video"),
    };
    let phase = control.phase;
    let is_running = move || matches!(phase.get(), Phase::Recording | Phase::Paused);
    let press = move |_| match phase.get_untracked() {
        Phase::Idle => control.start(),
        Phase::Asking => {}
        Phase::Recording | Phase::Paused => control.stop(),
    };
    let hint_id = format!("{part}-hint");
    view! {
        <div class="recorder" data-medium=part class:running=is_running>
            <button type="button" part=part class="record" aria-describedby=hint_id.clone() on:click=press>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d=picture_of(medium) /></svg>
                <span>{move || if is_running() { words.recorder_stop } else { label }}</span>
            </button>
            <span class="hint" id=hint_id hidden=is_running>{hint}</span>
            <Running control=control />
            <p class="fault" role="alert">{move || control.problem.get()}</p>
        </div>
    }
}

/// What shows while it records: that it does, in words, shape and time.
#[component]
fn Running(control: Control) -> impl IntoView {
    let words = control.session.language.words();
    let Control { medium, phase, elapsed, level, picture, .. } = control;
    let is_paused = move || phase.get() == Phase::Paused;
    let is_running = move || is_paused() || phase.get() == Phase::Recording;
    let limit = medium.limit();
    let status = move || match phase.get() {
        Phase::Recording if elapsed.get() + WARNING >= limit => words.recorder_soon,
        Phase::Recording => words.recorder_now,
        Phase::Paused => words.recorder_paused,
        _ => "",
    };
    let camera = (medium == Medium::Video)
        .then(|| view! { <video class="camera" node_ref=picture autoplay muted=true prop:muted=true playsinline></video> });
    view! {
        <div class="running" hidden=move || !is_running()>
            {camera}
            <span class="dot" class:paused=is_paused aria-hidden="true"></span>
            <span role="status">{status}</span>
            <span class="time" dir="ltr">{move || clock::show_elapsed(elapsed.get())}" / "{clock::show_elapsed(limit)}</span>
            <meter min="0" max="0.5" prop:value=move || level.get().min(0.5) aria-label=words.recorder_level></meter>
            <button type="button" part="pause" on:click=move |_| control.toggle_pause()>
                {move || if is_paused() { words.recorder_resume } else { words.recorder_pause }}
            </button>
        </div>
    }
}

fn explained(obstacle: Obstacle, words: &'static Words) -> &'static str {
    match obstacle {
        Obstacle::Insecure => words.recorder_insecure,
        Obstacle::Unsupported => words.recorder_unsupported,
        Obstacle::Missing => words.recorder_missing,
        Obstacle::Refused => words.recorder_refused,
    }
}

fn file_name(medium: Medium, media_type: &str, words: &'static Words) -> String {
    let name = if medium == Medium::Audio { words.recorder_audio_name } else { words.recorder_video_name };
    let container = media_type.split([';', '/']).nth(1).unwrap_or("webm");
    format!("{name}.{container}")
}

/// A microphone or a camera (a path in a box of 24 by 24).
const fn picture_of(medium: Medium) -> &'static str {
    match medium {
        Medium::Audio => "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7",
        Medium::Video => "M3 6.5h12v11H3zM15 10.5l6-3.5v10l-6-3.5",
    }
}
