//! Options of wasm-opt.

/// Named one by one: with `--all-features` wasm-opt writes encodings that browsers refuse.
pub(super) const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
];

/// Rebuilding the blocks from a flat list makes them smaller than the compiler's. Cleaning up after
/// that takes two rounds. The lowest bytes of memory are the end of Rust's stack, where no data is.
/// In the order of their names, functions of one generic stand together, which compresses better:
/// the widget's download is 1 KB smaller.
pub(super) const SMALLER: &[&str] = &[
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions-by-name",
];
