//! Report of an entity, or of all together, for a period: a page of figures and a page of what was
//! learnt, to be read on a screen and on paper (A4), in Arabic or English.
//!
//! The same figures are there as CSV and as a spreadsheet. A script makes the spreadsheet when
//! somebody asks for it; without one, CSV is offered.

mod cell;
mod lessons;
mod mail;
mod sheets;
mod table;

use std::sync::LazyLock;

use domain::{
    Date, Timestamp,
    figures::{figure::Figure, lesson::Lesson, period::Period},
};
use form::Language;
use leptos::prelude::*;

use crate::{
    chart::{self, Reader, filled, ltr},
    document::{Context, Frame, Meta, Page, Switch},
    figures::{Place, local_day, moment, name_of, period_in_words, periods},
    html::{Html, IntoHtml, html},
    words::ReportWords,
};
pub use mail::mail;
pub use sheets::{csv, workbook};
use table::Half;

const LANGUAGES: [Language; 2] = [Language::Ar, Language::En];

/// Script that makes the spreadsheet.
const SCRIPT: &str = "/report.js";

/// Path of the report of all entities.
const PATH: &str = "/console/reports";

type Words = &'static ReportWords;

static STYLE: LazyLock<String> =
    LazyLock::new(|| [chart::STYLE, "\n", include_str!("report.css")].concat());

/// Returns the style sheet that stands in a report beside that of every page, for the hash in the
/// `Content-Security-Policy`.
pub fn style() -> &'static str {
    &STYLE
}

/// Report.
pub struct Report {
    /// Whose report this is.
    pub place: Place,
    /// Period.
    pub period: Period,
    /// Present day.
    pub today: Date,
    /// Time at which the figures were read.
    pub read_at: Timestamp,
    /// Figures of all kinds together, and of each.
    pub figures: Vec<Figure>,
    /// Lessons that were published in the period, the latest first.
    pub lessons: Vec<Lesson>,
    /// Release that closed the period, if there is one.
    pub closed: Option<Closed>,
    /// Path of the module that makes spreadsheets.
    pub engine: String,
}

/// Release that closed a period.
pub struct Closed {
    /// Id of the release.
    pub id: String,
    /// Day of its closing.
    pub day: Date,
    /// Version of the guide that it names.
    pub guide: u16,
}

impl Report {
    /// Returns the path of its page.
    fn path(&self) -> String {
        match &self.place {
            Place::All | Place::Several => PATH.to_owned(),
            Place::Entity(entity, _) | Place::Service { entity: (entity, _), .. } => {
                [PATH, "/", entity.as_str()].concat()
            }
        }
    }

    /// Returns the address of one of its other forms.
    fn address(&self, call: &str, language: Language) -> String {
        let mut address =
            [call, "?period=", &self.period.to_string(), "&lang=", language.tag()].concat();
        if let Place::Entity(entity, _) = &self.place {
            address.extend(["&entity=", entity.as_str()]);
        }
        address
    }

    /// Returns the name of its files, without their end.
    fn file_name(&self) -> String {
        let place = match &self.place {
            Place::Entity(entity, _) => entity.as_str(),
            _ => "all",
        };
        ["sawtak-", place, "-", &self.period.to_string()].concat()
    }
}

/// Returns the page. `by_mail` is true for a reader who gets each month's report by mail.
pub fn page(context: Context<'_>, report: Report, by_mail: bool) -> String {
    let reader = Reader::of(context.language);
    let context = Context { language: reader.language, ..context };
    let words = ReportWords::of(reader.language);
    let title = title(reader, &report);
    let path = report.path();
    let address = [&path, "?period=", &report.period.to_string(), "&"].concat();
    let meta = Meta::new(context, &path, title.clone(), words.lead);
    let frame = Frame::new(meta)
        .with_style(style())
        .with_script(SCRIPT)
        .with_switch(Switch::Links { address, languages: &LANGUAGES });
    let figures = half(reader, &report, Half::Figures);
    let learnt = half(reader, &report, Half::Learnt);
    html(move || {
        view! {
            <Page frame=frame>
                <div class="page-figures page-report">
                    {tools(reader, &report, by_mail)}
                    {figures}
                    {learnt}
                </div>
            </Page>
        }
    })
}

/// Returns the title of a report.
fn title(reader: Reader, report: &Report) -> String {
    let words = ReportWords::of(reader.language);
    filled(words.place_title, &[("place", &name_of(reader, &report.place))])
}

/// Returns what belongs to the screen alone: the way to the figures, the choice of the period, and
/// the report as files.
fn tools(reader: Reader, report: &Report, by_mail: bool) -> Html {
    let words = ReportWords::of(reader.language);
    let tag = reader.language.tag();
    let figures = [&report.place.path(), "?period=", &report.period.to_string(), "&lang=", tag];
    let options = periods(report.today, report.period).into_iter().map(|period| {
        let (value, is_chosen) = (period.to_string(), period == report.period);
        let name = period_in_words(reader, period);
        view! { <option value=value selected=is_chosen>{name}</option> }
    });
    let file = report.file_name();
    view! {
        <div class="page-report-tools">
            <p><a href=figures.concat()>{words.to_figures}</a></p>
            <form class="page-figures-choice" method="get" action=report.path() aria-label=words.choose>
                <input type="hidden" name="lang" value=tag />
                <div>
                    <label for="period">{reader.words.period}</label>
                    <select id="period" name="period">{options.collect_view()}</select>
                </div>
                <button class="page-button">{reader.words.show}</button>
            </form>
            <p class="page-figures-links">
                <a
                    href=report.address("/console/api/report.csv", reader.language)
                    download=[&*file, ".csv"].concat()
                >
                    {words.csv}
                </a>
                <button
                    class="page-quiet"
                    id="workbook"
                    hidden
                    data-engine=report.engine.clone()
                    data-report=report.address("/console/api/report", reader.language)
                    data-file=[&*file, ".xlsx"].concat()
                    data-making=words.making
                    data-saved=words.saved
                    data-failed=words.failed
                >
                    {words.workbook}
                </button>
            </p>
            <p id="workbook-status" class="page-note" role="status"></p>
            {by_mail_form(reader, report, by_mail)}
        </div>
    }
    .into_html()
}

/// Returns the choice whether each month's report comes by mail.
fn by_mail_form(reader: Reader, report: &Report, by_mail: bool) -> Html {
    let words = ReportWords::of(reader.language);
    let wanted = if by_mail { "false" } else { "true" };
    let address = [&report.address(&report.path(), reader.language), "&monthly=", wanted].concat();
    let (state, button) =
        if by_mail { (words.mail_on, words.mail_stop) } else { (words.mail_off, words.mail_start) };
    view! {
        <form class="page-report-mail" method="post" action=address>
            <span>{state}</span> " " <button class="page-quiet">{button}</button>
        </form>
    }
    .into_html()
}

/// Returns one of the two pages.
fn half(reader: Reader, report: &Report, half: Half) -> Html {
    let words = ReportWords::of(reader.language);
    let is_first = half == Half::Figures;
    let heading = if is_first { words.figures_title } else { words.learnt_title };
    let id = if is_first { "figures" } else { "learnt" };
    let title = title(reader, report);
    let title = if is_first {
        view! { <h1>{title}</h1> }.into_html()
    } else {
        // On paper the second page says again whose it is.
        view! { <p class="page-report-again" aria-hidden="true">{title}</p> }.into_html()
    };
    let lessons = (!is_first).then(|| lessons::list(reader, report));
    let note = is_first.then(|| view! { <p class="page-note">{words.figures_note}</p> });
    view! {
        <section class="page-sheet" aria-labelledby=id>
            {title}
            <p class="page-lead">{as_of(reader, report)}</p>
            <h2 id=id>{heading}</h2>
            {table::half((reader, words), &report.figures, half)}
            {note}
            {lessons}
        </section>
    }
    .into_html()
}

/// Returns the period, the time at which the figures were read, and whether they are closed.
fn as_of(reader: Reader, report: &Report) -> String {
    let words = ReportWords::of(reader.language);
    let as_of = filled(
        words.as_of,
        &[
            ("period", &period_in_words(reader, report.period)),
            ("time", &moment(reader, report.read_at)),
        ],
    );
    let state = match &report.closed {
        None => words.provisional.to_owned(),
        Some(Closed { id, day, guide }) => filled(
            words.closed,
            &[("id", &ltr(id)), ("date", &local_day(reader, *day)), ("guide", &guide.to_string())],
        ),
    };
    [&as_of, " ", &state].concat()
}

#[cfg(test)]
mod tests;
