//! Mail with the report of a month: its main figures, and the way to all of them.

use domain::{
    figures::{figure::Figure, table::name},
    statistics::proportion::Proportion,
    wire::NoticeMessage,
};

use super::{Report, title};
use crate::{
    chart::{Reader, filled, number},
    document::Context,
    figures::period_in_words,
    letter::Letter,
    words::ReportWords,
};

/// Indicators that the mail tells of.
const TOLD: [&str; 5] = ["received", "open", "first_on_time", "full_on_time", "satisfaction"];

/// Returns the address of a report and the mail about it, in the context's language. The page at
/// `unsubscribe` ends such mails.
pub fn mail(context: Context<'_>, report: &Report, unsubscribe: &str) -> (String, NoticeMessage) {
    let reader = Reader::of(context.language);
    let context = Context { language: reader.language, ..context };
    let words = ReportWords::of(reader.language);
    let link = [context.base_url, &report.address(&report.path(), reader.language)].concat();
    let period = period_in_words(reader, report.period);
    let values = [("title", &*title(reader, report)), ("period", &*period)];
    let subject = filled(words.mail_subject, &values);
    let figures = TOLD.iter().filter_map(|id| {
        let is_told = |figure: &&Figure| figure.indicator == *id && figure.scope.kind.is_none();
        sentence(reader, report.figures.iter().find(is_told)?)
    });
    let body: Vec<String> = figures.collect();
    let end = [context.words().unsubscribe_link, ": ", unsubscribe].concat();
    let parts = body.iter().map(String::as_str).chain([&*link, words.mail_foot, &*end]);
    let text = parts.collect::<Vec<_>>().join("\n\n");
    let letter = Letter {
        title: subject.clone(),
        body,
        number: None,
        link: link.clone(),
        button: words.mail_button,
        foot: words.mail_foot,
        unsubscribe: Some(unsubscribe.to_owned()),
    };
    let message =
        NoticeMessage { short: subject.clone(), subject, text, html: letter.html(context) };
    (link, message)
}

/// Returns a figure in a sentence; `None` if nothing was counted.
fn sentence(reader: Reader, figure: &Figure) -> Option<String> {
    let named = name(&figure.indicator);
    let (named, _) = named.for_reader(reader.language.tag());
    let value = match (figure.numerator?, figure.denominator) {
        (count, None) => number(count),
        (hits, Some(of)) => reader.share_in_full(Proportion::new(hits, of)?),
    };
    Some([named, ": ", &value].concat())
}
