//! Other cases that were sent with the same address, beside what was said. They are asked for when
//! somebody unfolds them: each reading is recorded.

use domain::wire::console::{CasePage, CaseRow};
use leptos::{prelude::*, task::spawn_local};

use super::Desk;
use crate::{
    effects::api,
    route,
    view::shared::{
        due::Moment,
        loaded::{Loaded, Trouble, Wait},
    },
    words,
};

/// Folded list of the cases; absent if no address was left, or the person doesn't see it.
#[component]
pub(super) fn Others(desk: Desk) -> impl IntoView {
    let has_address = Memo::new(move |_| {
        desk.of(|case| {
            let contact = case.contact.as_ref();
            contact.is_some_and(|contact| contact.email.is_some() || contact.phone.is_some())
        })
    });
    let found = RwSignal::new(None::<Loaded<CasePage>>);
    let load = move || {
        found.set(Some(Loaded::Loading));
        let path = format!("api/cases?queue=all&customer={}", desk.reference);
        spawn_local(async move {
            let page = desk.session.checked(api::get::<CasePage>(&path).await);
            found.try_set(Some(page.into()));
        });
    };
    let unfold = move |_| {
        if found.with_untracked(Option::is_none) {
            load();
        }
    };
    move || {
        has_address.get().then(|| view! {
            <details class="sheet" data-customers on:toggle=unfold>
                <summary><h2>{words::case().other_cases}</h2></summary>
                {move || found.get().map(|found| match found {
                    Loaded::Loading => view! { <Wait /> }.into_any(),
                    Loaded::Failed(failure) => view! { <Trouble failure again=load /> }.into_any(),
                    Loaded::Ready(page) => list(desk, page.rows).into_any(),
                })}
            </details>
        })
    }
}

fn list(desk: Desk, rows: Vec<CaseRow>) -> AnyView {
    let others: Vec<_> = rows.into_iter().filter(|row| row.reference != desk.reference).collect();
    if others.is_empty() {
        return view! { <p class="hint">{words::case().other_cases_none}</p> }.into_any();
    }
    let one = |row: CaseRow| {
        view! {
            <li>
                <p>
                    <a href=route::case(row.reference)>{words::kind(row.kind)}" "<bdi dir="ltr">{row.reference.to_string()}</bdi></a>
                    " · "{words::stage(row.stage)}" · "<Moment at=row.received_at />
                </p>
                <p class="said" dir="auto">{row.excerpt.text}</p>
            </li>
        }
    };
    view! { <ul class="thread">{others.into_iter().map(one).collect_view()}</ul> }.into_any()
}
