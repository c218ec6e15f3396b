//! Updates of staff that wait for a second person, with buttons to confirm and to refuse them.

use domain::{
    staff::Role,
    wire::console::{RequestDecision, StaffRequest},
};
use leptos::{prelude::*, task::spawn_local};

use super::editor::{SaveOutcome, SaveStatus};
use crate::{
    effects::{api, intl},
    session::{Session, session},
    words::{self, fill, words},
};

/// Renders the updates that wait, or nothing if there are none.
pub(super) fn list(waiting: Vec<StaffRequest>, reload: Callback<()>) -> impl IntoView {
    (!waiting.is_empty()).then(|| {
        let requests = waiting.into_iter();
        view! {
            <section class="sheet" aria-labelledby="waiting-title">
                <h2 id="waiting-title">{words::settings().waiting_title}</h2>
                <ul class="events">
                    {requests.map(|request| view! { <Request request reload /> }).collect_view()}
                </ul>
            </section>
        }
    })
}

/// One update: what it changes, who asked for it, and the decision.
#[component]
fn Request(request: StaffRequest, reload: Callback<()>) -> impl IntoView {
    let session = session();
    let outcome = RwSignal::new(SaveOutcome::default());
    let is_own = session.me().is_some_and(|me| me.id == request.asked_by);
    let path = format!("api/people/requests/{}", request.request);
    let decide = move |confirm: bool| {
        let path = path.clone();
        spawn_local(async move {
            let decision = RequestDecision { confirm };
            match session.checked(api::send_only("POST", &path, &decision).await) {
                Ok(()) => {
                    session.announce(words().saved);
                    reload.run(());
                }
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    };
    let refuse = decide.clone();
    let asked = fill(words::settings().waiting_asked, "name", &request.asked_by_name);
    let asked = fill(&asked, "time", &intl::moment(request.expires_at));
    let is_refused_here =
        if is_own { words::settings().waiting_take_back } else { words::settings().waiting_refuse };
    let label = format!("{}: {}", words::settings().waiting_title, request.name);
    view! {
        <li>
            <p><strong><bdi>{request.name.clone()}</bdi></strong>" "<bdi dir="ltr">{request.email.clone()}</bdi></p>
            <p>{move || roles(session, &request.given, &request.taken)}</p>
            <p class="hint">{asked}</p>
            {(request.confirmers == 0).then(|| view! { <p class="hint">{words::settings().waiting_nobody}</p> })}
            <p class="tools" role="group" aria-label=label>
                {request.may_confirm.then(|| view! {
                    <button type="button" class="main" on:click=move |_| decide(true)>{words::settings().waiting_confirm}</button>
                })}
                <button type="button" on:click=move |_| refuse(false)>{is_refused_here}</button>
                <SaveStatus outcome />
            </p>
        </li>
    }
}

/// Returns the roles that an update gives and takes away.
fn roles(session: Session, given: &[Role], taken: &[Role]) -> String {
    let role = |sign: &str, role: &Role| match role.entity() {
        Some(entity) => format!("{sign}{} ({})", words::role(role), session.entity(entity)),
        None => format!("{sign}{}", words::role(role)),
    };
    let given = given.iter().map(|given| role("+ ", given));
    given.chain(taken.iter().map(|taken| role("− ", taken))).collect::<Vec<_>>().join(" · ")
}
