//! Filters of the lists of requests and of updates.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use super::{Parameters, RequestStatus};
use crate::{reference::Reference, slug::Slug};

/// Longest span of a list, in days.
pub const SPAN_DAYS: i64 = 90;

/// Most entries of a list.
pub const ENTRIES_MAX: u32 = 1_000;

/// Most entries of a list without a key.
pub const PUBLIC_ENTRIES_MAX: u32 = 100;

/// Error of a parameter, with its name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Jurisdiction that is missing where there are several.
    #[error("jurisdiction_id was not provided: it is the short name of an entity")]
    NoJurisdiction,
    /// Service code that is missing.
    #[error("service_code was not provided")]
    NoService,
    /// Id that is missing or isn't a reference number.
    #[error("service_request_id is a number such as {}", crate::reference::EXAMPLE)]
    Id,
    /// Text that isn't a time.
    #[error("{0} is a time such as 2026-11-30T08:00:00Z")]
    Time(&'static str),
    /// Text that isn't a status.
    #[error("status is open or closed")]
    Status,
    /// Text that isn't a number of a page, or of its entries.
    #[error("{0} is a number from 1 to {1}")]
    Number(&'static str, u32),
    /// Coordinates that aren't numbers.
    #[error("{0} is a number of degrees")]
    Degrees(&'static str),
    /// Address that only another system knows.
    #[error("address_id isn't known here: send lat and long, or address_string")]
    AddressId,
    /// Period that begins so early that too much has changed since.
    #[error("too many requests have changed since start_date: ask from a later time")]
    TooManyChanges,
    /// Attribute `kind` with another value.
    #[error("attribute[kind] is complaint, observation or suggestion")]
    Kind,
    /// Address of a file that isn't one of the web.
    #[error("media_url is an http or https address")]
    MediaUrl,
    /// Files of an update that reopens a request.
    #[error("an update that reopens a request takes no files: send them with another update")]
    Files,
}

/// Span of time, its beginning and its end included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Beginning.
    pub from: Timestamp,
    /// End.
    pub to: Timestamp,
}

/// Filter of a list of requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestQuery {
    /// Requests by their ids, whatever the other filters say; all if there are none.
    pub ids: Vec<Reference>,
    /// Services; `None` for all. A list without a code that can be a service matches nothing.
    pub services: Option<BTreeSet<Slug>>,
    /// Time of receipt.
    pub period: Period,
    /// Status; `None` for both.
    pub status: Option<RequestStatus>,
    /// Number of entries on a page.
    pub page_size: u32,
    /// Number of entries before the page.
    pub offset: u32,
}

impl Period {
    /// Parses `start_date` and `end_date`. A span that is too long is cut at its beginning, and
    /// one without a beginning has the longest.
    ///
    /// # Errors
    ///
    /// When one of them isn't a time.
    pub fn parse(sent: &Parameters, now: Timestamp) -> Result<Self, Fault> {
        let span = SignedDuration::from_hours(24 * SPAN_DAYS);
        let before = |time: Timestamp| time.checked_sub(span).unwrap_or(Timestamp::MIN);
        let after = |time: Timestamp| time.checked_add(span).unwrap_or(Timestamp::MAX);
        let start = time(sent, "start_date")?;
        let to = time(sent, "end_date")?
            .unwrap_or_else(|| start.map_or(now, |start| now.min(after(start))));
        let from = start.map_or(before(to), |start| start.max(before(to)));
        Ok(Self { from, to })
    }
}

impl RequestQuery {
    /// Parses the filters. A page has at most `entries_max` entries, however many are asked for.
    ///
    /// # Errors
    ///
    /// When one of them can't be read.
    pub fn parse(sent: &Parameters, now: Timestamp, entries_max: u32) -> Result<Self, Fault> {
        let ids = sent.list("service_request_id").into_iter().map(Reference::parse);
        let ids = ids.collect::<Result<Vec<_>, _>>().map_err(|_| Fault::Id)?;
        let codes = sent.list("service_code");
        // Codes that can't be services match nothing, as unknown ones do.
        let services = codes.iter().filter_map(|code| Slug::parse(code).ok()).collect();
        let statuses = sent.list("status").into_iter().map(RequestStatus::parse);
        let statuses: BTreeSet<_> = statuses.collect::<Option<_>>().ok_or(Fault::Status)?;
        let page_size = number(sent, "page_size", ENTRIES_MAX)?.unwrap_or(ENTRIES_MAX);
        let page_size = page_size.min(entries_max);
        let page = number(sent, "page", u32::MAX)?.unwrap_or(1);
        Ok(Self {
            ids,
            services: Some(services).filter(|_| !codes.is_empty()),
            period: Period::parse(sent, now)?,
            status: statuses.first().copied().filter(|_| statuses.len() == 1),
            page_size,
            offset: page_size.saturating_mul(page - 1),
        })
    }
}

fn number(sent: &Parameters, name: &'static str, most: u32) -> Result<Option<u32>, Fault> {
    let Some(text) = sent.get(name) else { return Ok(None) };
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.map(Some).ok_or(Fault::Number(name, most))
}

/// Parses a time with a zone, or a day in UTC. In a query that wasn't escaped, the plus of a zone
/// has become a space.
fn time(sent: &Parameters, name: &'static str) -> Result<Option<Timestamp>, Fault> {
    let Some(text) = sent.get(name) else { return Ok(None) };
    let text = text.replace(' ', "+");
    let parsed = text.parse().or_else(|_| format!("{text}T00:00:00Z").parse()).ok();
    parsed.map(Some).ok_or(Fault::Time(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Parameters {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn now() -> Timestamp {
        "2026-11-30T08:00:00Z".parse().unwrap()
    }

    fn query(pairs: &[(&str, &str)]) -> Result<RequestQuery, Fault> {
        RequestQuery::parse(&sent(pairs), now(), ENTRIES_MAX)
    }

    fn period(pairs: &[(&str, &str)]) -> [String; 2] {
        let Period { from, to } = Period::parse(&sent(pairs), now()).unwrap();
        [from, to].map(|time| time.to_string())
    }

    #[test]
    fn a_period_has_ninety_days_at_most() {
        let ninety = ["2026-09-01T08:00:00Z", "2026-11-30T08:00:00Z"];
        assert_eq!(period(&[]), ninety);
        assert_eq!(
            period(&[("start_date", "2020-01-01T00:00:00Z"), ("end_date", ninety[1])]),
            ninety
        );
        assert_eq!(
            period(&[("start_date", "2026-01-01")]),
            ["2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"]
        );
        assert_eq!(
            period(&[("start_date", "2026-11-30T10:00:00 04:00")]),
            ["2026-11-30T06:00:00Z", ninety[1]]
        );
    }

    #[test]
    fn filters_are_read_and_an_empty_one_is_none() {
        let all = query(&[("status", ""), ("page", "")]).unwrap();
        assert_eq!((all.page_size, all.offset, all.status), (ENTRIES_MAX, 0, None));
        let both = query(&[("status", "open,closed")]).unwrap();
        assert_eq!(both.status, None);
        let some = [
            ("service_request_id", "2604-8317-5529"),
            ("service_code", "parking,NO"),
            ("status", "closed"),
            ("page", "3"),
            ("page_size", "20"),
        ];
        let some = query(&some).unwrap();
        assert_eq!((some.ids.len(), some.offset), (1, 40));
        assert_eq!(some.services.map(|services| services.len()), Some(1));
        assert_eq!(some.status, Some(RequestStatus::Closed));
    }

    #[test]
    fn a_code_that_cannot_be_a_service_matches_nothing() {
        assert_eq!(query(&[]).unwrap().services, None);
        assert_eq!(query(&[("service_code", "NO")]).unwrap().services, Some(BTreeSet::new()));
    }

    #[test]
    fn a_public_page_is_short() {
        let pairs = sent(&[("page_size", "1000"), ("page", "2")]);
        let public = RequestQuery::parse(&pairs, now(), PUBLIC_ENTRIES_MAX).unwrap();
        assert_eq!((public.page_size, public.offset), (100, 100));
    }

    #[test]
    fn a_filter_that_cannot_be_read_is_refused_by_its_name() {
        for (name, value, fault) in [
            ("service_request_id", "1", Fault::Id),
            ("start_date", "yesterday", Fault::Time("start_date")),
            ("end_date", "2026-13-01", Fault::Time("end_date")),
            ("status", "fixed", Fault::Status),
            ("page", "0", Fault::Number("page", u32::MAX)),
            ("page_size", "1001", Fault::Number("page_size", ENTRIES_MAX)),
        ] {
            assert_eq!(query(&[(name, value)]), Err(fault), "{name}");
        }
    }
}
