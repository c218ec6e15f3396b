//! Malware scanners of a test's own: the real `clamd` with one signature, and a stand-in that
//! breaks its protocol.

use std::{
    env, fs,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::sleep,
};

use crate::server::free_port;

/// Signature of the EICAR test file, the only one in the database.
const SIGNATURE: &str = "Eicar-Test-Signature:0:0:58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a\n";

/// Largest file that this `clamd` takes, in bytes.
pub const LARGEST: usize = 1024 * 1024;

/// Returns the EICAR test file, which every scanner reports and which does nothing.
pub fn eicar() -> Vec<u8> {
    // In two parts, so that no scanner reports this file.
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into()
}

/// Real `clamd`. It is killed when dropped.
pub struct Clamd {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl Clamd {
    /// Prepares a scanner without starting it.
    pub fn stopped() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (signatures, port) = (folder.path().join("signatures"), free_port());
        fs::create_dir(&signatures).expect("a folder");
        fs::write(signatures.join("test.ndb"), SIGNATURE).expect("a signature");
        let settings = format!(
            "TCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {}\nTemporaryDirectory {}\n\
             Foreground yes\nStreamMaxLength {LARGEST}\nAlertEncrypted yes\n",
            signatures.display(),
            folder.path().display()
        );
        fs::write(folder.path().join("clamd.conf"), settings).expect("settings");
        Self { folder, port, child: None }
    }

    /// Starts a scanner and waits until it answers.
    pub async fn start() -> Self {
        let mut new = Self::stopped();
        new.resume().await;
        new
    }

    /// Starts this scanner and waits until it answers.
    pub async fn resume(&mut self) {
        let program = "/usr/sbin/clamd";
        let program = if Path::new(program).exists() { program } else { "clamd" };
        let mut command = Command::new(program);
        command
            .arg("--config-file")
            .arg(self.folder.path().join("clamd.conf"))
            .env("PATH", env::var_os("PATH").unwrap_or_default())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        self.child = Some(command.spawn().expect("clamd starts"));
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("clamd doesn't answer");
    }

    /// Kills the scanner at once.
    pub fn kill(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Returns the environment variable that makes an edge use this scanner.
    pub fn variable(&self) -> String {
        format!("SCANNER:clamd://127.0.0.1:{}", self.port)
    }

    /// Returns its port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Behaviour of the stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Closes each connection at once, as a `clamd` with a full queue does.
    Full,
    /// Reads the file and never answers.
    Silent,
    /// Reads the file and answers this.
    Says(&'static str),
    /// Answers this before it has read the file, and closes.
    Interrupts(&'static str),
}

/// Stand-in for a scanner. It stops when dropped.
pub struct StandIn {
    port: u16,
    manner: Arc<Mutex<Manner>>,
    serving: JoinHandle<()>,
}

impl StandIn {
    /// Listens on a free port.
    pub async fn listen(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let manner = Arc::new(Mutex::new(manner));
        let current = Arc::clone(&manner);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manner = *current.lock().unwrap_or_else(PoisonError::into_inner);
                tokio::spawn(async move { behave(stream, manner).await });
            }
        });
        Self { port, manner, serving }
    }

    /// Changes the behaviour from the next connection on.
    pub fn set(&self, manner: Manner) {
        *self.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// Returns the environment variable that makes an edge use this scanner.
    pub fn variable(&self) -> String {
        format!("SCANNER:clamd://127.0.0.1:{}", self.port)
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn behave(mut stream: TcpStream, manner: Manner) {
    match manner {
        Manner::Full => {}
        Manner::Interrupts(answer) => _ = stream.write_all(answer.as_bytes()).await,
        Manner::Silent => {
            let _ = read(&mut stream).await;
            sleep(Duration::from_mins(1)).await;
        }
        Manner::Says(answer) => {
            if read(&mut stream).await.is_some() {
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        }
    }
}

/// Reads the command and the chunks up to the empty one.
async fn read(stream: &mut TcpStream) -> Option<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await.ok()?;
    assert_eq!(&command, b"zINSTREAM\0");
    loop {
        let length = usize::try_from(stream.read_u32().await.ok()?).ok()?;
        if length == 0 {
            return Some(());
        }
        let mut chunk = vec![0; length];
        stream.read_exact(&mut chunk).await.ok()?;
    }
}
