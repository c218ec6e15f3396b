//! Bulk actions: one action on all selected cases, and the outcome of each.

use domain::{
    case::action::Action,
    slug::Slug,
    staff::StaffId,
    wire::console::{Bulk, Outcome, Target, Verdict},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::list::List;
use crate::{
    effects::api::{self, Failure},
    route,
    session::{self, Session, Toast, session},
    view::shared::{
        colleagues::Colleagues,
        form_data,
        loaded::{self, Loaded},
    },
    words::{self, fill, words},
};

/// Action that can be done in bulk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    Assign,
    Transfer,
    Answer,
    Close,
}

/// Toolbar of bulk actions, visible while a case is selected, and the latest outcomes.
#[component]
pub(super) fn BulkActions(list: List) -> impl IntoView {
    let session = session();
    let task = RwSignal::new(None::<Task>);
    let outcome = RwSignal::new(None::<Loaded<Vec<Outcome>>>);
    let count = move || list.selected.with(std::collections::BTreeSet::len);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(action) = task.get_untracked().and_then(|task| parse(task, &event)) else {
            return;
        };
        let message = form_data::field(&event, "words");
        let cases = list.selected.with_untracked(|selected| {
            selected.iter().map(|&reference| Target { reference, head: None }).collect()
        });
        outcome.set(Some(Loaded::Loading));
        spawn_local(async move {
            let request = Bulk { cases, deed: action, words: message };
            let result =
                session.checked(api::send::<Vec<Outcome>>("POST", "api/deeds", &request).await);
            if let Ok(outcomes) = &result {
                let undo_targets: Vec<Target> = outcomes.iter().filter_map(undo_target).collect();
                let failed = outcomes
                    .iter()
                    .map(|each| each.reference)
                    .filter(|each| undo_targets.iter().all(|target| target.reference != *each));
                list.selected.set(failed.collect());
                task.set(None);
                if !undo_targets.is_empty() {
                    let text = format!("{}: {}", words().outcome_done, undo_targets.len());
                    let undo =
                        if request.deed.verb().is_undoable() { undo_targets } else { Vec::new() };
                    session.toast.set(Some(Toast { text, undo }));
                }
            }
            outcome.set(Some(result.into()));
            session.changed.notify();
        });
    };
    view! {
        {move || (count() > 0).then(|| view! {
            <section class="several" aria-label=words().several>
                <p role="status">{move || fill(words().selected, "count", &count().to_string())}</p>
                <div class="tools">
                    {[(Task::Assign, words().do_assign), (Task::Transfer, words().do_transfer), (Task::Answer, words().do_answer), (Task::Close, words().do_close)]
                        .map(|(each, text)| view! {
                            <button type="button" aria-pressed=move || (task.get() == Some(each)).to_string() on:click=move |_| task.set(Some(each))>
                                {text}
                            </button>
                        }).collect_view()}
                    <button type="button" class="quiet" on:click=move |_| list.selected.set(std::collections::BTreeSet::default())>{words().select_none}</button>
                </div>
                {move || task.get().map(|task| view! {
                    <form on:submit=submit>
                        {fields(session, task)}
                        <button class="main">{fill(words().several_go, "count", &list.selected.with_untracked(std::collections::BTreeSet::len).to_string())}</button>
                    </form>
                })}
            </section>
        })}
        {move || outcome.get().map(failures)}
    }
}

fn fields(session: Session, task: Task) -> AnyView {
    let text = |label: &'static str| view! { <label>{label}<textarea name="words" dir="auto" required maxlength="5000"></textarea></label> };
    match task {
        Task::Assign => {
            let entity = session.me().and_then(|me| session::entities_of(&me).into_iter().next());
            entity.map(|entity| view! { <Colleagues entity name="to" label=words().assign_to /> }).into_any()
        }
        Task::Transfer => view! {
            <label>{words().transfer_to}
                <select name="to" required>
                    <option value="">{words().choose}</option>
                    {session.entities().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                </select>
            </label>
            {text(words().why_staff)}
        }
        .into_any(),
        Task::Answer => text(words().say_everyone).into_any(),
        Task::Close => view! { <p>{words().close_sure}</p> }.into_any(),
    }
}

fn parse(task: Task, event: &SubmitEvent) -> Option<Action> {
    let recipient = form_data::field(event, "to");
    match task {
        Task::Assign => StaffId::parse(&recipient).ok().map(|to| Action::Assign { to }),
        Task::Transfer => Slug::parse(&recipient).ok().map(|to| Action::Transfer { to }),
        Task::Answer => Some(Action::Answer),
        Task::Close => Some(Action::Close),
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
            let count = failed.len().to_string();
            (!failed.is_empty())
                .then(|| {
                    view! {
                        <div class="outcomes" role="status">
                            <p><strong>{fill(words().outcome_failed, "count", &count)}</strong></p>
                            <ul>{failed}</ul>
                        </div>
                    }
                })
                .into_any()
        }
    }
}
