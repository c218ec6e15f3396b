//! Log of the messages to a webhook, which is fetched when somebody asks for it.

use domain::{
    webhook::event_type::EventType,
    wire::console::{WebhookDeliveries, WebhookDelivery},
};
use leptos::{prelude::*, task::spawn_local};
use serde_json::json;

use super::super::editor::{SaveOutcome, SaveStatus};
use crate::{
    effects::{api, intl},
    session::session,
    words::{self, words},
};

/// Button that fetches the log, and the log.
#[component]
pub(super) fn Log(path: String) -> impl IntoView {
    let (session, texts) = (session(), words::settings());
    let path = StoredValue::new(format!("{path}/deliveries"));
    let log = RwSignal::new(None::<WebhookDeliveries>);
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
            let rows = log.deliveries.into_iter().map(|delivery| row(delivery, replay));
            view! {
                <table>
                    <caption>{texts.webhook_log}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.webhook_types}</th>
                            <th scope="col">{words().one_case}</th>
                            <th scope="col">{texts.webhook_when}</th>
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
            <button type="button" on:click=move |_| load.run(())>{texts.webhook_log}</button>
            <SaveStatus outcome />
        </p>
        {table}
    }
}

fn row(delivery: WebhookDelivery, replay: Callback<String>) -> impl IntoView {
    let texts = words::settings();
    let WebhookDelivery { id, kind, reference, at, state, status, reason, attempts, next_attempt } =
        delivery;
    let name = EventType::parse(&kind).map_or(texts.webhook_test_event, super::name);
    let answer = words::call_state(state, status, reason);
    let id = id.as_str().to_owned();
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td><bdi dir="ltr">{reference.map(|reference| reference.to_string())}</bdi></td>
            <td>{intl::moment(at)}</td>
            <td>{answer}</td>
            <td>{attempts.to_string()}</td>
            <td>{next_attempt.map(intl::moment)}</td>
            <td><button type="button" on:click=move |_| replay.run(id.clone())>{texts.webhook_replay}</button></td>
        </tr>
    }
}
