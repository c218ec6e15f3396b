//! Machine's transcript of a recording: marked as one, with times that jump in the player.

use domain::{
    media::transcription::{Draft, Outcome, Passage},
    text::TEXT_MAX,
};
use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlMediaElement};

use crate::{
    effects::intl,
    words::{self, fill},
};

/// Transcript that a person writes, as the place that a draft may go to.
#[derive(Clone, Copy)]
pub(super) struct Target {
    /// Text so far.
    pub(super) written: RwSignal<String>,
    /// Replaces the text.
    pub(super) take: Callback<String>,
}

impl Target {
    /// Returns the text so far and a draft after it; `None` if that is too long.
    fn with(self, draft: &str) -> Option<String> {
        let text = self.written.with(|before| joined(before, draft));
        (text.chars().count() <= TEXT_MAX).then_some(text)
    }
}

/// Puts a draft behind what is written.
fn joined(before: &str, draft: &str) -> String {
    let parts = [before.trim_end(), draft].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n")
}

/// Outcome of a machine that was sent a recording. `target` is the transcript of a person who may
/// write one.
#[component]
pub(super) fn MachineTranscript(outcome: Outcome, target: Option<Target>) -> impl IntoView {
    let state = outcome.as_str();
    let words = words::case();
    let why_not = match outcome {
        Outcome::Heard(draft) => return view! { <Heard draft target /> }.into_any(),
        Outcome::Silent => words.machine_silent,
        Outcome::TooLong => words.machine_too_long,
        Outcome::Unreadable => words.machine_unreadable,
    };
    view! { <p class="hint" data-machine=state>{why_not}</p> }.into_any()
}

#[component]
fn Heard(draft: Draft, target: Option<Target>) -> impl IntoView {
    let text = draft.text();
    let Draft { passages, language, confidence } = draft;
    let name = language.as_deref().map(intl::language);
    let sure = confidence
        .map(|percent| fill(words::case().machine_confidence, "percent", &percent.to_string()));
    let facts: Vec<_> = name.into_iter().chain(sure).collect();
    let passages = passages.into_iter().map(|Passage { start, text }| {
        let time = clock(start);
        let label = fill(words::case().machine_plays, "time", &time);
        let jump = move |event: MouseEvent| jump(&event, start);
        view! {
            <li>
                <button type="button" class="quiet" aria-label=label on:click=jump><bdi dir="ltr">{time}</bdi></button>
                " "<span dir="auto" lang=language.clone()>{text}</span>
            </li>
        }
    });
    let use_it = target.map(|target| {
        let text = StoredValue::new(text);
        let whole = move || text.with_value(|text| target.with(text));
        let fits = Memo::new(move |_| whole().is_some());
        let take = move |_| {
            if let Some(text) = untrack(whole) {
                target.take.run(text);
            }
        };
        move || {
            if fits.get() {
                view! { <p><button type="button" class="quiet" on:click=take>{words::case().machine_use}</button></p> }.into_any()
            } else {
                let why = fill(words::case().machine_too_much, "count", &TEXT_MAX.to_string());
                view! { <p class="hint" data-machine="too_much">{why}</p> }.into_any()
            }
        }
    });
    view! {
        <details class="transcript" data-machine="heard" open>
            <summary>{words::case().machine_transcript}</summary>
            <p class="hint">{words::case().machine_hint}" "<span>{facts.join(" · ")}</span></p>
            <ol class="events">{passages.collect_view()}</ol>
            {use_it}
        </details>
    }
}

/// Returns the player of the attachment that an element belongs to.
pub(super) fn player(event: &Event) -> Option<HtmlMediaElement> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let file = element.closest(".files > li").ok().flatten()?;
    file.query_selector("audio, video").ok().flatten()?.dyn_into().ok()
}

/// Plays the recording from a time in milliseconds.
fn jump(event: &Event, start: u32) {
    if let Some(player) = player(event) {
        player.set_current_time(f64::from(start) / 1_000.0);
        let _ = player.play();
    }
}

/// Writes a time in a recording: `0:07`, `12:30`, `1:02:30`.
fn clock(milliseconds: u32) -> String {
    let seconds = milliseconds / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::{clock, joined};

    #[test]
    fn a_draft_stands_behind_what_is_written() {
        assert_eq!(joined("", "one\ntwo"), "one\ntwo");
        assert_eq!(joined("zero\n\n", "one"), "zero\none");
    }

    #[test]
    fn a_time_is_written_as_on_a_player() {
        let times = [0, 7_900, 750_000, 3_750_000].map(clock);
        assert_eq!(times, ["0:00", "0:07", "12:30", "1:02:30"]);
    }
}
