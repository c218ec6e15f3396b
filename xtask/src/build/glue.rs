//! Changes to the glue that wasm-bindgen writes: what the widget never uses goes, and no type test
//! asks the page.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::{build::wasm_opt::FEATURES, process, tools};

/// Indentation of a function that the glue hands to the Wasm, and beginning of its last line.
const INDENT: &str = "        ";
const END: &str = "        }";

/// Test of an object's class. A page may have replaced the browser's classes, and a script that
/// tests by them then takes a real element for none. A prototype's tag can't be replaced by
/// declaring a class.
const IS: &str = "function isA(object, name) {
    for (let kind = object; kind; kind = Object.getPrototypeOf(kind))
        if (Object.getOwnPropertyDescriptor(kind, Symbol.toStringTag)?.value === name) return true;
    return false;
}
";

/// Function that describes an object in a panic's message.
const DESCRIBE: &str = "function debugString(val) {\n";

/// Removes parts that no visitor needs: warnings about how the glue is called, descriptions for
/// panic messages, a fallback for browsers before 2021, and the finalization of the widget's one
/// object, which lives as long as its form.
pub(super) fn without_spare_parts(glue: &str) -> String {
    let is_spare = |line: &&str| {
        line.trim_start().starts_with("console.warn(")
            || line.contains("Finalization.")
            || line.starts_with("if (Symbol.dispose)")
    };
    let glue: String = glue.split_inclusive('\n').filter(|line| !is_spare(line)).collect();
    let glue = cut(&glue, "if (!('encodeInto' in ", "\n}\n", "");
    // Every browser with WebAssembly's reference types has it.
    let glue = glue.replace(
        "(typeof FinalizationRegistry === 'undefined')\n    ? { register: () => {}, unregister: () => {} }\n    : ",
        "",
    );
    // The module comes by CORS or from the same origin: never as a response without a type.
    let glue = cut(&glue, "    function expectedResponseType(type) {\n", "\n    }\n", "")
        .replace("expectedResponseType(module.type)", "true");
    // It begins a new decoder after two gigabytes.
    let glue = cut(&glue, "    numBytesDecoded += ", "\n    }\n", "");
    cut(&glue, DESCRIBE, "\n}\n", &format!("{DESCRIBE}return String(val);\n}}\n"))
}

/// Replaces the first piece of a text that has this beginning and end.
fn cut(text: &str, beginning: &str, end: &str, replacement: &str) -> String {
    let piece = text
        .split_once(beginning)
        .and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    piece.map_or_else(|| text.to_owned(), |(before, after)| format!("{before}{replacement}{after}"))
}

/// Method of the widget's one object that frees it.
const FREE: &str = "    free() {\n        const ptr = this.__destroy_into_raw();\n        wasm.__wbg_attached_free(";

/// Classes that a dependency of Leptos's server functions exports, which the widget doesn't have.
const FOREIGN: [&str; 3] =
    ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// Removes the classes that the widget never makes, and the method that frees its one object:
/// `detach` does.
fn without_foreign_classes(glue: &str) -> String {
    let mut glue = cut(glue, "const AttachedFinalization =", ";\n", "");
    glue = cut(&glue, FREE, "\n    }\n", "");
    for class in FOREIGN {
        glue = cut(&glue, &format!("export class {class} {{\n"), "\n}\n", "");
        glue = cut(&glue, &format!("if (Symbol.dispose) {class}.prototype"), ";\n", "");
        glue = cut(&glue, &format!("const {class}Finalization ="), ";\n", "");
    }
    glue
}

/// Removes what dependencies export and the program `name` in a folder never calls: what is left is
/// `rooted.wasm` there. Exports are roots: nothing that they reach would be removed otherwise.
/// `others` are members of `wasm` that another script takes.
pub(super) fn drop_unused_exports(folder: &Path, name: &str, others: &str) -> Result<()> {
    let glue = folder.join(format!("{name}.js"));
    let text = without_foreign_classes(&fs::read_to_string(&glue)?);
    fs::write(&glue, &text)?;
    let graph = folder.join("exports.json");
    fs::write(&graph, export_graph(&format!("{text}{others}")))?;
    process::output(
        tools::command("wasm-metadce")
            .args(FEATURES)
            // The names order the functions, before they go.
            .arg("--debuginfo")
            .arg("--graph-file")
            .arg(graph)
            .arg(folder.join(format!("{name}_bg.wasm")))
            .arg("-o")
            .arg(folder.join("rooted.wasm")),
    )?;
    Ok(())
}

/// Returns the graph from which wasm-metadce takes what must stay: the exports that the glue names.
fn export_graph(glue: &str) -> String {
    let names = glue.split("wasm.").skip(1).map(|rest| {
        rest.split(|letter: char| !is_of_a_path(letter) || letter == '.').next().unwrap_or_default()
    });
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    let roots = json!({ "name": "glue", "root": true, "reaches": names });
    let exports = names.iter().map(|name| json!({ "name": name, "export": name }));
    [roots].into_iter().chain(exports).collect::<Value>().to_string()
}

/// Removes the functions of the glue whose names `is_used` refuses.
pub(super) fn without_unused(glue: &str, is_used: impl Fn(&str) -> bool) -> String {
    let mut lines = glue.split_inclusive('\n');
    let mut shortened = String::with_capacity(glue.len());
    while let Some(line) = lines.next() {
        let name = line
            .strip_prefix(INDENT)
            .and_then(|line| line.split_once(": function("))
            .map(|(name, _)| name)
            .filter(|name| name.starts_with("__wb"));
        if name.is_none_or(&is_used) {
            shortened += line;
        } else {
            lines.by_ref().find(|line| line.starts_with(END));
        }
    }
    shortened
}

/// Replaces the type tests by class with tests by tag.
///
/// # Errors
///
/// If the glue parses HTML, which a page's Trusted Types refuse: an element of a view whose
/// attributes are all literals does.
pub(super) fn with_tests_by_tag(glue: &str) -> Result<String> {
    ensure!(
        !glue.contains("innerHTML"),
        "the widget parses HTML: give each nested element of a view an attribute that isn't literal"
    );
    let mut parts = glue.split(" instanceof ");
    let mut tested = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| !is_of_a_path(letter)).unwrap_or(part.len());
        let (class, after) = part.split_at(end);
        let start = tested.rfind(|letter: char| !is_of_a_path(letter)).map_or(0, |end| end + 1);
        let object = tested.split_off(start);
        // The language's own classes have no tags.
        let is_own = class == "Error" || class.contains('.');
        if is_own {
            tested.extend([&object, " instanceof ", class]);
        } else {
            tested.extend(["isA(", &object, ", \"", class, "\")"]);
        }
        tested += after;
    }
    Ok(format!("{tested}{IS}"))
}

fn is_of_a_path(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "const import0 = {
        __proto__: null,
        __wbg_used_1: function(arg0) {
            result = arg0 instanceof Window;
        },
        __wbg_unused_2: function() { return handleError(function (arg0) {
            arg0.abort();
        }, arguments); },
        __wbindgen_init_externref_table: function() {
            wasm.grow(4);
        },
};
";

    #[test]
    fn only_the_functions_that_are_imported_are_left() {
        let pruned = without_unused(GLUE, |name| name == "__wbg_used_1");
        assert!(pruned.contains("arg0 instanceof Window"), "{pruned}");
        assert!(!pruned.contains("abort") && !pruned.contains("grow"), "{pruned}");
        assert!(
            pruned.starts_with("const import0 = {\n        __proto__") && pruned.ends_with("};\n")
        );
        assert_eq!(without_unused(GLUE, |_| true), GLUE);
    }

    #[test]
    fn no_test_asks_for_a_class_of_the_page() {
        let glue = "x = arg0 instanceof Window; typeof Response && module instanceof Response; \
                    val instanceof Error; instance instanceof WebAssembly.Instance";
        let tested = with_tests_by_tag(glue).unwrap();
        assert!(tested.starts_with("x = isA(arg0, \"Window\");"), "{tested}");
        assert!(tested.contains("isA(module, \"Response\")"), "{tested}");
        assert!(tested.contains("val instanceof Error"), "{tested}");
        assert!(tested.contains("instance instanceof WebAssembly.Instance"), "{tested}");
    }

    #[test]
    fn a_class_that_is_never_made_goes_with_its_exports() {
        let glue = "export class IntoUnderlyingSink {
    close() {
        wasm.intounderlyingsink_close(this.__wbg_ptr);
    }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;
const IntoUnderlyingSinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_intounderlyingsink_free(ptr, 1));
wasm.attach(root);
wasm.memory.buffer;
";
        let own = without_foreign_classes(glue);
        assert_eq!(own.trim(), "wasm.attach(root);\nwasm.memory.buffer;");
        let graph: Value = serde_json::from_str(&export_graph(&own)).unwrap();
        assert_eq!(graph[0]["reaches"], json!(["attach", "memory"]));
        assert_eq!(graph[2], json!({ "name": "memory", "export": "memory" }));
    }

    #[test]
    fn spare_parts_go() {
        let glue = "a();
  console.warn('old');
        AttachedFinalization.register(obj);
if (Symbol.dispose) Attached.prototype[Symbol.dispose] = Attached.prototype.free;
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX) {
        decoder = new TextDecoder();
    }
    return decoder.decode(bytes);
}
    const validResponse = expectedResponseType(module.type);
    function expectedResponseType(type) {
        switch (type) {
        }
    }
if (!('encodeInto' in encoder)) {
    encoder.encodeInto = function () {
    };
}
function debugString(val) {
    switch (typeof val) {
    }
}
b();
";
        let short = without_spare_parts(glue);
        let decode = "function decodeText(bytes) {\n    return decoder.decode(bytes);\n}\n";
        assert_eq!(
            short.replace(decode, "").replace("    const validResponse = true;\n", ""),
            "a();\nfunction debugString(val) {\nreturn String(val);\n}\nb();\n"
        );
        assert_eq!(without_spare_parts("a();"), "a();");
    }

    #[test]
    fn glue_that_parses_html_is_refused() {
        assert!(with_tests_by_tag("element.innerHTML = html").is_err());
    }
}
