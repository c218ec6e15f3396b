//! The ports of the servers.

use std::{
    array,
    collections::BTreeSet,
    env,
    io::ErrorKind,
    net::{Ipv4Addr, TcpListener},
    num::NonZeroU16,
};

use anyhow::{Context, Result, bail};

#[derive(Clone, Copy)]
pub(crate) struct Ports {
    pub(crate) edge: u16,
    pub(crate) demo: u16,
    /// The port of the identity provider.
    pub(crate) identity: u16,
    /// The port of the stand-ins of channels.
    pub(crate) stand_ins: u16,
    /// The port of the mail server.
    pub(crate) smtp: u16,
    /// Wrangler's debugger; chosen free, or two runs would meet there.
    pub(crate) inspector: u16,
}

impl Ports {
    /// The developer's: always the same, unless the environment moves them.
    pub(crate) fn chosen() -> Result<Self> {
        let edge = configured("SAWTAK_EDGE_PORT", 8787)?;
        let demo = configured("SAWTAK_DEMO_PORT", 8788)?;
        let identity = configured("SAWTAK_IDENTITY_PORT", 8789)?;
        let stand_ins = configured("SAWTAK_STANDINS_PORT", 8790)?;
        let smtp = configured("SAWTAK_SMTP_PORT", 8791)?;
        if BTreeSet::from([edge, demo, identity, stand_ins, smtp]).len() < 5 {
            bail!(
                "no two servers can share a port: set SAWTAK_EDGE_PORT, SAWTAK_DEMO_PORT, SAWTAK_IDENTITY_PORT, SAWTAK_STANDINS_PORT or SAWTAK_SMTP_PORT to another"
            );
        }
        let [inspector, ..] = free();
        Ok(Self { edge, demo, identity, stand_ins, smtp, inspector })
    }

    /// A test run's: any that nobody has.
    pub(crate) fn any() -> Self {
        let [edge, demo, identity, stand_ins, smtp, inspector] = free();
        Self { edge, demo, identity, stand_ins, smtp, inspector }
    }

    pub(crate) fn edge_origin(self) -> String {
        format!("http://127.0.0.1:{}", self.edge)
    }

    pub(crate) fn demo_origin(self) -> String {
        format!("http://127.0.0.1:{}", self.demo)
    }

    pub(crate) fn identity_origin(self) -> String {
        format!("http://127.0.0.1:{}", self.identity)
    }

    pub(crate) fn stand_ins_origin(self) -> String {
        format!("http://127.0.0.1:{}", self.stand_ins)
    }
}

fn configured(variable: &str, default: u16) -> Result<u16> {
    let port = match env::var(variable) {
        Ok(text) => parse(&text).with_context(|| {
            format!("{variable} is `{text}`: set it to a port number, 1 to 65535")
        })?,
        Err(_) => default,
    };
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| error.kind()) {
        Ok(_) => Ok(port),
        Err(ErrorKind::AddrInUse) => bail!(
            "port {port} is taken: stop what listens on it, or set {variable} to another port"
        ),
        Err(ErrorKind::PermissionDenied) => {
            bail!("port {port} is not for everyone: set {variable} to one above 1023")
        }
        Err(other) => {
            bail!("port {port} cannot be listened on ({other}): set {variable} to another port")
        }
    }
}

/// Port 0 would be any port, and nobody would know which.
fn parse(text: &str) -> Result<u16> {
    Ok(text.parse::<NonZeroU16>()?.get())
}

/// Returns six different free ports.
///
/// They lie outside the range for outgoing connections, one of which could take a port first.
fn free() -> [u16; 6] {
    let held: [(u16, TcpListener); 6] = array::from_fn(|_| {
        loop {
            let port = fastrand::u16(15_000..30_000);
            if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
                break (port, listener);
            }
        }
    });
    held.map(|(port, _)| port)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn ports_are_numbers_from_1_to_65535() {
        assert_eq!([parse("1").ok(), parse("65535").ok()], [Some(1), Some(65_535)]);
        for wrong in ["0", "65536", "-1", "http", ""] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
