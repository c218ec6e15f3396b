//! Bulk actions: one action on all selected cases that it can be done to, and the outcome of each.

#![allow(clippy::unnecessary_wraps, reason = "a split function returns what its macro asks for")]

use std::collections::BTreeSet;

use domain::{
    case::{
        AT_ONCE,
        action::{Action, Ground},
    },
    entity::reply_template,
    slug::Slug,
    text::TEXT_MAX,
    wire::console::{Bulk, CaseRow, Outcome, Settings, Target, Verdict},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local, wasm_split::wasm_split};
use web_sys::HtmlSelectElement;

use super::{list::List, task::Task};
use crate::{
    effects::{
        api::{self, Failure, Reasons},
        unsaved::{self, Unsaved},
    },
    route,
    session::{SentMessage, Session, Toast, session},
    view::{
        module::now,
        shared::{
            colleagues::Colleagues,
            entity_choice::EntityChoice,
            form_data,
            loaded::{self, Loaded},
        },
    },
    words::{self, fill, localized, words},
};

/// Bulk actions, once their module is there. It's fetched after the list.
#[component]
pub(super) fn BulkActions(list: List) -> impl IntoView {
    let is_there = RwSignal::new(false);
    Effect::new(move |was_asked: Option<bool>| {
        let is_asked = was_asked.unwrap_or_default();
        let has_list = !list.is_loading.get() && list.rows.with(|rows| !rows.is_empty());
        if has_list && !is_asked {
            spawn_local(async move {
                // Without the module, after a deployment, the list is there without bulk actions.
                if fetch_bulk().await.is_ok() {
                    is_there.try_set(true);
                }
            });
        }
        is_asked || has_list
    });
    move || is_there.get().then(|| now(draw_bulk(list))?.ok()).flatten()
}

#[wasm_split(bulk, wasm_split_path = ::leptos::wasm_split, preload(fetch_bulk), fallible)]
fn draw_bulk(list: List) -> Result<AnyView, Failure> {
    Ok(view! { <Toolbar list /> }.into_any())
}

/// Toolbar of bulk actions, visible while a case is selected, and the latest outcomes.
#[component]
fn Toolbar(list: List) -> impl IntoView {
    let session = session();
    let task = RwSignal::new(None::<Task>);
    let outcome = RwSignal::new(None::<Loaded<Vec<Outcome>>>);
    let count = move || list.selected.with(BTreeSet::len);
    let typed = Unsaved::watch(words().leave_unsaved);
    Effect::new(move |_| {
        task.track();
        typed.set(false);
    });
    // A form with what was typed into it stays when the last case is no longer selected.
    let is_shown = Memo::new(move |_| count() > 0 || task.with(Option::is_some));
    let is_sending = move || outcome.with(|outcome| *outcome == Some(Loaded::Loading));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(is_sending) {
            return;
        }
        let Some(chosen) = task.get_untracked() else { return };
        let Some(action) = chosen.parse(&event, &session.entities()) else {
            return outcome.set(Some(Loaded::Failed(incomplete())));
        };
        let message = form_data::field(&event, "words");
        let targets = untrack(|| targets(session, list, chosen));
        let cases = targets.into_iter().map(target).collect();
        send(session, list, task, outcome, action, message, cases);
    };
    let begin = move |each: Task| {
        if task.get_untracked() != Some(each) && unsaved::may_leave() {
            task.set(Some(each));
        }
    };
    let button = move |each: Task| {
        let count = move || targets(session, list, each).len();
        view! {
            <button type="button" data-task=format!("{each:?}") disabled=move || count() == 0
                aria-pressed=move || (task.get() == Some(each)).to_string() on:click=move |_| begin(each)>
                {words::verb(each.verb())}
            </button>
        }
    };
    let select_none = move |_| {
        if unsaved::may_leave() {
            task.set(None);
            list.selected.set(BTreeSet::default());
        }
    };
    view! {
        {move || is_shown.get().then(|| view! {
            <section class="several" aria-label=words().several>
                <p role="status">{move || words::count(words().selected, count())}</p>
                <div class="tools">
                    {Task::ALL.map(button).collect_view()}
                    <button type="button" class="quiet" on:click=select_none>{words().select_none}</button>
                </div>
                {move || task.get().map(|task| view! {
                    <form on:submit=submit on:input=move |_| typed.set(true)>
                        {fields(session, list, task)}
                        <button class="main" disabled=move || is_sending() || targets(session, list, task).is_empty()>{move || words::count(words().several_go, targets(session, list, task).len())}</button>
                    </form>
                })}
            </section>
        })}
        {move || outcome.get().map(failures)}
    }
}

/// Returns the selected cases that a task can be done to, and tracks the selection.
fn targets(session: Session, list: List, task: Task) -> Vec<CaseRow> {
    let Some(me) = session.me() else { return Vec::new() };
    let is_selected =
        |row: &&CaseRow| list.selected.with(|selected| selected.contains(&row.reference));
    let selected: Vec<_> =
        list.rows.with(|rows| rows.iter().filter(is_selected).cloned().collect());
    task.targets(&me.person(), &selected)
}

/// Returns the failure of a form with a field that isn't what it should be.
fn incomplete() -> Failure {
    Failure::Refused(Reasons::of_whole(words().fault_incomplete.to_owned()))
}

/// Returns a listed case as a target, with the head that the person has seen.
fn target(row: CaseRow) -> Target {
    Target { reference: row.reference, head: Some(row.head).filter(|head| !head.is_empty()) }
}

/// Sends the action, to as many cases at once as the edge takes. Cases in which it failed stay
/// selected.
fn send(
    session: Session,
    list: List,
    task: RwSignal<Option<Task>>,
    outcome: RwSignal<Option<Loaded<Vec<Outcome>>>>,
    action: Action,
    message: String,
    cases: Vec<Target>,
) {
    outcome.set(Some(Loaded::Loading));
    spawn_local(async move {
        let mut outcomes = Vec::new();
        let mut failure = None;
        for cases in cases.chunks(AT_ONCE) {
            match send_to(session, cases, &action, &message).await {
                Ok(more) => outcomes.extend(more),
                Err(reason) => {
                    failure = Some(reason);
                    break;
                }
            }
        }
        if !outcomes.is_empty() || failure.is_none() {
            let undo_targets: Vec<Target> = outcomes.iter().filter_map(undo_target).collect();
            let seconds = outcomes.iter().find_map(undo_seconds);
            let done: BTreeSet<_> = undo_targets.iter().map(|target| target.reference).collect();
            let failed =
                cases.iter().map(|case| case.reference).filter(|each| !done.contains(each));
            list.selected.try_set(failed.collect());
            for reference in &done {
                session.settle(*reference);
            }
            list.rows.try_update(|rows| outcomes.iter().for_each(|each| note(rows, each)));
            if failure.is_none() {
                task.try_set(None);
            }
            if !undo_targets.is_empty() {
                let text = words::count(words().outcome_done, undo_targets.len());
                let text = fill(&text, "action", words::verb(action.verb()));
                let undo = if seconds.is_some() { undo_targets } else { Vec::new() };
                let message = |target: &Target| {
                    SentMessage::of(session, target.reference, action.verb(), message.clone())
                };
                let is_held = action.verb().is_held();
                let messages = undo.iter().filter(|_| is_held).map(message).collect();
                let toast = Toast::with_undo(text, undo).with_messages(messages).lasting(seconds);
                session.tell(toast);
            }
        }
        outcome.try_set(Some(failure.map_or(Ok(outcomes), Err).into()));
        session.changed.notify();
    });
}

/// Sends the action to at most [`AT_ONCE`] cases.
async fn send_to(
    session: Session,
    cases: &[Target],
    action: &Action,
    message: &str,
) -> Result<Vec<Outcome>, Failure> {
    let request = Bulk { cases: cases.to_vec(), deed: action.clone(), words: message.to_owned() };
    session.checked(api::send("POST", "api/deeds", &request).await)
}

/// Returns the entity of the first case that a task can be done to.
fn first_entity(session: Session, list: List, task: Task) -> Option<Slug> {
    targets(session, list, task).into_iter().next().map(|row| row.entity)
}

fn fields(session: Session, list: List, task: Task) -> AnyView {
    let entity = untrack(|| first_entity(session, list, task));
    match task {
        Task::Take => ().into_any(),
        // Who can be chosen changes with the selection.
        Task::Assign => {
            let entity = Memo::new(move |_| first_entity(session, list, task));
            (move || {
                let entity = entity.get();
                entity.map(|entity| view! { <Colleagues entity name="to" label=words().assign_to /> })
            })
            .into_any()
        }
        Task::Transfer => view! {
            <EntityChoice entities=session.entities() label=words().transfer_to />
            <label>{words().why_staff}<textarea name="words" dir="auto" required data-most=TEXT_MAX.to_string()></textarea></label>
        }
        .into_any(),
        Task::Answer => view! { <Message session entity /> }.into_any(),
        Task::Decline => view! {
            <label>{words().ground}
                <select name="ground" required>
                    <option value="">{words().choose}</option>
                    {Ground::ALL.map(|ground| view! { <option value=ground.as_str()>{words::ground(ground)}</option> }).collect_view()}
                </select>
            </label>
            <Message session entity />
        }
        .into_any(),
        Task::Close => view! { <p>{words().close_sure}</p> }.into_any(),
    }
}

/// Message to the customers, with the templates that hold for all of them.
#[component]
fn Message(session: Session, entity: Option<Slug>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let settings = RwSignal::new(None::<Settings>);
    let me = session.me().map(|me| me.name).unwrap_or_default();
    if let Some(entity) = entity {
        spawn_local(async move {
            let path = format!("api/entities/{entity}/settings");
            settings.try_set(session.checked(api::get(&path).await).ok());
        });
    }
    // The language of the first customer may not be that of the others: the person chooses.
    let templates = Memo::new(move |_| {
        let value = |name: &str| (name == "employee").then_some(&*me);
        let all = settings.get().map(|settings| settings.templates.value).unwrap_or_default();
        let texts = all.into_iter().flat_map(|template| {
            let name = localized(&template.name);
            [template.text.ar, template.text.en]
                .map(|text| (name.clone(), reply_template::fill(&text, value)))
        });
        texts.filter(|(_, text)| reply_template::filled(text).is_ok()).collect::<Vec<_>>()
    });
    let choose = move |event| {
        let select: HtmlSelectElement = event_target(&event);
        let place: Option<usize> = select.value().parse().ok();
        select.set_value("");
        let chosen = place.and_then(|place| {
            templates.with_untracked(|all| all.get(place).map(|(_, text)| text.clone()))
        });
        if let Some(chosen) = chosen {
            // What was typed stays above it.
            text.update(|text| {
                *text = [text.trim_end(), &*chosen]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n\n");
            });
        }
    };
    view! {
        {move || templates.with(|all| !all.is_empty()).then(|| view! {
            <label>{words().template}
                <select on:change=choose>
                    <option value="">{words().choose}</option>
                    {templates.get().into_iter().enumerate().map(|(place, (name, text))| {
                        let beginning: String = text.chars().take(40).collect();
                        view! { <option value=place.to_string()>{format!("{name}: {beginning}…")}</option> }
                    }).collect_view()}
                </select>
            </label>
        })}
        <label>{words().say_everyone}
            <textarea name="words" dir="auto" required data-most=TEXT_MAX.to_string() prop:value=text on:input=move |event| text.set(event_target_value(&event))></textarea>
        </label>
    }
}

/// Returns the case with its new head if the action succeeded, so that it can be undone.
fn undo_target(Outcome { reference, verdict }: &Outcome) -> Option<Target> {
    match verdict {
        Verdict::Done { head, .. } => {
            Some(Target { reference: *reference, head: Some(head.clone()) })
        }
        Verdict::Failed { .. } => None,
    }
}

/// Returns the seconds in which the action can be undone, if it can.
const fn undo_seconds(outcome: &Outcome) -> Option<u32> {
    match outcome.verdict {
        Verdict::Done { undo_seconds, .. } => undo_seconds,
        Verdict::Failed { .. } => None,
    }
}

/// Notes stage and head of a case after an action in its row, for the next action. Only the first
/// page is loaded again.
fn note(rows: &mut [CaseRow], outcome: &Outcome) {
    let row = rows.iter_mut().find(|row| row.reference == outcome.reference);
    if let (Some(row), Verdict::Done { stage, head, .. }) = (row, &outcome.verdict) {
        row.stage = *stage;
        row.head.clone_from(head);
    }
}

/// Renders the cases in which the action failed, with the reasons.
fn failures(outcome: Loaded<Vec<Outcome>>) -> AnyView {
    match outcome {
        Loaded::Loading => view! { <loaded::Wait /> }.into_any(),
        Loaded::Failed(failure) => {
            view! { <p class="trouble" role="alert">{words::failure(&failure)}</p> }.into_any()
        }
        Loaded::Ready(outcomes) => {
            let failed = outcomes.into_iter().filter_map(|Outcome { reference, verdict }| {
                let Verdict::Failed { problem } = verdict else { return None };
                let reason = match problem.into() {
                    Failure::Refused(reasons) => words::reasons(&reasons).join(" "),
                    failure => words::failure(&failure),
                };
                Some(view! { <li><a href=route::case(reference)><bdi dir="ltr">{reference.to_string()}</bdi></a>" "<span>{reason}</span></li> })
            });
            let failed: Vec<_> = failed.collect();
            let count = failed.len();
            (!failed.is_empty())
                .then(|| {
                    view! {
                        <div class="outcomes" role="status">
                            <p><strong>{words::count(words().outcome_failed, count)}</strong></p>
                            <ul>{failed}</ul>
                        </div>
                    }
                })
                .into_any()
        }
    }
}
