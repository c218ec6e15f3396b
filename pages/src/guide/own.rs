//! Promises of one entity beside those of the guide: `/guide/{entity}`.

use domain::{
    bilingual::Named,
    entity::{criteria::Criteria, policy::EntityPolicy},
    guide::{self, Promise, PromisedTime},
    wire::DirectoryEntity,
};
use form::Language;
use leptos::prelude::*;

use super::{LANGUAGES, address};
use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::{Html, IntoHtml, html},
    words::GuideWords,
};

/// Returns the page of an entity's promises.
pub fn own_page(context: Context<'_>, entity: &DirectoryEntity, policy: &EntityPolicy) -> String {
    let language = context.language;
    let words = GuideWords::of(language);
    let name = entity.name.for_reader(language.tag()).0;
    let title = words.own_title.replace("{entity}", name);
    let path = ["/guide/", &entity.id].concat();
    let meta = Meta::new(context, &path, title.clone(), words.own_lead);
    let switch = Switch::Links { address: path + "?", languages: &LANGUAGES };
    let promises = guide::promises(&policy.agreements);
    let is_same =
        promises.iter().flat_map(|promise| &promise.times).all(|time| time.own == time.guide);
    let same = is_same.then(|| view! { <p>{words.own_same}</p> });
    let table = table(language, words, promises);
    let criteria = criteria(language, words, &policy.criteria);
    html(move || {
        view! {
            <Page frame=Frame::new(meta).with_switch(switch)>
                <h1>{title}</h1>
                <p class="page-lead">{words.own_lead}</p>
                <section class="page-sheet">
                    <h2>{words.own_table}</h2>
                    {same}
                    {table}
                </section>
                {criteria}
                <p><a href=address("", language)>{words.own_whole}</a></p>
            </Page>
        }
    })
}

fn table(language: Language, words: &'static GuideWords, promises: Vec<Promise>) -> Html {
    let said = move |named: &Named| named.for_reader(language.tag()).0.to_owned();
    let head = guide::columns().map(|name| view! { <th scope="col">{said(&name)}</th> });
    let cell = move |PromisedTime { own, guide }: PromisedTime| {
        let shorter = (own != guide).then(|| {
            let text = words.own_guide.replace("{term}", &said(&guide));
            view! { <br /><span class="page-note">{text}</span> }
        });
        view! { <td>{said(&own)}{shorter}</td> }
    };
    let rows = promises.into_iter().map(|Promise { case, times }| {
        let [first, full, acceptance] = times.map(cell);
        view! { <tr><th scope="row">{said(&case)}</th>{first}{full}{acceptance}</tr> }
    });
    view! {
        <table class="page-table">
            <thead><tr>{head.into_iter().collect_view()}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_html()
}

fn criteria(language: Language, words: &'static GuideWords, own: &Criteria) -> Html {
    let percent = |criteria: &Criteria| u8::from(criteria.threshold()).to_string();
    let threshold = words
        .own_threshold
        .replace("{threshold}", &percent(own))
        .replace("{guide}", &percent(&Criteria::default()));
    let items = guide::criteria(own).into_iter().map(|named| {
        let text = named.for_reader(language.tag()).0.to_owned();
        view! { <li>{text}</li> }
    });
    view! {
        <section class="page-sheet">
            <h2>{words.own_criteria}</h2>
            <ul>{items.collect_view()}</ul>
            <p>{threshold}</p>
        </section>
    }
    .into_html()
}
