//! Cases behind a figure: exactly those that it counts.

use domain::{Date, intake::kind::Kind, reference::Reference};
use leptos::prelude::*;

use super::{Choice, Listed, Place, choice, local_day, name_of, names, style};
use crate::{
    chart::{Reader, column, filled, number, table},
    document::{Context, Frame, Meta, Page, Switch},
    html::{Html, IntoHtml, html},
};

/// Cases behind a figure.
pub struct Counted {
    /// Figure that counts them.
    pub listed: Listed,
    /// Place of the figure.
    pub place: Place,
    /// Period, kind and part of the cases.
    pub choice: Choice,
    /// Cases; `None` if there are too many to list.
    pub cases: Option<Vec<CountedCase>>,
}

/// Case that a figure counts.
pub struct CountedCase {
    /// Reference number.
    pub reference: Reference,
    /// Kind.
    pub kind: Kind,
    /// Day of receipt.
    pub received: Date,
    /// Facts that count.
    pub numerator: u64,
    /// Facts among which they are counted; `None` of an indicator that counts among none.
    pub denominator: Option<u64>,
}

/// Returns the page.
pub fn counted_page(context: Context<'_>, counted: Counted) -> String {
    let reader = Reader::of(context.language);
    let words = reader.words;
    let context = Context { language: reader.language, ..context };
    let tag = reader.language.tag();
    let name = match counted.listed {
        Listed::Of(indicator) => indicator.name().for_reader(tag).0.to_owned(),
        Listed::OverdueActions => words.actions_overdue.to_owned(),
    };
    let title = filled(words.counted_title, &[("name", &name)]);
    let path = counted.place.path();
    let meta = Meta::new(context, &path, title.clone(), words.lead);
    let query = counted.choice.listing(counted.listed);
    let address = [&path, &*query.without_language()].concat();
    let frame = Frame::new(meta)
        .with_style(style())
        .with_switch(Switch::Links { address, languages: &super::LANGUAGES });
    let back = [&path, &*counted.choice.query(reader.language)].concat();
    // What is overdue now doesn't depend on a period.
    let period = (counted.listed != Listed::OverdueActions)
        .then(|| choice::in_words(reader, counted.choice.period));
    let of: Vec<_> = [name_of(reader, &counted.place)].into_iter().chain(period).collect();
    html(move || {
        view! {
            <Page frame=frame>
                <div class="page-figures">
                    <div class="page-own"><a href=back>{words.counted_back}</a></div>
                    <h1>{title}</h1>
                    <p class="page-lead">{reader.list(&of)}</p>
                    <section class="page-sheet">{list(reader, name, counted.cases)}</section>
                </div>
            </Page>
        }
    })
}

fn list(reader: Reader, name: String, cases: Option<Vec<CountedCase>>) -> Html {
    let words = reader.words;
    let Some(cases) = cases else {
        return view! { <p>{words.counted_many}</p> }.into_html();
    };
    if cases.is_empty() {
        return view! { <p>{words.no_cases}</p> }.into_html();
    }
    let sum: u64 = cases.iter().map(|case| case.numerator).sum();
    let of: Option<u64> = cases.iter().map(|case| case.denominator).sum();
    let of = of.map(|of| filled(words.of, &[("hits", &number(sum)), ("of", &number(of))]));
    let total = of.unwrap_or_else(|| number(sum));
    let total = filled(words.counted_sum, &[("sum", &total), ("cases", &number(length(&cases)))]);
    let head = [words.reference, words.kind, words.received, words.counted].map(column);
    let rows = cases.into_iter().map(|case| row(reader, &case)).collect();
    view! {
        <p>{total}</p>
        {table(name, head.into(), rows)}
    }
    .into_html()
}

fn row(reader: Reader, case: &CountedCase) -> Html {
    let reference = case.reference.to_string();
    let address = ["/console/cases/", case.reference.digits()].concat();
    let facts = match case.denominator {
        None => number(case.numerator),
        Some(of) => {
            filled(reader.words.of, &[("hits", &number(case.numerator)), ("of", &number(of))])
        }
    };
    view! {
        <tr>
            <th scope="row"><a href=address><bdi dir="ltr">{reference}</bdi></a></th>
            <td>{names::kind(reader, case.kind)}</td>
            <td>{local_day(reader, case.received)}</td>
            <td>{facts}</td>
        </tr>
    }
    .into_html()
}

fn length<T>(all: &[T]) -> u64 {
    u64::try_from(all.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use domain::{figures::catalogue::Indicator, slug::Slug};
    use form::Language;

    use super::*;
    use crate::figures::ChoiceQuery;

    fn shown(language: Language, cases: Option<Vec<CountedCase>>) -> String {
        let rta = Slug::parse("rta").unwrap();
        let name = domain::bilingual::Named { ar: "هيئة".into(), en: "Authority <A>".into() };
        let today = Date::constant(2026, 11, 29);
        let counted = Counted {
            listed: Listed::Of(Indicator::parse("full_on_time").unwrap()),
            place: Place::Entity(rta, name),
            choice: Choice::of(&ChoiceQuery::sample(&[("period", "2026-10")]), today),
            cases,
        };
        let context = Context { language, base_url: "https://voice.example" };
        counted_page(context, counted).replace("<!>", "")
    }

    #[test]
    fn the_cases_are_listed_with_what_each_adds() {
        let case = |number: u8, numerator| CountedCase {
            reference: Reference::draw([number; 8]),
            kind: Kind::Complaint,
            received: Date::constant(2026, 10, 3),
            numerator,
            denominator: Some(1),
        };
        let english = shown(Language::En, Some(vec![case(1, 1), case(2, 0), case(3, 1)]));
        for part in ["2 of 3", "Authority &lt;A&gt;, October 2026", "cases=full_on_time"] {
            assert!(english.contains(part), "{part} in {english}");
        }
        assert_eq!(english.matches("href=\"/console/cases/").count(), 3, "{english}");
        let arabic = shown(Language::Ar, None);
        assert!(arabic.contains(Reader::of(Language::Ar).words.counted_many), "{arabic}");
    }
}
