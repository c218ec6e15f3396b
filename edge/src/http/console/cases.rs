//! `GET /console/api/cases` and `…/counts`: queues of cases. `POST …/search`: search in them.

use std::cmp::Reverse;

use axum::{Extension, Json};
use domain::{
    access::policy::{self, Permission, Scope},
    case::queue_order::Horizon,
    language::Language,
    reference::Reference,
    search::{self, Term},
    slug::Slug,
    wire::console::{CasePage, Counts, Names, Order, PAGE, Queue, Search},
};
use serde::Deserialize;

use super::opened::Opened;
use crate::{
    error::ApiError,
    platform::clock::later,
    request::{json::JsonBody, query::CallQuery, session::SignedIn},
    service::{self, assistant, contact, entity_policies},
    state::App,
    store::{
        self, Database,
        case::{
            queue_row::Row,
            queues::{Filter, Keeper, Looked, Wanted},
            sorted::{self, Position, Set},
        },
        search::{Meaning, ServiceRow},
    },
};

/// Seconds within which an excerpt that is listed again counts as read once.
const SPELL: i64 = 60 * 60;

/// Position behind every row of the search index.
const LAST: &str = "9007199254740991";

/// Query of the address.
#[derive(Deserialize)]
pub(crate) struct Address {
    #[serde(default)]
    queue: Queue,
    entity: Option<Slug>,
    /// Case whose customer's cases are listed.
    customer: Option<Reference>,
    /// Case whose like cases are listed.
    alike: Option<Reference>,
    #[serde(default)]
    sort: Order,
    #[serde(flatten)]
    filter: Filter,
    after: Option<String>,
}

/// Returns a page of a queue, and records that the person has read the excerpts.
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(address): CallQuery<Address>,
) -> Result<Json<CasePage>, ApiError> {
    let db = app.db()?;
    let reach = narrowed(Scope::of(&who.person), address.entity.as_ref())?;
    let wanted = wanted(&app, &who, &address);
    let after = address.after.as_deref();
    let page = match (address.customer, address.alike) {
        (Some(reference), _) => {
            of_customer(&app, &who, &wanted, &reach, reference, (address.sort, after)).await?
        }
        (None, Some(reference)) => {
            alike(&app, &who, &wanted, reach, reference, (address.sort, after)).await?
        }
        (None, None) => queued(&app, &db, &wanted, (reach, address.sort), after).await?,
    };
    note_excerpts(&app, &db, &who, &page).await?;
    Ok(Json(page))
}

/// Returns a page of search results. Without words it's a page of the queue.
#[worker::send]
pub(crate) async fn search(
    Extension(app): Extension<App>,
    who: SignedIn,
    sent: JsonBody<Search>,
) -> Result<Json<CasePage>, ApiError> {
    narrowed(Scope::of(&who.person), None)?;
    let Search { q, queue, entity, kind, service, stage, priority, owner, language, sort, after } =
        sent.read().await?;
    let filter = Filter { kind, service, stage, priority, owner, language };
    let address = Address { queue, entity, customer: None, alike: None, sort, filter, after };
    let db = app.db()?;
    let reach = narrowed(Scope::of(&who.person), address.entity.as_ref())?;
    let wanted = wanted(&app, &who, &address);
    let asked = search::Query::parse(&q);
    let after = address.after.as_deref();
    let page = if asked.is_empty() {
        queued(&app, &db, &wanted, (reach, sort), after).await?
    } else {
        found(&app, &app.db()?.any_replica(), &wanted, &reach, asked, (sort, after)).await?
    };
    note_excerpts(&app, &db, &who, &page).await?;
    Ok(Json(page))
}

/// Records that a person read the excerpts of a page.
async fn note_excerpts(
    app: &App,
    db: &Database,
    who: &SignedIn,
    page: &CasePage,
) -> Result<(), ApiError> {
    let cases: Vec<_> = page.rows.iter().map(|row| row.reference).collect();
    note_excerpts_of(app, db, who, &cases).await
}

/// Records that a person read the excerpts of cases.
pub(super) async fn note_excerpts_of(
    app: &App,
    db: &Database,
    who: &SignedIn,
    cases: &[Reference],
) -> Result<(), ApiError> {
    let times = [app.now, later(app.now, -SPELL)];
    store::case::detail::note_excerpts(db, cases, &who.person.id, times).await?;
    Ok(())
}

/// Returns the number of cases in each queue.
#[worker::send]
pub(crate) async fn counts(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(address): CallQuery<Address>,
) -> Result<Json<Counts>, ApiError> {
    let db = app.db()?;
    let entities =
        entities(&db, narrowed(Scope::of(&who.person), address.entity.as_ref())?).await?;
    let keepers = keepers(&app, entities).await?;
    Ok(Json(store::case::queues::counts(&db, &wanted(&app, &who, &address), &keepers).await?))
}

fn wanted<'a>(app: &App, who: &'a SignedIn, address: &Address) -> Wanted<'a> {
    Wanted {
        queue: address.queue,
        person: &who.person.id,
        now: app.now,
        filter: address.filter.clone(),
    }
}

/// Narrows a scope to the entity that the address names. An empty scope is refused.
fn narrowed(reach: Scope, entity: Option<&Slug>) -> Result<Scope, ApiError> {
    match (reach, entity) {
        (reach, Some(entity)) if reach.includes(entity) => Ok(Scope::Of([entity.clone()].into())),
        (_, Some(_)) => Err(ApiError::Forbidden),
        (reach, None) if reach.is_empty() => Err(ApiError::Forbidden),
        (reach, None) => Ok(reach),
    }
}

async fn entities(db: &Database, reach: Scope) -> Result<Vec<Slug>, ApiError> {
    match reach {
        Scope::All => Ok(store::case::detail::entities(db).await?),
        Scope::Of(entities) => Ok(entities.into_iter().collect()),
    }
}

/// Returns the entities with the times until which their cases are due.
async fn keepers(app: &App, entities: Vec<Slug>) -> Result<Vec<Keeper>, ApiError> {
    let policies = entity_policies::all(app).await?;
    let keeper = |entity: Slug| {
        let horizon = Horizon::of(&policies.of(&entity).calendar, app.now);
        Keeper::new(entity, horizon)
    };
    Ok(entities.into_iter().map(keeper).collect())
}

/// Returns a page of the cases that were sent with the same address as a case that the person sees,
/// the latest first.
async fn of_customer(
    app: &App,
    who: &SignedIn,
    wanted: &Wanted<'_>,
    reach: &Scope,
    reference: Reference,
    page: (Order, Option<&str>),
) -> Result<CasePage, ApiError> {
    let Opened { dossier, .. } = Opened::by(app, who, reference).await?;
    let Some(sealed) = dossier.row.contact() else { return Ok(CasePage::default()) };
    let contact = contact::opened(app, reference, &sealed).await?;
    let addresses = contact.email.iter().chain(&contact.phone);
    let codes: Vec<String> = addresses.flat_map(|address| typed_codes(app, address)).collect();
    if codes.is_empty() {
        return Ok(CasePage::default());
    }
    // By its contact alone: a text may quote the same address.
    let asked = search::Query { terms: vec![Term::default()] };
    let meanings = [Meaning { codes, services: Vec::new() }];
    let db = app.db()?.any_replica();
    let entities = entities(&db, reach.clone()).await?;
    let Some(expression) = store::search::expression(&asked, &meanings, reach) else {
        return Ok(CasePage::default());
    };
    matching(app, &db, wanted, entities, (&expression, &asked), page).await
}

/// Returns a page of the cases that are alike a case at one of the person's teams, the latest first
/// unless another order is asked for.
async fn alike(
    app: &App,
    who: &SignedIn,
    wanted: &Wanted<'_>,
    reach: Scope,
    reference: Reference,
    (order, after): (Order, Option<&str>),
) -> Result<CasePage, ApiError> {
    let db = app.db()?.any_replica();
    let mut teams = entities(&db, reach).await?;
    teams.retain(|team| policy::may(&who.person, Permission::SeeTeam(team)));
    if teams.is_empty() {
        return Err(ApiError::Forbidden);
    }
    let group = service::case::alike::group_of(app, &teams, reference).await?;
    let numbers: Vec<_> = group.iter().map(Reference::digits).collect();
    let (numbers, keepers) = (store::list(&numbers)?, store::list(&keepers(app, teams).await?)?);
    let order = if order == Order::Due { Order::Newest } else { order };
    let position = after.map(|cursor| Position::read(order, cursor));
    let set = (Set::Numbered(&numbers), &*keepers);
    let rows = wanted.found_in_order(&db, set, order, position.as_ref())?.run().await?;
    Ok(ordered(rows.results()?, order, &search::Query::default()))
}

/// Returns a page of a queue. Each entity contributes a page in order, unless one index holds all
/// entities' cases in order.
async fn queued(
    app: &App,
    db: &Database,
    wanted: &Wanted<'_>,
    (reach, order): (Scope, Order),
    after: Option<&str>,
) -> Result<CasePage, ApiError> {
    let position = after.map(|cursor| Position::read(order, cursor));
    let mut statements = Vec::new();
    if reach == Scope::All && wanted.is_in_one() && order == Order::Due {
        statements.push(wanted.page_of_all(db, position.as_ref().map(Position::after))?);
    } else {
        for keeper in keepers(app, entities(db, reach).await?).await? {
            statements.extend(wanted.ordered_page(db, &keeper, order, position.as_ref())?);
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    for result in db.batch(statements).await? {
        rows.extend(result.results::<Row>()?);
    }
    Ok(ordered(rows, order, &search::Query::default()))
}

/// Returns the page that rows of one or several statements make in an order.
fn ordered(mut rows: Vec<Row>, order: Order, asked: &search::Query) -> CasePage {
    sorted::merge(order, &mut rows);
    let page = PAGE as usize;
    let last = rows.get(page - 1).filter(|_| rows.len() > page);
    let next = last.map(|row| Position::of(order, row).cursor(order));
    rows.truncate(page);
    shown(rows, asked, next)
}

/// Returns a page of search results. They may be some seconds old: they read the most, and replicas
/// take them off the database.
async fn found(
    app: &App,
    db: &Database,
    wanted: &Wanted<'_>,
    reach: &Scope,
    mut asked: search::Query,
    page: (Order, Option<&str>),
) -> Result<CasePage, ApiError> {
    asked.add_likely(&store::search::known(db, &asked.variants()).await?);
    let entities = entities(db, reach.clone()).await?;
    let services = store::search::services(db, &entities).await?;
    let meanings: Vec<_> = asked.terms.iter().map(|term| meaning(app, term, &services)).collect();
    let Some(expression) = store::search::expression(&asked, &meanings, reach) else {
        return Ok(CasePage::default());
    };
    matching(app, db, wanted, entities, (&expression, &asked), page).await
}

/// Returns a page of the cases of these entities that an expression of the index matches.
async fn matching(
    app: &App,
    db: &Database,
    wanted: &Wanted<'_>,
    entities: Vec<Slug>,
    (expression, asked): (&str, &search::Query),
    (order, after): (Order, Option<&str>),
) -> Result<CasePage, ApiError> {
    let keepers = store::list(&keepers(app, entities).await?)?;
    if order != Order::Due {
        let position = after.map(|cursor| Position::read(order, cursor));
        let found = (Set::Matching(expression), &*keepers);
        let statement = wanted.found_in_order(db, found, order, position.as_ref())?;
        let rows = statement.run().await?.results::<Row>()?;
        return Ok(ordered(rows, order, asked));
    }
    let statements = wanted.found(db, expression, after.unwrap_or(LAST), &keepers)?;
    let results = db.batch(statements.into()).await?;
    let [rows, looked] = &results[..] else {
        return Err(ApiError::Internal("a search answered too little".into()));
    };
    let mut rows: Vec<Row> = rows.results()?;
    rows.sort_by_key(|row| Reverse(row.place.parse::<u64>().unwrap_or_default()));
    let next = match rows.last() {
        Some(last) if rows.len() == PAGE as usize => Some(last.place.clone()),
        _ => looked.results::<Looked>()?.pop().and_then(Looked::next),
    };
    Ok(shown(rows, asked, next))
}

/// Returns the codes that a typed text may stand for, by each key of the ring.
fn typed_codes(app: &App, typed: &str) -> Vec<String> {
    app.blinds().iter().flat_map(|blind| blind.typed(typed)).collect()
}

/// Returns what a term may match besides words of a text: a part of a contact, by the blind index
/// of each key of the ring, or of a service's name.
fn meaning(app: &App, term: &Term, services: &[ServiceRow]) -> Meaning {
    let codes = typed_codes(app, &term.typed);
    let is_named =
        |row: &&ServiceRow| [&row.name_ar, &row.name_en].iter().any(|name| term.is_in(name));
    let services = services
        .iter()
        .filter(is_named)
        .map(|row| store::search::service(&row.entity, &row.id))
        .collect();
    Meaning { codes, services }
}

fn shown(rows: Vec<Row>, asked: &search::Query, next: Option<String>) -> CasePage {
    let names: Names =
        rows.iter().filter_map(|row| row.owner.clone().zip(row.owner_name.clone())).collect();
    let danger = |text: &str, tag: &str| assistant::speaks_of_danger(text, Language::parse(tag));
    let shown = |row: Row| row.shown(|text| search::excerpt(text, asked), danger);
    let rows = rows.into_iter().map(shown).collect();
    CasePage { rows, next, names }
}
