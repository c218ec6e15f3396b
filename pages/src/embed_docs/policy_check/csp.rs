//! Reading of a `Content-Security-Policy` (CSP Level 3): directives, fallbacks, source lists.

use super::source::{self, Place};

/// Name of the header, in lower case.
const HEADER: &str = "content-security-policy";

/// Directives that tell a policy from other text, besides those that end with `-src`.
const OTHERS: [&str; 8] = [
    "base-uri",
    "form-action",
    "frame-ancestors",
    "report-to",
    "report-uri",
    "require-trusted-types-for",
    "sandbox",
    "upgrade-insecure-requests",
];

/// Schemes that a list of sources may hold.
const SCHEMES: [&str; 8] =
    ["https:", "http:", "wss:", "ws:", "data:", "blob:", "filesystem:", "mediastream:"];

/// One policy.
pub(super) struct Policy<'a>(Vec<Directive<'a>>);

/// Directive with its list of sources.
pub(super) struct Directive<'a> {
    /// In lower case.
    pub(super) name: String,
    pub(super) sources: Vec<&'a str>,
}

/// Returns the policies in a pasted text. All of them apply. A header's name, an HTML tag and a
/// server's configuration around a policy are left out.
pub(super) fn parse(pasted: &str) -> Vec<Policy<'_>> {
    values(pasted).into_iter().flat_map(|value| value.split(',')).filter_map(Policy::of).collect()
}

/// Returns the values of the headers in a text, or the text itself if it names none.
fn values(pasted: &str) -> Vec<&str> {
    let lower = pasted.to_ascii_lowercase();
    let starts: Vec<usize> = lower.match_indices(HEADER).map(|(start, _)| start).collect();
    if starts.is_empty() {
        return vec![quoted(pasted)];
    }
    let ends = starts.iter().skip(1).copied().chain([pasted.len()]);
    let values = starts.iter().zip(ends).map(|(start, end)| {
        let after = &pasted[start + HEADER.len()..end];
        let is_report = lower[start + HEADER.len()..].starts_with("-report-only");
        let after = if is_report { &after["-report-only".len()..] } else { after };
        let content = after.to_ascii_lowercase().find("content=\"");
        quoted(content.map_or(after, |place| &after[place + "content=".len()..]))
    });
    values.collect()
}

/// Returns the text between double quotes if it begins with one, or the text without the colon of
/// a header and without the headers after it.
fn quoted(text: &str) -> &str {
    let text = text.trim().trim_start_matches([':', '=']).trim_start();
    match text.strip_prefix('"') {
        Some(inner) => inner.split('"').next().unwrap_or_default(),
        None => first_header(text),
    }
}

/// Returns the text before a line that begins with the name of another header. A line of sources
/// may begin with a scheme.
fn first_header(text: &str) -> &str {
    let is_header = |line: &str| {
        let first = line.split_ascii_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        first.ends_with(':') && !SCHEMES.contains(&first.as_str())
    };
    let mut breaks = text.match_indices('\n').map(|(place, _)| place);
    let end = breaks.find(|place| is_header(&text[*place..]));
    &text[..end.unwrap_or(text.len())]
}

impl<'a> Policy<'a> {
    /// Returns the policy, or `None` for a text without a directive.
    fn of(serialized: &'a str) -> Option<Self> {
        let mut directives = Vec::<Directive<'_>>::new();
        for text in serialized.split(';') {
            let mut tokens = text.split_ascii_whitespace();
            let Some(name) = tokens.next().map(str::to_ascii_lowercase) else { continue };
            // Of a directive that occurs twice, browsers ignore the second.
            if directives.iter().all(|earlier| earlier.name != name) {
                directives.push(Directive { name, sources: tokens.collect() });
            }
        }
        let is_known = |name: &str| name.contains("-src") || OTHERS.contains(&name);
        directives.iter().any(|directive| is_known(&directive.name)).then_some(Self(directives))
    }

    /// Returns the first of these directives that the policy has.
    pub(super) fn first(&self, names: &[&str]) -> Option<&Directive<'a>> {
        names.iter().find_map(|name| self.0.iter().find(|directive| directive.name == *name))
    }
}

impl Directive<'_> {
    /// Returns whether a keyword such as `'unsafe-eval'` is there.
    pub(super) fn has(&self, keyword: &str) -> bool {
        self.sources.iter().any(|source| source.eq_ignore_ascii_case(keyword))
    }

    /// Returns whether a source begins so, as nonces and hashes do.
    pub(super) fn has_some(&self, start: &str) -> bool {
        let begins = |source: &&str| {
            source.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
        };
        self.sources.iter().any(begins)
    }

    /// Returns whether the sources allow a place.
    pub(super) fn allows(&self, place: &Place<'_>) -> bool {
        self.sources.iter().any(|expression| source::allows(expression, place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(pasted: &str) -> Vec<Vec<String>> {
        let names = |policy: Policy<'_>| policy.0.into_iter().map(|one| one.name).collect();
        parse(pasted).into_iter().map(names).collect()
    }

    #[test]
    fn a_policy_is_found_in_what_people_paste() {
        for pasted in [
            "default-src 'self'; img-src *",
            " Default-Src 'self';\n\n  IMG-SRC *;; ",
            "\"default-src 'self'; img-src *\"",
            "Content-Security-Policy: default-src 'self'; img-src *",
            "content-security-policy-report-only: default-src 'self'; img-src *",
            "add_header Content-Security-Policy \"default-src 'self'; img-src *\" always;",
            "Header set Content-Security-Policy \"default-src 'self'; img-src *\"",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; img-src *\">",
        ] {
            assert_eq!(names(pasted), [["default-src", "img-src"]], "{pasted}");
        }
    }

    #[test]
    fn several_policies_are_told_apart() {
        let two = [vec!["default-src"], vec!["img-src", "sandbox"]];
        assert_eq!(names("default-src 'self', img-src *; sandbox"), two);
        let headers = "Content-Security-Policy: default-src 'self'\n\
                       Content-Security-Policy: img-src *; sandbox";
        assert_eq!(names(headers), two);
    }

    #[test]
    fn headers_beside_the_policy_are_left_out() {
        let answer = "HTTP/2 200\ndate: Sun, 29 Nov 2026\n\
                      content-security-policy: img-src *; script-src 'self'\n  https: data:\n\
                      access-control-allow-origin: *";
        assert_eq!(names(answer), [["img-src", "script-src"]]);
        assert_eq!(parse(answer)[0].0[1].sources, ["'self'", "https:", "data:"]);
    }

    #[test]
    fn other_text_is_no_policy() {
        for pasted in ["", " ; ", "hello", "https://rta.ae", "Content-Security-Policy:"] {
            assert!(parse(pasted).is_empty(), "{pasted}");
        }
    }

    #[test]
    fn the_first_of_two_equal_directives_counts() {
        let policies = parse("script-src a; SCRIPT-SRC b");
        let directive = policies[0].first(&["script-src-elem", "script-src"]).unwrap();
        assert_eq!(directive.sources, ["a"]);
        assert!(policies[0].first(&["default-src"]).is_none());
    }

    #[test]
    fn keywords_and_beginnings_are_found_in_any_case() {
        let policies = parse("script-src 'Unsafe-Eval' 'NONCE-ab' é");
        let directive = policies[0].first(&["script-src"]).unwrap();
        assert!(directive.has("'unsafe-eval'") && !directive.has("'unsafe'"));
        assert!(directive.has_some("'nonce-") && !directive.has_some("'sha"));
    }
}
