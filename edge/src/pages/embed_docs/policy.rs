//! What a page has to allow for the box to work in it, and nothing more.

/// The sources that the form in a page needs, one by one: the loader and the widget, its Wasm, what it asks and sends, recordings to listen to, and
/// the work that it does beside the page when the edge is flooded.
pub(super) fn sources(edge: &str) -> [String; 5] {
    [
        format!("script-src {edge}"),
        "script-src 'wasm-unsafe-eval'".to_owned(),
        format!("connect-src {edge}"),
        "media-src blob:".to_owned(),
        "worker-src blob:".to_owned(),
    ]
}

/// The same as the lines of a Content-Security-Policy.
pub(super) fn lines(edge: &str) -> String {
    format!(
        "script-src {edge} 'wasm-unsafe-eval';\nconnect-src {edge};\nmedia-src blob:;\nworker-src blob:;"
    )
}

/// The header that lets the page, and our frame in it, use microphone and camera.
pub(super) fn permissions(edge: &str) -> String {
    format!("Permissions-Policy: microphone=(self \"{edge}\"),\n  camera=(self \"{edge}\")")
}
