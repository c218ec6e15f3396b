//! Cases of an entity's system, which are fetched when somebody asks for them: first those that
//! were given up.

use domain::wire::console::{DeliveryState, SystemCase, SystemCases};
use leptos::{prelude::*, task::spawn_local};
use serde_json::json;

use super::super::editor::{SaveOutcome, SaveStatus};
use crate::{
    effects::{api, intl},
    route,
    session::session,
    words::{self, words},
};

/// Button that fetches the cases, and the cases.
#[component]
pub(super) fn Log(path: String) -> impl IntoView {
    let (session, texts) = (session(), words::settings());
    let path = StoredValue::new(format!("{path}/cases"));
    let log = RwSignal::new(None::<SystemCases>);
    let outcome = RwSignal::new(SaveOutcome::default());
    let load = Callback::new(move |()| {
        spawn_local(async move {
            match session.checked(api::get(&path.get_value()).await) {
                Ok(read) => _ = log.try_set(Some(read)),
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    });
    let replay = Callback::new(move |id: String| {
        spawn_local(async move {
            let path = format!("{}/{id}/replay", path.get_value());
            match session.checked(api::send_only("POST", &path, &json!({})).await) {
                Ok(()) => {
                    let text = texts.webhook_sent.to_owned();
                    outcome.try_set(SaveOutcome { is_failure: false, text });
                    load.run(());
                }
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    });
    let table = move || {
        log.get().map(|log| {
            let rows = log.cases.into_iter().map(|case| row(case, replay));
            view! {
                <table>
                    <caption>{texts.system}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words().one_case}</th>
                            <th scope="col">{texts.webhook_when}</th>
                            <th scope="col">{texts.system_outside_id}</th>
                            <th scope="col">{texts.webhook_answer}</th>
                            <th scope="col">{texts.webhook_attempts}</th>
                            <th scope="col">{texts.webhook_next}</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            }
        })
    };
    view! {
        <p class="tools">
            <button type="button" on:click=move |_| load.run(())>{texts.system_log}</button>
            <SaveStatus outcome />
        </p>
        {table}
    }
}

fn row(case: SystemCase, replay: Callback<String>) -> impl IntoView {
    let texts = words::settings();
    let SystemCase { id, reference, at, state, status, reason, outside_id, attempts, next_attempt } =
        case;
    let answer = words::call_state(state, status, reason);
    let id = id.as_str().to_owned();
    let again = (state == DeliveryState::Failed).then(|| view! {
        <button type="button" on:click=move |_| replay.run(id.clone())>{texts.webhook_replay}</button>
    });
    view! {
        <tr>
            <th scope="row"><a href=route::case(reference)><bdi dir="ltr">{reference.to_string()}</bdi></a></th>
            <td>{intl::moment(at)}</td>
            <td><bdi>{outside_id}</bdi></td>
            <td>{answer}</td>
            <td>{attempts.to_string()}</td>
            <td>{next_attempt.map(intl::moment)}</td>
            <td>{again}</td>
        </tr>
    }
}
