//! Tests of the report about many policies.

use super::*;

const EDGE: &str = "https://voice.example";

fn report(policy: &str) -> Report {
    read(policy, EDGE).unwrap()
}

fn works(policy: &str) -> Works {
    report(policy).works
}

#[test]
fn the_policy_that_the_page_shows_lacks_nothing() {
    let shown = super::super::policy_lines(EDGE).replace('\n', " ");
    for policy in [
        shown.clone(),
        ["default-src 'none'; ", &shown, " require-trusted-types-for 'script'"].concat(),
        ["default-src 'self'; img-src 'none'; style-src 'none'; ", &shown].concat(),
    ] {
        let report = report(&policy);
        assert_eq!((report.works, report.scripts), (Works::Box, Scripts::Listed), "{policy}");
        assert_eq!(report.for_box, "", "{policy}");
    }
}

#[test]
fn a_policy_without_directives_for_the_box_lacks_nothing() {
    for policy in [
        "frame-ancestors 'self'",
        "upgrade-insecure-requests",
        "img-src 'none'; style-src 'self'; object-src 'none'; base-uri 'none'",
        "default-src https: blob: 'unsafe-eval'",
        "default-src * blob: 'unsafe-inline' 'unsafe-eval'",
        "script-src https: 'wasm-unsafe-eval'; connect-src *; worker-src blob:",
    ] {
        assert_eq!(works(policy), Works::Box, "{policy}");
    }
}

#[test]
fn lines_begin_with_the_sources_of_the_fallback() {
    let report = report("default-src 'self' cdn.example 'unsafe-inline'; img-src *");
    assert_eq!((report.works, report.scripts), (Works::Nothing, Scripts::Refused));
    assert_eq!(
        report.for_box,
        "script-src 'self' cdn.example 'unsafe-inline' https://voice.example 'wasm-unsafe-eval';\n\
         connect-src 'self' cdn.example https://voice.example;\n\
         media-src 'self' cdn.example blob:;\n\
         worker-src 'self' cdn.example blob:;"
    );
    assert_eq!(
        report.for_frame,
        "script-src 'self' cdn.example 'unsafe-inline' https://voice.example;\n\
         frame-src 'self' cdn.example https://voice.example;"
    );
}

#[test]
fn none_is_replaced() {
    let report = report("default-src 'none'; script-src 'none'");
    assert_eq!(
        report.for_box,
        "script-src https://voice.example 'wasm-unsafe-eval';\n\
         connect-src https://voice.example;\nmedia-src blob:;\nworker-src blob:;"
    );
}

#[test]
fn suggested_lines_make_the_policy_enough() {
    for policy in [
        "default-src 'none'",
        "default-src 'self'",
        "default-src *",
        "script-src 'self'; script-src-elem 'self'; connect-src 'self'",
        "script-src 'strict-dynamic' https:; default-src 'self'",
        "script-src 'nonce-a'; child-src 'self'; media-src 'none'",
        "script-src 'sha256-a' 'strict-dynamic'; connect-src https://voice.example:8443",
        "default-src 'self' 'nonce-a' 'strict-dynamic'",
    ] {
        let report = report(policy);
        // Of two equal directives the first counts.
        let with = |lines: &str| [lines, " ", policy].concat().replace('\n', " ");
        assert!(works(policy) > Works::Box, "{policy}");
        assert_eq!(works(&with(&report.for_box)), Works::Box, "{policy}\n{}", report.for_box);
        assert!(works(&with(&report.for_frame)) <= Works::Frame, "{policy}\n{}", report.for_frame);
    }
}

#[test]
fn the_form_opens_in_a_frame_where_wasm_requests_or_imports_are_refused() {
    for policy in [
        "script-src https://voice.example",
        "script-src voice.example 'wasm-unsafe-eval'; connect-src 'self'",
        "default-src https:",
        "script-src 'nonce-abc' 'wasm-unsafe-eval'",
        "default-src 'none'; script-src *.example; frame-src https://voice.example",
        "default-src 'none'; script-src *.example; child-src https://voice.example/embed/",
    ] {
        assert_eq!(works(policy), Works::Frame, "{policy}");
    }
}

#[test]
fn a_link_stands_in_where_frames_are_refused_too() {
    for policy in [
        "script-src https://voice.example; frame-src 'none'",
        "script-src https://voice.example; child-src 'self'",
        "script-src 'nonce-abc'; frame-src 'self'",
        "default-src 'none'; script-src https:",
    ] {
        let report = report(policy);
        assert_eq!(report.works, Works::Link, "{policy}");
        assert!(report.for_frame.contains("frame-src "), "{policy}: {}", report.for_frame);
    }
}

#[test]
fn nothing_appears_where_the_loader_is_refused() {
    for policy in [
        "script-src 'self'",
        "script-src 'none'",
        "script-src",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "script-src https://voice.example/embed.js",
        "script-src https://other.example; script-src https://voice.example",
        "script-src https:; script-src-elem 'self'",
        "script-src 'strict-dynamic' https://voice.example",
        "default-src data: blob:",
    ] {
        assert_eq!(works(policy), Works::Nothing, "{policy}");
    }
}

#[test]
fn a_nonce_is_enough_where_scripts_may_load_others() {
    let strict = "script-src 'nonce-r4nd0m' 'strict-dynamic' https: 'wasm-unsafe-eval'";
    let report = report(strict);
    assert_eq!((report.works, report.scripts), (Works::Box, Scripts::Nonce));
    let hashed = "script-src 'sha256-abc=' 'strict-dynamic' 'wasm-unsafe-eval'";
    assert_eq!(read(hashed, EDGE).unwrap().scripts, Scripts::Trusted);
    let refused = "script-src 'strict-dynamic' 'wasm-unsafe-eval'";
    let lines = read(refused, EDGE).unwrap().for_box;
    assert_eq!(lines, "script-src 'strict-dynamic' 'wasm-unsafe-eval' 'nonce-…';");
}

#[test]
fn recordings_and_workers_are_a_small_loss() {
    let form = "script-src https://voice.example 'wasm-unsafe-eval'; ";
    for (rest, lines) in [
        ("media-src 'self'", "media-src 'self' blob:;\nworker-src https://voice.example blob:;"),
        ("worker-src 'none'", "worker-src blob:;"),
        ("child-src 'self'", "worker-src 'self' blob:;"),
        ("", "worker-src https://voice.example blob:;"),
    ] {
        let report = report(&[form, rest].concat());
        assert_eq!((report.works, report.for_box.as_str()), (Works::Most, lines), "{rest}");
    }
    for rest in ["worker-src blob:", "child-src blob:"] {
        assert_eq!(works(&[form, rest].concat()), Works::Box, "{rest}");
    }
    let strict = "script-src 'nonce-a' 'strict-dynamic' 'wasm-unsafe-eval'; worker-src 'self'";
    assert_eq!(works(strict), Works::Most);
}

#[test]
fn all_of_several_policies_apply() {
    let report = report("script-src https: 'unsafe-eval' blob:, connect-src 'self', img-src *");
    assert_eq!(report.works, Works::Frame);
    assert!(report.is_several);
    assert_eq!(report.for_box, "# 2\nconnect-src 'self' https://voice.example;");
    assert_eq!(works("script-src https:, script-src 'self'"), Works::Nothing);
    assert!(!read("img-src *", EDGE).unwrap().is_several);
}

#[test]
fn text_that_is_no_policy_has_no_report() {
    for text in ["", "hello", "<script src=\"https://voice.example/embed.js\"></script>"] {
        assert_eq!(read(text, EDGE), None, "{text}");
    }
}
