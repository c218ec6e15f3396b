//! Named parameters of statements.
//!
//! D1 binds parameters by number only. Statements are therefore written with names (`:reference`),
//! each value is given with its name, and [`number`] replaces the names by numbers. A value with a
//! wrong name is an error, where a value at a wrong place would be stored.

use thiserror::Error;

/// Mismatch between a statement's parameters and its values.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum ParameterError {
    #[error("the parameter :{0} has no value")]
    Unknown(String),
    #[error("the statement has no parameter :{0}")]
    Unused(&'static str),
    #[error("the parameter :{0} has two values")]
    Repeated(&'static str),
    #[error("the statement has a parameter without a name")]
    Unnamed,
}

/// Replaces each `:name` in a statement by `?1`, `?2` and so on, and returns the values in that
/// order, which is the order they were given in. A name may occur in several places. Literals,
/// quoted identifiers and comments stay as they are.
///
/// # Errors
///
/// Refuses a name without a value, a value that the statement doesn't use, two values of one name,
/// and `?`.
pub(in crate::store) fn number<V>(
    sql: &str,
    parameters: Vec<(&'static str, V)>,
) -> Result<(String, Vec<V>), ParameterError> {
    let (names, values): (Vec<_>, Vec<_>) = parameters.into_iter().unzip();
    let mut is_used = vec![false; names.len()];
    let mut numbered = String::with_capacity(sql.len());
    let mut rest = sql;
    while !rest.is_empty() {
        let (token, after) = rest.split_at(token_length(rest));
        rest = after;
        match token.strip_prefix(':') {
            Some(name) if !name.is_empty() && !name.starts_with(':') => {
                let place = names.iter().position(|known| *known == name);
                let place = place.ok_or_else(|| ParameterError::Unknown(name.to_owned()))?;
                is_used[place] = true;
                numbered.push('?');
                numbered += &(place + 1).to_string();
            }
            _ if token == "?" => return Err(ParameterError::Unnamed),
            _ => numbered += token,
        }
    }
    for (place, name) in names.iter().enumerate() {
        if names[..place].contains(name) {
            return Err(ParameterError::Repeated(name));
        }
        if !is_used[place] {
            return Err(ParameterError::Unused(name));
        }
    }
    Ok((numbered, values))
}

/// Returns the length in bytes of the first token, which is at least one character.
fn token_length(sql: &str) -> usize {
    let mut letters = sql.chars();
    let Some(first) = letters.next() else { return 0 };
    let until = |end: &str, from: usize| {
        let found = sql.get(from..).and_then(|rest| rest.find(end));
        found.map_or(sql.len(), |length| from + length + end.len())
    };
    match first {
        // A doubled quote inside a literal reads as the end of one and the start of the next.
        '\'' | '"' | '`' => until(first.encode_utf8(&mut [0; 4]), 1),
        '[' => until("]", 1),
        '-' if sql.starts_with("--") => until("\n", 2),
        '/' if sql.starts_with("/*") => until("*/", 2),
        ':' if sql.starts_with("::") => 2,
        ':' => 1 + name_length(&sql[1..]),
        _ => first.len_utf8(),
    }
}

fn name_length(text: &str) -> usize {
    text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{ParameterError, number};

    #[test]
    fn names_become_the_numbers_of_their_values() {
        let sql = "UPDATE staff SET name = :name, email = :email WHERE id = :id";
        let numbered = number(sql, vec![("id", 1), ("name", 2), ("email", 3)]);
        let expected = "UPDATE staff SET name = ?2, email = ?3 WHERE id = ?1";
        assert_eq!(numbered, Ok((expected.to_owned(), vec![1, 2, 3])));
    }

    #[test]
    fn a_name_may_occur_again_and_is_not_a_prefix_of_another() {
        let numbered = number("(:now, :now_1, :now) ", vec![("now_1", 'a'), ("now", 'b')]);
        assert_eq!(numbered, Ok(("(?2, ?1, ?2) ".to_owned(), vec!['a', 'b'])));
    }

    #[test]
    fn a_statement_without_parameters_stays_as_it_is() {
        let sql = "SELECT value ->> 'a', 'é' FROM b";
        assert_eq!(number::<u8>(sql, vec![]), Ok((sql.to_owned(), vec![])));
    }

    #[test]
    fn literals_identifiers_comments_and_casts_stay_as_they_are() {
        for text in [
            "'%Y-%m-%dT%H:%M:%SZ'",
            "'it''s :other'",
            "\"a:other\"",
            "`:other`",
            "[:other?]",
            "-- :other?\n",
            "/* :other? */",
            "a::other",
            "a : b",
            "'?'",
            "': unterminated",
        ] {
            let numbered = number(&format!(":id {text}"), vec![("id", ())]);
            assert_eq!(numbered, Ok((format!("?1 {text}"), vec![()])), "{text}");
        }
        let numbered = number("'a':id'b'", vec![("id", ())]);
        assert_eq!(numbered, Ok(("'a'?1'b'".to_owned(), vec![()])));
    }

    #[test]
    fn parameters_and_values_match() {
        let unknown = ParameterError::Unknown("name".to_owned());
        assert_eq!(number(":id, :name", vec![("id", 1)]), Err(unknown));
        let unused = ParameterError::Unused("name");
        assert_eq!(number(":id", vec![("id", 1), ("name", 2)]), Err(unused));
        let repeated = ParameterError::Repeated("id");
        assert_eq!(number(":id", vec![("id", 1), ("id", 2)]), Err(repeated));
        assert_eq!(number(":id, ?2", vec![("id", 1)]), Err(ParameterError::Unnamed));
    }
}
