//! Short names for the imports and exports of Wasm, in the Wasm and in its glue.
//!
//! The long names carry hashes, which don't compress.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The module name that wasm-opt gives to all imports, with those that wasm-bindgen hands over.
const MODULE: &str = "a: import0";

/// The script from which a Wasm that was split imports the loaders of its parts.
const LOADER: &str = "./__wasm_split.js";

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

    /// The glue of the program `name` with the same short names.
    pub(super) fn applied_to(&self, glue: &str, name: &str) -> Result<String> {
        let module = format!("\"./{name}_bg.js\": import0");
        ensure!(
            glue.contains(&module),
            "the glue of wasm-bindgen hands over its functions in another way than it did"
        );
        let glue = glue.replace(&module, MODULE);
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

    /// The glue, with its short names, of a Wasm that was split: the loaders of its parts are
    /// imported like everything else.
    pub(super) fn with_loaders(&self, glue: &str) -> String {
        let loaders = self.imports.iter().filter(|(module, _, _)| module == LOADER);
        let loaders: Vec<String> =
            loaders.map(|(_, long, short)| format!("{short}: import1.{long}")).collect();
        // One line for each loader, all with the same exports.
        let linked = format!("\"{LOADER}\": import");
        let lines = glue.split_inclusive('\n').filter(|line| !line.trim().starts_with(&linked));
        let all = format!("a: {{ ...import0, {} }}", loaders.join(", "));
        lines.collect::<String>().replace(MODULE, &all)
    }

    /// The script of the loaders, which takes the same exports by their short names.
    pub(super) fn applied_to_loaders(&self, script: &str) -> Result<String> {
        let names = shared(script)?;
        let exports: HashMap<&str, &str> =
            self.exports.iter().map(|(long, short)| (long.as_str(), short.as_str())).collect();
        let short: Vec<String> = names
            .split(", ")
            .filter(|name| !name.trim().is_empty())
            .map(|name| match exports.get(name) {
                Some(short) => format!("{short}: {name}"),
                None => name.to_owned(),
            })
            .collect();
        Ok(script.replacen(names, &short.join(", "), 1))
    }
}

/// Returns the list of the exports that the script of the loaders takes.
pub(super) fn shared(script: &str) -> Result<&str> {
    let names = script
        .split_once(" } = initSync(")
        .and_then(|(before, _)| Some(before.rsplit_once("const { ")?.1));
    names.context("wasm-split shares the exports in another way than it did")
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
        let short = Short::parse(REPORT).unwrap().applied_to(glue, "widget").unwrap();
        let expected = r"const import0 = { $a: function(memory) { return wasm.b + attach(wasm.c(memory)); } };
            return { a: import0 };";
        assert_eq!(short, expected);
    }

    #[test]
    fn another_kind_of_glue_is_refused() {
        let short = Short::parse(REPORT).unwrap();
        assert!(short.applied_to("const imports = {};", "widget").is_err());
        assert!(short.applied_to_loaders("const exports = initSync();").is_err());
    }

    #[test]
    fn loaders_are_imported_and_exports_shared_by_their_short_names() {
        let report = r#"{"imports":[["./__wasm_split.js","load_case","d"]],"exports":[["memory","b"],["table","c"]]}"#;
        let short = Short::parse(report).unwrap();
        let glue = "    return {
        \"./console_bg.js\": import0,
        \"./__wasm_split.js\": import1,
        \"./__wasm_split.js\": import2,
    };";
        let glue = short.applied_to(glue, "console").unwrap();
        assert_eq!(
            short.with_loaders(&glue),
            "    return {\n        a: { ...import0, d: import1.load_case },\n    };"
        );
        let script = "const { memory, table,  } = initSync(undefined); use({ memory, table });";
        assert_eq!(
            short.applied_to_loaders(script).unwrap(),
            "const { b: memory, c: table } = initSync(undefined); use({ memory, table });"
        );
    }
}
