//! The local edge: wrangler with the real workerd, its D1 and its R2 in the state folder.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{
    serve::{identity, ports::Ports, secrets, stand_ins},
    tools,
};

/// On one machine everyone has the same address: limits for each address would only be in the way.
const EVERYONE_IS_AT_HOME: [&str; 10] = [
    "SOFT_LIMIT_SUBMISSIONS_PER_CLIENT",
    "LIMIT_SUBMISSIONS_PER_CLIENT",
    "SOFT_LIMIT_SUBMISSIONS_PER_ENTITY",
    "SOFT_LIMIT_UPLOADS_PER_CLIENT",
    "LIMIT_UPLOADS_PER_CLIENT",
    "SOFT_LIMIT_UPLOADS_PER_WEBSITE",
    "LIMIT_OPEN_PER_CLIENT",
    "LIMIT_MISSES_PER_CLIENT",
    "LIMIT_ASSISTANT_PER_CLIENT",
    "LIMIT_SIGN_INS_PER_CLIENT",
];

/// The edge with the demo site beside it, which also takes what would be sent to customers, and the
/// stand-ins of the channels.
pub(crate) fn beside_demo(ports: Ports, state: &Path, variables: &[&str]) -> Result<Command> {
    let mut command = command(ports, state)?;
    command.args(
        stand_ins::variables(ports).into_iter().flat_map(|variable| ["--var".to_owned(), variable]),
    );
    command.args(variables.iter().flat_map(|variable| ["--var", variable]));
    command.args(["--var", &format!("DELIVERY_URL:{}/outbox", ports.demo_origin())]);
    Ok(command)
}

pub(crate) fn command(ports: Ports, state: &Path) -> Result<Command> {
    let temporary = state.join("temporary");
    fs::create_dir_all(&temporary)
        .with_context(|| format!("cannot create {}", temporary.display()))?;
    let mut command = tools::wrangler();
    command
        .args([
            "dev",
            "--ip",
            "127.0.0.1",
            "--show-interactive-dev-session=false",
            "--log-level=log",
        ])
        .args(["--port", &ports.edge.to_string()])
        .args(["--inspector-port", &ports.inspector.to_string(), "--inspector-ip", "127.0.0.1"])
        .args(["--var", &format!("BASE_URL:{}", ports.edge_origin())])
        .args(["--var", &format!("DEMO_ORIGIN:{}", ports.demo_origin())])
        .args(["--var", &format!("OIDC_ISSUER:{}", ports.identity_origin())])
        .args(["--var", &format!("OIDC_CLIENT_ID:{}", identity::CLIENT)])
        .args(["--var", &format!("UAE_PASS_URL:{}", ports.identity_origin())])
        .args(["--var", &format!("UAE_PASS_CLIENT_ID:{}", identity::CUSTOMERS_CLIENT)])
        .args(
            EVERYONE_IS_AT_HOME
                .iter()
                .flat_map(|name| ["--var".to_owned(), format!("{name}:1000000000")]),
        )
        .arg("--persist-to")
        .arg(state)
        .arg("--env-file")
        .arg(secrets::file(state)?)
        // In the state folder too, so that two runs don't see each other.
        .env("WRANGLER_REGISTRY_PATH", state.join("registry"))
        .env("WRANGLER_LOG_PATH", state.join("logs"))
        .env("TMPDIR", temporary);
    Ok(command)
}
