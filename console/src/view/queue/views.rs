//! Saved views: lists that the person, or a team, keeps under a name.

use domain::{
    saved_view::NAME_MAX,
    wire::console::{NewView, Queue, SavedViews, View},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use web_sys::HtmlInputElement;

use crate::{
    effects::{api, page},
    route::{self, filter},
    session::{Session, Toast, handled_entities, session},
    words::{self, fill, words},
};

/// Links to the views, below the queues.
#[component]
pub(super) fn Views(queue: Queue) -> impl IntoView {
    let session = session();
    if session.views.with_untracked(Option::is_none) {
        load(session);
    }
    let views = move || session.views.get().unwrap_or_default();
    let has_views =
        move || session.views.with(|views| views.as_ref().is_some_and(|views| !views.is_empty()));
    move || {
        has_views().then(|| {
            view! {
                <h2 class="hint">{words().views}</h2>
                <ul data-views>
                    {views().into_iter().map(|view| {
                        let address = route::list(&view.query);
                        let is_shown = move || filter::list_query(queue, &session.address.get()).as_ref() == Some(&view.query);
                        view! {
                            <li><a href=address aria-current=move || is_shown().then_some("true")><bdi>{view.name}</bdi></a></li>
                        }
                    }).collect_view()}
                </ul>
            }
        })
    }
}

/// Form that saves the list as it is shown, or the button that removes its view.
#[component]
pub(super) fn SaveView(queue: Queue) -> impl IntoView {
    let session = session();
    let shown = Memo::new(move |_| {
        // A queue by itself has a link already.
        let query = filter::list_query(queue, &session.address.get());
        query.filter(|query| query.as_str().contains('&'))
    });
    let saved = Memo::new(move |_| {
        let query = shown.get()?;
        session.views.get()?.into_iter().find(|view| view.query == query)
    });
    move || {
        match saved.get() {
        Some(view) => view.may_remove.then(|| view! { <RemoveView view=view.clone() /> }).into_any(),
        None => shown.get().map(|query| {
            let named = query.entity();
            let mut teams = session.me().into_iter().flat_map(|me| handled_entities(&me));
            let entity = teams.find(|team| named.as_ref().is_none_or(|named| named == team));
            let team = entity.as_ref().map(|entity| session.entity(entity));
            let [name, is_shared] = [(); 2].map(|()| NodeRef::<leptos::html::Input>::new());
            let submit = move |event: SubmitEvent| {
                event.prevent_default();
                let field = |field: NodeRef<leptos::html::Input>| field.get_untracked();
                let name = field(name).map(|field: HtmlInputElement| field.value()).unwrap_or_default();
                let is_shared = field(is_shared).is_some_and(|field: HtmlInputElement| field.checked());
                let shared_with = entity.clone().filter(|_| is_shared);
                save(session, NewView { name, query: query.as_str().to_owned(), shared_with });
            };
            view! {
                <details class="save-view">
                    <summary>{words().view_save}</summary>
                    <form on:submit=submit>
                        <label>
                            <span>{words().view_name}</span>
                            <input name="view" dir="auto" node_ref=name maxlength=NAME_MAX.to_string() required=true />
                        </label>
                        {team.map(|team| view! {
                            <label class="tick"><input type="checkbox" name="team" node_ref=is_shared />{words().view_share}" ("{team}")"</label>
                        })}
                        <button>{words().view_save}</button>
                    </form>
                </details>
            }
        }).into_any(),
    }
    }
}

#[component]
fn RemoveView(view: View) -> impl IntoView {
    let session = session();
    let label = fill(words().view_remove, "name", &view.name);
    let question = label.clone();
    let remove = move |_| {
        // Others use a view that is shared.
        if view.shared_with.is_some() && !page::confirms(&[&question, "?"].concat()) {
            return;
        }
        let id = view.id.clone();
        spawn_local(async move {
            let path = format!("api/views/{}", id.as_str());
            match session.checked(api::send_only("DELETE", &path, &()).await) {
                Ok(()) => {
                    session.views.update(|views| {
                        if let Some(views) = views {
                            views.retain(|view| view.id != id);
                        }
                    });
                    session.announce(words().view_removed);
                    page::focus("h1");
                }
                Err(failure) => session.tell(Toast::plain(words::failure(&failure))),
            }
        });
    };
    view! { <button type="button" on:click=remove>{label}</button> }
}

fn load(session: Session) {
    spawn_local(async move {
        // Without the list only the links are missing.
        if let Ok(saved) = session.checked(api::get::<SavedViews>("api/views").await) {
            session.views.set(Some(saved.views));
        }
    });
}

fn save(session: Session, view: NewView) {
    spawn_local(async move {
        match session.checked(api::send::<View>("POST", "api/views", &view).await) {
            Ok(view) => {
                session.announce(fill(words().view_saved, "name", &view.name));
                session.views.update(|views| {
                    let views = views.get_or_insert_default();
                    let place = views.partition_point(|other| other.name <= view.name);
                    views.insert(place, view);
                });
                // The form has gone.
                page::focus("h1");
            }
            Err(failure) => session.tell(Toast::plain(words::failure(&failure))),
        }
    });
}
