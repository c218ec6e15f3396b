//! Parameters of a call, from the query or from a form.

use std::collections::BTreeSet;

/// Parameters in the order in which they came. An empty value counts as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Returns the first value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns all values of a parameter. `media_url[]` is a value of `media_url` too.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        let is_named = move |given: &str| given == name || given.strip_suffix("[]") == Some(name);
        let values = self.0.iter().filter(move |(given, _)| is_named(given));
        values.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Returns the values of a parameter that is a list with commas.
    pub fn list(&self, name: &str) -> BTreeSet<&str> {
        let values = self.get(name).unwrap_or_default().split(',').map(str::trim);
        values.filter(|value| !value.is_empty()).collect()
    }

    /// Returns the value of an attribute of the service definition: `attribute[kind]`.
    pub fn attribute(&self, variable: &str) -> Option<&str> {
        let is_it = |name: &str| {
            name.strip_prefix("attribute[").and_then(|rest| rest.strip_suffix(']'))
                == Some(variable)
        };
        let mut values = self.0.iter().filter(|(name, _)| is_it(name));
        values.find_map(|(_, value)| Some(value.trim()).filter(|value| !value.is_empty()))
    }

    /// Returns all pairs but the key in a fixed order, by which two calls are compared: a system
    /// may repeat a call with its next key.
    pub fn sorted(&self) -> Vec<&(String, String)> {
        let mut pairs: Vec<_> = self.0.iter().filter(|(name, _)| name != "api_key").collect();
        pairs.sort();
        pairs
    }
}

impl FromIterator<(String, String)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl Extend<(String, String)> for Parameters {
    fn extend<I: IntoIterator<Item = (String, String)>>(&mut self, pairs: I) {
        self.0.extend(pairs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_empty_parameter_is_absent_and_the_first_value_counts() {
        let sent = parameters(&[("status", ""), ("status", " open "), ("status", "closed")]);
        assert_eq!(sent.get("status"), Some("open"));
        assert_eq!(sent.get("page"), None);
    }

    #[test]
    fn calls_are_compared_without_their_key() {
        let sent = |key| parameters(&[("status", "open"), ("api_key", key), ("page", "1")]);
        let (one, other) = (sent("one"), sent("other"));
        assert_eq!(one.sorted(), other.sorted());
        assert_eq!(one.sorted().len(), 2);
    }

    #[test]
    fn lists_repetitions_and_attributes_are_read() {
        let sent = parameters(&[
            ("service_code", "parking,, fines"),
            ("media_url", "https://a.example/1"),
            ("media_url[]", "https://a.example/2"),
            ("attribute[kind]", "observation"),
        ]);
        assert_eq!(sent.list("service_code"), ["fines", "parking"].into());
        assert_eq!(sent.all("media_url").count(), 2);
        assert_eq!(sent.attribute("kind"), Some("observation"));
        assert_eq!(sent.attribute("size"), None);
    }
}
