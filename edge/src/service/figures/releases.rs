//! Releases: closing of a month into files in R2, corrections, and reading of them.
//!
//! Each closing writes its files into a folder of its own, and then enters the release into the
//! list, which leads to that folder. So a release that can be read is whole, and neither a run that
//! was cut off nor a second one at the same time touches it. Public pages and calls read these
//! files alone.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use domain::{
    Timestamp,
    access::policy::Scope,
    figures::{figure::Figure, lesson::Lesson, period::Period, tally::Span},
    intake::{kind::Kind, submission::GUIDE_VERSION},
    open_data::{
        files,
        publish::{Earlier, differs, public},
        release::{self, File, Release, ReleaseId},
    },
    wire::{self, ReleasedFigures, Releases},
};
use serde::{Serialize, de::DeserializeOwned};
use worker::Conditional;

use crate::{
    error::ApiError,
    service::figures::{By, Question, answers},
    state::App,
    store::figures::lessons,
};

/// Key of the list of releases.
const LIST: &str = "open/releases.json";

/// Attempts to enter a release into the list while others are entered.
const ATTEMPTS: usize = 5;

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

/// Returns a release with its public figures, if it is listed.
pub(crate) async fn released(
    app: &App,
    listed: &Releases,
    id: ReleaseId,
) -> Result<Option<ReleasedFigures>, ApiError> {
    let Some(folder) = folder_of(listed, id) else { return Ok(None) };
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
    if listed.latest_of(month).is_some() {
        return Ok(false);
    }
    make(app, &listed, id, None).await
}

/// Corrects all releases in which one of these months counts, those whose public figures have
/// changed. Returns the number of new releases.
pub(crate) async fn correct(app: &App, months: &[Span], reason: &str) -> Result<usize, ApiError> {
    let listed = list(app).await?;
    let is_concerned = |id: &ReleaseId| months.iter().any(|month| id.counts(*month));
    let mut corrected: Vec<ReleaseId> =
        listed.ids().filter(|id| !id.is_correction() && is_concerned(id)).collect();
    // Quarters before their year, which hides what they hide.
    corrected.sort();
    let mut made = 0;
    for first in corrected {
        let listed = list(app).await?;
        let Some(latest) = listed.latest_of(first.month()) else { continue };
        made += usize::from(make(app, &listed, latest.next(), Some(reason)).await?);
    }
    Ok(made)
}

/// Makes a release and enters it into the list. Returns `false` if there is nothing to release: no
/// figures, or, in a correction, none that the public sees otherwise than in the release that it
/// replaces.
async fn make(
    app: &App,
    listed: &Releases,
    id: ReleaseId,
    reason: Option<&str>,
) -> Result<bool, ApiError> {
    let mut figures = figures_of(app, &id.periods()).await?;
    if figures.is_empty() {
        return Ok(false);
    }
    let reason = reason.map(str::to_owned);
    let release = Release { id, closed_at: app.now, guide: GUIDE_VERSION, reason };
    let earlier = earlier(app, listed, id).await?;
    let of_others: Vec<Span> = earlier
        .iter()
        .filter(|(other, _)| other.month() != id.month())
        .flat_map(|(_, figures)| figures.shown.iter().map(|figure| figure.scope.period))
        .collect();
    let replaced = id.replaced();
    let place = earlier.iter().position(|(other, _)| Some(*other) == replaced);
    let earlier: Vec<Earlier> = earlier.into_iter().map(|(_, figures)| figures).collect();
    let mut shown = public(&figures, &earlier);
    // Quarters that the release of another month has published are there to protect the year alone.
    shown.retain(|figure| !of_others.contains(&figure.scope.period));
    if place.is_some_and(|place| !have_changed(&shown, &earlier[place].shown)) {
        return Ok(false);
    }
    figures.retain(|figure| !of_others.contains(&figure.scope.period));
    let mut released = ReleasedFigures::new(&release, &shown);
    for period in id.periods().into_iter().filter(|period| !of_others.contains(period)) {
        if matches!(period, Span::Quarter(..)) {
            released = released.with_lessons(period, &lessons_of(app, period).await?);
        }
    }
    for (key, text) in written(app, &release, (&shown, &released), &figures)? {
        app.media()?.put(key, text.into_bytes()).execute().await?;
    }
    enter(app, &release).await
}

/// Enters a release into the list. Returns `false` if another run was first. The list is written
/// only if it is still the one that was read: two months may be closed at the same time.
async fn enter(app: &App, release: &Release) -> Result<bool, ApiError> {
    let media = app.media()?;
    for _ in 0..ATTEMPTS {
        let object = media.get(LIST).execute().await?;
        let condition = match &object {
            Some(object) => {
                Conditional { etag_matches: Some(object.etag()), ..Conditional::default() }
            }
            None => Conditional { etag_does_not_match: Some("*".into()), ..Conditional::default() },
        };
        let mut listed: Releases = match object.as_ref().and_then(worker::Object::body) {
            Some(content) => parsed(LIST, &content.bytes().await?)?,
            None => Releases::default(),
        };
        if listed.ids().any(|other| other == release.id) {
            return Ok(false);
        }
        listed.releases.push(wire::Release::from(release));
        let by_id = |release: &wire::Release| Reverse(ReleaseId::parse(&release.id));
        listed.releases.sort_by_key(by_id);
        let put = media.put(LIST, json(&listed)?.into_bytes()).only_if(condition);
        if put.execute().await?.is_some() {
            return Ok(true);
        }
    }
    Err(ApiError::Internal(format!("release {}: the list of releases is busy", release.id)))
}

/// Returns whether public figures differ from those of a release. Either may lack quarters that
/// other releases have.
fn have_changed(shown: &[Figure], before: &[Figure]) -> bool {
    let periods = |figures: &[Figure]| -> BTreeSet<Span> {
        figures.iter().map(|figure| figure.scope.period).collect()
    };
    let both: BTreeSet<Span> = periods(shown).intersection(&periods(before)).copied().collect();
    let [shown, before] = [shown, before].map(|figures| {
        let compared = figures.iter().filter(|figure| both.contains(&figure.scope.period));
        compared.map(|it| ((&it.scope, &*it.indicator), it)).collect::<BTreeMap<_, _>>()
    });
    shown.len() != before.len()
        || shown
            .iter()
            .zip(&before)
            .any(|((key, figure), (other, before))| key != other || differs(figure, before))
}

/// Returns keys and contents of all files of a release.
fn written(
    app: &App,
    release: &Release,
    (shown, released): (&[Figure], &ReleasedFigures),
    figures: &[Figure],
) -> Result<Vec<(String, String)>, ApiError> {
    let mut all = files::files(release, shown, &app.config.base_url);
    all.push(File { name: FIGURES, media_type: "application/json", text: json(released)? });
    all.push(release::checksums(&all));
    let folder = folder(&release.id.to_string(), release.closed_at);
    let public = all.into_iter().map(|file| ([&*folder, file.name].concat(), file.text));
    let whole = json(&ReleasedFigures::new(release, figures))?;
    let internal = (closed_key(&release.id.to_string()), whole);
    Ok(public.chain([internal]).collect())
}

/// Returns the lessons that were published in a period.
async fn lessons_of(app: &App, period: Span) -> Result<Vec<Lesson>, ApiError> {
    let days = Period::parse(&period.to_string()).ok().and_then(Period::days);
    let Some(days) = days else { return Ok(Vec::new()) };
    Ok(lessons::published(&app.db()?, None, days).await?)
}

/// Returns the figures of earlier releases with periods of a new one, the first release first.
async fn earlier(
    app: &App,
    listed: &Releases,
    id: ReleaseId,
) -> Result<Vec<(ReleaseId, Earlier)>, ApiError> {
    let periods = id.periods();
    let is_needed = |other: &ReleaseId| other.periods().iter().any(|it| periods.contains(it));
    let mut needed: Vec<ReleaseId> = listed.ids().filter(is_needed).collect();
    needed.sort();
    let mut earlier = Vec::new();
    for other in needed {
        let Some(released) = released(app, listed, other).await? else { continue };
        let shown = read_figures(released)?;
        let whole = whole(app, other).await?;
        // A month of another release is no period of this one, but a quarter of both may be.
        let is_of_this = |figure: &Figure| periods.contains(&figure.scope.period);
        let [shown, whole] =
            [shown, whole].map(|all| all.into_iter().filter(|it| is_of_this(it)).collect());
        earlier.push((other, Earlier { shown, whole }));
    }
    Ok(earlier)
}

/// Returns the figures of a release as they were, none of them hidden.
async fn whole(app: &App, id: ReleaseId) -> Result<Vec<Figure>, ApiError> {
    let released: Option<ReleasedFigures> = read(app, &closed_key(&id.to_string())).await?;
    released.map_or_else(|| Ok(Vec::new()), read_figures)
}

fn read_figures(released: ReleasedFigures) -> Result<Vec<Figure>, ApiError> {
    let id = released.release.id;
    let figures: Option<_> = released.figures.into_iter().map(wire::Figure::read).collect();
    figures.ok_or_else(|| ApiError::Internal(format!("release {id}: a figure")))
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
        let question = Question {
            period: *period,
            entity: None,
            kind: None,
            by: None,
            scope: &Scope::All,
            now,
        };
        all.extend(answers(&db, &question, &divisions).await?);
    }
    Ok(all)
}

/// Returns the key of a release's figures as they were.
fn closed_key(id: &str) -> String {
    format!("closed/{id}/{FIGURES}")
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
    parsed(key, &bytes).map(Some)
}

fn parsed<T: DeserializeOwned>(key: &str, bytes: &[u8]) -> Result<T, ApiError> {
    let value = serde_json::from_slice(bytes);
    value.map_err(|error| ApiError::Internal(format!("{key}: {error}")))
}

async fn bytes(app: &App, key: &str) -> Result<Option<Vec<u8>>, ApiError> {
    let object = app.media()?.get(key).execute().await?;
    let Some(content) = object.as_ref().and_then(worker::Object::body) else { return Ok(None) };
    Ok(Some(content.bytes().await?))
}

fn json(value: &impl Serialize) -> Result<String, ApiError> {
    Ok(serde_json::to_string(value)?)
}
