//! The end of child processes after a SIGKILL of xtask, which xtask itself can't see coming.

#![allow(clippy::unwrap_used, reason = "this file is a test")]

use std::{
    env, fs,
    net::{Ipv4Addr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The variable that turns [`listen`] into a server, on the port that it names.
const PORT: &str = "SAWTAK_WATCHDOG_TEST_PORT";

/// Stands for workerd: a grandchild of xtask that holds a port.
#[test]
fn listen() {
    let Ok(port) = env::var(PORT) else { return };
    let _listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.parse().unwrap())).unwrap();
    thread::sleep(Duration::from_mins(2));
}

/// Puts a wrangler into the folder that starts a server in the background and waits.
fn write_wrangler(folder: &Path) {
    let server = env::current_exe().unwrap();
    let script = format!("#!/bin/sh\n'{}' --exact listen &\nwait\n", server.display());
    let program = folder.join("wrangler");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn becomes(is_so: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        if is_so() {
            return true;
        }
        thread::sleep(Duration::from_millis(50));
    }
    false
}

#[test]
fn a_killed_xtask_takes_its_children_and_their_ports_with_it() {
    let folder = tempfile::tempdir().unwrap();
    write_wrangler(folder.path());
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let path = env::join_paths(
        std::iter::once(folder.path().to_path_buf())
            .chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())),
    );
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"))
        // Of the deployed database, which only wrangler reaches.
        .args(["outbox", "list"])
        // So that the project's own wrangler isn't found.
        .env("CARGO_MANIFEST_DIR", folder.path().join("xtask"))
        .env("PATH", path.unwrap())
        .env(PORT, port.to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    assert!(becomes(|| !is_free(port)), "the server never listened");
    xtask.kill().unwrap();
    xtask.wait().unwrap();
    assert!(becomes(|| is_free(port)), "the server survived xtask");
}
