//! The running system: its data, the edge in workerd, the demo site on another origin, the identity
//! provider, and the stand-ins of channels.

mod api_keys;
pub(crate) mod database;
mod demo;
pub(crate) mod dev_file;
mod edge;
pub(crate) mod identity;
mod migration_history;
pub(crate) mod ports;
mod probe;
pub(crate) mod secrets;
mod stand_ins;

use std::{
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

pub(crate) use demo::build as build_demo;
pub(crate) use stand_ins::build as build_stand_ins;

use crate::{process::Group, serve::ports::Ports};

/// Builds the demo site and the stand-ins; returns a hash of each, which changes with the program.
pub(crate) fn build_programs() -> Result<[String; 2]> {
    Ok([build_demo()?, build_stand_ins()?])
}

/// The destination of the servers' output.
pub(crate) enum Log {
    /// To the terminal, each line after its server's name.
    Terminal,
    /// To a file per server in this folder.
    Folder(PathBuf),
}

/// All servers, answering. Dropping it stops them.
pub(crate) struct Servers {
    edge: Group,
    demo: Group,
    identity: Group,
    stand_ins: Group,
    mail: Group,
    ports: Ports,
    state: PathBuf,
    log: Log,
    /// Variables of the edge, `NAME:value`, beside those that every local edge has.
    variables: &'static [&'static str],
}

impl Servers {
    pub(crate) fn start(ports: Ports, state: &Path, log: Log) -> Result<Self> {
        Self::start_with(ports, state, log, &[])
    }

    /// Starts the servers. `variables` of the edge are `NAME:value`.
    pub(crate) fn start_with(
        ports: Ports,
        state: &Path,
        log: Log,
        variables: &'static [&'static str],
    ) -> Result<Self> {
        let mut edge = launch(&mut edge::beside_demo(ports, state, variables)?, "edge", &log)?;
        let mut demo = launch(&mut demo::command(ports), "demo", &log)?;
        let mut identity = launch(&mut identity::command(ports, state)?, "identity", &log)?;
        let mut stand_ins = launch(&mut stand_ins::command(ports, state)?, "stand-ins", &log)?;
        let mail = launch(&mut stand_ins::mail_command(ports, state)?, "mail", &log)?;
        // Only now: a port stays free for others until its server listens on it.
        probe::until_ready(&mut edge, "the edge", ports.edge)?;
        probe::until_ready(&mut demo, "the demo site", ports.demo)?;
        probe::until_ready(&mut identity, "the identity provider", ports.identity)?;
        probe::until_ready(&mut stand_ins, "the stand-ins", ports.stand_ins)?;
        let state = state.to_path_buf();
        Ok(Self { edge, demo, identity, stand_ins, mail, ports, state, log, variables })
    }

    /// Runs the edge's scheduled jobs once. Among others they close the last full month, so that
    /// there are public figures to look at.
    pub(crate) fn run_jobs(&self) -> Result<()> {
        match probe::status(self.ports.edge, "/cdn-cgi/local/scheduled") {
            Some(200) => Ok(()),
            status => {
                bail!("the scheduled jobs answer {status:?}: see the edge's last lines above")
            }
        }
    }

    pub(crate) fn restart_demo(&mut self) -> Result<()> {
        self.demo.stop();
        self.demo = launch(&mut demo::command(self.ports), "demo", &self.log)?;
        probe::until_ready(&mut self.demo, "the demo site", self.ports.demo)
    }

    pub(crate) fn restart_stand_ins(&mut self) -> Result<()> {
        self.stand_ins.stop();
        self.mail.stop();
        let mut mail = stand_ins::mail_command(self.ports, &self.state)?;
        self.mail = launch(&mut mail, "mail", &self.log)?;
        let mut stand_ins = stand_ins::command(self.ports, &self.state)?;
        self.stand_ins = launch(&mut stand_ins, "stand-ins", &self.log)?;
        probe::until_ready(&mut self.stand_ins, "the stand-ins", self.ports.stand_ins)
    }

    /// Runs `work` while the edge is down: two processes shouldn't write one database file.
    pub(crate) fn without_edge(&mut self, work: impl FnOnce() -> Result<()>) -> Result<()> {
        self.edge.stop();
        let done = work();
        let mut edge = edge::beside_demo(self.ports, &self.state, self.variables)?;
        self.edge = launch(&mut edge, "edge", &self.log)?;
        probe::until_ready(&mut self.edge, "the edge", self.ports.edge)?;
        done
    }

    pub(crate) fn check(&mut self) -> Result<()> {
        if self.edge.has_ended()? {
            bail!("the edge has ended by itself: see its last lines above");
        }
        if self.demo.has_ended()? {
            bail!("the demo site has ended by itself: see its last lines above");
        }
        if self.identity.has_ended()? {
            bail!("the identity provider has ended by itself: see its last lines above");
        }
        if self.stand_ins.has_ended()? || self.mail.has_ended()? {
            bail!("a stand-in has ended by itself: see its last lines above");
        }
        Ok(())
    }
}

/// Replaces this process by an edge, so that a signal to this process reaches the edge itself.
///
/// A word that names a script replaces the worker; the other words are variables.
pub(crate) fn become_edge(state: &Path, port: u16, words: &[&str]) -> Result<()> {
    let mut command = edge::command(Ports { edge: port, ..Ports::any() }, state)?;
    for word in words {
        let is_script = Path::new(word).extension().is_some_and(|end| end == "js");
        if is_script {
            command.arg(format!("--script={word}"))
        } else {
            command.args(["--var", word])
        };
    }
    Err(command.exec()).context("wrangler cannot be started")
}

/// Replaces this process by a provider for an edge on another port, with the secret from its state.
///
/// `words` are variables of its environment.
pub(crate) fn become_identity(state: &Path, [port, edge]: [u16; 2], words: &[&str]) -> Result<()> {
    let mut command = identity::command(Ports { identity: port, edge, ..Ports::any() }, state)?;
    command.envs(words.iter().filter_map(|word| word.split_once('=')));
    Err(command.exec()).context("the identity provider cannot be started")
}

/// A worker alone, answering: ours, or what another configuration names.
pub(crate) fn start_worker(ports: Ports, state: &Path, config: &Path, log: &Log) -> Result<Group> {
    let mut worker = launch(edge::command(ports, state)?.arg("--config").arg(config), "edge", log)?;
    probe::until_ready(&mut worker, "the worker", ports.edge)?;
    Ok(worker)
}

fn launch(command: &mut Command, name: &'static str, log: &Log) -> Result<Group> {
    match log {
        Log::Terminal => {
            let mut group = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
            group.show_lines(move |line| {
                if !line.is_empty() {
                    println!("{name}: {line}");
                }
            });
            Ok(group)
        }
        Log::Folder(folder) => {
            let path = folder.join(format!("{name}.log"));
            let file = std::fs::File::create(&path)
                .with_context(|| format!("cannot write {}", path.display()))?;
            Group::start(command.stdout(file.try_clone()?).stderr(file))
        }
    }
}
