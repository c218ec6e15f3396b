//! TLS for servers of a test's own: a certificate for `localhost`, and stunnel, which takes TLS
//! connections and hands them on in plain.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;
use tokio::{net::TcpStream, time::sleep};

use crate::server::free_port;

/// Self-signed certificate for `localhost`, with its key. Nobody trusts it unless told to.
pub struct Certificate {
    folder: TempDir,
}

impl Certificate {
    /// Makes a certificate that holds for two days.
    pub fn for_localhost() -> Self {
        let new = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let output = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
            .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout"])
            .arg(new.key())
            .arg("-out")
            .arg(new.path())
            .output()
            .expect("openssl runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        new
    }

    /// Returns the file of the certificate, in PEM.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// Returns the file of its key, in PEM.
    pub fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }
}

/// Running stunnel. It is killed when dropped.
pub struct Tunnel {
    port: u16,
    child: Child,
}

impl Tunnel {
    /// Starts a server that takes TLS and hands what it gets on to `target` on loopback. Waits
    /// until it listens.
    pub async fn start(certificate: &Certificate, target: u16) -> Self {
        let port = free_port();
        let settings = format!(
            "foreground = yes\npid =\nsyslog = no\n[tunnel]\naccept = 127.0.0.1:{port}\n\
             connect = 127.0.0.1:{target}\ncert = {}\nkey = {}\n",
            certificate.path().display(),
            certificate.key().display()
        );
        let path = certificate.folder.path().join(format!("stunnel-{port}.conf"));
        fs::write(&path, settings).expect("settings");
        let program = "/usr/bin/stunnel4";
        let program = if Path::new(program).exists() { program } else { "stunnel" };
        let child = Command::new(program)
            .arg(path)
            .env("PATH", env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("stunnel starts");
        let new = Self { port, child };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return new;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("stunnel doesn't listen");
    }

    /// Returns its port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
