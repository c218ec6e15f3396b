//! The start-up time of a worker, from the profile that `wrangler check startup` takes in workerd.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{SERVERS, Server};
use crate::{bench::statistics::Spread, process, project, tools};

/// Milliseconds of processor time until the worker could answer.
pub(super) struct Startup {
    pub(super) server: Server,
    pub(super) milliseconds: Option<Spread>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Profile {
    nodes: Vec<Node>,
    samples: Vec<u64>,
    time_deltas: Vec<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    id: u64,
    call_frame: Frame,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Frame {
    function_name: String,
}

pub(super) fn measure(rounds: usize) -> Result<Vec<Startup>> {
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let file = folder.path().join("startup.cpuprofile");
    let mut taken = SERVERS.map(|server| (server, Vec::new()));
    for _ in 0..rounds {
        for (server, milliseconds) in &mut taken {
            milliseconds.push(once(*server, &file)?);
        }
    }
    Ok(taken
        .map(|(server, milliseconds)| Startup { server, milliseconds: Spread::of(milliseconds) })
        .into())
}

fn once(server: Server, file: &Path) -> Result<f64> {
    let mut command = tools::wrangler();
    command.args(["check", "startup", "--config"]).arg(server.config()).arg("--outfile").arg(file);
    process::run_quietly(command.current_dir(project::root()))?;
    let profile: Profile =
        serde_json::from_str(&fs::read_to_string(file)?).context("a profile that can't be read")?;
    Ok(profile.busy())
}

impl Profile {
    /// The milliseconds in which something ran.
    fn busy(&self) -> f64 {
        let idle = |sample: &u64| {
            self.nodes
                .iter()
                .any(|node| node.id == *sample && node.call_frame.function_name == "(idle)")
        };
        let busy = self
            .samples
            .iter()
            .zip(&self.time_deltas)
            .filter(|(sample, _)| !idle(sample))
            .map(|(_, delta)| delta);
        std::time::Duration::from_micros(u64::try_from(busy.sum::<i64>()).unwrap_or_default())
            .as_secs_f64()
            * 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_that_waits_costs_nothing() {
        let node =
            |id, name: &str| format!(r#"{{"id":{id},"callFrame":{{"functionName":"{name}"}}}}"#);
        let nodes = [node(1, "(root)"), node(2, "(idle)"), node(3, "start")].join(",");
        let text = format!(
            r#"{{"nodes":[{nodes}],"samples":[3,2,3],"timeDeltas":[1000,5000,500],"startTime":0}}"#
        );
        let profile: Profile = serde_json::from_str(&text).unwrap();
        assert!((profile.busy() - 1.5).abs() < 1e-9);
    }
}
