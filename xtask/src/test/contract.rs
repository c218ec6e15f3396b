//! The test of the published contract: Schemathesis generates requests from it, valid and invalid,
//! and checks each answer against it.

use anyhow::Result;

use crate::{process, project, tools, tools::schemathesis};

/// The checks of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance,unsupported_method,allow_header_conformance";

/// The number of generated requests for each operation and phase.
const EXAMPLES: &str = "60";

pub(crate) fn check(edge: &str) -> Result<()> {
    let program = schemathesis::install()?;
    // Always the same requests: a change that breaks nothing must not fail by chance.
    process::run(
        tools::command(program)
            .args([
                "run",
                &format!("{edge}/api/openapi.json"),
                "--checks",
                CHECKS,
                "--max-examples",
                EXAMPLES,
            ])
            .args([
                "--generation-deterministic",
                "--phases",
                "examples,coverage,fuzzing",
                "--continue-on-failure",
                "--warnings",
                "off",
            ])
            .args(["--no-color"])
            // It keeps notes where it runs.
            .current_dir(project::work())
            .env("SAWTAK_TEST_EDGE", edge)
            .env("SCHEMATHESIS_HOOKS", "schemathesis_hooks")
            .env("PYTHONPATH", project::root().join("tests"))
            .env("PYTHONDONTWRITEBYTECODE", "1"),
    )
}
