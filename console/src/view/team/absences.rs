//! Absences of an entity's staff, with their deputies. Everybody sets their own, a supervisor those
//! of others.

use domain::{
    slug::Slug,
    staff::StaffId,
    wire::console::{AbsenceView, Absences, NewAbsence},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use crate::{
    effects::{
        api::{self, Failure},
        intl, page,
        unsaved::Unsaved,
    },
    session::{Session, Toast, session},
    view::shared::{
        colleagues::Colleagues,
        form_data::field,
        loaded::{Loaded, Trouble, Wait},
    },
    words::{self, fill, words},
};

/// State of the section.
#[derive(Clone, Copy)]
struct Section {
    session: Session,
    entity: StoredValue<Slug>,
    found: RwSignal<Loaded<Absences>>,
    failure: RwSignal<Option<Failure>>,
}

impl Section {
    fn path(self) -> String {
        format!("api/entities/{}/absences", self.entity.get_value())
    }

    fn path_of(self, staff: &StaffId) -> String {
        format!("{}/{}", self.path(), staff.as_str())
    }

    fn load(self) {
        spawn_local(async move {
            let answer = self.session.checked(api::get(&self.path()).await);
            self.found.try_set(answer.into());
        });
    }

    /// Shows the outcome of a change.
    fn conclude(self, outcome: Result<(), Failure>) {
        match self.session.checked(outcome) {
            Ok(()) => {
                self.failure.try_set(None);
                self.session.tell(Toast::plain(words().saved.to_owned()));
                self.load();
            }
            Err(failure) => _ = self.failure.try_set(Some(failure)),
        }
    }

    /// Sets the absence that the form describes.
    fn set(self, event: &SubmitEvent) {
        let own = self.session.me().map(|me| me.id);
        let staff = StaffId::parse(&field(event, "staff")).ok().or(own);
        let deputy = StaffId::parse(&field(event, "deputy")).ok();
        let days = field(event, "first").parse().ok().zip(field(event, "last").parse().ok());
        let Some(((staff, deputy), (first, last))) = staff.zip(deputy).zip(days) else { return };
        spawn_local(async move {
            let absence = NewAbsence { deputy, first, last };
            self.conclude(api::send_only("PUT", &self.path_of(&staff), &absence).await);
        });
    }

    fn end(self, staff: StaffId) {
        spawn_local(async move {
            self.conclude(api::send_only("DELETE", &self.path_of(&staff), &()).await);
            // The button goes with its row.
            page::focus("#absences-title");
        });
    }
}

/// List of the absences, and the form that sets one.
#[component]
pub(super) fn AbsencesOf(entity: Slug) -> impl IntoView {
    let section = Section {
        session: session(),
        entity: StoredValue::new(entity),
        found: RwSignal::new(Loaded::Loading),
        failure: RwSignal::new(None),
    };
    section.load();
    view! {
        <section class="sheet" aria-labelledby="absences-title" data-absences>
            <h2 id="absences-title" tabindex="-1">{words().absences}</h2>
            <p class="hint">{words::settings().absences_hint}</p>
            {move || match section.found.get() {
                Loaded::Loading => view! { <Wait /> }.into_any(),
                Loaded::Failed(failure) => view! { <Trouble failure again=move || section.load() /> }.into_any(),
                Loaded::Ready(found) => shown(section, found).into_any(),
            }}
            {move || section.failure.get().map(|failure| view! { <p class="trouble" role="alert">{words::failure(&failure)}</p> })}
        </section>
    }
}

fn shown(section: Section, found: Absences) -> impl IntoView {
    let Absences { absences, may_set_all } = found;
    let is_none = absences.is_empty();
    let rows = absences.into_iter().map(|absence| row(section, absence, may_set_all));
    view! {
        {is_none.then(|| view! { <p>{words::settings().absences_none}</p> })}
        <ul class="events">{rows.collect_view()}</ul>
        <Form section may_set_all />
    }
}

fn row(section: Section, absence: AbsenceView, may_set_all: bool) -> impl IntoView {
    let AbsenceView { staff, name, deputy_name, first, last, .. } = absence;
    let day = |day: domain::Date| intl::day(&day.to_string());
    let days =
        fill(&fill(words::settings().absence_days, "first", &day(first)), "last", &day(last));
    let is_own = section.session.me().is_some_and(|me| me.id == staff);
    let label = fill(words::settings().absence_end_of, "name", &name);
    let button = (may_set_all || is_own).then(|| {
        view! {
            <button type="button" class="quiet" aria-label=label on:click=move |_| section.end(staff.clone())>
                {words::settings().absence_end}
            </button>
        }
    });
    view! {
        <li>
            <strong><bdi>{name}</bdi></strong>" · "{days}" · "
            {words::settings().absence_deputy}": "<bdi>{deputy_name}</bdi>" "{button}
        </li>
    }
}

#[component]
fn Form(section: Section, may_set_all: bool) -> impl IntoView {
    // The form is drawn anew once the absence is set.
    let unsaved = Unsaved::watch(words().leave_unsaved);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        section.set(&event);
    };
    let date = |name: &'static str, label: &'static str, value: Option<String>| {
        view! { <label>{label}<input type="date" name=name required min=intl::today() value=value /></label> }
    };
    let whose = may_set_all.then(|| {
        view! { <Colleagues entity=section.entity.get_value() name="staff" label=words::settings().absence_whose /> }
    });
    view! {
        <form class="tools" on:submit=submit on:input=move |_| unsaved.set(true)>
            {whose}
            {date("first", words::settings().first_day, Some(intl::today()))}
            {date("last", words::settings().last_day, None)}
            <Colleagues entity=section.entity.get_value() name="deputy" label=words::settings().absence_deputy />
            <button class="main">{words::settings().absence_set}</button>
        </form>
    }
}
