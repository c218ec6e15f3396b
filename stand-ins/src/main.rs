//! Program that serves the stand-ins on this machine; `Settings::from_environment` lists its
//! variables.

use std::{io, net::Ipv4Addr};

use stand_ins::Settings;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> io::Result<()> {
    let (port, settings) = Settings::from_environment()
        .map_err(|problem| io::Error::new(io::ErrorKind::InvalidInput, problem))?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("Stand-ins of the channels on http://{}", listener.local_addr()?);
    stand_ins::serve(listener, settings).await
}
