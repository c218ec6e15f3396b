//! Frame around the views: navigation, account menu, live region, toasts.

mod counts;
mod shortcuts;
mod toasts;

use domain::{staff_notice::WantedNotices, wire::console::Me};
use leptos::{prelude::*, task::spawn_local};

use super::{
    module::{InModule, Module},
    queue::QueueView,
    settings,
};
use crate::{
    effects::{language, notification, page, storage},
    route::{self, Route},
    session::{self, session},
    words::{self, words},
};
use counts::KeepCounts;
use shortcuts::Shortcuts;
use toasts::Toasts;

/// The bar, the current view, and the regions for messages.
#[component]
pub(crate) fn Frame(me: Me) -> impl IntoView {
    let session = session();
    let home = match &me {
        me if session::sees_cases(me) => Route::Cases(session::first_queue(me).to_owned()),
        me if settings::are_seen_by(me) => Route::FirstSettings,
        _ => Route::Home,
    };
    let route = Memo::new(move |_| match Route::of(&session.address.get()) {
        Route::Home => home.clone(),
        route => route,
    });
    let is_first = StoredValue::new(true);
    // Navigation moves the focus to the heading, where the new view begins.
    Effect::new(move |before: Option<()>| {
        route.get();
        if before.is_some() {
            is_first.set_value(false);
            page::focus("h1");
        }
    });
    view! {
        <a class="skip" href="#view">{words().skip}</a>
        {session::sees_cases(&me).then(|| view! { <KeepCounts route /> })}
        <Bar me route />
        <main id="view" tabindex="-1">
            {move || {
                match route.get() {
                    Route::Cases(queue) => view! { <QueueView queue /> }.into_any(),
                    route @ (Route::Case(_) | Route::History(_)) => {
                        view! { <InModule module=Module::Case route is_first /> }.into_any()
                    }
                    route @ Route::Entry => view! { <InModule module=Module::Entry route is_first /> }.into_any(),
                    route @ (Route::People | Route::PeopleHistory | Route::NewEntity | Route::Security | Route::Activity | Route::Team | Route::Mentions | Route::FirstSettings | Route::Settings(..)) => {
                        view! { <InModule module=Module::Settings route is_first /> }.into_any()
                    }
                    Route::Home => view! { <Empty title=words().nothing_for_you_title text=words().nothing_for_you_text /> }.into_any(),
                    Route::Missing => view! { <Empty title=words().missing_title text=words().missing_text /> }.into_any(),
                }
            }}
        </main>
        <p class="unseen" role="status">{session.announcement}</p>
        <Toasts />
        <Shortcuts />
    }
}

#[component]
fn Bar(me: Me, route: Memo<Route>) -> impl IntoView {
    let session = session();
    let is_at = move |section: &'static str| {
        let current = match route.get() {
            Route::Settings(..) | Route::FirstSettings => "settings",
            Route::People | Route::PeopleHistory | Route::NewEntity => "people",
            Route::Security | Route::Activity => "security",
            Route::Team => "team",
            Route::Entry => "enter",
            _ => "cases",
        };
        (current == section).then_some("page")
    };
    let other = language::other();
    let notifies = RwSignal::new(notification::are_on());
    let blurs = storage::preference(storage::BLUR).as_deref() == Some("on");
    view! {
        <header class="bar">
            <a class="brand" href="/console">{words().title}</a>
            <nav aria-label=words().sections>
                {session::sees_cases(&me).then(|| view! {
                    <a href=route::HOME aria-current=move || is_at("cases")>{words().cases}</a>
                })}
                {session::handles_cases(&me).then(|| view! {
                    <a href=route::ENTRY aria-current=move || is_at("enter")>{words().enter_spoken}</a>
                })}
                {(!session::teams_of(&me).is_empty()).then(|| view! {
                    <a href=route::team(None) aria-current=move || is_at("team")>{words().team}</a>
                })}
                {settings::changes_entities(&me).then(|| view! {
                    <a href=route::people(None) aria-current=move || is_at("people")>{words().people}</a>
                })}
                // A page of the edge, which the browser fetches.
                {session::sees_figures(&me).then(|| view! {
                    <a href="/console/figures" target="_self">{words().figures}</a>
                })}
                {session::sees_security_events(&me).then(|| view! {
                    <a href=route::SECURITY aria-current=move || is_at("security")>{words().security}</a>
                })}
                {settings::are_seen_by(&me).then(|| view! {
                    <a href=route::SETTINGS aria-current=move || is_at("settings")>{words().settings}</a>
                })}
            </nav>
            <button class="quiet" type="button" lang=other.tag() on:click=move |_| session.set_language(other)>
                {words().other_language}
            </button>
            <details class="menu">
                <summary><bdi>{me.name.clone()}</bdi></summary>
                <div>
                    <ul class="roles">
                        {me.roles.iter().map(|role| {
                            let name = words::role(role);
                            let of = role.entity().cloned().map(|entity| move || format!(" · {}", session.entity(&entity)));
                            view! { <li>{name}{of}</li> }
                        }).collect_view()}
                    </ul>
                    <label class="tick">
                        <input type="checkbox" prop:checked=blurs on:change=move |event| {
                            storage::set_preference(storage::BLUR, if event_target_checked(&event) { "on" } else { "off" });
                        } />
                        {words().blur}
                    </label>
                    {notification::are_there().then(|| view! {
                    <label class="tick">
                        <input type="checkbox" data-notifies prop:checked=notifies on:change=move |event| {
                            let is_on = event_target_checked(&event);
                            notifies.set(is_on);
                            spawn_local(async move { notifies.set(notification::switch(is_on).await) });
                        } />
                        {words().notify}
                    </label>
                    })}
                    <Mails of=me.clone() />
                    {session::handles_cases(&me).then(|| view! {
                        <a href=route::team(None)>{words().absences}</a>
                    })}
                    <a href="/guide">{words().guide}</a>
                    <button type="button" on:click=move |_| session.sign_out(false)>{words().sign_out}</button>
                    <button type="button" on:click=move |_| session.sign_out(true)>{words().sign_out_everywhere}</button>
                </div>
            </details>
        </header>
    }
}

/// Choice of the e-mails that the person wants: of cases, and of figures.
#[component]
fn Mails(of: Me) -> impl IntoView {
    let session = session();
    let wanted = StoredValue::new(of.notices);
    let tick = move |name: &'static str, text, is_on, set: fn(&mut WantedNotices, bool)| {
        let change = move |event| {
            wanted.update_value(|wanted| set(wanted, event_target_checked(&event)));
            session.want_notices(wanted.get_value());
        };
        view! {
            <label class="tick">
                <input type="checkbox" name=name prop:checked=is_on on:change=change />
                {text}
            </label>
        }
    };
    let WantedNotices { late, daily, monthly } = of.notices;
    let is_monthly = monthly == Some(true);
    let of_cases = session::handles_cases(&of).then(|| {
        view! {
            {tick("late", words().mail_late, late, |wanted, is_on| wanted.late = is_on)}
            {tick("daily", words().mail_daily, daily, |wanted, is_on| wanted.daily = is_on)}
        }
    });
    let of_figures = session::sees_figures(&of).then(|| {
        tick("monthly", words().mail_monthly, is_monthly, |wanted, is_on| {
            wanted.monthly = Some(is_on);
        })
    });
    view! {
        {of_cases}
        {of_figures}
    }
}

/// Message that the address is unknown, or that the person may see nothing.
#[component]
fn Empty(title: &'static str, text: &'static str) -> impl IntoView {
    page::set_title(title);
    view! {
        <h1 tabindex="-1">{title}</h1>
        <p>{text}</p>
    }
}
