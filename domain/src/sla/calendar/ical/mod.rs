//! Holidays of an iCalendar file (RFC 5545): whole days, once or each year.
//!
//! Anything else that a file has is refused with the number of its line, since a day that is left
//! out without a word would move due times. Other components than events, such as time zones and
//! alarms, are skipped.

mod lines;
mod recurrence;

use std::ops::RangeInclusive;

use jiff::{ToSpan, civil::Date};
use thiserror::Error;

use super::{Holiday, LONGEST, MANY, NAME_MAX, stretch};
use lines::Line;

/// Error of reading a file, with the number of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct IcalError {
    /// Number of the line, from 1.
    pub line: usize,
    /// Reason why the file is refused.
    pub fault: Fault,
}

/// Reason why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// A line without a name and a value.
    #[error("this is no line of a calendar")]
    Line,
    /// A file that isn't a calendar, or is cut off.
    #[error("a calendar begins with BEGIN:VCALENDAR and ends with END:VCALENDAR")]
    Calendar,
    /// An event with a time of the day.
    #[error("a holiday is whole days, without a time")]
    Time,
    /// A day that no calendar has, or that is too far away.
    #[error("this is no day between 2000 and 2100")]
    Day,
    /// An event that ends before it begins, or lasts too long.
    #[error("a holiday ends after it begins, within a year")]
    Length,
    /// An event without a first day or without a name.
    #[error("a holiday has a first day and a name")]
    Incomplete,
    /// A rule other than each year on the same day.
    #[error("a holiday is once, or each year on the same day")]
    Rule,
    /// More holidays than a calendar may have.
    #[error("at most 300 holidays")]
    TooMany,
}

/// Reads the holidays of a file, in their order. Those that come each year are those of `years`.
///
/// # Errors
///
/// At the first line that isn't understood.
pub fn read(file: &str, years: &RangeInclusive<i16>) -> Result<Vec<Holiday>, IcalError> {
    let lines = lines::read(file)?;
    let last = lines.last().map_or(1, |line| line.number);
    let is_calendar = lines.first().is_some_and(|line| is_mark(line, "BEGIN", "VCALENDAR"));
    if !is_calendar {
        return Err(IcalError { line: 1, fault: Fault::Calendar });
    }
    let mut open: Vec<String> = Vec::new();
    let mut event = Event::default();
    let mut holidays = Vec::new();
    for line in lines {
        let component = line.value.trim().to_ascii_uppercase();
        match &*line.name {
            "BEGIN" => {
                if component == "VEVENT" {
                    event = Event { line: line.number, ..Event::default() };
                }
                open.push(component);
            }
            "END" if open.last() != Some(&component) => return Err(line.fault(Fault::Calendar)),
            "END" => {
                open.pop();
                if component == "VEVENT" {
                    holidays.extend(std::mem::take(&mut event).holidays(years)?);
                }
                if holidays.len() > MANY {
                    return Err(line.fault(Fault::TooMany));
                }
            }
            _ if open.last().is_some_and(|open| open == "VEVENT") => event.take(line)?,
            _ => {}
        }
    }
    if !open.is_empty() {
        return Err(IcalError { line: last, fault: Fault::Calendar });
    }
    holidays.sort_by(|a, b| (a.from, a.until, &a.name).cmp(&(b.from, b.until, &b.name)));
    holidays.dedup();
    Ok(holidays)
}

fn is_mark(line: &Line, name: &str, component: &str) -> bool {
    line.name == name && line.value.trim().eq_ignore_ascii_case(component)
}

/// Event that is being read.
#[derive(Default)]
struct Event {
    /// Line of its beginning.
    line: usize,
    name: String,
    from: Option<Date>,
    /// Day after the last one, and the line that says so.
    end: Option<(usize, End)>,
    rule: Option<Line>,
    except: Vec<Date>,
    is_cancelled: bool,
}

/// End of an event.
enum End {
    Before(Date),
    Days(i64),
}

impl Event {
    /// Takes a property of the event.
    fn take(&mut self, line: Line) -> Result<(), IcalError> {
        match &*line.name {
            "SUMMARY" => self.name = line.text().chars().take(NAME_MAX).collect(),
            "DTSTART" => self.from = Some(day(&line, &line.value)?),
            "DTEND" => self.end = Some((line.number, End::Before(day(&line, &line.value)?))),
            "DURATION" => self.end = Some((line.number, End::Days(days(&line)?))),
            "STATUS" => self.is_cancelled = line.value.trim().eq_ignore_ascii_case("CANCELLED"),
            "EXDATE" => {
                for value in line.value.split(',') {
                    self.except.push(day(&line, value)?);
                }
            }
            "RRULE" => self.rule = Some(line),
            // Further days, and another day for one of a series.
            "RDATE" | "RECURRENCE-ID" => return Err(line.fault(Fault::Rule)),
            _ => {}
        }
        Ok(())
    }

    /// Returns the holidays that the event stands for.
    fn holidays(self, years: &RangeInclusive<i16>) -> Result<Vec<Holiday>, IcalError> {
        let Self { line, name, from, end, rule, except, is_cancelled } = self;
        if is_cancelled {
            return Ok(Vec::new());
        }
        let at = |line, fault| IcalError { line, fault };
        let from = from.filter(|_| !name.is_empty()).ok_or(at(line, Fault::Incomplete))?;
        let (end_line, length) = match end {
            None => (line, 1),
            Some((line, End::Days(days))) => (line, days),
            Some((line, End::Before(day))) => (line, stretch::days_between(from, day)),
        };
        if !(1..=LONGEST).contains(&length) {
            return Err(at(end_line, Fault::Length));
        }
        let firsts = match rule {
            None => vec![from],
            Some(rule) => recurrence::days(&rule, from, years)?,
        };
        let holiday = |from: Date| {
            let until = from.saturating_add((length - 1).days());
            let is_near = stretch::is_near(from, until);
            let name = name.clone();
            is_near
                .then_some(Holiday { name, from, until, expected: false })
                .ok_or(at(line, Fault::Day))
        };
        firsts.into_iter().filter(|first| !except.contains(first)).map(holiday).collect()
    }
}

/// Parses a whole day, as in `20261202`.
fn day(line: &Line, text: &str) -> Result<Date, IcalError> {
    let text = text.trim();
    let is_timed = line.parameter("VALUE").is_some_and(|kind| kind != "DATE");
    if is_timed || text.contains('T') {
        return Err(line.fault(Fault::Time));
    }
    recurrence::date(text).ok_or(line.fault(Fault::Day))
}

/// Parses a duration of whole days or weeks, as in `P2D`.
fn days(line: &Line) -> Result<i64, IcalError> {
    let text = line.value.trim().trim_start_matches('+').to_ascii_uppercase();
    if text.contains('T') {
        return Err(line.fault(Fault::Time));
    }
    let count = text.strip_prefix('P').and_then(|rest| {
        let weeks = rest.strip_suffix('W').map(|count| (count, 7));
        let (count, length) = weeks.or_else(|| rest.strip_suffix('D').map(|count| (count, 1)))?;
        count.parse::<i64>().ok()?.checked_mul(length)
    });
    count.ok_or(line.fault(Fault::Length))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn calendar(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
    }

    fn event(lines: &str) -> String {
        calendar(&format!("BEGIN:VEVENT\r\nSUMMARY:Day\r\n{lines}END:VEVENT\r\n"))
    }

    fn days(file: &str) -> Vec<(String, String)> {
        let holidays = read(file, &(2026..=2028)).unwrap();
        holidays.iter().map(|day| (day.from.to_string(), day.until.to_string())).collect()
    }

    fn fault(file: &str) -> (usize, Fault) {
        let error = read(file, &(2026..=2028)).unwrap_err();
        (error.line, error.fault)
    }

    #[test]
    fn a_file_as_calendars_write_it_is_read() {
        let file = "BEGIN:VCALENDAR\r\nPRODID:-//Example//EN\r\nVERSION:2.0\r\n\
            BEGIN:VTIMEZONE\r\nTZID:Asia/Dubai\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
            END:STANDARD\r\nEND:VTIMEZONE\r\n\
            BEGIN:VEVENT\r\nUID:2@example\r\nDTSTAMP:20260101T000000Z\r\n\
            DTSTART;VALUE=DATE:20261202\r\nDTEND;VALUE=DATE:20261204\r\n\
            SUMMARY;LANGUAGE=en:National\r\n  Day\\, of the Union\r\nBEGIN:VALARM\r\n\
            TRIGGER:-P1D\r\nDURATION:PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nUID:1@example\r\nDTSTART;VALUE=DATE:20260101\r\nSUMMARY:رأس السنة\r\n\
            END:VEVENT\r\nEND:VCALENDAR\r\n";
        let expected = [
            ("رأس السنة", date(2026, 1, 1), date(2026, 1, 1)),
            ("National Day, of the Union", date(2026, 12, 2), date(2026, 12, 3)),
        ];
        let expected = expected.map(|(name, from, until)| Holiday {
            name: name.to_owned(),
            from,
            until,
            expected: false,
        });
        assert_eq!(read(file, &(2026..=2027)).unwrap(), expected);
    }

    #[test]
    fn the_end_of_an_event_is_no_day_of_it() {
        let one = [("2026-12-02".to_owned(), "2026-12-02".to_owned())];
        for end in ["", "DTEND;VALUE=DATE:20261203\r\n", "DURATION:P1D\r\n"] {
            assert_eq!(days(&event(&format!("DTSTART;VALUE=DATE:20261202\r\n{end}"))), one);
        }
        let week = days(&event("DTSTART;VALUE=DATE:20261228\r\nDURATION:P1W\r\n"));
        assert_eq!(week, [("2026-12-28".to_owned(), "2027-01-03".to_owned())]);
        for end in ["DTEND;VALUE=DATE:20261202", "DTEND;VALUE=DATE:20261101", "DURATION:P0D"] {
            let file = event(&format!("DTSTART;VALUE=DATE:20261202\r\n{end}\r\n"));
            assert_eq!(fault(&file), (6, Fault::Length), "{end}");
        }
    }

    #[test]
    fn what_comes_each_year_is_read_for_the_years_asked_for() {
        let yearly = |rule: &str| {
            days(&event(&format!(
                "DTSTART;VALUE=DATE:20241202\r\nDTEND;VALUE=DATE:20241204\r\n{rule}\r\n"
            )))
        };
        let firsts =
            |rule: &str| yearly(rule).into_iter().map(|(from, _)| from).collect::<Vec<_>>();
        let all = ["2026-12-02", "2027-12-02", "2028-12-02"];
        assert_eq!(firsts("RRULE:FREQ=YEARLY"), all);
        assert_eq!(firsts("RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=2;WKST=SU"), all);
        assert_eq!(firsts("RRULE:FREQ=YEARLY;COUNT=4"), all[..2]);
        assert_eq!(firsts("RRULE:FREQ=YEARLY;UNTIL=20271201"), all[..1]);
        assert_eq!(firsts("RRULE:FREQ=YEARLY;UNTIL=20271202T000000Z"), all[..2]);
        assert_eq!(
            firsts("RRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20271202"),
            ["2026-12-02", "2028-12-02"]
        );
        assert_eq!(yearly("RRULE:FREQ=YEARLY")[0].1, "2026-12-03");
    }

    #[test]
    fn a_rule_that_is_not_yearly_on_the_same_day_is_refused_with_its_line() {
        for rule in [
            "FREQ=MONTHLY",
            "FREQ=WEEKLY;BYDAY=FR",
            "FREQ=YEARLY;BYDAY=1MO",
            "FREQ=YEARLY;INTERVAL=2",
            "FREQ=YEARLY;BYMONTH=11",
            "FREQ=YEARLY;COUNT=many",
            "COUNT=2",
            "",
        ] {
            let file = event(&format!("DTSTART;VALUE=DATE:20261202\r\nRRULE:{rule}\r\n"));
            assert_eq!(fault(&file), (6, Fault::Rule), "{rule}");
        }
        let more = event("DTSTART;VALUE=DATE:20261202\r\nRDATE;VALUE=DATE:20261205\r\n");
        assert_eq!(fault(&more), (6, Fault::Rule));
    }

    #[test]
    fn what_is_no_whole_day_is_refused_with_its_line() {
        for (start, expected) in [
            ("DTSTART:20261202T080000Z", Fault::Time),
            ("DTSTART;TZID=Asia/Dubai:20261202T080000", Fault::Time),
            ("DTSTART;VALUE=DATE-TIME:20261202", Fault::Time),
            ("DTSTART;VALUE=DATE:20260230", Fault::Day),
            ("DTSTART;VALUE=DATE:2026-12-02", Fault::Day),
        ] {
            assert_eq!(fault(&event(&format!("{start}\r\n"))), (5, expected), "{start}");
        }
        assert_eq!(fault(&event("DTSTART;VALUE=DATE:19991231\r\n")).1, Fault::Day);
        assert_eq!(fault(&event("")), (3, Fault::Incomplete));
        let nameless = calendar("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261202\r\nEND:VEVENT\r\n");
        assert_eq!(fault(&nameless), (3, Fault::Incomplete));
    }

    #[test]
    fn what_is_cancelled_is_no_holiday() {
        let file = event("DTSTART;VALUE=DATE:20261202\r\nSTATUS:CANCELLED\r\n");
        assert!(days(&file).is_empty());
    }

    #[test]
    fn a_file_that_is_cut_off_or_something_else_is_refused() {
        assert_eq!(fault(""), (1, Fault::Calendar));
        assert_eq!(fault("name,from\n"), (1, Fault::Line));
        assert_eq!(fault("BEGIN:VEVENT\r\nEND:VEVENT\r\n"), (1, Fault::Calendar));
        assert_eq!(fault("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), (2, Fault::Calendar));
        assert_eq!(fault("BEGIN:VCALENDAR\r\nEND:VEVENT\r\n"), (2, Fault::Calendar));
    }

    #[test]
    fn a_file_has_no_more_holidays_than_a_calendar() {
        let one = "BEGIN:VEVENT\r\nSUMMARY:Day\r\nDTSTART;VALUE=DATE:20261202\r\nEND:VEVENT\r\n";
        assert_eq!(fault(&calendar(&one.repeat(MANY + 1))).1, Fault::TooMany);
        assert_eq!(days(&calendar(&one.repeat(2))).len(), 1, "the same day twice is one");
    }
}
