//! Program that serves the demonstration websites on this machine.
//!
//! `SAWTAK_DEMO_PORT` (8788) is the port to listen on, `SAWTAK_EDGE_PORT` (8787) the port of the
//! edge that the websites embed, `SAWTAK_STANDINS_PORT` (8790) that of the stand-ins of channels.

use std::{env, io, net::Ipv4Addr};

use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> io::Result<()> {
    let edge = format!("http://127.0.0.1:{}", port("SAWTAK_EDGE_PORT", 8787)?);
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, port("SAWTAK_DEMO_PORT", 8788)?)).await?;
    println!("Demonstration websites on http://{}, embedding from {edge}", listener.local_addr()?);
    let stand_ins = format!("http://127.0.0.1:{}", port("SAWTAK_STANDINS_PORT", 8790)?);
    demo_site::serve(listener, &edge, &stand_ins).await
}

fn port(variable: &str, default: u16) -> io::Result<u16> {
    match env::var(variable) {
        Err(_) => Ok(default),
        Ok(value) => value.parse().map_err(|_| {
            io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("{variable} is not a port: {value}"),
            )
        }),
    }
}
