//! `cargo xtask dev`: everything built, served, and kept up to date while it runs.

mod watch;

use std::{env, path::PathBuf, time::Duration};

use anyhow::Result;

use crate::{
    build::{self, Grade},
    demo, process,
    progress::Steps,
    project,
    serve::{self, Log, Servers, database, ports::Ports},
    tools::{self, Tools},
};

/// The interval between looks at the sources.
const PAUSE: Duration = Duration::from_millis(400);

/// The order of ways out: notices go as mails and text messages by the stand-ins, the rest by the
/// demo site's webhook.
const DELIVERY: &[&str] = &["DELIVERY_ORDER:smtp,twilio,webhook"];

pub(crate) fn run() -> Result<()> {
    // First, so that a taken port is known before minutes of building.
    let ports = Ports::chosen()?;
    let state = state_folder();
    let mut steps = Steps::of(build::STEPS + 3);
    // Before minutes of building, too. It takes the project's own Node.
    tools::npm::install()?;
    database::check(&state)?;
    let mut sources = watch::Sources::now();
    let tools = build::all(&mut steps, Grade::Quick)?;
    steps.next("demo site and stand-ins");
    let [demo, stand_ins] = serve::build_programs()?;
    steps.next("local database");
    database::prepare(&state)?;
    demo::load_once(&state)?;
    steps.next("servers");
    let servers = Servers::start_with(ports, &state, Log::Terminal, DELIVERY)?;
    serve::dev_file::write(ports, &state)?;
    servers.run_jobs()?;
    steps.print_times();
    let (edge, site) = (ports.edge_origin(), ports.demo_origin());
    println!("ready: edge {edge}, console {edge}/console and demo site {site} (Ctrl-C stops all)");
    println!(
        "channels: {site}/channels/whatsapp, /channels/instagram, /channels/x; addresses and secrets: {}/dev.json",
        state.display()
    );
    let mut running = Running { tools, servers, demo, stand_ins, state };
    while !process::stopping() {
        std::thread::sleep(PAUSE);
        running.servers.check()?;
        if let Some(changed) = sources.changed() {
            println!("changed: {changed}");
            running.refresh();
        }
    }
    Ok(())
}

/// Returns the state folder of the developer's own system.
pub(crate) fn state_folder() -> PathBuf {
    let folder = env::var_os("SAWTAK_STATE_DIR").filter(|folder| !folder.is_empty());
    // Joining an absolute path yields that path.
    project::root().join(folder.map_or_else(|| PathBuf::from(".wrangler/state"), PathBuf::from))
}

struct Running {
    tools: Tools,
    servers: Servers,
    demo: String,
    stand_ins: String,
    state: PathBuf,
}

impl Running {
    /// Repeats the steps of the start, each skipped without changes. A failed step replaces
    /// nothing.
    fn refresh(&mut self) {
        let parts = [
            ("widget and console", self.engines()),
            ("edge", self.edge()),
            ("demo site", self.demo()),
            ("stand-ins", self.stand_ins()),
            ("database", self.database()),
        ];
        let mut sound = true;
        if process::stopping() {
            return;
        }
        for (name, result) in parts {
            if let Err(error) = result {
                sound = false;
                eprintln!("{name}: {error:#}; still serving the last one that was sound");
            }
        }
        if sound {
            println!("up to date");
        }
    }

    fn engines(&mut self) -> Result<()> {
        let before = build::assets::engines();
        let turn = build::turn()?;
        build::assets::build(&self.tools, Grade::Quick)?;
        drop(turn);
        // The edge keeps their names for a while, and the old ones have gone.
        if build::assets::engines() != before {
            self.servers.without_edge(|| Ok(()))?;
        }
        Ok(())
    }

    /// Wrangler watches what this writes and reloads it.
    fn edge(&self) -> Result<()> {
        let _turn = build::turn()?;
        build::edge::build(&self.tools, Grade::Quick)
    }

    fn demo(&mut self) -> Result<()> {
        let demo = serve::build_demo()?;
        if demo != self.demo {
            self.demo = demo;
            self.servers.restart_demo()?;
        }
        Ok(())
    }

    fn stand_ins(&mut self) -> Result<()> {
        let stand_ins = serve::build_stand_ins()?;
        if stand_ins != self.stand_ins {
            self.stand_ins = stand_ins;
            self.servers.restart_stand_ins()?;
        }
        Ok(())
    }

    fn database(&mut self) -> Result<()> {
        if database::is_stale(&self.state)? {
            let state = self.state.clone();
            self.servers.without_edge(|| database::prepare(&state))?;
        }
        Ok(())
    }
}
