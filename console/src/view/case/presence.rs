//! Presence: the other people who have the case open, and whether the case has changed.
//!
//! The live connection tells both. A change is loaded only on request, since each reading of a case
//! is recorded.

use domain::{
    Timestamp,
    wire::{LiveMessage, Viewer, console::Head},
};
use leptos::{prelude::*, task::spawn_local};

use super::Desk;
use crate::{
    effects::{
        api::{self, Cause, Failure},
        clock, page,
    },
    session::News,
    words::{self, fill},
};

/// Time after which a person who isn't mentioned again counts as gone, in seconds. Every page
/// repeats about every two minutes what it shows.
const MEMORY: i64 = 5 * 60;

/// Names of the other people, and the notice of a change.
#[component]
pub(super) fn Presence(desk: Desk) -> impl IntoView {
    let live = desk.session.live;
    let others = RwSignal::new(Vec::<(Viewer, Timestamp)>::new());
    let check = move || compare(desk);
    Effect::new(move |_| live.view(desk.reference, desk.doing.with(Option::is_some)));
    on_cleanup(move || live.leave(desk.reference));
    live.listen(move |news| match news {
        News::Message(message) if message.reference() == desk.reference => match message {
            LiveMessage::Present { viewer, .. } => {
                others.update(|others| meet(others, viewer.clone(), clock::now()));
            }
            LiveMessage::Absent { person, .. } => {
                others.update(|others| others.retain(|(other, _)| other.person != *person));
            }
            LiveMessage::New { .. } | LiveMessage::Changed { .. } | LiveMessage::Gone { .. } => {
                check();
            }
        },
        News::Connected => {
            // Whoever is still there is mentioned again.
            others.set(Vec::new());
            check();
        }
        News::Message(_) | News::Shown => {}
    });
    live.poll(check);
    Effect::new(move |_| {
        let now = desk.session.now.get();
        others.maybe_update(|others| forget(others, now));
    });
    let show = move |_| {
        desk.load();
        page::focus("h1");
    };
    view! {
        <p class="present" role="status">
            {move || others.get().into_iter().map(|(other, _)| {
                let text = if other.is_writing { words::case().present_writing } else { words::case().present };
                view! { <span class="flag" data-writing=other.is_writing.to_string()>{fill(text, "name", &other.name)}</span> }
            }).collect_view()}
        </p>
        <div class="outdated">
            <p role="status">{move || desk.is_outdated.get().then_some(words::case().outdated)}</p>
            {move || desk.is_outdated.get().then(|| view! { <button type="button" on:click=show>{words::case().outdated_show}</button> })}
        </div>
    }
}

/// Asks for the case's head, and compares it with the loaded case's.
fn compare(desk: Desk) {
    let Some(before) = desk.head() else { return };
    spawn_local(async move {
        let path = format!("api/cases/{}/head", desk.reference);
        let is_outdated =
            match desk.session.checked(api::get_for::<Head>(Cause::Timer, &path).await) {
                Ok(Head { head }) => head != before,
                // The person doesn't see the case any more.
                Err(Failure::Missing) => true,
                Err(_) => return,
            };
        // The case may have been reloaded during the request.
        if desk.head() == Some(before) {
            desk.is_outdated.try_set(is_outdated);
        }
    });
}

/// Adds a person, or updates what they do.
fn meet(others: &mut Vec<(Viewer, Timestamp)>, viewer: Viewer, now: Timestamp) {
    match others.iter_mut().find(|(other, _)| other.person == viewer.person) {
        Some(known) => *known = (viewer, now),
        None => others.push((viewer, now)),
    }
}

/// Removes people who haven't been mentioned for long, and returns whether there were any.
fn forget(others: &mut Vec<(Viewer, Timestamp)>, now: Timestamp) -> bool {
    let before = others.len();
    others.retain(|(_, heard)| now.as_second() - heard.as_second() < MEMORY);
    others.len() != before
}

#[cfg(test)]
mod tests {
    use domain::staff::StaffId;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn viewer(number: u8, is_writing: bool) -> Viewer {
        Viewer { person: StaffId::draw([number; 16]), name: "Mona".to_owned(), is_writing }
    }

    #[test]
    fn each_person_is_there_once_with_what_they_do_now() {
        let mut others = Vec::new();
        meet(&mut others, viewer(1, false), at(0));
        meet(&mut others, viewer(2, false), at(1));
        meet(&mut others, viewer(1, true), at(2));
        assert_eq!(others, [(viewer(1, true), at(2)), (viewer(2, false), at(1))]);
    }

    #[test]
    fn a_person_who_is_not_mentioned_again_is_gone() {
        let mut others = vec![(viewer(1, false), at(0)), (viewer(2, false), at(100))];
        assert!(!forget(&mut others, at(MEMORY - 1)));
        assert!(forget(&mut others, at(MEMORY)));
        assert_eq!(others, [(viewer(2, false), at(100))]);
    }
}
