//! Short names for the imports and exports of Wasm, in the Wasm and in its glue.
//!
//! The long names carry hashes, which don't compress.

use std::collections::HashMap;

use anyhow::{Result, ensure};
use serde::Deserialize;

/// The module name of wasm-bindgen's imports, and the one that wasm-opt gives it.
const MODULE: (&str, &str) = ("\"./widget_bg.js\": import0", "a: import0");

/// The shortened names, as wasm-opt reports them.
#[derive(Deserialize)]
pub(super) struct Short {
    imports: Vec<(String, String, String)>,
    exports: Vec<(String, String)>,
}

impl Short {
    pub(super) fn parse(report: &str) -> Result<Self> {
        Ok(serde_json::from_str(report)?)
    }

    /// Returns whether the Wasm imports a function of this long name.
    pub(super) fn imports(&self, name: &str) -> bool {
        self.imports.iter().any(|(_, long, _)| long == name)
    }

    /// The glue with the same short names.
    pub(super) fn applied_to(&self, glue: &str) -> Result<String> {
        ensure!(
            glue.contains(MODULE.0),
            "the glue of wasm-bindgen hands over its functions in another way than it did"
        );
        let glue = glue.replace(MODULE.0, MODULE.1);
        let imports: HashMap<&str, &str> =
            self.imports.iter().map(|(_, long, short)| (long.as_str(), short.as_str())).collect();
        let exports: HashMap<&str, &str> =
            self.exports.iter().map(|(long, short)| (long.as_str(), short.as_str())).collect();
        let mut short = String::with_capacity(glue.len());
        for word in glue.split_inclusive(|letter: char| !is_of_a_name(letter)) {
            let (name, end) = word
                .split_at(word.find(|letter: char| !is_of_a_name(letter)).unwrap_or(word.len()));
            // Exports are members of `wasm`; imports have names that nothing else has.
            let known =
                if short.ends_with("wasm.") { exports.get(name) } else { imports.get(name) };
            short.push_str(known.unwrap_or(&name));
            short.push_str(end);
        }
        Ok(short)
    }
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{"imports":[["./widget_bg.js","__wbg_get_1f","$a"]],"exports":[["memory","b"],["attach","c"]]}"#;

    #[test]
    fn both_sides_get_the_same_names() {
        let glue = r#"const import0 = { __wbg_get_1f: function(memory) { return wasm.memory + attach(wasm.attach(memory)); } };
            return { "./widget_bg.js": import0 };"#;
        let short = Short::parse(REPORT).unwrap().applied_to(glue).unwrap();
        let expected = r"const import0 = { $a: function(memory) { return wasm.b + attach(wasm.c(memory)); } };
            return { a: import0 };";
        assert_eq!(short, expected);
    }

    #[test]
    fn another_kind_of_glue_is_refused() {
        assert!(Short::parse(REPORT).unwrap().applied_to("const imports = {};").is_err());
    }
}
