//! Volumes: transactions of an entity by month, which it enters itself. Complaints are compared
//! with them, so that a busy entity isn't taken for a bad one.

use jiff::civil::Date;

use crate::{figures::period::Month, text::digits::ascii};

/// Transactions to which complaints are compared.
pub const PER_TRANSACTIONS: u32 = 10_000;

/// Most months in one file.
const ROWS_MAX: usize = 240;

/// Most transactions of a month.
const TRANSACTIONS_MAX: u64 = 1_000_000_000;

/// Transactions of an entity in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Month.
    pub month: Month,
    /// Number of transactions; 0 removes the month.
    pub transactions: u64,
}

/// Parses a file of comma-separated values: a month such as `2026-10` and a number in each row. A
/// row of titles and empty rows are skipped, digits may be Arabic, and thousands may be parted.
///
/// # Errors
///
/// The numbers of the rows, from 1, that can't be read, name a month to come, or are too many.
pub fn parse(file: &str, today: Date) -> Result<Vec<Volume>, Vec<usize>> {
    let present = Month::of(today);
    let (mut volumes, mut wrong) = (Vec::new(), Vec::new());
    let file = file.trim_start_matches('\u{FEFF}');
    for (row, line) in (1..).zip(file.lines()) {
        let line: String = line.trim().chars().map(ascii).collect();
        let is_title = row == 1 && !line.chars().any(|character| character.is_ascii_digit());
        if line.is_empty() || is_title {
            continue;
        }
        match read(&line).filter(|volume| volume.month <= present) {
            Some(volume) if volumes.len() < ROWS_MAX => volumes.push(volume),
            _ => wrong.push(row),
        }
    }
    if wrong.is_empty() { Ok(volumes) } else { Err(wrong) }
}

fn read(line: &str) -> Option<Volume> {
    let (month, number) = line.split_once([',', ';', '\t', '،'])?;
    let month = Month::parse(month.trim().trim_matches('"'))?;
    let digits: String =
        number.chars().filter(|character| !" \",'٬\u{a0}\u{202f}".contains(*character)).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let transactions: u64 = digits.parse().ok().filter(|_| is_number)?;
    (transactions <= TRANSACTIONS_MAX).then_some(Volume { month, transactions })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn parsed(file: &str) -> Result<Vec<(String, u64)>, Vec<usize>> {
        let volumes = parse(file, date(2026, 11, 29))?;
        Ok(volumes.iter().map(|it| (it.month.to_string(), it.transactions)).collect())
    }

    #[test]
    fn a_file_has_a_month_and_a_number_in_each_row() {
        let file = "\u{FEFF}month,transactions\r\n2026-09,12400\r\n\r\n2026-10;\"13,050\"\n\
            2026-11\t٧٠٠٠\n";
        let volumes = [("2026-09", 12_400), ("2026-10", 13_050), ("2026-11", 7_000)];
        let volumes: Vec<_> = volumes.map(|(month, count)| (month.to_owned(), count)).into();
        assert_eq!(parsed(file), Ok(volumes));
        assert_eq!(parsed(""), Ok(Vec::new()));
        assert_eq!(parsed("2026-10,0"), Ok(vec![("2026-10".to_owned(), 0)]), "removes it");
    }

    #[test]
    fn each_row_that_cannot_be_read_is_named() {
        let file = "month,transactions\n2026-13,1\n2026-10,\n2026-10,-1\n2026-12,5\n2026-10,1.5\n\
            2026-10\n2026-10,1000000001\n2026-10,7";
        assert_eq!(parsed(file), Err(vec![2, 3, 4, 5, 6, 7, 8]));
        let many = "2026-10,7\n".repeat(ROWS_MAX + 1);
        assert_eq!(parsed(&many), Err(vec![ROWS_MAX + 1]));
    }
}
