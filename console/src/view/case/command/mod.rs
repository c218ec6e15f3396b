//! Commands on the case: a button for each action that rules and permissions allow.

mod delay;
mod fields;
mod form;
mod left;
mod merge;
mod parse;
mod proposal;
mod stale;
mod templates;

use domain::{
    case::{action::Action, life_cycle::Verb},
    wire::console::{ActionRequest, CaseView, Conflict, Target},
};
use js_sys::Promise;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::{Desk, Doing};
use crate::{
    effects::{
        api::{self, Failure},
        page,
    },
    session::{Draft, Drafts, SentMessage, Toast},
    words::{self, words},
};
use form::Form;

/// Frequent actions, with their keyboard shortcuts.
const FIRST: [(Verb, Option<&str>); 11] = [
    (Verb::Accept, Some("e")),
    (Verb::Return, None),
    (Verb::Take, Some("t")),
    (Verb::Classify, None),
    (Verb::Reply, Some("r")),
    (Verb::Ask, Some("q")),
    (Verb::Answer, Some("w")),
    (Verb::Judge, None),
    (Verb::Decide, None),
    (Verb::Note, Some("n")),
    (Verb::Close, Some("c")),
];

/// Other actions, in the menu. Buttons to complete and check a corrective action stand beside it.
const REST: [(Verb, Option<&str>); 13] = [
    (Verb::Assign, Some("a")),
    (Verb::Transfer, Some("f")),
    (Verb::Invite, None),
    (Verb::Prioritise, None),
    (Verb::RequestDelay, None),
    (Verb::RefuseDelay, None),
    (Verb::Extend, None),
    (Verb::Act, None),
    (Verb::Plan, None),
    (Verb::Implement, None),
    (Verb::Merge, Some("m")),
    (Verb::Part, None),
    (Verb::Decline, Some("d")),
];

/// Returns whether an action needs no form.
const fn is_plain(verb: Verb) -> bool {
    matches!(verb, Verb::Take | Verb::Accept | Verb::Close | Verb::Part)
}

/// The open form, and the buttons.
#[component]
pub(super) fn Commands(desk: Desk) -> impl IntoView {
    let restored =
        Memo::new(move |_| desk.session.toasts.with(|toasts| toasts.restored(desk.reference)));
    let may = Memo::new(move |_| desk.of(|case| case.may.clone()));
    let trouble = RwSignal::new(None::<Failure>);
    let press = move |verb: Verb| {
        trouble.set(None);
        if is_plain(verb) {
            let action = match verb {
                Verb::Take => Action::Take,
                Verb::Accept => Action::Accept,
                Verb::Part => Action::Part,
                _ => Action::Close,
            };
            let request = request(desk, action);
            spawn_local(async move {
                if let Err(failure) = send(desk, request).await {
                    trouble.set(Some(failure));
                }
            });
        } else {
            desk.begin(verb, 0);
        }
    };
    let button = move |(verb, key): (Verb, Option<&'static str>)| {
        let has_draft = move || {
            // A form that opens or closes may have stored a draft, and so has a message that was
            // taken back.
            desk.doing.track();
            desk.case.track();
            !is_plain(verb) && drafts_of(desk, verb).exist()
        };
        view! {
            <button type="button" aria-keyshortcuts=key on:click=move |_| press(verb)
                aria-expanded=(!is_plain(verb)).then_some(move || (desk.doing.get().map(|doing| doing.verb) == Some(verb)).to_string())>
                {words::verb(verb)}
                {move || has_draft().then(|| view! { <span class="draft" data-draft>{words().draft}</span> })}
            </button>
        }
    };
    let allowed = move |all: &'static [(Verb, Option<&'static str>)]| {
        let may = may.get();
        all.iter().copied().filter(|(verb, _)| may.contains(verb)).map(button).collect_view()
    };
    let has_rest = move || REST.iter().any(|(verb, _)| may.with(|may| may.contains(verb)));
    view! {
        <section class="commands" aria-label=words::case().commands>
            <stale::Stale desk />
            <delay::Request desk />
            <proposal::Proposal desk />
            {move || {
                // An open form shows what was taken back too.
                restored.track();
                desk.doing.get().map(|doing| view! { <Form desk doing /> })
            }}
            {move || trouble.get().map(|failure| view! { <p class="trouble" role="alert">{words::failure(&failure)}</p> })}
            <div class="tools">
                {move || allowed(&FIRST)}
                {move || has_rest().then(|| view! {
                    <details class="menu">
                        <summary>{words::case().more_commands}</summary>
                        <div>{move || allowed(&REST)}</div>
                    </details>
                })}
                {move || may.with(Vec::is_empty).then(|| view! { <p class="hint">{words::case().nothing_to_do}</p> })}
            </div>
            <left::Left desk may />
        </section>
    }
}

/// Returns the draft of an action.
fn draft_of(desk: Desk, Doing { verb, action }: Doing) -> Draft {
    drafts_of(desk, verb).at(action)
}

/// Returns the drafts of a verb.
fn drafts_of(desk: Desk, verb: Verb) -> Drafts {
    Drafts::of(desk.session, desk.reference, verb)
}

/// Builds a request for an action on the case as it is shown.
fn request(desk: Desk, action: Action) -> ActionRequest {
    ActionRequest {
        head: desk.head().unwrap_or_default(),
        deed: action,
        words: String::new(),
        attachments: Vec::new(),
        root_cause: Vec::new(),
        public_words: None,
    }
}

/// Taking of a case that is on its way, or was.
#[derive(Clone)]
pub(super) struct Taking {
    /// Head of the case before it.
    before: String,
    /// Promise of the head after it; of `null` if it failed.
    after: Promise,
}

impl Taking {
    /// Waits for its end. Returns the head after it if it was done on the case as it was at `head`.
    async fn replaces(self, head: &str) -> Option<String> {
        if self.before != head {
            return None;
        }
        JsFuture::from(self.after).await.ok()?.as_string()
    }
}

/// Takes a case that nobody has, for whoever begins to answer it. If a colleague was quicker, the
/// case says so.
pub(super) fn take(desk: Desk) {
    let request = request(desk, Action::Take);
    let before = request.head.clone();
    let after = future_to_promise(async move {
        let path = format!("api/cases/{}/deeds", desk.reference);
        let taken = desk.session.checked(api::send::<CaseView>("POST", &path, &request).await);
        if let Err(Failure::Stale(_)) = taken {
            desk.load();
        }
        if let Ok(case) = taken {
            let head = case.head.clone();
            let undo = vec![Target { reference: desk.reference, head: Some(head.clone()) }];
            desk.show(case);
            let text = words::done(&Action::Take).to_owned();
            desk.session.settle(desk.reference);
            desk.session.tell(Toast::with_undo(text, undo));
            return Ok(head.into());
        }
        Ok(JsValue::NULL)
    });
    desk.taking.set_value(Some(Taking { before, after }));
}

/// Publishes the public words of a proposal.
pub(super) fn publish(desk: Desk, action: usize, proposal: u32, fault: RwSignal<Option<Failure>>) {
    let request = request(desk, Action::Publish { action, proposal });
    spawn_local(async move {
        fault.try_set(send(desk, request).await.err());
    });
}

/// Returns the message about an action that was sent. A message to the customer is held for some
/// seconds; whoever takes it back has it as a draft again.
fn sent(desk: Desk, request: ActionRequest, case: &CaseView) -> Toast {
    let target = |_| Target { reference: desk.reference, head: Some(case.head.clone()) };
    let undo: Vec<_> = case.undo_until.map(target).into_iter().collect();
    let verb = request.deed.verb();
    if verb.is_held() && !undo.is_empty() {
        let message = SentMessage::of(desk.session, desk.reference, verb, request.words);
        Toast::with_undo(words::case().message_sent.to_owned(), undo)
            .with_messages(vec![message.with_stored()])
            .lasting(case.undo_seconds)
    } else {
        Toast::with_undo(words::done(&request.deed).to_owned(), undo)
    }
}

/// Sends an action and shows the resulting case.
///
/// One's own taking of the case isn't an event by others: what is sent before it has ended waits
/// for it, and then goes to the case as it is after it.
async fn send(desk: Desk, mut request: ActionRequest) -> Result<(), Failure> {
    if let Some(taking) = desk.taking.try_get_value().flatten()
        && let Some(head) = taking.replaces(&request.head).await
    {
        request.head = head;
    }
    let path = format!("api/cases/{}/deeds", desk.reference);
    let outcome = desk.session.checked(api::send::<CaseView>("POST", &path, &request).await);
    match outcome {
        Ok(case) => {
            let toast = sent(desk, request, &case);
            desk.session.settle(desk.reference);
            desk.conflict.try_set(None);
            desk.doing.try_set(None);
            desk.show(case);
            desk.session.tell(toast);
            page::focus("h1");
            Ok(())
        }
        Err(Failure::Stale(body)) => {
            let conflict = serde_json::from_str::<Conflict>(&body).ok();
            // With the new head the person can send it again after reading the conflict.
            if let Some(head) = conflict.as_ref().map(|conflict| conflict.head.clone()) {
                desk.case.try_update(|case| case.as_mut().map(|case| case.head = head));
            }
            desk.conflict.try_set(conflict);
            desk.load();
            Err(Failure::Stale(body))
        }
        Err(failure) => Err(failure),
    }
}
