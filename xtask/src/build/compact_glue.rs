//! Shorter forms for what wasm-bindgen's glue says again and again: functions that it hands to the
//! Wasm, texts that it writes to memory, and the loader.
//!
//! Each form is looked for as this version of wasm-bindgen writes it. If one isn't found, the build
//! fails, and the form here has to follow.

use anyhow::{Context, Result, bail, ensure};

/// Beginning and end of the functions that the glue hands to the Wasm.
const IMPORTS: [&str; 2] = ["        __proto__: null,\n", "\n    };\n"];

/// Last line of such a function, and of one whose exceptions are caught.
const ENDS: [&str; 2] = ["        },\n", "        }, arguments); },\n"];

/// Functions that write a text, or nothing, to a place in memory. Memory may grow while the text is
/// copied into it, so the view comes after.
const PUT: &str = "
function putString(place, text) {
    putParts(place, passStringToWasm0(text));
}
function putMaybe(place, text) {
    putParts(place, isLikeNone(text) ? 0 : passStringToWasm0(text));
}
function putParts(place, start) {
    const view = getDataViewMemory0();
    view.setInt32((place >>> 0) + 4, WASM_VECTOR_LEN, true);
    view.setInt32(place >>> 0, start, true);
}
";

/// The function that hands an exception over to the Wasm, as wasm-bindgen begins it and as a
/// wrapper of functions.
const HANDLER: [&str; 2] = [
    "function handleError(f, args) {\n    try {\n        return f.apply(this, args);",
    "const catching = (f) => (...args) => {\n    try {\n        return f(...args);",
];

/// The loader: the part of the glue that it stands for, and itself, around the name of the function
/// that prepares the Wasm. A module without its type, as from a proxy, isn't compiled while it
/// arrives.
const LOADER: [&str; 2] =
    ["let wasmModule, wasmInstance, wasm;\n", "export { initSync, __wbg_init as default };\n"];
const SHORT_LOADER: [&str; 2] = [
    "let wasm;
export default async function load(address) {
    const response = await fetch(address), imports = __wbg_get_imports();
    if (!response.ok) throw Error(response.status);
    const { instance } = response.headers.get('Content-Type') === 'application/wasm'
        ? await WebAssembly.instantiateStreaming(response, imports)
        : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
    wasm = instance.exports;
    wasm.",
    "();
}
",
];

/// Returns the glue in its shorter forms. The default export takes the address of the Wasm alone.
///
/// # Errors
///
/// Names a form that isn't there.
pub(super) fn compact(glue: &str) -> Result<String> {
    ensure!(glue.contains(HANDLER[0]), "the glue catches exceptions in another way");
    let allocator = allocator(glue)?;
    let glue = with_short_loader(&with_short_imports(glue)?)?;
    let glue = with_short_texts(&glue.replace(HANDLER[0], HANDLER[1]), allocator)?;
    Ok(with_short_views(&glue) + PUT)
}

/// A function that the glue hands to the Wasm, by the order in which they compress best.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Import<'a> {
    catches: bool,
    parameters: &'a str,
    body: String,
    name: &'a str,
}

/// Writes the functions as arrows, with a wrapper for those whose exceptions are caught. Those that
/// are alike stand together, which compresses better.
fn with_short_imports(glue: &str) -> Result<String> {
    let (before, rest) = glue.split_once(IMPORTS[0]).context("the glue has no imports")?;
    let (members, after) = rest.split_once(IMPORTS[1]).context("the imports don't end")?;
    let members = format!("{members}\n");
    let is_code = |line: &&str| !line.trim().starts_with("//");
    let mut lines = members.split_inclusive('\n').filter(is_code);
    let mut imports = Vec::new();
    while let Some(line) = lines.next() {
        let (name, head) = line.trim().split_once(": function(").with_context(|| other(line))?;
        let caught = head.strip_prefix(") { return handleError(function (");
        let parameters = caught.unwrap_or(head).strip_suffix(") {").with_context(|| other(line))?;
        let end = ENDS[usize::from(caught.is_some())];
        let mut body = Vec::new();
        loop {
            match lines.next() {
                Some(line) if line == end => break,
                Some(line) if !line.starts_with("        }") => body.push(line),
                _ => bail!(other(line)),
            }
        }
        let body = with_short_results(&body);
        ensure!(!body.contains("this.") && !body.contains("arguments"), other(line));
        imports.push(Import { catches: caught.is_some(), parameters, body, name });
    }
    imports.sort();
    let written = imports.iter().map(|Import { catches, parameters, body, name }| {
        let [begin, end] = if *catches { ["catching(", ")"] } else { [""; 2] };
        format!("        {name}: {begin}({parameters}) => {{\n{body}        }}{end},\n")
    });
    let written = written.collect::<Vec<_>>().concat();
    Ok([before, IMPORTS[0], written.trim_end(), IMPORTS[1], after].concat())
}

fn other(line: &str) -> String {
    format!("the glue hands over a function in another way: {}", line.trim())
}

/// Writes texts to memory by a call instead of four lines.
fn with_short_results(lines: &[&str]) -> String {
    let mut short = String::new();
    let mut rest = lines;
    while let [line, others @ ..] = rest {
        if let Some(call) = rest.first_chunk().and_then(put) {
            short += &call;
            rest = rest.get(4..).unwrap_or_default();
        } else {
            short += line;
            rest = others;
        }
    }
    short
}

/// Returns the call that stands for four lines, if they write a text.
fn put([passed, length, first, second]: &[&str; 4]) -> Option<String> {
    let (_, value) = passed.split_once("passStringToWasm0(")?;
    let (value, _) = value.split_once(", wasm.")?;
    let is_length = length.ends_with(" = WASM_VECTOR_LEN;\n");
    let (place, _) =
        first.trim().strip_prefix("getDataViewMemory0().setInt32((")?.split_once(' ')?;
    let is_second = second.contains(&format!("setInt32(({place} >>> 0) + 4 * 0, ptr"));
    let function = if passed.contains("isLikeNone(") { "putMaybe" } else { "putString" };
    (is_length && is_second).then(|| format!("            {function}({place}, {value});\n"))
}

/// Returns the names of the functions that allocate and reallocate memory for a text.
fn allocator(glue: &str) -> Result<[&str; 2]> {
    let mut calls = glue.split("passStringToWasm0(").skip(1);
    let names = calls.find_map(|call| {
        let (_, names) = call.split_once(')')?.0.split_once(", wasm.")?;
        names.split_once(", wasm.")
    });
    Ok(names.context("the glue passes no text")?.into())
}

/// Takes the allocator's functions out of the calls: they are always the same.
fn with_short_texts(glue: &str, [malloc, realloc]: [&str; 2]) -> Result<String> {
    let head = "function passStringToWasm0(arg, malloc, realloc) {\n";
    let (before, rest) = glue.split_once(head).context("the glue passes texts in another way")?;
    let (body, after) = rest.split_once("\n}\n").context("a function doesn't end")?;
    let (_, body) = body.split_once("\n    }\n").context("the glue passes texts in another way")?;
    let body = body
        .replace(" malloc(", &format!(" wasm.{malloc}("))
        .replace(" realloc(", &format!(" wasm.{realloc}("));
    let glue = format!("{before}function passStringToWasm0(arg) {{\n{body}\n}}\n{after}");
    Ok(glue.replace(&format!(", wasm.{malloc}, wasm.{realloc})"), ")"))
}

/// Compares a view's buffer with that of the memory, which is another one after it has grown.
fn with_short_views(glue: &str) -> String {
    let mut short = String::with_capacity(glue.len());
    let mut lines = glue.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let view =
            line.strip_prefix("    if (cached").and_then(|rest| rest.split_once(" === null"));
        let memory = lines.peek().and_then(|next| next.split_once("(wasm."));
        let memory = memory.and_then(|(_, rest)| rest.split_once(".buffer)"));
        match (view, memory) {
            (Some((view, _)), Some((memory, _))) => {
                short.extend([
                    "    if (cached",
                    view,
                    "?.buffer !== wasm.",
                    memory,
                    ".buffer) {\n",
                ]);
            }
            _ => short += line,
        }
    }
    short
}

/// Replaces the loader, which takes modules, addresses and responses in all forms.
fn with_short_loader(glue: &str) -> Result<String> {
    let (before, rest) = glue.split_once(LOADER[0]).context("the glue begins in another way")?;
    let (loader, after) = rest.split_once(LOADER[1]).context("the glue ends in another way")?;
    let start = loader
        .lines()
        .find_map(|line| line.trim().strip_prefix("wasm.")?.strip_suffix("();"))
        .context("the glue doesn't start the Wasm")?;
    Ok([before, SHORT_LOADER[0], start, SHORT_LOADER[1], after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        b: function(arg0, arg1) {
            const ret = arg1.name;
            const ptr1 = passStringToWasm0(ret, wasm.M, wasm.R);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        c: function() { return handleError(function (arg0) {
            arg0.abort();
        }, arguments); },
        a: function(arg0, arg1) {
            const ret = arg1.label;
            var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.M, wasm.R);
            var len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
    };
    return { a: import0 };
}
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true) {
        cachedDataViewMemory0 = new DataView(wasm.m.buffer);
    }
    return cachedDataViewMemory0;
}
function handleError(f, args) {
    try {
        return f.apply(this, args);
    } catch (e) {
        wasm.E(e);
    }
}
function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        return malloc(1);
    }
    let ptr = malloc(len, 1);
    ptr = realloc(ptr, len);
}
let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance) {
    wasm = instance.exports;
    wasm.S();
    return wasm;
}
export { initSync, __wbg_init as default };
function isA() {}
";

    #[test]
    fn functions_are_arrows_in_the_order_of_their_forms() {
        let short = compact(GLUE).unwrap();
        let imports = "        __proto__: null,
        a: (arg0, arg1) => {
            const ret = arg1.label;
            putMaybe(arg0, ret);
        },
        b: (arg0, arg1) => {
            const ret = arg1.name;
            putString(arg0, ret);
        },
        c: catching((arg0) => {
            arg0.abort();
        }),
    };
";
        assert!(short.contains(imports), "{short}");
        assert!(short.contains("const catching = (f) => (...args) => {\n    try {"), "{short}");
    }

    #[test]
    fn texts_views_and_the_loader_are_short() {
        let short = compact(GLUE).unwrap();
        let passed = "function passStringToWasm0(arg) {
    let ptr = wasm.M(len, 1);
    ptr = wasm.R(ptr, len);
}
";
        assert!(short.contains(passed), "{short}");
        assert!(
            short.contains("if (cachedDataViewMemory0?.buffer !== wasm.m.buffer) {"),
            "{short}"
        );
        assert!(short.contains("wasm.S();\n}\nfunction isA() {}"), "{short}");
        assert!(!short.contains("initSync") && !short.contains("realloc"), "{short}");
    }

    #[test]
    fn a_form_that_is_not_known_fails_the_build() {
        for (known, other) in [
            ("b: function(", "b: async function("),
            ("}, arguments); },", "}, this); },"),
            ("arg0.abort();", "this.abort();"),
            ("f.apply(this, args)", "f(args)"),
            ("let wasmModule, wasmInstance, wasm;", "let wasm;"),
            ("    wasm.S();\n", ""),
        ] {
            let changed = GLUE.replace(known, other);
            assert_ne!(changed, GLUE, "{known}");
            assert!(compact(&changed).is_err(), "{known}");
        }
    }
}
