//! Attachments: players with transcripts for recordings, images, previews of documents.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::policy::{self, Permission},
    case::{Custody, life_cycle::Verb},
    media::{location, mark::Mark, scan::Scan, transcription::Outcome},
    text::TEXT_MAX,
    wire::{
        self,
        console::{CaseAttachment, NewTranscript, TranscriptVersion, TranscriptVersions},
    },
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use web_sys::{Element, Event, HtmlMediaElement, KeyboardEvent};

use super::{
    Desk,
    machine::{self, MachineTranscript, Target},
    preview::Preview,
};
use crate::{
    effects::{
        api::{self, Failure},
        intl, storage,
    },
    session::session,
    view::shared::{due::Moment, form_data},
    words::{self, fill, words},
};

/// Playback rates of recordings, with their labels.
const SPEEDS: [(f64, &str); 4] = [(1.0, "1×"), (1.25, "1.25×"), (1.5, "1.5×"), (2.0, "2×")];

/// Media types that browsers show as images.
const PICTURES: [&str; 5] = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"];

/// List of attachments.
#[component]
pub(super) fn Attachments(desk: Desk, files: Vec<CaseAttachment>) -> impl IntoView {
    (!files.is_empty()).then(|| {
        view! { <ul class="files">{files.into_iter().map(|file| view! { <li><Attachment desk file /></li> }).collect_view()}</ul> }
    })
}

/// One attachment. A file that isn't known to be clean is opened only after a click that says why,
/// an infected one never.
#[component]
fn Attachment(desk: Desk, file: CaseAttachment) -> impl IntoView {
    match file.file.scan {
        Some(Scan::Infected) => {
            view! { <Named file=file.file.clone() /><p class="scan" data-scan="infected">{words::scan(Scan::Infected)}</p> }.into_any()
        }
        Some(scan) if scan.is_doubtful() => view! { <Doubtful desk file scan /> }.into_any(),
        _ => view! { <Opened desk file /> }.into_any(),
    }
}

/// File that isn't known to be clean, behind a button.
#[component]
fn Doubtful(desk: Desk, file: CaseAttachment, scan: Scan) -> impl IntoView {
    let is_chosen = RwSignal::new(false);
    move || {
        let file = file.clone();
        if is_chosen.get() {
            let url = format!("{}?acknowledged={}", file.file.url, scan.as_str());
            let file = CaseAttachment { file: wire::Attachment { url, ..file.file }, ..file };
            return view! { <Opened desk file acknowledged=scan /> }.into_any();
        }
        let label = fill(words::case().file_open_anyway, "name", &file.file.name);
        view! {
            <Named file=file.file />
            <p class="scan" data-scan=scan.as_str()>{words::scan(scan)}</p>
            <p><button type="button" class="quiet" on:click=move |_| is_chosen.set(true)>{label}</button></p>
        }
        .into_any()
    }
}

/// Name and size of a file that can't be opened here, with its marks.
#[component]
fn Named(file: wire::Attachment) -> impl IntoView {
    view! {
        <p class="file">
            <bdi>{file.name}</bdi>
            " "<span class="hint">{intl::size(file.size)}</span>
            <Marks marks=file.marks tells=location::may_remain(&file.media_type) />
        </p>
    }
}

/// Marks of what a file may do besides being read. A file that `tells` may name its author and a
/// place.
#[component]
fn Marks(marks: Vec<Mark>, tells: bool) -> impl IntoView {
    let tells = tells
        .then(|| view! { " "<span class="hint" data-tells="">{words::case().file_tells}</span> });
    let marks = marks
        .into_iter()
        .map(|mark| view! { " "<span class="flag" data-mark="">{words::mark(mark)}</span> })
        .collect_view();
    view! { {marks}{tells} }
}

/// File that can be opened: its content, a link, and a preview.
#[component]
fn Opened(
    desk: Desk,
    file: CaseAttachment,
    /// State that the person has chosen to open the file in.
    #[prop(optional)]
    acknowledged: Option<Scan>,
) -> impl IntoView {
    let CaseAttachment { file, transcript, machine } = file;
    let tells = location::may_remain(&file.media_type);
    let (kind, url, name) = (file.media_type.clone(), file.url.clone(), file.name.clone());
    let media = match kind.split('/').next().unwrap_or_default() {
        "audio" | "video" => view! { <Player url is_video=kind.starts_with("video") name=name.clone() /><Transcript desk id=file.id.clone() text=transcript.map(|transcript| transcript.text) machine /> }.into_any(),
        _ if PICTURES.contains(&&*kind) => view! { <Picture url name=name.clone() /> }.into_any(),
        _ => ().into_any(),
    };
    let (file_name, url, marks) = (name.clone(), file.url.clone(), file.marks.clone());
    let doubt = acknowledged
        .map(|scan| view! { <p class="scan" data-scan=scan.as_str()>{words::scan(scan)}</p> });
    view! {
        {media}
        <p class="file">
            <a href=url download=file_name><bdi>{name}</bdi></a>
            " "<span class="hint">{intl::size(file.size)}</span>
            <Marks marks tells />
        </p>
        {doubt}
        <Preview file acknowledged />
    }
}

/// Picture. By preference it is blurred until somebody clicks it.
#[component]
fn Picture(url: String, name: String) -> impl IntoView {
    let is_blurred = RwSignal::new(storage::preference(storage::BLUR).as_deref() == Some("on"));
    move || {
        let (url, name) = (url.clone(), name.clone());
        if is_blurred.get() {
            let label = fill(words::case().picture_show, "name", &name);
            return view! {
                <button type="button" class="blurred" aria-label=label on:click=move |_| is_blurred.set(false)>
                    <img src=url alt="" loading="lazy" />
                </button>
            }
            .into_any();
        }
        view! { <img src=url alt=name loading="lazy" /> }.into_any()
    }
}

/// Plays or pauses the recording of the attachment whose transcript is written.
fn toggle(event: &KeyboardEvent) {
    if let Some(media) = machine::player(event) {
        event.prevent_default();
        if media.paused() {
            let _ = media.play();
        } else {
            let _ = media.pause();
        }
    }
}

/// Player of a recording, with buttons for the playback rate.
#[component]
fn Player(url: String, is_video: bool, name: String) -> impl IntoView {
    let speed = RwSignal::new(1.0_f64);
    let audio = NodeRef::<leptos::html::Audio>::new();
    let video = NodeRef::<leptos::html::Video>::new();
    Effect::new(move |_| {
        let audio = audio.get().map(HtmlMediaElement::from);
        if let Some(media) = audio.or_else(|| video.get().map(HtmlMediaElement::from)) {
            media.set_playback_rate(speed.get());
        }
    });
    let label = fill(words::case().plays, "name", &name);
    let media = if is_video {
        view! { <video node_ref=video src=url controls preload="metadata" aria-label=label playsinline></video> }.into_any()
    } else {
        view! { <audio node_ref=audio src=url controls preload="metadata" aria-label=label></audio> }.into_any()
    };
    view! {
        {media}
        <div class="speeds" role="group" aria-label=words::case().speed>
            {SPEEDS.map(|(rate, text)| view! {
                <button type="button" class="quiet" aria-pressed=move || is_same(speed.get(), rate).to_string() on:click=move |_| speed.set(rate)>
                    <bdi dir="ltr">{text}</bdi>
                </button>
            }).collect_view()}
        </div>
    }
}

fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.01
}

/// Transcript of a recording, for readers who can't listen and for the search, after what a machine
/// made of it.
#[component]
fn Transcript(
    desk: Desk,
    id: String,
    text: Option<String>,
    machine: Option<Outcome>,
) -> impl IntoView {
    let state = RwSignal::new(String::new());
    let saved = text.unwrap_or_default();
    let is_written = !saved.is_empty();
    let path = format!("api/attachments/{id}/transcript");
    let versions = path.clone();
    let draft = [&*desk.drafts(), "transcript.", &id].concat();
    let kept = storage::draft(&draft);
    let has_draft = RwSignal::new(kept.is_some());
    let (written, draft_name) = (kept.unwrap_or_else(|| saved.clone()), draft.clone());
    let written = RwSignal::new(written);
    let keep = Callback::new(move |text: String| {
        storage::set_draft(&draft_name, &text);
        has_draft.set(true);
        state.set(String::new());
        written.set(text);
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let (text, path) = (form_data::field(&event, "transcript"), path.clone());
        let draft = draft.clone();
        spawn_local(async move {
            let outcome = api::send_only("PUT", &path, &NewTranscript { text }).await;
            let outcome = desk.session.checked(outcome);
            if outcome.is_ok() {
                storage::set_draft(&draft, "");
                has_draft.try_set(false);
            }
            state.try_set(
                outcome
                    .map_or_else(|failure| words::failure(&failure), |()| words().saved.to_owned()),
            );
        });
    };
    let is_open = RwSignal::new(is_written || has_draft.get_untracked());
    let may_write = may_write(desk);
    let text_box = NodeRef::<leptos::html::Textarea>::new();
    let target = may_write.then(|| {
        let take = Callback::new(move |text: String| {
            keep.run(text);
            is_open.set(true);
            // It can have the focus once it is unfolded.
            request_animation_frame(move || {
                if let Some(element) = text_box.try_get_untracked().flatten() {
                    let _ = element.focus();
                }
            });
        });
        Target { written, take }
    });
    let machine = machine.map(|outcome| view! { <MachineTranscript outcome target /> });
    // The versions within fold by themselves, and their event doesn't bubble.
    let folded = move |event: Event| {
        is_open.try_set(event_target::<Element>(&event).has_attribute("open"));
    };
    let transcript = (may_write || is_written).then(|| {
        let body = if may_write {
            view! {
                <form on:submit=save>
                    <textarea node_ref=text_box name="transcript" dir="auto" rows="10" data-most=TEXT_MAX.to_string() aria-label=words::case().transcript on:input=move |event| keep.run(event_target_value(&event)) prop:value=written
                        on:keydown=move |event: KeyboardEvent| if event.key() == "F8" { toggle(&event) }></textarea>
                    <p class="hint">{words::case().transcript_keys}</p>
                    <p>
                        <button>{words().save}</button>" "<span role="status">{state}</span>
                        {move || has_draft.get().then(|| view! { " "<span class="flag" data-draft>{words().draft}</span> })}
                    </p>
                </form>
            }
            .into_any()
        } else {
            view! { <p class="said" dir="auto">{saved}</p> }.into_any()
        };
        view! {
            <details class="transcript" open=is_open on:toggle=folded>
                <summary>{words::case().transcript}</summary>
                {body}
                {is_written.then(|| view! { <Versions path=versions /> })}
            </details>
        }
    });
    view! { {machine}{transcript} }
}

/// Earlier versions of a transcript, which are loaded when they are unfolded.
#[component]
fn Versions(path: String) -> impl IntoView {
    let session = session();
    let versions = RwSignal::new(None::<Result<TranscriptVersions, Failure>>);
    let load = move |_| {
        if versions.with_untracked(Option::is_some) {
            return;
        }
        let path = path.clone();
        spawn_local(async move {
            versions.try_set(Some(session.checked(api::get(&path).await)));
        });
    };
    let shown = move |TranscriptVersions { versions, names }: TranscriptVersions| {
        let rows = versions.into_iter().skip(1).map(|TranscriptVersion { text, by, at }| {
            let name = names.get(&by).cloned().unwrap_or_else(|| words().someone.to_owned());
            let text = text.unwrap_or_else(|| words::case().transcript_removed.to_owned());
            view! { <li><strong><bdi>{name}</bdi></strong>" "<span class="hint"><Moment at /></span><p class="said" dir="auto">{text}</p></li> }
        });
        view! { <ol class="events">{rows.collect_view()}</ol> }
    };
    view! {
        <details on:toggle=load>
            <summary>{words::case().transcript_versions}</summary>
            {move || versions.get().map(|versions| match versions {
                Ok(versions) => shown(versions).into_any(),
                Err(failure) => view! { <p role="alert">{words::failure(&failure)}</p> }.into_any(),
            })}
        </details>
    }
}

/// Returns whether the person may write the transcript, which needs the permission to add notes.
fn may_write(desk: Desk) -> bool {
    let custody = desk.case.with_untracked(|case| {
        case.as_ref().map(|case| (case.entity.clone(), case.before.clone()))
    });
    desk.session.me().zip(custody).is_some_and(|(me, (now, before))| {
        let before: BTreeSet<_> = before.into_iter().collect();
        policy::may(
            &me.person(),
            Permission::Handle(
                Verb::Note,
                Custody { now: &now, before: &before, returned: &BTreeMap::new() },
            ),
        )
    })
}
