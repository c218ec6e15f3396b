//! Tests of periods and slices in their stored form.

use super::*;

#[test]
fn a_period_has_its_months_until_the_present_one() {
    let now = Span::Month(2026, 11);
    let texts = |spans: Vec<Span>| spans.iter().map(Span::to_string).collect::<Vec<_>>();
    assert_eq!(texts(Span::Quarter(2026, 4).months(now)), ["2026-10", "2026-11"]);
    assert_eq!(texts(Span::Quarter(2026, 3).later_months(now)), ["2026-10", "2026-11"]);
    assert_eq!(texts(Span::Month(2025, 12).months(now)), ["2025-12"]);
    assert_eq!(Span::Year(2025).months(now).len(), 12);
    assert_eq!(Span::Year(2027).months(now), []);
    assert_eq!(Span::All.months(now).len(), 25);
    assert_eq!(Span::All.later_months(now), []);
    assert_eq!(Span::Month(2026, 1).months_before(2), Span::Month(2025, 11));
}

#[test]
fn a_period_and_a_slice_are_read_as_they_were_written() {
    let day = jiff::civil::date(2026, 11, 29);
    for (span, text) in [
        (Span::All, "all"),
        (Span::Year(2026), "2026"),
        (Span::quarter_of(day), "2026-Q4"),
        (Span::month_of(day), "2026-11"),
        (Span::Day(day), "2026-11-29"),
    ] {
        assert_eq!(span.to_string(), text);
        assert_eq!(Span::parse(text), Some(span));
    }
    for text in
        ["", "26", "2026-", "2026-Q5", "2026-13", "2026-1", "2026-+7", "2026-11-31", "never"]
    {
        assert_eq!(Span::parse(text), None, "{text}");
    }
    for slice in [
        Slice::All,
        Slice::Priority(Priority::Urgent),
        Slice::Service(Slug::parse("parking").unwrap()),
        Slice::Channel(Channel::Web),
        Slice::Language("ar".into()),
    ] {
        assert_eq!(Slice::parse(slice.dimension(), slice.member()), Some(slice));
    }
    assert_eq!(Slice::parse("weather", "fine"), None);
}
