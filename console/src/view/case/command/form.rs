//! Form of one action. Its message and its fields are stored as drafts until it is sent.

use domain::{
    case::life_cycle::{Audience, Verb, Words},
    entity::reply_template,
    text::TEXT_MAX,
    wire::console::ActionRequest,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use web_sys::{ClipboardEvent, HtmlTextAreaElement, KeyboardEvent};

use super::{super::Doing, Desk, draft_of, fields, parse, request, send, templates::Templates};
use crate::{
    effects::{
        api::Failure,
        page,
        unsaved::{self, Unsaved},
        upload::Uploads,
        validity::{self, Fault},
    },
    session::Draft,
    view::shared::{attachment_field::AttachmentField, kept},
    words::{self, fill, words},
};

/// The form.
#[component]
pub(super) fn Form(desk: Desk, doing: Doing) -> impl IntoView {
    let verb = doing.verb;
    let draft = StoredValue::new(draft_of(desk, doing));
    let text = RwSignal::new(draft.with_value(Draft::message));
    let is_kept = RwSignal::new(false);
    let keep = move |part: &dyn Fn(&Draft)| {
        draft.with_value(part);
        is_kept.set(draft.with_value(Draft::exists));
    };
    Effect::new(move |_| keep(&|draft| text.with(|text| draft.set_message(text))));
    let form = NodeRef::<leptos::html::Form>::new();
    kept::restore(form, draft.get_value());
    let keep_fields = move |_| {
        if let Some(form) = form.get_untracked() {
            keep(&|draft| kept::store(&form, draft));
        }
    };
    let field = NodeRef::<leptos::html::Textarea>::new();
    let fault = RwSignal::new(None::<String>);
    let is_sending = RwSignal::new(false);
    let is_ready = RwSignal::new(verb != Verb::Merge);
    let uploads = Uploads::new();
    uploads.restore(draft.with_value(Draft::files));
    // Texts, fields and uploaded files are drafts; a file on its way is only in this form.
    let files = Unsaved::watch(words().leave_unsaved);
    Effect::new(move |_| {
        keep(&|draft| draft.set_files(&uploads.kept()));
        files.set(uploads.are_running());
    });
    let words_of = verb.rule().words;
    let submit_request = move |request: ActionRequest| {
        // The form is gone by the time that its request is answered.
        let draft = draft.get_value();
        is_sending.set(true);
        spawn_local(async move {
            let outcome = send(desk, request).await;
            is_sending.try_set(false);
            match outcome {
                Ok(()) => draft.discard(),
                // The conflict shows above the form.
                Err(Failure::Stale(_)) => _ = fault.try_set(None),
                Err(failure) => {
                    fault.try_set(Some(words::failure(&failure)));
                    if let Some(form) = form.try_get_untracked().flatten() {
                        let faults = words::faults(&failure).into_iter();
                        let faults = faults.map(|(place, text)| (fields::place(place), text));
                        validity::report(&form, &faults.collect::<Vec<_>>());
                    }
                }
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_sending.get_untracked()
            || !is_ready.get_untracked()
            || untrack(|| uploads.are_running())
        {
            return;
        }
        let Some(action) = parse::action(doing, &event, &desk.session.entities()) else {
            fault.set(Some(words().fault_incomplete.to_owned()));
            return;
        };
        let message = text.get_untracked().trim().to_owned();
        if words_of != Words::Must(Audience::Staff)
            && let Err(reply_template::Unfilled(gap)) = reply_template::filled(&message)
        {
            fault.set(Some(fill(words::case().fault_gap, "gap", &gap)));
            select_gap(field.get_untracked(), &gap);
            return;
        }
        let (root_cause, attachments) = (parse::root_cause(&event), uploads.ids());
        let public_words = parse::public_words(verb, &event);
        let request = ActionRequest {
            words: message,
            attachments,
            root_cause,
            public_words,
            ..request(desk, action)
        };
        submit_request(request);
    };
    let audience = match words_of {
        Words::None => None,
        Words::May(audience) | Words::Must(audience) => Some(audience),
    };
    let area = audience.map(|audience| {
        let (label, hint) = fields::label(verb, audience);
        view! {
            {(audience == Audience::Everyone).then(|| view! { <Templates desk text /> })}
            <label for="words">{label}</label>
            <p class="hint" id="words-hint">{hint}</p>
            {move || fields::merged_read(desk, verb)}
            <textarea id="words" name="words" dir="auto" rows="5" data-most=TEXT_MAX.to_string() node_ref=field required=matches!(words_of, Words::Must(_))
                aria-describedby="words-hint words-fault" aria-invalid=move || fault.get().is_some().to_string()
                prop:value=text on:input=move |event| { text.set(event_target_value(&event)); fault.set(text.with(|text| too_long(text))); }
                on:paste=move |event| if fields::takes_files(verb) { paste(&event, uploads) }></textarea>
            {fields::takes_files(verb).then(|| view! { <AttachmentField uploads /> })}
        }
    });
    let stop = move |keeps_draft: bool| {
        if unsaved::may_leave() {
            if !keeps_draft {
                text.set(String::new());
                draft.with_value(Draft::discard);
            }
            desk.doing.set(None);
            desk.conflict.set(None);
            page::focus("h1");
        }
    };
    let keys = move |event: KeyboardEvent| match &*event.key() {
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            // A disabled button isn't clicked, as while a file is on its way.
            if let Some(button) = page::find("#doing button.main") {
                button.click();
            }
        }
        "Escape" => stop(true),
        _ => {}
    };
    view! {
        <form id="doing" class="sheet doing" data-audience=if audience == Some(Audience::Everyone) { "everyone" } else { "staff" } node_ref=form on:submit=submit on:input=keep_fields on:keydown=keys>
            <h2>{words::verb(verb)}</h2>
            {fields::of(desk, doing, is_ready)}
            {area}
            {fields::after(desk, verb)}
            <p id="words-fault" class="fault" role="alert">{fault}</p>
            <div class="tools">
                <button class="main" disabled=move || is_sending.get() || !is_ready.get() || uploads.are_running()>
                    {move || if is_sending.get() { words::case().sending } else { words::case().send }}
                </button>
                <button type="button" class="quiet" on:click=move |_| stop(true)>{words().cancel}</button>
                {move || is_kept.get().then(|| view! {
                    <button type="button" class="quiet" on:click=move |_| stop(false)>{words::case().draft_discard}</button>
                })}
            </div>
        </form>
    }
}

/// Says by how much a message is too long.
fn too_long(text: &str) -> Option<String> {
    validity::too_many(text, TEXT_MAX).map(|over| words::fault(Fault::Long(over)))
}

/// Attaches the files that are pasted, such as a picture of the screen.
fn paste(event: &ClipboardEvent, uploads: Uploads) {
    let files = event.clipboard_data().and_then(|data| data.files());
    let files: Vec<_> = files
        .iter()
        .flat_map(|files| (0..files.length()).filter_map(|place| files.get(place)))
        .collect();
    if !files.is_empty() {
        event.prevent_default();
        for file in files {
            uploads.add(file);
        }
    }
}

/// Selects the first unfilled placeholder of a template in the field.
fn select_gap(field: Option<HtmlTextAreaElement>, gap: &str) {
    let Some(field) = field else { return };
    let text = field.value();
    let (Some(start), Some(end)) = (text.find("{{"), text.find("}}")) else { return };
    // Selections count in UTF-16 code units.
    let units = |bytes: usize| {
        u32::try_from(text.get(..bytes).unwrap_or_default().encode_utf16().count())
            .unwrap_or_default()
    };
    let _ = field.focus();
    let _ = field.set_selection_range(
        units(start),
        units(end + 2).max(units(start) + u32::try_from(gap.len()).unwrap_or_default()),
    );
}
