//! Name of a device in the list of sessions: browser and system, from the header `User-Agent`.

/// Browsers by the mark that names them, the more special mark first.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems by their mark.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Returns browser and system; an empty text if neither is known. Nothing else of the header is
/// kept: it would tell devices apart.
pub fn name(user_agent: &str) -> String {
    let known = |marks: &[(&str, &'static str)]| {
        marks.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts = [known(&BROWSERS), known(&SYSTEMS)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn browser_and_system_are_named_and_nothing_else_is() {
        let chrome = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/140.0 Mobile Safari/537.36";
        assert_eq!(name(chrome), "Chrome, Android");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/605";
        assert_eq!(name(safari), "Safari, iPhone");
        let chrome =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) CriOS/140.0 Safari/605";
        assert_eq!(name(chrome), "Chrome, iPhone");
        let chromebook = "Mozilla/5.0 (X11; CrOS x86_64 16181.0.0) Chrome/140.0 Safari/537.36";
        assert_eq!(name(chromebook), "Chrome, ChromeOS");
        assert_eq!(name("curl/8"), "");
    }
}
