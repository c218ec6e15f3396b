//! Machine's transcript of a recording: marked as one, with times that jump in the player.

use domain::media::transcription::{Draft, Outcome, Passage};
use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlMediaElement};

use crate::{
    effects::intl,
    words::{self, fill},
};

/// Outcome of a machine that was sent a recording. `take` puts the draft into the transcript of a
/// person who may write one.
#[component]
pub(super) fn MachineTranscript(outcome: Outcome, take: Option<Callback<String>>) -> impl IntoView {
    let state = outcome.as_str();
    let words = words::case();
    let why_not = match outcome {
        Outcome::Heard(draft) => return view! { <Heard draft take /> }.into_any(),
        Outcome::Silent => words.machine_silent,
        Outcome::TooLong => words.machine_too_long,
        Outcome::Unreadable => words.machine_unreadable,
    };
    view! { <p class="hint" data-machine=state>{why_not}</p> }.into_any()
}

#[component]
fn Heard(draft: Draft, take: Option<Callback<String>>) -> impl IntoView {
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
    let use_it = take.map(|take| {
        let text = text.clone();
        view! {
            <p><button type="button" class="quiet" on:click=move |_| take.run(text.clone())>{words::case().machine_use}</button></p>
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
    use super::clock;

    #[test]
    fn a_time_is_written_as_on_a_player() {
        let times = [0, 7_900, 750_000, 3_750_000].map(clock);
        assert_eq!(times, ["0:00", "0:07", "12:30", "1:02:30"]);
    }
}
