//! The edge as it runs here: wrangler with the real workerd, its D1 and its R2 in the state folder.

use std::{path::Path, process::Command};

use anyhow::Result;

use crate::{
    serve::{ports::Ports, secrets},
    tools,
};

pub(crate) fn command(ports: Ports, state: &Path) -> Result<Command> {
    let mut command = tools::wrangler();
    command
        .args(["dev", "--ip", "127.0.0.1", "--show-interactive-dev-session=false", "--log-level=info"])
        .args(["--port", &ports.edge.to_string()])
        .args(["--inspector-port", &ports.inspector.to_string(), "--inspector-ip", "127.0.0.1"])
        .args(["--var", &format!("BASE_URL:{}", ports.edge_origin())])
        .args(["--var", &format!("DEMO_ORIGIN:{}", ports.demo_origin())])
        .arg("--persist-to")
        .arg(state)
        .arg("--env-file")
        .arg(secrets::file(state)?)
        // In the state folder too, so that two runs don't see each other.
        .env("WRANGLER_REGISTRY_PATH", state.join("registry"))
        .env("WRANGLER_LOG_PATH", state.join("logs"));
    Ok(command)
}
