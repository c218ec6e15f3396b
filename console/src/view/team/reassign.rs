//! Form that hands the cases of a person, or those without an owner, on to a colleague.

use std::collections::BTreeSet;

use domain::{
    case::action::Action,
    reference::Reference,
    slug::Slug,
    staff::StaffId,
    wire::console::{Bulk, CasePage, CaseRow, Outcome, Queue, Target, Verdict},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::Whose;
use crate::{
    effects::{
        api::{self, Failure},
        page,
    },
    route,
    session::{Session, Toast, session},
    view::shared::{
        colleagues::Colleagues,
        due::Due,
        form_data,
        loaded::{Loaded, Trouble, Wait},
    },
    words::{self, fill, words},
};

/// State of the form.
#[derive(Clone, Copy)]
struct Choice {
    session: Session,
    /// First page of the cases: as many as one call takes.
    cases: RwSignal<Loaded<CasePage>>,
    chosen: RwSignal<BTreeSet<Reference>>,
    /// Cases that weren't assigned, with the reasons.
    failed: RwSignal<Vec<(Reference, String)>>,
    failure: RwSignal<Option<Failure>>,
    is_sending: RwSignal<bool>,
    path: StoredValue<String>,
    close: Callback<()>,
}

impl Choice {
    /// Loads the cases, and chooses all of them.
    fn load(self) {
        let Some(path) = self.path.try_get_value() else { return };
        spawn_local(async move {
            let outcome = self.session.checked(api::get::<CasePage>(&path).await);
            if let Ok(page) = &outcome {
                self.chosen.try_set(page.rows.iter().map(|row| row.reference).collect());
            }
            self.cases.try_set(outcome.into());
        });
    }

    fn count(self) -> usize {
        self.chosen.with(BTreeSet::len)
    }

    fn toggle(self, reference: Reference, is_chosen: bool) {
        self.chosen.update(|chosen| {
            if is_chosen {
                chosen.insert(reference)
            } else {
                chosen.remove(&reference)
            };
        });
    }

    /// Returns the chosen cases with the heads that the person has seen.
    fn targets(self) -> Vec<Target> {
        let head = |row: &CaseRow| Some(row.head.clone()).filter(|head| !head.is_empty());
        self.cases.with_untracked(|cases| match cases {
            Loaded::Ready(page) => page
                .rows
                .iter()
                .filter(|row| self.chosen.with_untracked(|all| all.contains(&row.reference)))
                .map(|row| Target { reference: row.reference, head: head(row) })
                .collect(),
            Loaded::Loading | Loaded::Failed(_) => Vec::new(),
        })
    }

    /// Assigns the chosen cases to the person whom the form names.
    fn send(self, event: &SubmitEvent) {
        let Ok(to) = StaffId::parse(&form_data::field(event, "to")) else { return };
        let cases = self.targets();
        if cases.is_empty() || self.is_sending.get_untracked() {
            return;
        }
        self.is_sending.set(true);
        self.failure.set(None);
        let request = Bulk { cases, deed: Action::Assign { to }, words: String::new() };
        spawn_local(async move {
            let answer = api::send::<Vec<Outcome>>("POST", "api/deeds", &request).await;
            self.is_sending.try_set(false);
            match self.session.checked(answer) {
                Ok(outcomes) => self.show(outcomes),
                Err(reason) => _ = self.failure.try_set(Some(reason)),
            }
        });
    }

    /// Tells of the outcomes. The form stays open for the cases that weren't assigned.
    fn show(self, outcomes: Vec<Outcome>) {
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for Outcome { reference, verdict } in outcomes {
            match verdict {
                Verdict::Done { head, .. } => done.push(Target { reference, head: Some(head) }),
                Verdict::Failed { problem } => failed.push((reference, reason(&problem.into()))),
            }
        }
        for target in &done {
            self.session.settle(target.reference);
        }
        if !done.is_empty() {
            let text = words::count(words().outcome_done, done.len());
            let text = fill(&text, "action", words().do_assign);
            self.session.tell(Toast::with_undo(text, done));
        }
        let has_more = self
            .cases
            .with_untracked(|cases| matches!(cases, Loaded::Ready(CasePage { next: Some(_), .. })));
        let is_done = failed.is_empty() && !has_more;
        self.failed.try_set(failed);
        // The form, or the view, may have been left meanwhile.
        if is_done {
            if self.close.try_run(()).is_some() {
                page::focus("h1");
            }
        } else {
            self.load();
        }
        self.session.changed.notify();
    }
}

/// Returns the reason why a case wasn't assigned.
fn reason(failure: &Failure) -> String {
    match failure {
        Failure::Refused(reasons) => words::reasons(reasons).join(" "),
        failure => words::failure(failure),
    }
}

/// Form with the cases to choose from and the colleague who gets them.
#[component]
pub(super) fn Reassign(entity: Slug, whose: Whose, close: Callback<()>) -> impl IntoView {
    let session = session();
    let query = match &whose.id {
        Some(id) => format!("queue={}&owner={}", Queue::All.as_str(), id.as_str()),
        None => format!("queue={}", Queue::Unassigned.as_str()),
    };
    let choice = Choice {
        session,
        cases: RwSignal::new(Loaded::Loading),
        chosen: RwSignal::new(BTreeSet::new()),
        failed: RwSignal::new(Vec::new()),
        failure: RwSignal::new(None),
        is_sending: RwSignal::new(false),
        path: StoredValue::new(format!("api/cases?{query}&entity={entity}")),
        close,
    };
    choice.load();
    page::focus("#reassign-title");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        choice.send(&event);
    };
    let cancel = move |_| {
        close.run(());
        page::focus("h1");
    };
    view! {
        <section class="sheet reassign" aria-labelledby="reassign-title">
            <h2 id="reassign-title" tabindex="-1">{fill(words::settings().reassign_of, "name", &whose.name)}</h2>
            <form on:submit=submit>
                {move || match choice.cases.get() {
                    Loaded::Loading => view! { <Wait /> }.into_any(),
                    Loaded::Failed(failure) => view! { <Trouble failure again=move || choice.load() /> }.into_any(),
                    Loaded::Ready(page) => view! { <Cases choice page /> }.into_any(),
                }}
                <Colleagues entity name="to" label=words().assign_to />
                <div class="tools">
                    <button class="main" disabled=move || choice.count() == 0 || choice.is_sending.get()>
                        {move || words::count(words().several_go, choice.count())}
                    </button>
                    <button type="button" class="quiet" on:click=cancel>{words().cancel}</button>
                </div>
            </form>
            {move || choice.failure.get().map(|failure| view! { <p class="trouble" role="alert">{words::failure(&failure)}</p> })}
            {move || failures(choice.failed.get())}
        </section>
    }
}

/// Checkbox for each case.
#[component]
fn Cases(choice: Choice, page: CasePage) -> impl IntoView {
    let is_cut = page.next.is_some();
    let rows = page.rows.into_iter().map(|row| {
        let CaseRow { reference, kind, due_at, .. } = row;
        let is_chosen = move || choice.chosen.with(|chosen| chosen.contains(&reference));
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=is_chosen
                    on:change=move |event| choice.toggle(reference, event_target_checked(&event)) />
                <bdi dir="ltr">{reference.to_string()}</bdi>
                <span>{words::kind(kind)}</span>
                {due_at.map(|at| view! { <Due at /> })}
            </label>
        }
    });
    view! {
        <fieldset>
            <legend>{words().cases}</legend>
            {rows.collect_view()}
        </fieldset>
        {is_cut.then(|| view! { <p class="hint">{words::settings().reassign_rest}</p> })}
    }
}

/// Renders the cases that weren't assigned, with the reasons.
fn failures(failed: Vec<(Reference, String)>) -> impl IntoView {
    let count = failed.len();
    (count > 0).then(|| {
        let rows = failed.into_iter().map(|(reference, reason)| {
            view! { <li><a href=route::case(reference)><bdi dir="ltr">{reference.to_string()}</bdi></a>" "<span>{reason}</span></li> }
        });
        view! {
            <div class="outcomes" role="status">
                <p><strong>{words::count(words().outcome_failed, count)}</strong></p>
                <ul>{rows.collect_view()}</ul>
            </div>
        }
    })
}
