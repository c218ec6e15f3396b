//! List of participations: filter, search, and the form that adds one.

use domain::profile::file::{Filter, SEARCH_MAX};
use leptos::prelude::*;

use super::{File, Item, PATH, action};
use crate::{
    document::Context,
    html::{Html, IntoHtml},
    participation::{kind, stage, standing},
    text::{Code, LocalTime, Moment, Name, fill},
    words::MeWords,
};

/// Returns the list with its filter and search.
pub(super) fn sheet(context: Context<'_>, file: &File<'_>) -> Html {
    let language = context.language;
    let words = MeWords::of(language);
    let items = file.items.iter().map(|item| self::item(context, file, item)).collect_view();
    let none = file.items.is_empty().then(|| {
        let sentence = if file.is_part { words.none_found } else { words.empty };
        view! { <p role="status">{sentence}</p> }
    });
    view! {
        {tools(context, file)}
        {none}
        {items}
    }
    .into_html()
}

/// Returns the filter, whose links hold no personal words, and the search, which is posted.
fn tools(context: Context<'_>, file: &File<'_>) -> Html {
    let (language, words) = (context.language, MeWords::of(context.language));
    let filters = Filter::ALL.map(|filter| {
        let address = [PATH, "?lang=", language.tag(), "&show=", filter.as_str()].concat();
        let current = (filter == file.filter).then_some("page");
        view! {
            <li>
                <a href=address aria-current=current>
                    {label(words, filter)}
                </a>
            </li>
        }
    });
    let to = action(language, "");
    let most = SEARCH_MAX.to_string();
    let typed = file.typed.to_owned();
    let show = file.filter.as_str();
    view! {
        <nav aria-label=words.title>
            <ul class="page-ways page-row">{filters.collect_view()}</ul>
        </nav>
        <form class="page-sheet page-find" role="search" method="post" action=to>
            <label for="q">{words.search}</label>
            <input id="q" name="q" type="search" dir="auto" autocomplete="off" maxlength=most value=typed />
            <input type="hidden" name="show" value=show />
            <div>
                <button class="page-button">{context.words().home_search_send}</button>
            </div>
        </form>
    }
    .into_html()
}

const fn label(words: &MeWords, filter: Filter) -> &'static str {
    match filter {
        Filter::All => words.all,
        Filter::Open => words.open,
        Filter::Answered => words.answered,
        Filter::Closed => words.closed,
    }
}

/// Returns a participation with its stage and what is next. A form opens it, without a key in any
/// address.
fn item(context: Context<'_>, file: &File<'_>, item: &Item) -> Html {
    let language = context.language;
    let (words, common) = (MeWords::of(language), context.words());
    let named = file.entities.iter().find(|entity| entity.id == item.entity);
    let name = named.map(|entity| entity.name.clone());
    let entity = || match name.clone() {
        Some(name) => view! { <Name name=name language=language /> }.into_html(),
        None => item.entity.clone().into_html(),
    };
    let moment = |at| {
        let time = LocalTime::of(at, file.calendar, common);
        view! { <Moment time=time /> }.into_html()
    };
    let value = |name: &str| match name {
        "first" => moment(item.first_response_due),
        "full" => moment(item.resolution_due),
        _ => entity(),
    };
    let next = fill(standing(common, item.stage, item.is_merged), &value);
    let number = item.reference.to_string();
    let to = |call: &str| action(language, &["/participations/", &number, "/", call].concat());
    let unread = item.is_unread.then(|| view! { <p class="page-late">{words.unread}</p> });
    view! {
        <section class="page-sheet" aria-labelledby=title_of(item)>
            <h2 id=title_of(item)>
                <Code text=number.clone() />
            </h2>
            <p>
                {kind(language.words(false), item.kind)} " · " {entity()} " · "
                {moment(item.received_at)}
            </p>
            <p>
                <strong>{stage(common, item.stage, item.is_merged)}</strong>
            </p>
            {unread}
            <p>{next}</p>
            <form method="post" action=to("open")>
                <button class="page-button" aria-describedby=title_of(item)>
                    {common.open_button}
                </button>
            </form>
            <details class="page-fold">
                <summary>{words.remove}</summary>
                <form method="post" action=to("remove")>
                    <button class="page-button" aria-describedby=title_of(item)>
                        {words.remove}
                    </button>
                </form>
            </details>
        </section>
    }
    .into_html()
}

/// Returns the id of a participation's heading.
fn title_of(item: &Item) -> String {
    ["title-", item.reference.digits()].concat()
}

/// Returns the form that adds a participation by its link, or by its number and key.
pub(super) fn add(context: Context<'_>) -> Html {
    let (language, common) = (context.language, context.words());
    let words = MeWords::of(language);
    let to = action(language, "/participations");
    view! {
        <section class="page-sheet">
            <form class="page-form" method="post" action=to aria-labelledby="title-add">
                <h2 id="title-add">{words.add}</h2>
                <p class="page-note" id="add-hint">{words.add_hint}</p>
                <label for="add-link">{words.add_link}</label>
                <input id="add-link" name="link" dir="ltr" autocomplete="off" aria-describedby="add-hint" />
                <label for="add-reference">{common.reference}</label>
                <input id="add-reference" name="reference" dir="ltr" inputmode="numeric" autocomplete="off" />
                <label for="add-key">{words.add_key}</label>
                <input id="add-key" name="key" dir="ltr" autocomplete="off" />
                <button class="page-button">{words.add_send}</button>
            </form>
        </section>
    }
    .into_html()
}
