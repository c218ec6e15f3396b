//! Catalogue of indicators, and links to those that show how an article is kept.

use domain::guide::{Article, Edition, GuideIndicator, TargetRule};
use form::Language;
use leptos::prelude::*;

use super::kept::Kept;
use crate::{
    html::{Html, IntoHtml},
    words::GuideWords,
};

/// Returns links to the indicators of an article, if it has any.
pub(super) fn of_article(
    language: Language,
    edition: &Edition,
    article: &Article,
    values: Option<&Kept<'_>>,
) -> Option<Html> {
    let indicators = article.kept_by.iter().filter_map(|id| edition.indicator(id));
    let links = indicators.map(|indicator| {
        let (href, name) = (["#", &anchor(indicator)].concat(), name(language, indicator));
        let value = values.and_then(|values| values.value(language, &indicator.id));
        let value = value.map(|value| view! { " " <span class="page-note">{value}</span> });
        view! { <li><a href=href>{name}</a>{value}</li> }.into_html()
    });
    let links = links.collect::<Vec<_>>();
    (!links.is_empty()).then(|| {
        let words = GuideWords::of(language);
        view! { <p class="page-note">{words.kept_by}</p> <ul class="page-ways">{links}</ul> }
            .into_html()
    })
}

/// Returns the catalogue: each indicator with its formula and its target.
pub(super) fn list(language: Language, edition: &Edition, values: Option<&Kept<'_>>) -> Html {
    let words = GuideWords::of(language);
    let terms = edition.indicators.iter().map(|indicator| {
        let formula = indicator.formula.for_reader(language.tag()).0.to_owned();
        let target = indicator.target.map(|target| {
            let text = match target.rule {
                TargetRule::AtLeast => words.target_at_least,
                TargetRule::AtMost => words.target_at_most,
                TargetRule::LookAbove => words.target_look_above,
            };
            [" ", &text.replace("{percent}", &target.percent.to_string())].concat()
        });
        let code = indicator.id.clone();
        let value = values.and_then(|values| values.value(language, &indicator.id));
        let value = value.map(|value| view! { <dd class="page-note">{value}</dd> });
        view! {
            <dt id=anchor(indicator)>
                {name(language, indicator)} " " <bdi dir="ltr"><code>{code}</code></bdi>
            </dt>
            <dd>{formula} {target}</dd>
            {value}
        }
        .into_html()
    });
    view! { <dl class="page-terms">{terms.collect::<Vec<_>>()}</dl> }.into_html()
}

fn name(language: Language, indicator: &GuideIndicator) -> String {
    indicator.name.for_reader(language.tag()).0.to_owned()
}

fn anchor(indicator: &GuideIndicator) -> String {
    ["indicator-", &indicator.id].concat()
}
