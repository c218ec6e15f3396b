//! What records a message. The widget tells it by `data-phase` what it is doing: `idle`, `asking`, `recording`, `paused`.

use leptos::prelude::*;

use crate::language::Words;

/// What is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    Audio,
    Video,
}

/// The recorder of one medium.
#[component]
pub(crate) fn Recorder(words: &'static Words, medium: Medium) -> impl IntoView {
    let (name, part, label, hint, shape) = match medium {
        Medium::Audio => (
            "audio",
            "record",
            words.recorder_audio,
            words.recorder_hint_audio,
            "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7",
        ),
        Medium::Video => (
            "video",
            "record-video",
            words.recorder_video,
            words.recorder_hint_video,
            "M3 6.5h12v11H3zM15 10.5l6-3.5v10l-6-3.5",
        ),
    };
    let camera = (medium == Medium::Video)
        .then(|| view! { <video class="camera" autoplay muted playsinline></video> });
    view! {
        <div class="way recorder guided" data-medium=name data-phase="idle">
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=shape /></svg>
            <button type="button" part=part class="record" aria-describedby=format!("{part}-hint")>
                <span class="when-idle">{label}</span>
                <span class="when-running">{words.recorder_stop}</span>
            </button>
            <span class="hint when-idle" id=format!("{part}-hint")>{hint}</span>
            <span class="status" role="status"></span>
            <div class="running when-running">
                {camera}
                <span class="dot" aria-hidden="true"></span>
                <span class="time" dir="ltr"></span>
                <meter min="0" max="0.5" value="0" aria-label=words.recorder_level></meter>
                <button type="button" part="pause" class="pause">
                    <span class="when-recording">{words.recorder_pause}</span>
                    <span class="when-paused">{words.recorder_resume}</span>
                </button>
            </div>
            <p class="fault" role="alert"></p>
        </div>
    }
}
