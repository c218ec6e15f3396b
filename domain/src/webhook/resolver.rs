//! Answers of a name resolver (DNS over HTTPS, JSON).

use std::net::IpAddr;

use serde::Deserialize;
use thiserror::Error;

use super::url::is_public;

/// Record types that are asked for.
pub const RECORDS: [&str; 2] = ["A", "AAAA"];

/// Reason why a name isn't called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unresolved {
    /// The answer can't be read, or says that the name can't be resolved.
    #[error("the name can't be resolved")]
    NoAnswer,
    /// The name stands for an address outside of the public Internet.
    #[error("the name leads to a private address")]
    Private,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "Status")]
    status: u16,
    #[serde(rename = "Answer", default)]
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "type")]
    kind: u16,
    data: String,
}

/// Codes of the records that hold an address.
const ADDRESSES: [u16; 2] = [1, 28];

/// Checks the answers about one name. At least one must hold an address, and each address must be
/// public.
///
/// # Errors
///
/// Returns why the name isn't called.
pub fn check(answers: &[String]) -> Result<(), Unresolved> {
    let mut is_resolved = false;
    for text in answers {
        let answer: Answer = serde_json::from_str(text).map_err(|_| Unresolved::NoAnswer)?;
        if answer.status != 0 {
            return Err(Unresolved::NoAnswer);
        }
        for record in answer.records.iter().filter(|record| ADDRESSES.contains(&record.kind)) {
            let address: IpAddr = record.data.parse().map_err(|_| Unresolved::NoAnswer)?;
            if !is_public(address) {
                return Err(Unresolved::Private);
            }
            is_resolved = true;
        }
    }
    if is_resolved { Ok(()) } else { Err(Unresolved::NoAnswer) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(records: &[(u16, &str)]) -> String {
        let records: Vec<_> = records
            .iter()
            .map(|(kind, data)| {
                format!(r#"{{"name":"a.ae","type":{kind},"TTL":60,"data":"{data}"}}"#)
            })
            .collect();
        format!(r#"{{"Status":0,"TC":false,"Answer":[{}]}}"#, records.join(","))
    }

    #[test]
    fn a_name_is_called_if_all_its_addresses_are_public() {
        let none = r#"{"Status":0}"#.to_owned();
        let alias = answer(&[(5, "b.ae."), (1, "8.8.8.8")]);
        assert_eq!(check(&[alias.clone(), none.clone()]), Ok(()));
        assert_eq!(check(&[alias.clone(), answer(&[(28, "2606:4700::1111")])]), Ok(()));
        for private in [answer(&[(28, "::1")]), answer(&[(1, "8.8.8.8"), (1, "10.0.0.1")])] {
            assert_eq!(check(&[alias.clone(), private]), Err(Unresolved::Private));
        }
        for wrong in
            ["", "{}", r#"{"Status":3}"#, r#"{"Status":0,"Answer":[{"type":1,"data":"?"}]}"#]
        {
            let answers = [alias.clone(), wrong.to_owned()];
            assert_eq!(check(&answers), Err(Unresolved::NoAnswer), "{wrong}");
        }
        assert_eq!(check(&[none.clone(), none]), Err(Unresolved::NoAnswer));
    }
}
