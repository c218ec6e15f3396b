//! Releases: closing of a month into files in R2, and reading of them.
//!
//! Each closing writes its files into a folder of its own, and then enters the release into the
//! list, which leads to that folder. So a release that can be read is whole, and neither a run that
//! was cut off nor a second one at the same time touches it. Public pages and calls read these
//! files alone.

use std::cmp::Reverse;

use domain::{
    Timestamp,
    access::policy::Scope,
    figures::{figure::Figure, tally::Span},
    intake::{kind::Kind, submission::GUIDE_VERSION},
    open_data::{
        files,
        publish::public,
        release::{self, File, Release, ReleaseId},
    },
    wire::{self, ReleasedFigures, Releases},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::ApiError,
    service::figures::{By, Question, answer},
    state::App,
};

/// Key of the list of releases.
const LIST: &str = "open/releases.json";

/// Name of a release's figures as JSON.
pub(crate) const FIGURES: &str = "figures.json";

/// Names of the files of a release, with their media types.
const FILES: [(&str, &str); 6] = [
    (FIGURES, "application/json"),
    ("figures.csv", "text/csv; charset=utf-8"),
    ("figures.csv-metadata.json", "application/csvm+json"),
    ("datapackage.json", "application/json"),
    ("dataset.jsonld", "application/ld+json"),
    ("SHA256SUMS", "text/plain; charset=utf-8"),
];

/// Returns the list of releases.
pub(crate) async fn list(app: &App) -> Result<Releases, ApiError> {
    Ok(read(app, LIST).await?.unwrap_or_default())
}

/// Returns a release with its public figures.
pub(crate) async fn released(
    app: &App,
    id: ReleaseId,
) -> Result<Option<ReleasedFigures>, ApiError> {
    let Some(folder) = folder_of(&list(app).await?, id) else { return Ok(None) };
    read(app, &[&*folder, FIGURES].concat()).await
}

/// Returns a file of a release with its media type; `None` if there is none of this name.
pub(crate) async fn file(
    app: &App,
    id: ReleaseId,
    name: &str,
) -> Result<Option<(Vec<u8>, &'static str)>, ApiError> {
    let Some((name, media_type)) = FILES.into_iter().find(|(known, _)| *known == name) else {
        return Ok(None);
    };
    let Some(folder) = folder_of(&list(app).await?, id) else { return Ok(None) };
    let bytes = bytes(app, &[&*folder, name].concat()).await?;
    Ok(bytes.map(|bytes| (bytes, media_type)))
}

/// Closes a month into its first release. Returns `false` if it is closed, or if nobody had sent
/// anything.
pub(crate) async fn close(app: &App, month: Span) -> Result<bool, ApiError> {
    let Some(id) = ReleaseId::first(month) else { return Ok(false) };
    let listed = list(app).await?;
    if is_closed(&listed, month) {
        return Ok(false);
    }
    let figures = figures_of(app, &id.periods()).await?;
    if figures.is_empty() {
        return Ok(false);
    }
    let release = Release { id, closed_at: app.now, guide: GUIDE_VERSION, reason: None };
    let before = published(app, &listed, id).await?;
    let mut shown = public(&figures, &before);
    // Quarters that an earlier release has published are there to protect the year alone.
    shown.retain(|figure| !before.iter().any(|known| known.scope.period == figure.scope.period));
    for (key, text) in written(app, &release, &shown, &figures)? {
        app.media()?.put(key, text.into_bytes()).execute().await?;
    }
    let mut listed = list(app).await?;
    if is_closed(&listed, month) {
        return Ok(false);
    }
    listed.releases.push(wire::Release::from(&release));
    let by_id = |release: &wire::Release| Reverse(ReleaseId::parse(&release.id));
    listed.releases.sort_by_key(by_id);
    app.media()?.put(LIST, json(&listed)?.into_bytes()).execute().await?;
    Ok(true)
}

/// Returns keys and contents of all files of a release.
fn written(
    app: &App,
    release: &Release,
    shown: &[Figure],
    figures: &[Figure],
) -> Result<Vec<(String, String)>, ApiError> {
    let mut all = files::files(release, shown, &app.config.base_url);
    all.push(File {
        name: FIGURES,
        media_type: "application/json",
        text: json(&ReleasedFigures::new(release, shown))?,
    });
    all.push(release::checksums(&all));
    let folder = folder(&release.id.to_string(), release.closed_at);
    let public = all.into_iter().map(|file| ([&*folder, file.name].concat(), file.text));
    let whole = json(&ReleasedFigures::new(release, figures))?;
    let internal = (format!("closed/{}/{FIGURES}", release.id), whole);
    Ok(public.chain([internal]).collect())
}

/// Returns the figures of quarters that earlier releases have published, of those that a release
/// needs.
async fn published(app: &App, listed: &Releases, id: ReleaseId) -> Result<Vec<Figure>, ApiError> {
    let periods = id.periods();
    let mut figures = Vec::new();
    let known = listed.releases.iter().filter_map(|release| ReleaseId::parse(&release.id));
    for other in known.filter(|other| other.periods().iter().any(|it| periods.contains(it))) {
        let Some(released) = released(app, other).await? else { continue };
        let read = released.figures.into_iter().filter_map(wire::Figure::read);
        figures.extend(read.filter(|figure| {
            figure.scope.period != other.month() && periods.contains(&figure.scope.period)
        }));
    }
    Ok(figures)
}

/// Returns all figures of periods: of all entities together, of each, and of its services.
async fn figures_of(app: &App, periods: &[Span]) -> Result<Vec<Figure>, ApiError> {
    let now = Span::month_of(app.calendar().local(app.now).date());
    let db = app.db()?;
    let mut all = Vec::new();
    for period in periods {
        let mut divisions = vec![(None, None), (Some(By::Kind), None), (Some(By::Entity), None)];
        divisions.extend(Kind::ALL.map(|kind| (Some(By::Entity), Some(kind))));
        if !matches!(period, Span::Month(..)) {
            divisions.push((Some(By::Service), None));
        }
        for (by, kind) in divisions {
            let question =
                Question { period: *period, entity: None, kind, by, scope: &Scope::All, now };
            all.extend(answer(&db, &question).await?);
        }
    }
    Ok(all)
}

/// Returns whether a month has a release.
fn is_closed(listed: &Releases, month: Span) -> bool {
    let mut ids = listed.releases.iter().filter_map(|release| ReleaseId::parse(&release.id));
    ids.any(|id| id.month() == month)
}

/// Returns the folder of a closing.
fn folder(id: &str, closed_at: Timestamp) -> String {
    format!("open/{id}/{}/", closed_at.as_millisecond())
}

/// Returns the folder of a release; `None` if it isn't listed.
fn folder_of(listed: &Releases, id: ReleaseId) -> Option<String> {
    let id = id.to_string();
    let release = listed.releases.iter().find(|release| release.id == id)?;
    Some(folder(&release.id, release.closed_at))
}

async fn read<T: DeserializeOwned>(app: &App, key: &str) -> Result<Option<T>, ApiError> {
    let Some(bytes) = bytes(app, key).await? else { return Ok(None) };
    let value = serde_json::from_slice(&bytes);
    value.map(Some).map_err(|error| ApiError::Internal(format!("{key}: {error}")))
}

async fn bytes(app: &App, key: &str) -> Result<Option<Vec<u8>>, ApiError> {
    let object = app.media()?.get(key).execute().await?;
    let Some(content) = object.as_ref().and_then(worker::Object::body) else { return Ok(None) };
    Ok(Some(content.bytes().await?))
}

fn json(value: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(value).map_err(|error| ApiError::Internal(error.to_string()))
}
