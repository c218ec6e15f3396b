//! Which ports the servers listen on.

use std::{
    array, env,
    net::{Ipv4Addr, TcpListener},
};

use anyhow::{Context, Result, bail};

#[derive(Clone, Copy)]
pub(crate) struct Ports {
    pub(crate) edge: u16,
    pub(crate) demo: u16,
    /// Wrangler's debugger; chosen free, or two runs would meet there.
    pub(crate) inspector: u16,
}

impl Ports {
    /// The developer's: always the same, unless the environment moves them.
    pub(crate) fn chosen() -> Result<Self> {
        let edge = wanted("SAWTAK_EDGE_PORT", 8787)?;
        let demo = wanted("SAWTAK_DEMO_PORT", 8788)?;
        if edge == demo {
            bail!("the edge and the demo site cannot share port {edge}: set SAWTAK_EDGE_PORT or SAWTAK_DEMO_PORT to another");
        }
        let [inspector, ..] = free();
        Ok(Self { edge, demo, inspector })
    }

    /// A test run's: any that nobody has.
    pub(crate) fn any() -> Self {
        let [edge, demo, inspector] = free();
        Self { edge, demo, inspector }
    }

    pub(crate) fn edge_origin(self) -> String {
        format!("http://127.0.0.1:{}", self.edge)
    }

    pub(crate) fn demo_origin(self) -> String {
        format!("http://127.0.0.1:{}", self.demo)
    }
}

fn wanted(variable: &str, default: u16) -> Result<u16> {
    let port = match env::var(variable) {
        Ok(text) => text.parse().with_context(|| format!("{variable} is `{text}`: set it to a port number, 1 to 65535"))?,
        Err(_) => default,
    };
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        bail!("port {port} is taken: stop what listens on it, or set {variable} to another port");
    }
    Ok(port)
}

/// Three free ports, held together so that they differ; not of those that the system gives to outgoing connections, or one of these could take it
/// before a server does.
fn free() -> [u16; 3] {
    let held: [(u16, TcpListener); 3] = array::from_fn(|_| {
        loop {
            let port = fastrand::u16(15_000..30_000);
            if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
                break (port, listener);
            }
        }
    });
    held.map(|(port, _)| port)
}
