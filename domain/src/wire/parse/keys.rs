//! Requests for API keys.

use std::collections::BTreeSet;

use crate::{
    access::api_key::{KeyError, KeyName, Scope},
    input::{Errors, InputError},
    wire::console::NewKey,
};

impl NewKey {
    /// Parses name and scopes.
    ///
    /// # Errors
    ///
    /// Every error of the request.
    pub fn parse(&self) -> Result<(KeyName, BTreeSet<Scope>), Vec<InputError>> {
        let mut errors = Errors::default();
        let name = errors.keep("/name", KeyName::parse(&self.name));
        if self.scopes.is_empty() {
            errors.add("/scopes", KeyError::NoScope.into());
        }
        let Some(name) = name.filter(|_| errors.is_empty()) else {
            return Err(errors.into_all());
        };
        Ok((name, self.scopes.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_a_name_and_a_scope() {
        let new = |name: &str, scopes: &[Scope]| NewKey {
            name: name.to_owned(),
            scopes: scopes.iter().copied().collect(),
        };
        assert!(new("App", &[Scope::Cases]).parse().is_ok());
        let wrong = new(" ", &[]).parse().unwrap_err();
        let pointers: Vec<_> = wrong.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/scopes"]);
    }
}
