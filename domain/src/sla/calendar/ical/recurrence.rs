//! Rules of recurrence: each year on the same day, and no others.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::{Fault, IcalError, lines::Line};

/// Returns the days within `years` on which an event begins that began on `first`.
///
/// # Errors
///
/// When the rule is another than each year on the same day.
pub(super) fn days(
    rule: &Line,
    first: Date,
    years: &RangeInclusive<i16>,
) -> Result<Vec<Date>, IcalError> {
    let fault = || rule.fault(Fault::Rule);
    let (mut is_yearly, mut count, mut until) = (false, usize::MAX, Date::MAX);
    for part in rule.value.trim().split(';') {
        let (name, value) = part.split_once('=').ok_or_else(fault)?;
        let value = value.trim().to_ascii_uppercase();
        match &*name.to_ascii_uppercase() {
            "FREQ" if value == "YEARLY" => is_yearly = true,
            "COUNT" => count = value.parse().map_err(|_| fault())?,
            // A time says when on that day.
            "UNTIL" => {
                let day = value.split('T').next().unwrap_or_default();
                until = date(day).ok_or_else(fault)?;
            }
            "INTERVAL" if value == "1" => {}
            "BYMONTH" if value.parse() == Ok(first.month()) => {}
            "BYMONTHDAY" if value.parse() == Ok(first.day()) => {}
            "WKST" => {}
            _ => return Err(fault()),
        }
    }
    if !is_yearly {
        return Err(fault());
    }
    // Years without that day, which is 29 February, have none.
    let all = (first.year()..=*years.end())
        .filter_map(|year| Date::new(year, first.month(), first.day()).ok());
    let all = all.take(count).take_while(|day| *day <= until);
    Ok(all.filter(|day| years.contains(&day.year())).collect())
}

/// Parses a date without separators, as in `20261202`.
pub(super) fn date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = text.split_at(4);
    let (month, day) = rest.split_at(2);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
