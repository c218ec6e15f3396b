//! Check of a website's `Content-Security-Policy`: what works under it, and what is missing.

mod csp;
mod section;
mod source;

pub(super) use section::PolicyCheck;

use csp::{Directive, Policy};
use source::Place;

/// Fallbacks of each directive, itself first.
const SCRIPT: [&str; 3] = ["script-src-elem", "script-src", "default-src"];
const EVAL: [&str; 2] = ["script-src", "default-src"];
const CONNECT: [&str; 2] = ["connect-src", "default-src"];
const MEDIA: [&str; 2] = ["media-src", "default-src"];
const WORKER: [&str; 4] = ["worker-src", "child-src", "script-src", "default-src"];
const FRAME: [&str; 3] = ["frame-src", "child-src", "default-src"];

const STRICT_DYNAMIC: &str = "'strict-dynamic'";
const NONCE: &str = "'nonce-";

/// Extent to which the box works under a set of policies, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Works {
    /// Everything.
    Box,
    /// The form in the page; recordings can't be heard beforehand, or no worker computes a proof.
    Most,
    /// The form in a frame.
    Frame,
    /// A link to the form's own page.
    Link,
    /// Nothing: the loader itself is refused.
    Nothing,
}

/// Permission of the loader and of the scripts that it imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scripts {
    /// By the policy's list of places.
    Listed,
    /// By a nonce on the tag, with what it imports.
    Nonce,
    /// From a script that the policy trusts by its hash, with what it imports.
    Trusted,
    /// By a nonce on the tag, which imports nothing in some browsers.
    NonceAlone,
    /// Refused.
    Refused,
}

/// Report about a set of policies that all apply.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) works: Works,
    pub(super) scripts: Scripts,
    /// Lines to have for the box instead of the policy's own; empty if nothing is missing.
    pub(super) for_box: String,
    /// Lines to have for the form in a frame alone.
    pub(super) for_frame: String,
    /// Several policies apply. A line such as `# 2` comes before the lines of the second.
    pub(super) is_several: bool,
}

/// Findings about one policy.
struct Findings {
    scripts: Scripts,
    /// Permission of Wasm and requests.
    has_form: bool,
    /// Permission of recordings and workers besides.
    has_all: bool,
    /// Permission of the form's frame.
    has_frame: bool,
}

/// Reads pasted policies for the edge's origin. Returns `None` for a text that holds none.
pub(super) fn read(pasted: &str, edge: &str) -> Option<Report> {
    let policies = csp::parse(pasted);
    if policies.is_empty() {
        return None;
    }
    let found: Vec<Findings> = policies.iter().map(|policy| findings(policy, edge)).collect();
    let scripts = found.iter().map(|one| one.scripts).max().unwrap_or(Scripts::Refused);
    let all = |holds: fn(&Findings) -> bool| found.iter().all(holds);
    let works = if scripts == Scripts::Refused {
        Works::Nothing
    } else if scripts != Scripts::NonceAlone && all(|one| one.has_form) {
        if all(|one| one.has_all) { Works::Box } else { Works::Most }
    } else if all(|one| one.has_frame) {
        Works::Frame
    } else {
        Works::Link
    };
    let is_several = policies.len() > 1;
    let lines = |missing: fn(&Policy<'_>, &str) -> String| {
        let texts = policies.iter().enumerate().filter_map(|(index, policy)| {
            let text = missing(policy, edge);
            let heading = if is_several { format!("# {}\n", index + 1) } else { String::new() };
            (!text.is_empty()).then(|| heading + &text)
        });
        texts.collect::<Vec<_>>().join("\n\n")
    };
    let (for_box, for_frame) = (lines(for_box), lines(for_frame));
    Some(Report { works, scripts, for_box, for_frame, is_several })
}

fn findings(policy: &Policy<'_>, edge: &str) -> Findings {
    let has_form = allows_wasm(policy) && allows(policy, &CONNECT, &everywhere(edge));
    Findings {
        scripts: scripts(policy, edge),
        has_form,
        has_all: has_form && allows(policy, &MEDIA, &Place::Blob) && allows_worker(policy),
        has_frame: allows(policy, &FRAME, &framed(edge)),
    }
}

const fn everywhere(edge: &str) -> Place<'_> {
    Place::Web { origin: edge, path: "/" }
}

const fn framed(edge: &str) -> Place<'_> {
    Place::Web { origin: edge, path: "/embed/" }
}

fn allows(policy: &Policy<'_>, names: &[&str], place: &Place<'_>) -> bool {
    policy.first(names).is_none_or(|directive| directive.allows(place))
}

fn allows_wasm(policy: &Policy<'_>) -> bool {
    let allows = |directive: &Directive<'_>| {
        directive.has("'wasm-unsafe-eval'") || directive.has("'unsafe-eval'")
    };
    policy.first(&EVAL).is_none_or(allows)
}

/// Returns whether a worker from a `blob:` address may start. Where the scripts' directive decides,
/// `'strict-dynamic'` trusts what a trusted script starts.
fn allows_worker(policy: &Policy<'_>) -> bool {
    policy.first(&WORKER).is_none_or(|directive| {
        let is_trusted = directive.name == "script-src" && directive.has(STRICT_DYNAMIC);
        is_trusted || directive.allows(&Place::Blob)
    })
}

fn scripts(policy: &Policy<'_>, edge: &str) -> Scripts {
    let Some(directive) = policy.first(&SCRIPT) else { return Scripts::Listed };
    let has_nonce = directive.has_some(NONCE);
    if directive.has(STRICT_DYNAMIC) {
        // Then browsers ignore the list of places.
        return if has_nonce {
            Scripts::Nonce
        } else if directive.has_some("'sha") {
            Scripts::Trusted
        } else {
            Scripts::Refused
        };
    }
    if directive.allows(&everywhere(edge)) {
        Scripts::Listed
    } else if has_nonce {
        Scripts::NonceAlone
    } else {
        Scripts::Refused
    }
}

/// Lines of a policy that replace its own or are added, by directive.
struct Lines<'a> {
    policy: &'a Policy<'a>,
    lines: Vec<(&'static str, Vec<String>)>,
}

impl<'a> Lines<'a> {
    const fn of(policy: &'a Policy<'a>) -> Self {
        Self { policy, lines: Vec::new() }
    }

    /// Adds a source to the first directive of `names`. If the policy lacks that, it begins with
    /// the sources of its fallback, which it takes the place of.
    fn add(&mut self, names: &[&'static str], source: &str) {
        let Some(&name) = names.first() else { return };
        if let Some((_, sources)) = self.lines.iter_mut().find(|(known, _)| *known == name) {
            return sources.push(source.to_owned());
        }
        let mut sources = self.policy.first(names).map_or_else(Vec::new, |fallback| {
            let is_script = name.starts_with("script-src");
            let is_kept = |source: &&&str| match source.to_ascii_lowercase().as_str() {
                "'none'" => false,
                "'self'" => true,
                // Keywords, nonces and hashes say something about scripts.
                other => is_script || !other.starts_with('\''),
            };
            fallback.sources.iter().filter(is_kept).map(|&source| source.to_owned()).collect()
        });
        sources.push(source.to_owned());
        self.lines.push((name, sources));
    }

    fn text(&self) -> String {
        let line = |(name, sources): &(&str, Vec<String>)| format!("{name} {};", sources.join(" "));
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Adds what the loader lacks. `is_enough` tells which permissions do.
    fn add_scripts(&mut self, edge: &str, is_enough: impl Fn(Scripts) -> bool) {
        if is_enough(scripts(self.policy, edge)) {
            return;
        }
        let has = self.policy.first(&SCRIPT);
        let is_strict = has.is_some_and(|directive| directive.has(STRICT_DYNAMIC));
        let names =
            if self.policy.first(&SCRIPT[..1]).is_some() { &SCRIPT[..] } else { &SCRIPT[1..] };
        self.add(names, if is_strict { "'nonce-…'" } else { edge });
    }
}

/// Returns the lines that the box lacks.
fn for_box(policy: &Policy<'_>, edge: &str) -> String {
    let mut lines = Lines::of(policy);
    lines.add_scripts(edge, |scripts| scripts < Scripts::NonceAlone);
    if !allows_wasm(policy) {
        lines.add(&EVAL, "'wasm-unsafe-eval'");
    }
    if !allows(policy, &CONNECT, &everywhere(edge)) {
        lines.add(&CONNECT, edge);
    }
    if !allows(policy, &MEDIA, &Place::Blob) {
        lines.add(&MEDIA, "blob:");
    }
    if !allows_worker(policy) {
        lines.add(&WORKER, "blob:");
    }
    lines.text()
}

/// Returns the lines that the form in a frame lacks.
fn for_frame(policy: &Policy<'_>, edge: &str) -> String {
    let mut lines = Lines::of(policy);
    lines.add_scripts(edge, |scripts| scripts < Scripts::Refused);
    if !allows(policy, &FRAME, &framed(edge)) {
        lines.add(&FRAME, edge);
    }
    lines.text()
}

#[cfg(test)]
mod tests;
