//! The stand-ins of the channels: Meta's Graph, X, gateways for text messages, a machine that
//! transcribes, and a mail server.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{
    fingerprint::Inputs,
    process, project,
    serve::{ports::Ports, secrets},
    tools,
};

/// Accounts of the edge at the stand-ins, which are no secrets.
pub(super) const ACCOUNTS: [(&str, &str); 10] = [
    ("WHATSAPP_PHONE_ID", "106540352242922"),
    ("INSTAGRAM_USER", "17841405309211844"),
    ("X_USER", "2244994945"),
    ("TWILIO_SID", "AC00000000000000000000000000000000"),
    ("TWILIO_FROM", "Sawtak"),
    ("SMS_IN", "twilio"),
    ("UNIFONIC_SENDER", "Sawtak"),
    ("SMTP_USER", "sawtak"),
    ("TRANSCRIBER", "openai"),
    ("TRANSCRIBER_KEY", "key-of-the-stand-in"),
];

/// Returns the variables by which the edge finds the stand-ins, `NAME:value`.
pub(super) fn variables(ports: Ports) -> Vec<String> {
    let origin = ports.stand_ins_origin();
    let addresses = [
        ("GRAPH_URL", format!("{origin}/graph")),
        ("X_URL", format!("{origin}/x")),
        ("TWILIO_URL", format!("{origin}/twilio")),
        ("UNIFONIC_URL", format!("{origin}/unifonic")),
        ("TRANSCRIBER_URL", format!("{origin}/transcriber/v1")),
        ("SMTP_URL", format!("smtp://127.0.0.1:{}", ports.smtp)),
        ("MAIL_FROM", "Sawtak <notices@voice.example>".to_owned()),
    ];
    let accounts = ACCOUNTS.map(|(name, value)| (name, value.to_owned()));
    addresses.into_iter().chain(accounts).map(|(name, value)| format!("{name}:{value}")).collect()
}

/// Builds the stand-ins and returns a hash of program and mail server, which changes with them.
pub(crate) fn build() -> Result<String> {
    process::run(tools::cargo().args(["build", "--package", "stand-ins"]))?;
    Ok(Inputs::default().file(&program())?.file(&mail_script())?.hash())
}

/// Returns the command that starts the stand-ins of messengers and gateways.
pub(super) fn command(ports: Ports, state: &Path) -> Result<Command> {
    let mut command = tools::command(program());
    command
        .env("SAWTAK_STANDINS_PORT", ports.stand_ins.to_string())
        .env("SAWTAK_EDGE_PORT", ports.edge.to_string())
        .env("SAWTAK_DEMO_PORT", ports.demo.to_string())
        .envs(ACCOUNTS);
    for name in secrets::OF_CHANNELS {
        command.env(name, secrets::value(state, name)?);
    }
    Ok(command)
}

/// Returns the command that starts the mail server.
pub(super) fn mail_command(ports: Ports, state: &Path) -> Result<Command> {
    let mut command = tools::command("node");
    command
        .arg(mail_script())
        .env("SMTP_PORT", ports.smtp.to_string())
        .env("DEMO", ports.demo_origin())
        .env("SMTP_USER", account("SMTP_USER"))
        .env("SMTP_PASSWORD", secrets::value(state, "SMTP_PASSWORD")?);
    Ok(command)
}

/// Returns the value of an account by the name of its variable.
pub(super) fn account(name: &str) -> &'static str {
    ACCOUNTS.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

fn program() -> PathBuf {
    project::target().join("debug/stand-ins")
}

fn mail_script() -> PathBuf {
    project::root().join("stand-ins/mail.mjs")
}
