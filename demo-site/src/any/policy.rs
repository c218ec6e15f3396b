//! Response headers of the awkward pages.
//!
//! No policy names a report address: some pages forbid features that Sawtak tries to use, so
//! violations are expected.

use std::fmt::Write as _;

/// Content-Security-Policy of a page.
#[derive(Clone, Copy)]
pub(super) enum Policy {
    /// The directives that Sawtak's README asks for.
    Usual,
    /// Only scripts with the nonce and scripts that they load; trusted types required.
    Strict,
    /// Only scripts with the nonce, and nothing about those that they load.
    NonceAlone,
    /// Wasm forbidden, frames of the edge allowed.
    WithoutWasm,
    /// Wasm and frames forbidden.
    WithoutFrames,
    /// Of the edge's scripts only the loader, named by its path.
    LoaderAlone,
}

impl Policy {
    pub(super) fn content_security(self, edge: &str, nonce: &str) -> String {
        let (scripts, others) = match self {
            Self::Usual => (format!("{edge} 'wasm-unsafe-eval'"), "frame-src 'self'".to_owned()),
            Self::Strict => (
                "'strict-dynamic' 'wasm-unsafe-eval'".to_owned(),
                "require-trusted-types-for 'script'".to_owned(),
            ),
            Self::NonceAlone => ("'wasm-unsafe-eval'".to_owned(), format!("frame-src {edge}")),
            Self::WithoutWasm => (edge.to_owned(), format!("frame-src {edge}")),
            Self::WithoutFrames => (edge.to_owned(), "frame-src 'none'".to_owned()),
            Self::LoaderAlone => {
                (format!("{edge}/embed.js 'wasm-unsafe-eval'"), format!("frame-src {edge}"))
            }
        };
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}' {scripts}; style-src 'nonce-{nonce}'; img-src data:; \
             connect-src {edge}; media-src blob:; worker-src blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; {others}"
        )
    }
}

/// Returns the Permissions-Policy that lets the page and the edge's frame in it use microphone,
/// camera and position, or forbids them to everyone.
pub(super) fn permissions(edge: &str, records: bool) -> String {
    if !records {
        return "microphone=(), camera=(), geolocation=()".to_owned();
    }
    ["microphone", "camera", "geolocation"]
        .map(|feature| format!("{feature}=(self \"{edge}\")"))
        .join(", ")
}

/// Returns a random nonce of 128 bits in hexadecimal.
pub(super) fn nonce() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_usual_and_the_strict_policy_let_wasm_run() {
        let allows = |policy: Policy| {
            policy.content_security("https://voice.example", "once").contains("'wasm-unsafe-eval'")
        };
        assert!(allows(Policy::Usual) && allows(Policy::Strict));
        assert!(!allows(Policy::WithoutWasm) && !allows(Policy::WithoutFrames));
    }

    #[test]
    fn a_nonce_is_used_once() {
        assert_ne!(nonce().unwrap(), nonce().unwrap());
    }
}
