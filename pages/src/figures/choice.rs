//! Choice of the figures that are shown. It's in the page's address, so it needs no script and can
//! be sent to others.

use domain::{
    Date,
    figures::{
        catalogue::Indicator,
        period::{Month, Period, Year},
        tally::Slice,
    },
    intake::{channel::Channel, kind::Kind},
    slug::Slug,
};
use form::Language;
use leptos::prelude::*;
use serde::Deserialize;

use super::names;
use crate::{
    chart::{Reader, filled},
    html::{Html, IntoHtml},
};

/// Months and quarters that the form offers.
const MONTHS: u16 = 13;

/// Value of the address for the cases with overdue actions.
const OVERDUE_ACTIONS: &str = "actions_overdue";

/// Query of a page of figures. Missing and invalid values count as not chosen.
#[derive(Default, Deserialize)]
pub struct ChoiceQuery {
    /// Language of the page.
    pub lang: Option<String>,
    period: Option<String>,
    kind: Option<String>,
    channel: Option<String>,
    language: Option<String>,
    sort: Option<String>,
    cases: Option<String>,
}

/// Chosen part of the figures.
#[derive(Clone)]
pub struct Choice {
    /// Period.
    pub period: Period,
    /// Kind; `None` for all of them.
    pub kind: Option<Kind>,
    /// Channel or language; tallies are kept by one or the other.
    pub slice: Slice,
    /// Cases that are listed, instead of the figures.
    pub cases: Option<Listed>,
    pub(super) sort: Sort,
    /// Day of the choice, after which no period is offered.
    today: Date,
}

/// Cases that a page lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Those that an indicator counts.
    Of(Indicator),
    /// Those with a corrective or preventive action that is overdue now.
    OverdueActions,
}

impl Listed {
    /// Parses the value in an address; `None` for an indicator whose cases can't be listed.
    fn parse(text: &str) -> Option<Self> {
        if text == OVERDUE_ACTIONS {
            return Some(Self::OverdueActions);
        }
        Indicator::parse(text).filter(|indicator| indicator.has_cases()).map(Self::Of)
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Of(indicator) => indicator.id(),
            Self::OverdueActions => OVERDUE_ACTIONS,
        }
    }
}

/// Order of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Name,
    Received,
    OnTime,
    Overdue,
    Content,
}

impl Sort {
    const ALL: [Self; 5] = [Self::Name, Self::Received, Self::OnTime, Self::Overdue, Self::Content];

    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Received => "received",
            Self::OnTime => "on_time",
            Self::Overdue => "overdue",
            Self::Content => "content",
        }
    }
}

impl Choice {
    /// Reads a query. Without a period in it, that of the present year is chosen.
    pub fn of(query: &ChoiceQuery, today: Date) -> Self {
        let period = query.period.as_deref().and_then(|text| Period::parse(text).ok());
        let channel = query.channel.as_deref().and_then(Channel::parse).map(Slice::Channel);
        let language = query.language.as_deref().and_then(|tag| {
            let is_named = |language: &Language| language.tag() == tag;
            Language::ALL.into_iter().find(is_named)
        });
        let language = || language.map(|language| Slice::Language(language.tag().to_owned()));
        let sort = query.sort.as_deref();
        Self {
            period: period.unwrap_or(Period::Year(Year::of(today))),
            kind: query.kind.as_deref().and_then(Kind::parse),
            slice: channel.or_else(language).unwrap_or(Slice::All),
            cases: query.cases.as_deref().and_then(Listed::parse),
            sort: Sort::ALL
                .into_iter()
                .find(|order| Some(order.as_str()) == sort)
                .unwrap_or(Sort::Name),
            today,
        }
    }

    /// Returns the choice for the page of a service, whose tallies know no channel or language.
    #[must_use]
    pub fn of_service(self, service: Slug) -> Self {
        Self { slice: Slice::Service(service), ..self }
    }

    /// Returns the choice of these cases.
    pub(super) fn listing(&self, cases: Listed) -> Self {
        Self { cases: Some(cases), ..self.clone() }
    }

    /// Returns the choice in another order.
    pub(super) fn sorted(&self, sort: Sort) -> Self {
        Self { sort, ..self.clone() }
    }

    /// Returns the query of an address, for a page in this language.
    pub(super) fn query(&self, language: Language) -> String {
        let mut query = self.without_language();
        query.extend(["lang=", language.tag()]);
        query
    }

    /// Returns the query up to where the page's language is named.
    pub(super) fn without_language(&self) -> String {
        let mut query = ["?period=", &self.period.to_string(), "&"].concat();
        let mut add = |name: &str, value: &str| query.extend([name, "=", value, "&"]);
        if let Some(kind) = self.kind {
            add("kind", kind.as_str());
        }
        match &self.slice {
            Slice::Channel(channel) => add("channel", channel.as_str()),
            Slice::Language(language) => add("language", language),
            Slice::All | Slice::Priority(_) | Slice::Service(_) => {}
        }
        if self.sort != Sort::Name {
            add("sort", self.sort.as_str());
        }
        if let Some(cases) = self.cases {
            add("cases", cases.as_str());
        }
        query
    }
}

/// Returns the periods to choose from on a day: all time, years, quarters, months, each the latest
/// first. The chosen one is among them.
pub(crate) fn periods(today: Date, chosen: Period) -> Vec<Period> {
    let (month, year) = (Month::of(today), Year::of(today));
    let months = (0..MONTHS).map(|ago| month.earlier(ago));
    let mut quarters: Vec<Period> =
        months.clone().map(|month| Period::Quarter(month.quarter())).collect();
    quarters.dedup();
    let years = [year, year.before()].map(Period::Year);
    let mut periods = vec![Period::All];
    periods.extend(years.into_iter().chain(quarters).chain(months.map(Period::Month)));
    if !periods.contains(&chosen) {
        periods.push(chosen);
    }
    periods
}

/// Returns a period in words.
pub(crate) fn in_words(reader: Reader, period: Period) -> String {
    match period {
        Period::All => reader.words.all_time.to_owned(),
        Period::Year(year) => year.to_string(),
        Period::Quarter(quarter) => {
            let (number, year) = (quarter.in_year().to_string(), quarter.year().to_string());
            filled(reader.words.quarter, &[("quarter", &number), ("year", &year)])
        }
        Period::Month(month) => reader.month(month),
    }
}

/// Value to choose, its label, and whether it is chosen.
type Item = (String, String, bool);

/// Returns the form of the choice: it asks for the page's own address.
pub(super) fn form(reader: Reader, choice: &Choice, path: String) -> Html {
    let words = reader.words;
    let periods = periods(choice.today, choice.period)
        .into_iter()
        .map(|period| (period.to_string(), in_words(reader, period), period == choice.period));
    let kinds = Kind::ALL.map(|kind| {
        let name = names::kind(reader, kind).to_owned();
        (kind.as_str().to_owned(), name, choice.kind == Some(kind))
    });
    let channels = Channel::ALL.map(|channel| {
        let is_chosen = choice.slice == Slice::Channel(channel);
        (channel.as_str().to_owned(), names::channel(reader, channel).to_owned(), is_chosen)
    });
    let languages = Language::ALL.map(|language| {
        let is_chosen = choice.slice == Slice::Language(language.tag().to_owned());
        (language.tag().to_owned(), language.name().to_owned(), is_chosen)
    });
    let with_all = |items: Vec<Item>| {
        let is_chosen = !items.iter().any(|(.., is_chosen)| *is_chosen);
        [vec![(String::new(), words.all.to_owned(), is_chosen)], items].concat()
    };
    let is_service = matches!(choice.slice, Slice::Service(_));
    let slices = (!is_service).then(|| {
        view! {
            {select("channel", words.channel, with_all(channels.into()))}
            {select("language", words.language, with_all(languages.into()))}
        }
    });
    view! {
        <form class="page-figures-choice" method="get" action=path aria-label=words.filter_title>
            <input type="hidden" name="lang" value=reader.language.tag() />
            {select("period", words.period, periods.collect())}
            {select("kind", words.kind, with_all(kinds.into()))}
            {slices}
            <button class="page-button">{words.show}</button>
        </form>
    }
    .into_html()
}

fn select(name: &'static str, label: &'static str, items: Vec<Item>) -> Html {
    let option = |(value, label, is_chosen): Item| {
        view! { <option value=value selected=is_chosen>{label}</option> }
    };
    let options = items.into_iter().map(option).collect_view();
    view! {
        <div>
            <label for=name>{label}</label>
            <select id=name name=name>{options}</select>
        </div>
    }
    .into_html()
}

#[cfg(test)]
impl ChoiceQuery {
    /// Returns a query with these parameters.
    pub(super) fn sample(pairs: &[(&str, &str)]) -> Self {
        let value = |wanted: &str| {
            let pair = pairs.iter().find(|(name, _)| *name == wanted);
            pair.map(|(_, value)| (*value).to_owned())
        };
        Self {
            lang: value("lang"),
            period: value("period"),
            kind: value("kind"),
            channel: value("channel"),
            language: value("language"),
            sort: value("sort"),
            cases: value("cases"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::html;

    const TODAY: Date = Date::constant(2026, 2, 28);

    fn choice(pairs: &[(&str, &str)]) -> Choice {
        Choice::of(&ChoiceQuery::sample(pairs), TODAY)
    }

    #[test]
    fn a_choice_survives_its_own_query() {
        let chosen = choice(&[
            ("period", "2025-Q4"),
            ("kind", "complaint"),
            ("channel", "phone"),
            ("sort", "overdue"),
            ("cases", "answered"),
        ]);
        let query =
            "?period=2025-Q4&kind=complaint&channel=phone&sort=overdue&cases=answered&lang=ar";
        assert_eq!(chosen.query(Language::Ar), query);
        let actions = choice(&[("cases", "actions_overdue")]);
        assert_eq!(actions.query(Language::En), "?period=2026&cases=actions_overdue&lang=en");
        let language = choice(&[("language", "ur")]);
        assert_eq!(language.query(Language::En), "?period=2026&language=ur&lang=en");
    }

    #[test]
    fn invalid_values_count_as_not_chosen() {
        let plain = choice(&[]).query(Language::En);
        assert_eq!(plain, "?period=2026&lang=en");
        for (name, value) in [
            ("period", "\"><script>"),
            ("period", "2026-13"),
            ("kind", "x"),
            ("channel", "fax"),
            ("language", "fr"),
            ("sort", "rank"),
            ("cases", "score"),
            ("cases", "open"),
            ("cases", "full_time"),
            ("cases", "overdue"),
        ] {
            assert_eq!(choice(&[(name, value)]).query(Language::En), plain, "{name} {value}");
        }
    }

    #[test]
    fn a_channel_and_a_language_are_not_chosen_together() {
        let both = choice(&[("channel", "web"), ("language", "ar")]);
        assert_eq!(both.slice, Slice::Channel(Channel::Web));
    }

    #[test]
    fn the_form_offers_what_is_chosen_whatever_it_is() {
        for period in ["all", "2026", "2025-Q1", "2025-02", "2019-07"] {
            let choice = choice(&[("period", period)]);
            let form = html(|| form(Reader::of(Language::En), &choice, "/x".to_owned()));
            assert_eq!(form.matches(" selected").count(), 4, "{form}");
            let chosen = form.split("<option").find(|option| {
                option.contains(&format!("value=\"{period}\"")) && option.contains(" selected")
            });
            assert!(chosen.is_some(), "{period} in {form}");
        }
    }

    #[test]
    fn a_service_is_not_chosen_by_channel_or_language() {
        let choice = choice(&[("channel", "web")]).of_service(Slug::parse("parking").unwrap());
        let form = html(|| form(Reader::of(Language::Ar), &choice, "/x".to_owned()));
        assert!(!form.contains("name=\"channel\"") && form.contains("name=\"kind\""), "{form}");
        assert_eq!(choice.query(Language::Ar), "?period=2026&lang=ar");
    }
}
