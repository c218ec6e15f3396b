//! Addresses of the running system under test; [`tls`] for servers of a test's own.
//!
//! `cargo xtask test` starts it with a fresh database and passes the addresses in environment
//! variables.

pub mod tls;

use std::{
    env, iter,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use reqwest::Url;

/// Returns the edge's origin, without a trailing slash.
pub fn edge() -> String {
    variable("SAWTAK_TEST_EDGE")
}

/// Returns the demo site's origin, which differs from the edge's, as an entity's website does.
pub fn demo() -> String {
    variable("SAWTAK_TEST_DEMO")
}

/// Returns the origin of the stand-ins of channels.
pub fn stand_ins() -> String {
    variable("SAWTAK_TEST_STANDINS")
}

/// Returns the address of the mail server, `127.0.0.1` and a port.
pub fn smtp() -> String {
    variable("SAWTAK_TEST_SMTP")
}

/// Returns the folder of the edge's database and media.
pub fn state() -> PathBuf {
    variable("SAWTAK_TEST_STATE").into()
}

/// Resolves a path or an absolute address against the edge's origin.
pub fn at_edge(link: &str) -> Url {
    Url::parse(&edge()).and_then(|base| base.join(link)).expect("an address on the edge")
}

/// Returns a free port below the ephemeral range, so that no outgoing connection takes it before a
/// server listens on it.
pub fn free_port() -> u16 {
    let mut ports = iter::repeat_with(|| fastrand::u16(15_000..30_000));
    ports.find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok()).expect("a free port")
}

fn variable(name: &str) -> String {
    let value = env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run these tests through `cargo xtask test`")
    });
    value.trim_end_matches('/').to_owned()
}
