//! Webhooks of an entity: the list, a form that adds one, and the secret that is shown once.

mod log;

use domain::{
    slug::Slug,
    webhook::{event_type::EventType, retry::Off},
    wire::console::{ChangedWebhook, NewWebhook, NewWebhookSecret, Webhook, Webhooks},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde_json::json;

use super::{
    editor::{SaveOutcome, SaveStatus},
    rows::Fields,
};
use crate::{
    effects::{api, intl, page},
    session::session,
    view::shared::loaded::{Loaded, Trouble, Wait},
    words::{self, fill, words},
};

/// Webhooks of an entity.
#[component]
pub(super) fn WebhooksView(entity: Slug) -> impl IntoView {
    let session = session();
    let path = StoredValue::new(format!("api/entities/{entity}/webhooks"));
    let webhooks = RwSignal::new(Loaded::<Webhooks>::Loading);
    let secret = RwSignal::new(None::<String>);
    let load = Callback::new(move |()| {
        spawn_local(async move {
            webhooks.try_set(session.checked(api::get(&path.get_value()).await).into());
        });
    });
    load.run(());
    let list = move || match webhooks.get() {
        Loaded::Loading => view! { <Wait /> }.into_any(),
        Loaded::Failed(failure) => {
            view! { <Trouble failure again=move || load.run(()) /> }.into_any()
        }
        Loaded::Ready(Webhooks { webhooks }) => {
            let one = |webhook| view! { <One path=path.get_value() webhook secret reload=load /> };
            webhooks.into_iter().map(one).collect_view().into_any()
        }
    };
    view! {
        <p class="hint">{words::settings().webhooks_hint}</p>
        <div role="status">
            {move || secret.get().map(|secret| view! {
                <p class="sheet">{words::settings().webhook_secret}<br /><bdi dir="ltr"><code data-secret>{secret}</code></bdi></p>
            })}
        </div>
        {list}
        <Add path=path.get_value() secret reload=load />
    }
}

/// Form that adds a webhook.
#[component]
fn Add(path: String, secret: RwSignal<Option<String>>, reload: Callback<()>) -> impl IntoView {
    let session = session();
    let outcome = RwSignal::new(SaveOutcome::default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(new) = Fields::of_form(&event).map(|fields| read(&fields)) else { return };
        let path = path.clone();
        spawn_local(async move {
            match session.checked(api::send::<NewWebhookSecret>("POST", &path, &new).await) {
                Ok(added) => {
                    secret.try_set(Some(added.secret));
                    outcome.try_set(SaveOutcome::saved());
                    reload.run(());
                }
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    };
    view! {
        <form class="sheet editor" on:submit=submit>
            {fields(String::new(), &EventType::ALL)}
            <p class="tools"><button class="main">{words::settings().add}</button><SaveStatus outcome /></p>
        </form>
    }
}

/// One webhook: its state, its form, and its log.
#[component]
fn One(
    path: String,
    webhook: Webhook,
    secret: RwSignal<Option<String>>,
    reload: Callback<()>,
) -> impl IntoView {
    let (session, texts) = (session(), words::settings());
    let outcome = RwSignal::new(SaveOutcome::default());
    let path = StoredValue::new(format!("{path}/{}", webhook.id.as_str()));
    let is_on = webhook.off.is_none();
    let put = Callback::new(move |(subscription, on): (NewWebhook, bool)| {
        let change = ChangedWebhook { subscription, on };
        spawn_local(async move {
            let path = path.get_value();
            match session.checked(api::send_only("PUT", &path, &change).await) {
                Ok(()) => reload.run(()),
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(fields) = Fields::of_form(&event) {
            put.run((read(&fields), is_on));
        }
    };
    let subscription = NewWebhook {
        url: webhook.url.clone(),
        types: webhook.types.iter().map(|each| each.as_str().to_owned()).collect(),
    };
    let turn = move |_| put.run((subscription.clone(), !is_on));
    let test = move |_| {
        spawn_local(async move {
            let path = format!("{}/test", path.get_value());
            outcome.try_set(
                match session.checked(api::send_only("POST", &path, &json!({})).await) {
                    Ok(()) => {
                        SaveOutcome { is_failure: false, text: texts.webhook_sent.to_owned() }
                    }
                    Err(failure) => SaveOutcome::of(&failure),
                },
            );
        });
    };
    let renew = move |_| {
        if !page::confirms(texts.webhook_renew_sure) {
            return;
        }
        spawn_local(async move {
            let path = format!("{}/secret", path.get_value());
            let renewed = api::send::<NewWebhookSecret>("POST", &path, &json!({})).await;
            match session.checked(renewed) {
                Ok(renewed) => {
                    secret.try_set(Some(renewed.secret));
                    reload.run(());
                    page::focus("h1");
                }
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    };
    let remove = move |_| {
        if !page::confirms(texts.webhook_remove_sure) {
            return;
        }
        spawn_local(async move {
            let path = path.get_value();
            match session.checked(api::send_only("DELETE", &path, &json!({})).await) {
                Ok(()) => {
                    reload.run(());
                    page::focus("h1");
                }
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    };
    let turned = if is_on { texts.webhook_turn_off } else { texts.webhook_turn_on };
    view! {
        <details class="sheet" data-webhook=webhook.id.as_str().to_owned()>
            <summary><bdi dir="ltr">{webhook.url.clone()}</bdi>" · "{state(&webhook).join(" · ")}</summary>
            <form class="editor" on:submit=submit>
                {fields(webhook.url.clone(), &webhook.types)}
                <p class="tools">
                    <button class="main">{words().save}</button>
                    <button type="button" on:click=test disabled=!is_on>{texts.webhook_test}</button>
                    <button type="button" on:click=turn>{turned}</button>
                    <button type="button" on:click=renew>{texts.webhook_renew}</button>
                    <button type="button" on:click=remove>{words().remove}</button>
                    <SaveStatus outcome />
                </p>
            </form>
            <log::Log path=path.get_value() />
        </details>
    }
}

/// Returns the state of a webhook in words.
fn state(webhook: &Webhook) -> Vec<String> {
    let texts = words::settings();
    let first = match webhook.off {
        None => texts.webhook_on,
        Some(Off::ByHand) => texts.webhook_off,
        Some(Off::Gone) => texts.webhook_off_gone,
        Some(Off::Failing) => texts.webhook_off_failing,
    };
    let failing = webhook.failing_since.filter(|_| webhook.off.is_none());
    let failing = failing.map(|at| fill(texts.webhook_failing, "time", &intl::moment(at)));
    let former =
        webhook.former_until.map(|at| fill(texts.webhook_former, "time", &intl::moment(at)));
    [first.to_owned()].into_iter().chain(failing).chain(former).collect()
}

/// Renders the fields of address and types.
fn fields(url: String, chosen: &[EventType]) -> AnyView {
    let boxes = EventType::ALL.map(|each| {
        let is_chosen = chosen.contains(&each);
        view! {
            <label class="tick">
                <input type="checkbox" name=each.as_str() checked=is_chosen />
                {name(each)}
            </label>
        }
    });
    view! {
        <label>{words::settings().webhook_url}
            <input type="url" name="url" dir="ltr" required maxlength="1000" placeholder="https://" value=url />
        </label>
        <fieldset>
            <legend>{words::settings().webhook_types}</legend>
            {boxes.into_iter().collect_view()}
        </fieldset>
    }
    .into_any()
}

fn read(fields: &Fields) -> NewWebhook {
    let types = EventType::ALL.into_iter().filter(|each| fields.is_ticked(each.as_str()));
    NewWebhook {
        url: fields.get("url"),
        types: types.map(|each| each.as_str().to_owned()).collect(),
    }
}

/// Returns a type of event in words.
fn name(kind: EventType) -> &'static str {
    match kind {
        EventType::Received => words().stage_received,
        EventType::Transferred => words().stage_transferred,
        EventType::Asked => words::settings().webhook_asked,
        EventType::Replied => words::settings().webhook_replied,
        EventType::Answered => words().stage_answered,
        EventType::Closed => words().stage_closed,
        EventType::Reopened => words().stage_reopened,
        EventType::Withdrawn => words().stage_withdrawn,
        EventType::Escalated => words::settings().webhook_escalated,
    }
}
