//! Rows of a file of past cases.

use std::str::FromStr;

use jiff::civil::Date;

use crate::{
    case::{
        action::{Ground, Outcome, Past, PastEnd},
        import::PastCase,
    },
    intake::{
        kind::{Kind, Mood},
        submission::is_language_tag,
    },
    slug::Slug,
    text::Text,
    wire::console::PastRow,
};

/// Most characters of an entity's own number.
const ID_MAX: usize = 64;

impl PastRow {
    /// Parses a row. `today` is the present day at the entity, and nothing ended after it.
    ///
    /// # Errors
    ///
    /// The columns with values that can't be used.
    pub fn parse(&self, today: Date) -> Result<PastCase, Vec<String>> {
        let mut wrong = Wrong(Vec::new());
        let id = self.id.trim();
        wrong.unless("id", !id.is_empty() && id.chars().count() <= ID_MAX);
        let kind = wrong.required("kind", &self.kind, Kind::parse);
        let received = wrong.required("received", &self.received, day);
        let ended = wrong.required("ended", &self.ended, day);
        wrong.unless("ended", received <= ended && ended.is_none_or(|day| day <= today));
        let how = self.end(kind, [received, Some(today)], &mut wrong);
        let rating = wrong.optional("rating", &self.rating, Mood::parse);
        let service = wrong.optional("service", &self.service, |it| Slug::parse(it).ok());
        let mood = wrong.optional("mood", &self.mood, Mood::parse);
        let language = if self.language.trim().is_empty() { "ar" } else { self.language.trim() };
        wrong.unless("language", is_language_tag(language));
        let text = Text::parse(&self.text);
        wrong.unless("text", text.is_ok());
        match (kind, received, ended, how) {
            (Some(kind), Some(received), Some(ended), Some(how)) if wrong.0.is_empty() => {
                Ok(PastCase {
                    id: id.to_owned(),
                    kind,
                    received,
                    past: Past { ended, how, rating },
                    service,
                    language: language.to_owned(),
                    mood,
                    text: text.ok().flatten(),
                })
            }
            _ => Err(wrong.0),
        }
    }

    /// Parses the columns about the end of the case. Suggestions are decided, other cases answered.
    /// Nothing was implemented before `first` or after `last`.
    fn end(
        &self,
        kind: Option<Kind>,
        [first, last]: [Option<Date>; 2],
        wrong: &mut Wrong,
    ) -> Option<PastEnd> {
        let is_suggestion = kind == Some(Kind::Suggestion);
        let of = |all: &[Outcome], name: &str| all.iter().copied().find(|it| it.as_str() == name);
        let outcome = wrong.optional("outcome", &self.outcome, |name| of(&Outcome::ALL, name));
        let implemented = wrong.optional("implemented", &self.implemented, day);
        let ground = |name: &str| Ground::ALL.into_iter().find(|it| it.as_str() == name);
        let end = match self.end.trim() {
            "answered" if !is_suggestion => Some(PastEnd::Answered { outcome }),
            "accepted" if is_suggestion => Some(PastEnd::Decided { accepted: true, implemented }),
            "rejected" if is_suggestion => {
                Some(PastEnd::Decided { accepted: false, implemented: None })
            }
            "withdrawn" => Some(PastEnd::Withdrawn),
            "declined" => {
                let ground = wrong.required("ground", &self.ground, ground)?;
                Some(PastEnd::Declined { ground })
            }
            _ => None,
        };
        wrong.unless("end", end.is_some());
        let has_outcome = matches!(end, Some(PastEnd::Answered { .. }));
        wrong.unless(
            "outcome",
            outcome.is_none() || (has_outcome && kind.is_none_or(|it| it == Kind::Complaint)),
        );
        let is_accepted = matches!(end, Some(PastEnd::Decided { accepted: true, .. }));
        let is_between = implemented.is_none() || first <= implemented && implemented <= last;
        wrong.unless("implemented", is_between && (implemented.is_none() || is_accepted));
        end
    }
}

/// Parses a day of this millennium: tallies have years of four digits.
fn day(text: &str) -> Option<Date> {
    Date::from_str(text).ok().filter(|day| (2000..=2999).contains(&day.year()))
}

/// Columns with values that can't be used.
struct Wrong(Vec<String>);

impl Wrong {
    fn unless(&mut self, column: &str, is_right: bool) {
        if !is_right && !self.0.iter().any(|known| known == column) {
            self.0.push(column.to_owned());
        }
    }

    fn required<T>(
        &mut self,
        column: &str,
        value: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let parsed = parse(value.trim());
        self.unless(column, parsed.is_some());
        parsed
    }

    fn optional<T>(
        &mut self,
        column: &str,
        value: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if value.trim().is_empty() { None } else { self.required(column, value, parse) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn row() -> PastRow {
        PastRow {
            id: "2025/17".into(),
            kind: "complaint".into(),
            received: "2025-03-04".into(),
            ended: "2025-04-02".into(),
            end: "answered".into(),
            outcome: "upheld".into(),
            rating: "happy".into(),
            ..PastRow::default()
        }
    }

    fn parse(row: &PastRow) -> Result<PastCase, Vec<String>> {
        row.parse(date(2026, 11, 24))
    }

    #[test]
    fn a_row_becomes_a_case() {
        let case = parse(&row()).unwrap();
        assert_eq!((&*case.id, case.kind, &*case.language), ("2025/17", Kind::Complaint, "ar"));
        assert_eq!(case.past.how, PastEnd::Answered { outcome: Some(Outcome::Upheld) });
        let accepted = PastRow {
            kind: "suggestion".into(),
            end: "accepted".into(),
            outcome: String::new(),
            implemented: "2025-05-01".into(),
            ..row()
        };
        let implemented = Some(date(2025, 5, 1));
        let how = PastEnd::Decided { accepted: true, implemented };
        assert_eq!(parse(&accepted).unwrap().past.how, how);
    }

    #[test]
    fn each_column_that_cannot_be_used_is_named_once() {
        let wrong = |change: fn(&mut PastRow)| {
            let mut changed = row();
            change(&mut changed);
            parse(&changed).unwrap_err()
        };
        assert_eq!(wrong(|row| row.id = " ".into()), ["id"]);
        assert_eq!(wrong(|row| row.kind = "praise".into()), ["kind"]);
        assert_eq!(wrong(|row| row.received = "4.3.2025".into()), ["received"]);
        assert_eq!(wrong(|row| row.received = "2025-04-03".into()), ["ended"]);
        assert_eq!(wrong(|row| row.ended = "2026-11-25".into()), ["ended"]);
        assert_eq!(wrong(|row| row.ended = String::new()), ["ended"]);
        assert_eq!(wrong(|row| row.end = "accepted".into()), ["end", "outcome"]);
        assert_eq!(wrong(|row| row.kind = "observation".into()), ["outcome"]);
        assert_eq!(wrong(|row| row.implemented = "2025-05-01".into()), ["implemented"]);
        assert_eq!(wrong(|row| row.received = "0026-03-04".into()), ["received"]);
        assert_eq!(wrong(|row| row.end = "declined".into()), ["ground"]);
        assert_eq!(wrong(|row| row.language = "العربية".into()), ["language"]);
        assert_eq!(wrong(|row| row.service = "Parking!".into()), ["service"]);
        assert_eq!(
            parse(&PastRow::default()).unwrap_err(),
            ["id", "kind", "received", "ended", "end"]
        );
    }
}
