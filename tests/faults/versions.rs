//! Versions of the loader and the widget's files over deployments: a page that names one goes on
//! finding it when a later deployment has replaced the static files.

use std::{fs, path::Path};

use reqwest::{Method, Response, StatusCode, header};
use tests::{assertions::header_of, client::Visitor, workerd::Workerd};

/// Files that an earlier deployment had: path, content, media type.
const EARLIER: [(&str, &str, &str); 5] = [
    ("embed/v/00112233aabbccdd/embed.js", "/* loader */", "text/javascript"),
    ("embed/v/00112233aabbccdd/frame.js", "/* frame */", "text/javascript"),
    ("w/ddccbbaa33221100/widget.js", "/* widget */", "text/javascript"),
    ("w/ddccbbaa33221100/widget_bg.wasm", "\0asm", "application/wasm"),
    ("w/ddccbbaa33221100/en.json", "[]", "application/json"),
];

fn deployment(folder: &Path) {
    let others = [("embed.js", "/* moves on */", ""), ("console.css", "p {}", "")];
    for (path, content, _) in EARLIER.into_iter().chain(others) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// Asserts that any page may load a file and keep it for ever.
fn is_for_ever(response: &Response, path: &str) {
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    for (name, value) in [
        (header::CACHE_CONTROL.as_str(), "public, max-age=31536000, immutable"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN.as_str(), "*"),
        (header::X_CONTENT_TYPE_OPTIONS.as_str(), "nosniff"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("timing-allow-origin", "*"),
    ] {
        let found = response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(found, Some(value), "{path}: {name}");
    }
}

/// Returns the path of the present version of the loader.
async fn present(visitor: &Visitor) -> String {
    let manifest = visitor.get("/engines.txt").await.text().await.unwrap();
    manifest.lines().find(|path| path.starts_with("/embed/v/")).unwrap().to_owned()
}

#[tokio::test]
async fn a_version_that_a_page_names_is_there_after_later_deployments() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let unknown = visitor.get(&format!("/{}", EARLIER[0].0)).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND, "it wasn't deployed here yet");
    let earlier = tempfile::tempdir().unwrap();
    deployment(earlier.path());
    edge.kill();
    let (is_kept, output) = edge.operate(&["keep", earlier.path().to_str().unwrap()]);
    assert!(is_kept, "{output}");
    edge.resume().await;
    for (path, content, media_type) in EARLIER {
        let path = format!("/{path}");
        let response = visitor.get(&path).await;
        is_for_ever(&response, &path);
        assert!(header_of(&response, header::CONTENT_TYPE).starts_with(media_type), "{path}");
        assert_eq!(response.text().await.unwrap(), content, "{path}");
        let head = visitor.request(Method::HEAD, &path).send().await.unwrap();
        is_for_ever(&head, &path);
    }
    let never = "/embed/v/00112233aabbccdd/console.css";
    assert_eq!(visitor.get(never).await.status(), StatusCode::NOT_FOUND);
    // The present version, from the static files: the loader, and the frame that it names.
    let loader = present(&visitor).await;
    let response = visitor.get(&loader).await;
    is_for_ever(&response, &loader);
    let script = response.text().await.unwrap();
    let frame = loader.replace("embed.js", "frame.js");
    assert!(script.contains(&frame), "{script}");
    is_for_ever(&visitor.get(&frame).await, &frame);
    let moving = visitor.get("/embed.js").await.text().await.unwrap();
    assert_eq!(script.replace(&frame, "/frame.js"), moving, "the same loader");
}
