//! `cargo xtask sbom`: the software bill of materials of a release, as `CycloneDX` 1.6 in JSON.
//!
//! It lists what is in the worker and in what browsers load, with licences and checksums from the
//! lock files, and as `excluded` what runs while they are built. Tools and tests aren't part of a
//! release. `deploy` writes it; the operator keeps it with the release.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::{
    dependencies::{Graph, Package, license_expression},
    process, project, tools,
};

/// Crates that become a release.
const RELEASED: [&str; 3] = ["edge", "widget", "console"];

const TARGET: &str = "wasm32-unknown-unknown";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bom {
    #[serde(rename = "bomFormat")]
    format: &'static str,
    spec_version: &'static str,
    serial_number: String,
    version: u32,
    metadata: Metadata,
    components: Vec<Component>,
    dependencies: Vec<Dependency>,
}

#[derive(Serialize)]
struct Metadata {
    timestamp: String,
    tools: Tools,
    component: Component,
}

#[derive(Serialize)]
struct Tools {
    components: Vec<Component>,
}

#[derive(Serialize, Default)]
struct Component {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "bom-ref", skip_serializing_if = "String::is_empty")]
    id: String,
    name: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<Hash>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<License>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purl: Option<String>,
}

#[derive(Serialize)]
struct Hash {
    alg: &'static str,
    content: String,
}

#[derive(Serialize)]
struct License {
    expression: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dependency {
    #[serde(rename = "ref")]
    id: String,
    depends_on: Vec<String>,
}

/// Identity of a release and of its bill.
struct Release {
    version: String,
    at: Timestamp,
    uuid: [u8; 16],
}

/// Writes the bill, and returns its path.
pub(crate) fn write() -> Result<PathBuf> {
    let root = project::root();
    let lock = fs::read_to_string(root.join("Cargo.lock"))?;
    let packages = fs::read_to_string(root.join("package-lock.json"))?;
    let bom = bom(&Graph::read(Some(TARGET))?, &lock, &packages, &release()?)?;
    let path = root.join("dist/sawtak.cdx.json");
    fs::create_dir_all(root.join("dist"))?;
    fs::write(&path, serde_json::to_string_pretty(&bom)? + "\n")?;
    println!("{}: {} components", path.display(), bom.components.len());
    Ok(path)
}

fn release() -> Result<Release> {
    let mut uuid = [0; 16];
    getrandom::fill(&mut uuid)?;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    Ok(Release { version: version(), at: Timestamp::from_second(i64::try_from(seconds)?)?, uuid })
}

/// Returns the workspace's version, with the commit as its build if there is a repository.
fn version() -> String {
    let mut git = tools::command("git");
    git.args(["rev-parse", "--short=12", "HEAD"]).stderr(std::process::Stdio::null());
    let version = env!("CARGO_PKG_VERSION");
    match process::output(&mut git) {
        Ok(commit) => format!("{version}+{}", commit.trim()),
        Err(_) => version.to_owned(),
    }
}

fn bom(graph: &Graph, cargo_lock: &str, npm_lock: &str, release: &Release) -> Result<Bom> {
    let members = graph.packages.iter().filter(|package| graph.is_member(package));
    let roots: Vec<&str> = members
        .filter(|package| RELEASED.contains(&&*package.name))
        .map(|package| &*package.id)
        .collect();
    // What a procedural macro depends on runs in the compiler too.
    let shipped = graph.reachable(&roots, &[], Package::is_macro);
    let involved = graph.reachable(&roots, &["build"], |_| false);
    let checksums = checksums(cargo_lock)?;
    let mut components = Vec::new();
    let mut dependencies = vec![Dependency {
        id: "sawtak".to_owned(),
        depends_on: roots.iter().map(|id| purl_of(graph, id)).collect(),
    }];
    for package in graph.packages.iter().filter(|package| involved.contains(&package.id)) {
        components.push(component(package, shipped.contains(&package.id), &checksums));
        let direct: BTreeSet<_> =
            graph.direct(&package.id).into_iter().filter(|id| involved.contains(*id)).collect();
        dependencies.push(Dependency {
            id: purl(package),
            depends_on: direct.into_iter().map(|id| purl_of(graph, id)).collect(),
        });
    }
    components.extend(npm(npm_lock)?);
    Ok(Bom {
        format: "CycloneDX",
        spec_version: "1.6",
        serial_number: serial_number(release.uuid),
        version: 1,
        metadata: Metadata {
            timestamp: release.at.to_string(),
            tools: Tools {
                components: vec![Component {
                    kind: "application",
                    name: "sawtak xtask".to_owned(),
                    version: env!("CARGO_PKG_VERSION").to_owned(),
                    ..Component::default()
                }],
            },
            component: Component {
                kind: "application",
                id: "sawtak".to_owned(),
                name: "sawtak".to_owned(),
                version: release.version.clone(),
                licenses: vec![License { expression: env!("CARGO_PKG_LICENSE").to_owned() }],
                ..Component::default()
            },
        },
        components,
        dependencies,
    })
}

fn component(
    package: &Package,
    is_shipped: bool,
    checksums: &BTreeMap<(String, String), String>,
) -> Component {
    let key = (package.name.clone(), package.version.clone());
    let checksum = checksums.get(&key).cloned();
    let license = package.license.as_deref().map(license_expression);
    Component {
        kind: "library",
        id: purl(package),
        name: package.name.clone(),
        version: package.version.clone(),
        scope: Some(if is_shipped { "required" } else { "excluded" }),
        hashes: checksum.into_iter().map(|content| Hash { alg: "SHA-256", content }).collect(),
        licenses: license.into_iter().map(|expression| License { expression }).collect(),
        purl: Some(purl(package)),
    }
}

/// Returns a package URL. The workspace's own crates are in no registry, where another crate may
/// have the same name.
fn purl(package: &Package) -> String {
    let version = package.version.replace('+', "%2B");
    let kind = if package.source.is_some() { "cargo" } else { "generic/sawtak" };
    format!("pkg:{kind}/{}@{version}", package.name)
}

fn purl_of(graph: &Graph, id: &str) -> String {
    graph.packages.iter().find(|package| package.id == id).map(purl).unwrap_or_default()
}

/// Returns the checksums of `Cargo.lock` by name and version.
fn checksums(lock: &str) -> Result<BTreeMap<(String, String), String>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock cannot be read")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let entry = |package: &toml::Value| {
        let text = |key: &str| Some(package.get(key)?.as_str()?.to_owned());
        Some(((text("name")?, text("version")?), text("checksum")?))
    };
    Ok(packages.filter_map(entry).collect())
}

/// Returns the packages of `package-lock.json` that a release contains: those that aren't marked
/// as tools of development.
fn npm(lock: &str) -> Result<Vec<Component>> {
    let lock: Value = serde_json::from_str(lock).context("package-lock.json cannot be read")?;
    let packages = lock["packages"].as_object().into_iter().flatten();
    let shipped = packages.filter(|(path, package)| {
        !path.is_empty() && package["dev"] != true && package["devOptional"] != true
    });
    let component = |(path, package): (&String, &Value)| {
        let name = path.rsplit("node_modules/").next().unwrap_or(path);
        let version = package["version"].as_str().unwrap_or_default();
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        let integrity = package["integrity"].as_str().and_then(digest);
        let license = package["license"].as_str().map(str::to_owned);
        Component {
            kind: "library",
            id: purl.clone(),
            name: name.to_owned(),
            version: version.to_owned(),
            scope: Some("required"),
            hashes: integrity.into_iter().collect(),
            licenses: license.into_iter().map(|expression| License { expression }).collect(),
            purl: Some(purl),
        }
    };
    Ok(shipped.map(component).collect())
}

/// Converts a digest of Subresource Integrity, in Base64, to hexadecimal.
fn digest(integrity: &str) -> Option<Hash> {
    let (name, encoded) = integrity.split_once('-')?;
    let alg = match name {
        "sha256" => "SHA-256",
        "sha384" => "SHA-384",
        "sha512" => "SHA-512",
        _ => return None,
    };
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, encoded).ok()?;
    Some(Hash { alg, content: hexadecimal(&bytes) })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Returns a random UUID (RFC 9562, version 4) as a URN.
fn serial_number(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hexadecimal(&bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| &digits[range]);
    format!("urn:uuid:{}", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dependencies::samples::{graph, package};

    const RELEASE: fn() -> Release = || Release {
        version: "0.1.0+abc".into(),
        at: Timestamp::from_second(1_800_000_000).unwrap(),
        uuid: [0xff; 16],
    };

    fn sample() -> Value {
        let mut derive = package("derive", "1.0.0", "MIT");
        derive["targets"] = json!([{ "kind": ["proc-macro"] }]);
        let packages = vec![
            package("serde", "1.0.0", "MIT/Apache-2.0"),
            derive,
            package("tools", "1.0.0", "MIT"),
        ];
        let edges = [
            ("edge", "serde@1.0.0", None),
            ("serde@1.0.0", "derive@1.0.0", None),
            ("edge", "tools@1.0.0", Some("dev")),
        ];
        let cargo = "[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\nchecksum = \"ab12\"\n";
        let npm = json!({ "packages": {
            "": { "name": "tools" },
            "node_modules/wrangler": { "version": "4.0.0", "dev": true, "license": "MIT" },
            "node_modules/@a/b": {
                "version": "2.0.0", "license": "MIT", "integrity": "sha512-q80=",
            },
        } });
        let bom = bom(&graph(packages, &edges), cargo, &npm.to_string(), &RELEASE()).unwrap();
        serde_json::to_value(bom).unwrap()
    }

    fn named<'a>(bom: &'a Value, name: &str) -> Option<&'a Value> {
        bom["components"].as_array().unwrap().iter().find(|component| component["name"] == name)
    }

    #[test]
    fn a_bill_names_its_format_and_its_release() {
        let bom = sample();
        assert_eq!((&bom["bomFormat"], &bom["specVersion"]), (&json!("CycloneDX"), &json!("1.6")));
        assert_eq!(bom["serialNumber"], "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(bom["metadata"]["component"]["version"], "0.1.0+abc");
        assert_eq!(bom["metadata"]["timestamp"], "2027-01-15T08:00:00Z");
    }

    #[test]
    fn each_component_has_a_purl_a_licence_and_the_locks_checksum() {
        let bom = sample();
        let serde = named(&bom, "serde").unwrap();
        assert_eq!(serde["purl"], "pkg:cargo/serde@1.0.0");
        assert_eq!(serde["licenses"], json!([{ "expression": "MIT OR Apache-2.0" }]));
        assert_eq!(serde["hashes"], json!([{ "alg": "SHA-256", "content": "ab12" }]));
        let shipped = named(&bom, "@a/b").unwrap();
        assert_eq!(shipped["purl"], "pkg:npm/%40a/b@2.0.0");
        assert_eq!(shipped["hashes"], json!([{ "alg": "SHA-512", "content": "abcd" }]));
    }

    #[test]
    fn what_runs_in_the_compiler_is_told_from_what_is_released_and_tests_are_left_out() {
        let bom = sample();
        assert_eq!(named(&bom, "serde").unwrap()["scope"], "required");
        assert_eq!(named(&bom, "derive").unwrap()["scope"], "excluded");
        assert!(named(&bom, "tools").is_none() && named(&bom, "wrangler").is_none());
    }

    #[test]
    fn each_dependency_refers_to_a_component() {
        let bom = sample();
        let ids: Vec<_> =
            bom["components"].as_array().unwrap().iter().map(|one| &one["bom-ref"]).collect();
        for dependency in bom["dependencies"].as_array().unwrap() {
            assert!(dependency["ref"] == "sawtak" || ids.contains(&&dependency["ref"]));
            for other in dependency["dependsOn"].as_array().unwrap() {
                assert!(ids.contains(&other), "{other}");
            }
        }
    }

    /// The project's own graph, which `cargo` may read without a network once it has been built.
    #[test]
    fn the_projects_own_bill_is_whole() {
        let root = project::root();
        let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
        let graph = Graph::read(Some(TARGET)).unwrap();
        let bom = bom(&graph, &read("Cargo.lock"), &read("package-lock.json"), &RELEASE());
        let bom = serde_json::to_value(bom.unwrap()).unwrap();
        for name in ["edge", "widget", "console", "domain", "worker", "leptos", "serde_json"] {
            assert_eq!(named(&bom, name).unwrap()["scope"], "required", "{name}");
        }
        for component in bom["components"].as_array().unwrap() {
            assert!(component["purl"].as_str().is_some_and(|purl| purl.starts_with("pkg:")));
            assert!(!component["licenses"].as_array().unwrap().is_empty(), "{component}");
            let is_own = component["purl"].as_str().unwrap().starts_with("pkg:generic/sawtak/");
            assert_eq!(component["hashes"].is_array(), !is_own, "{component}");
        }
    }
}
