//! The readiness probe of a server.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::process::{self, Group};

/// A worker's first start on a busy machine takes a while.
const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) fn until_ready(server: &mut Group, name: &str, port: u16) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    let mut last = None;
    while Instant::now() < deadline {
        if process::stopping() {
            bail!("stopped");
        }
        if server.has_ended()? {
            bail!("{name} ended before it answered: see its last lines above");
        }
        last = status(port, "/");
        if last.is_some_and(|status| status < 500) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    match last {
        Some(status) => bail!("{name} answers {status} on port {port}: see its last lines above"),
        None => bail!("{name} doesn't answer on port {port} after {} seconds", PATIENCE.as_secs()),
    }
}

/// The status of a GET request, or none if there is no answer.
pub(crate) fn status(port: u16, path: &str) -> Option<u16> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")
        .ok()?;
    let mut line = [0; 12];
    stream.read_exact(&mut line).ok()?;
    std::str::from_utf8(&line).ok()?.strip_prefix("HTTP/1.1 ")?.parse().ok()
}
