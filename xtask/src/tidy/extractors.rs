//! The rule that handlers name parts of a request by the types of `edge/src/request`: these answer
//! with the project's problems, and a handler's needs can be read from its signature.
//!
//! The rule looks for `HeaderMap`, and for axum's own extractors, which refuse in the framework's
//! words.

use crate::tidy::{
    Source,
    rust_text::{RustText, is_of_a_name},
};

/// Folders of handlers.
const HANDLERS: [&str; 2] = ["edge/src/http/", "edge/src/pages/"];

/// Extractors of `axum::extract` that have a counterpart in `edge/src/request`.
const REPLACED: [&str; 5] = ["Form", "Multipart", "Path", "Query", "RawForm"];

pub(super) fn check(source: &Source) -> Option<String> {
    if !source.is_rust() || !HANDLERS.iter().any(|folder| source.path.starts_with(folder)) {
        return None;
    }
    raw_part(&RustText::parse(&source.text).code).map(|name| {
        format!(
            "{}: a handler takes {name}; name what it needs by a type of edge/src/request, which \
             answers in our own words",
            source.path
        )
    })
}

fn raw_part(code: &str) -> Option<&str> {
    let mut words = code.split(|letter| !is_of_a_name(letter));
    words.find(|word| *word == "HeaderMap").or_else(|| {
        let imports = code.split("extract::").skip(1).map(imported);
        imports.flatten().find(|name| REPLACED.contains(name))
    })
}

/// Returns the names at the beginning of what follows `extract::`: one, or a list in braces.
fn imported(rest: &str) -> impl Iterator<Item = &str> {
    let list = rest.strip_prefix('{').and_then(|list| list.split('}').next());
    let one = rest.split(|letter| !is_of_a_name(letter)).next().unwrap_or_default();
    list.unwrap_or(one).split(',').map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handler_takes_no_raw_part_of_a_request() {
        for code in [
            "use http::{HeaderMap, StatusCode};",
            "fn show(headers: &http::HeaderMap) {}",
            "use axum::extract::Path;",
            "use axum::{Extension, extract::{\n    RawQuery, Query,\n}};",
            "fn show(form: axum::extract::Form<A>) {}",
        ] {
            let in_file = |path| check(&Source::new(path, code)).is_some();
            assert!(
                in_file("edge/src/http/public/a.rs") && in_file("edge/src/pages/a.rs"),
                "{code}"
            );
            assert!(!in_file("edge/src/request/a.rs") && !in_file("tests/src/a.rs"), "{code}");
        }
    }

    #[test]
    fn other_names_pass() {
        for code in [
            "use axum::extract::{FromRequestParts, RawQuery};",
            "use crate::request::{path::Path, query::Query};",
            "// HeaderMap\nfn header_map() {}",
        ] {
            assert!(check(&Source::new("edge/src/pages/a.rs", code)).is_none(), "{code}");
        }
    }
}
