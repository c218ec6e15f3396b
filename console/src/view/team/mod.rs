//! Team of an entity, for its supervisors: workload and ratings by person and by service. Each
//! number of cases leads to their queue; `reassign` hands a person's cases on. Whoever else handles
//! cases finds the absences here.

mod absences;
mod reassign;

use domain::{
    case::workload::{Tally, Workload},
    intake::kind::Mood,
    slug::Slug,
    staff::StaffId,
    wire::console::{Queue, Team, TeamMember, TeamService},
};
use leptos::{prelude::*, task::spawn_local};

use super::shared::loaded::{Loaded, Trouble, Wait};
use crate::{
    effects::{
        api::{self, Failure},
        page,
    },
    route::{self, query::parameter},
    session::{self, Session, session},
    words::{self, fill, words},
};
use absences::AbsencesOf;
use reassign::Reassign;

/// Queues of the numbers, in the order of the columns.
const QUEUES: [Queue; 4] = [Queue::All, Queue::DueToday, Queue::DueWeek, Queue::Overdue];

/// Moods of the ratings, in the order of the columns.
const MOODS: [Mood; 3] = [Mood::Happy, Mood::Neutral, Mood::Unhappy];

/// Cases that the numbers of a row count.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cases {
    /// Cases that pass a filter of each queue, by the filter's name and value.
    Filtered(&'static str, String),
    /// Cases of one queue.
    In(Queue),
    /// Cases that no queue lists by themselves.
    Unlisted,
}

/// Person whose cases are handed on; without an id, the cases without an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Whose {
    id: Option<StaffId>,
    name: String,
}

/// Row of a table.
struct Row {
    name: String,
    has_left: bool,
    tally: Tally,
    cases: Cases,
    whose: Option<Whose>,
}

/// Tables of a team, the form that hands cases on, and the absences.
#[component]
pub(crate) fn TeamView() -> impl IntoView {
    let session = session();
    page::set_title(&format!("{} – {}", words().team, words().title));
    let own = session.me().map(|me| session::teams_of(&me)).unwrap_or_default();
    let handled = session.me().map(|me| session::handled_entities(&me)).unwrap_or_default();
    let all: Vec<Slug> = handled.into_iter().filter(|entity| !own.contains(entity)).collect();
    let all: Vec<Slug> = own.iter().cloned().chain(all).collect();
    let first = all.first().cloned();
    let supervised = StoredValue::new(own);
    let entity = Memo::new(move |_| {
        let named = parameter(&session.address.get(), "entity");
        named.and_then(|id| Slug::parse(&id).ok()).or_else(|| first.clone())
    });
    let team = RwSignal::new(Loaded::<Team>::Loading);
    let whose = RwSignal::new(None::<Whose>);
    let has_team = move || {
        let is_led = |entity: &Slug| supervised.with_value(|all| all.contains(entity));
        entity.get().as_ref().is_some_and(is_led)
    };
    let load = move || {
        let requested = entity.get_untracked();
        if !untrack(has_team) {
            return;
        }
        spawn_local(async move {
            let outcome = match &requested {
                Some(entity) => {
                    session.checked(api::get(&format!("api/entities/{entity}/team")).await)
                }
                None => Err(Failure::Forbidden),
            };
            // Another entity may have been chosen meanwhile.
            if entity.try_get_untracked() == Some(requested) {
                team.try_set(outcome.into());
            }
        });
    };
    Effect::new(move |before: Option<Option<Slug>>| {
        session.changed.track();
        let now = entity.get();
        if before.as_ref() != Some(&now) {
            whose.set(None);
            team.set(Loaded::Loading);
        }
        load();
        now
    });
    view! {
        <article class="case">
            <header class="heading"><h1 tabindex="-1">{words().team}</h1></header>
            <Entities all entity />
            {move || has_team().then(|| view! { <p class="hint">{words::settings().team_hint}</p> })}
            {move || has_team().then(|| match team.get() {
                Loaded::Loading => view! { <Wait /> }.into_any(),
                Loaded::Failed(failure) => view! { <Trouble failure again=load /> }.into_any(),
                Loaded::Ready(team) => tables(session, team, whose).into_any(),
            })}
            {move || whose.get().zip(entity.get()).map(|(person, entity)| view! {
                <Reassign entity whose=person close=Callback::new(move |()| whose.set(None)) />
            })}
            {move || entity.get().map(|entity| view! { <AbsencesOf entity /> })}
        </article>
    }
}

/// Select for the entity, for those who work for several.
#[component]
fn Entities(all: Vec<Slug>, entity: Memo<Option<Slug>>) -> impl IntoView {
    let session = session();
    (all.len() > 1).then(|| {
        view! {
            <label class="entity">
                <span>{words().entity}</span>
                <select on:change=move |event| session.go(&route::team(Some(&event_target_value(&event))))>
                    {move || all.iter().map(|each| {
                        let is_here = entity.get().as_ref() == Some(each);
                        view! { <option value=each.to_string() selected=is_here>{session.entity(each)}</option> }
                    }).collect_view()}
                </select>
            </label>
        }
    })
}

fn tables(session: Session, team: Team, whose: RwSignal<Option<Whose>>) -> impl IntoView {
    let Team { entity, people, unassigned, transferred, services, other_services } = team;
    let mut rows: Vec<Row> = people.into_iter().map(of_person).collect();
    let nobody = Whose { id: None, name: words::queue(Queue::Unassigned).to_owned() };
    rows.push(of_queue(Queue::Unassigned, unassigned, Some(nobody)));
    rows.push(of_queue(Queue::Transferred, transferred, None));
    let mut about: Vec<Row> =
        services.into_iter().map(|service| of_service(session, &entity, service)).collect();
    about.push(Row {
        name: words::settings().other_services.to_owned(),
        has_left: false,
        tally: other_services,
        cases: Cases::Unlisted,
        whose: None,
    });
    view! {
        {table(&entity, words::settings().team_by_person, words::settings().person, rows, Some(whose))}
        {table(&entity, words::settings().team_by_service, words().service, about, None)}
    }
}

fn of_person(member: TeamMember) -> Row {
    let TeamMember { id, name, answers, tally } = member;
    let cases = Cases::Filtered("owner", id.as_str().to_owned());
    let whose = Some(Whose { id: Some(id), name: name.clone() });
    Row { name, has_left: !answers, tally, cases, whose }
}

fn of_queue(queue: Queue, tally: Tally, whose: Option<Whose>) -> Row {
    let name = words::queue(queue).to_owned();
    Row { name, has_left: false, tally, cases: Cases::In(queue), whose }
}

fn of_service(session: Session, entity: &Slug, service: TeamService) -> Row {
    let TeamService { service, tally } = service;
    Row {
        name: session.service(entity, &service),
        has_left: false,
        tally,
        cases: Cases::Filtered("service", service.to_string()),
        whose: None,
    }
}

/// Returns the address of the cases that a number counts.
fn cases_address(entity: &Slug, cases: &Cases, queue: Queue) -> Option<String> {
    let of = |queue: Queue| format!("{}&entity={entity}", route::queue(queue.as_str()));
    match cases {
        // The queue of all has those that have ended, too. Only an owner's are the open ones.
        Cases::Filtered("service", _) if queue == Queue::All => None,
        Cases::In(_) if queue != Queue::All => None,
        Cases::Filtered(name, value) => Some(format!("{}&{name}={value}", of(queue))),
        Cases::In(queue) => Some(of(*queue)),
        Cases::Unlisted => None,
    }
}

const fn number(load: Workload, queue: Queue) -> u32 {
    match queue {
        Queue::DueToday => load.due_today,
        Queue::DueWeek => load.due_week,
        Queue::Overdue => load.overdue,
        _ => load.open,
    }
}

/// Returns the title of a column of cases.
fn title(queue: Queue) -> &'static str {
    if queue == Queue::All { words::settings().open } else { words::queue(queue) }
}

/// Renders a table. With `whose`, cases can be handed on from there.
fn table(
    entity: &Slug,
    caption: &'static str,
    first: &'static str,
    rows: Vec<Row>,
    whose: Option<RwSignal<Option<Whose>>>,
) -> impl IntoView + use<> {
    let titles = QUEUES.map(|queue| view! { <th scope="col">{title(queue)}</th> });
    let moods = MOODS.map(|mood| {
        view! { <th scope="col"><span class="unseen">{words::settings().ratings_recent}": "</span>{words::mood(mood)}</th> }
    });
    let rows = rows.into_iter().map(|each| row(entity, each, whose)).collect_view();
    view! {
        <div class="wide" role="region" tabindex="0" aria-label=caption>
            <table class="team">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{first}</th>
                        {titles}
                        {moods}
                        {whose.map(|_| view! { <th scope="col">{words::settings().reassign}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(entity: &Slug, row: Row, whose: Option<RwSignal<Option<Whose>>>) -> impl IntoView + use<> {
    let Row { name, has_left, tally, cases, whose: person } = row;
    let numbers = QUEUES.map(|queue| {
        let count = number(tally.load, queue);
        let address = cases_address(entity, &cases, queue).filter(|_| count > 0);
        let label = format!("{count} – {}, {name}", title(queue));
        let text = count.to_string();
        match address {
            Some(address) => {
                view! { <td><a href=address aria-label=label>{text}</a></td> }.into_any()
            }
            None => view! { <td>{text}</td> }.into_any(),
        }
    });
    let ratings = MOODS.map(|mood| view! { <td>{tally.ratings.of(mood).to_string()}</td> });
    let person = person.filter(|_| tally.load.open > 0);
    let button = whose.map(|whose| {
        let button = person.map(|person| {
            let label = fill(words::settings().reassign_of, "name", &person.name);
            view! {
                <button type="button" aria-label=label on:click=move |_| whose.set(Some(person.clone()))>
                    {words::settings().reassign}
                </button>
            }
        });
        view! { <td>{button}</td> }
    });
    view! {
        <tr>
            <th scope="row"><bdi>{name}</bdi>{has_left.then(|| view! { " "<span class="flag" data-left>{words::settings().has_left}</span> })}</th>
            {numbers}
            {ratings}
            {button}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_leads_to_its_cases() {
        let rta = Slug::parse("rta").unwrap();
        let address = |cases: &Cases, queue| cases_address(&rta, cases, queue);
        let owner = Cases::Filtered("owner", "1".to_owned());
        assert_eq!(
            address(&owner, Queue::Overdue).as_deref(),
            Some("/console/cases?queue=overdue&entity=rta&owner=1")
        );
        assert_eq!(
            address(&Cases::In(Queue::Unassigned), Queue::All).as_deref(),
            Some("/console/cases?queue=unassigned&entity=rta")
        );
        let service = Cases::Filtered("service", "parking".to_owned());
        for unlinked in
            [address(&Cases::In(Queue::Unassigned), Queue::Overdue), address(&service, Queue::All)]
        {
            assert_eq!(unlinked, None, "no list has these cases alone");
        }
        assert_eq!(address(&Cases::Unlisted, Queue::All), None);
    }
}
