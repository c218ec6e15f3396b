//! Where the system runs that the tests speak to. `cargo xtask test` starts it, with a fresh database, and says so in the environment.

use std::{
    env, iter,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use reqwest::Url;

/// The origin of the edge, without a slash at its end.
pub fn edge() -> String {
    variable("SAWTAK_TEST_EDGE")
}

/// The origin of the demo site: another one than the edge's, as an entity's website is.
pub fn demo() -> String {
    variable("SAWTAK_TEST_DEMO")
}

/// The folder of its database and its media.
pub fn state() -> PathBuf {
    variable("SAWTAK_TEST_STATE").into()
}

/// An address on the edge, whether `link` is a path or whole.
pub fn at_edge(link: &str) -> Url {
    Url::parse(&edge()).and_then(|base| base.join(link)).expect("an address on the edge")
}

/// A port that nobody has, not of those that the system gives to outgoing connections: one of these could take it before a server does.
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
