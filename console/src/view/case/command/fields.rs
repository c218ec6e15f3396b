//! Fields of the command forms, beside the message.

use domain::{
    Date,
    case::{
        action::{Ground, Outcome},
        corrective_action::{Nature, WHYS},
        evaluation::SavingsBasis,
        lesson::PublicWords,
        life_cycle::{Audience, Verb},
    },
    intake::kind::Kind,
    sla::{agreement::EXTENSION_MAX, priority::Priority},
    text::TEXT_MAX,
};
use leptos::prelude::*;

use super::{
    super::{Desk, Doing},
    delay::GRANTS_DELAY,
    merge::MergeInto,
};
use crate::{
    effects::intl,
    session,
    view::shared::{colleagues::Colleagues, entity_choice::EntityChoice},
    words::{self, fill, words},
};

/// Value of `Doing::action` in the form of a transfer that follows the proposal: the form names its
/// entity.
pub(super) const PROPOSED: usize = 1;

/// Renders the fields of a verb. `is_ready` is false while they keep the form from being sent.
pub(super) fn of(desk: Desk, doing: Doing, is_ready: RwSignal<bool>) -> AnyView {
    let entity = desk.case.with_untracked(|case| case.as_ref().map(|case| case.entity.clone()));
    match doing.verb {
        Verb::Assign => entity.map(|entity| view! { <Colleagues entity name="to" label=words().assign_to /> }).into_any(),
        Verb::Prioritise => {
            let supervises = desk.session.me().zip(entity).is_some_and(|(me, entity)| session::teams_of(&me).contains(&entity));
            let all = Priority::ALL.into_iter().filter(|priority| supervises || *priority != Priority::Complex);
            let options: Vec<_> = all.map(|priority| (priority.as_str(), words::priority(priority))).collect();
            let hint = if supervises { words::case().complex_hint } else { words::case().complex_ask };
            let chosen = (doing.action == GRANTS_DELAY).then_some(Priority::Complex.as_str());
            view! { {chosen_of("priority", words().priority, &options, chosen)}<p class="hint" data-complex>{hint}</p> }.into_any()
        }
        Verb::Extend => view! {
            <label>{words::case().extend_days}
                <input type="number" name="days" min="1" max=EXTENSION_MAX.to_string() value="5" required inputmode="numeric" />
            </label>
        }.into_any(),
        Verb::Invite => {
            let returned = desk.of(|case| case.returned.clone());
            view! {
                <label>{words::case().invite_to}
                    <select name="to" required>
                        {returned.into_iter().map(|id| view! { <option value=id.to_string()>{desk.session.entity(&id)}</option> }).collect_view()}
                    </select>
                </label>
                <p class="hint">{words::case().invite_hint}</p>
            }.into_any()
        }
        Verb::Classify => {
            let proposed = desk.case.with_untracked(|case| case.as_ref().and_then(|case| case.proposal.clone()));
            let chosen = proposed.map(|place| desk.session.entity(&place.entity));
            let kinds = Kind::ALL.map(|kind| (kind.as_str(), words::kind(kind)));
            view! {
                {choice("kind", words().kind, &kinds)}
                <EntityChoice entities=desk.session.entities() label=words::case().classify_to chosen />
                <p class="hint">{words::case().classify_hint}</p>
            }.into_any()
        }
        Verb::Transfer => {
            let others = desk.session.entities().into_iter().filter(move |(id, _)| entity.as_ref().is_none_or(|here| here.as_str() != id));
            let chosen = desk.case.with_untracked(|case| case.as_ref().and_then(|case| case.proposal.clone()));
            let chosen = chosen.filter(|_| doing.action == PROPOSED).map(|place| desk.session.entity(&place.entity));
            view! { <EntityChoice entities=others.collect() label=words().transfer_to chosen /> }.into_any()
        }
        Verb::Merge => view! { <MergeInto desk is_ready /> }.into_any(),
        Verb::Decline => {
            choice("ground", words().ground, &Ground::ALL.map(|ground| (ground.as_str(), words::ground(ground))))
        }
        Verb::Judge => marks(desk),
        Verb::Decide => radios("accepted", words::case().decision, &[("yes", words::case().decide_yes), ("no", words::case().decide_no)]),
        Verb::Plan => date("by", words::case().plan_by, true),
        Verb::Implement => view! { {date("on", words::case().implement_on, false)}{savings()} }.into_any(),
        Verb::Propose => public_words(),
        Verb::Act => entity.map(|entity| view! {
            {radios("nature", words::case().nature, &[("corrective", words::nature(Nature::Corrective)), ("preventive", words::nature(Nature::Preventive))])}
            <fieldset>
                <legend>{words::case().root_cause}</legend>
                <p class="hint">{words::case().whys_hint}</p>
                {(1..=WHYS).map(|place| view! {
                    <label>{fill(words::case().why, "number", &place.to_string())}
                        <input name=format!("why{place}") dir="auto" data-most=TEXT_MAX.to_string() required=place == 1 />
                    </label>
                }).collect_view()}
            </fieldset>
            <Colleagues entity name="owner" label=words::case().action_owner />
            {action_days()}
        }).into_any(),
        Verb::Check => radios("effective", words::case().check_question, &[("yes", words().done_check_yes), ("no", words().done_check_no)]),
        _ => ().into_any(),
    }
}

/// Renders the field after the message: the outcome, which the answer to a complaint states.
pub(super) fn after(desk: Desk, verb: Verb) -> Option<AnyView> {
    let kind = desk.case.with_untracked(|case| case.as_ref().map(|case| case.kind));
    (verb == Verb::Answer && kind == Some(Kind::Complaint)).then(|| {
        let options = Outcome::ALL.map(|outcome| (outcome.as_str(), words::outcome(outcome)));
        choice("outcome", words::case().outcome, &options)
    })
}

/// Returns label and hint of the message field.
pub(super) fn label(verb: Verb, audience: Audience) -> (&'static str, &'static str) {
    let label = match verb {
        Verb::Reply | Verb::Answer => words().say_everyone,
        Verb::Ask => words::case().say_question,
        Verb::Note | Verb::Propose => words().do_note,
        Verb::RequestDelay => words::case().delay_why,
        Verb::Act => words::case().action_what,
        Verb::Complete => words::case().action_evidence,
        Verb::Check => words::case().action_found,
        _ if audience == Audience::Everyone => words().say_everyone,
        _ => words().why_staff,
    };
    let hint = match audience {
        Audience::Everyone => words::case().read_by_everyone,
        Audience::Staff => words::case().read_by_staff,
    };
    (label, hint)
}

/// Returns the hint that the customers of merged cases read the message too, if they do.
pub(super) fn merged_read(desk: Desk, verb: Verb) -> Option<impl IntoView> {
    let is_answer = matches!(verb, Verb::Answer | Verb::Decide);
    let is_read = is_answer && desk.of(|case| !case.merged_here.is_empty());
    is_read.then(|| view! { <p class="hint" data-merged>{words::case().merged_read}</p> })
}

/// Returns whether attachments may go with the message.
pub(super) const fn takes_files(verb: Verb) -> bool {
    matches!(verb, Verb::Reply | Verb::Ask | Verb::Answer | Verb::Note | Verb::Complete)
}

/// Returns the place of the first field that a member of the request is read from.
pub(super) fn place(pointer: String) -> String {
    match pointer.split('/').nth(1) {
        Some("root_cause") => "/why1".to_owned(),
        Some("public_words") => "/said_ar".to_owned(),
        _ => pointer,
    }
}

/// Renders the optional amount that an implementation saves.
fn savings() -> impl IntoView {
    let option = |basis: SavingsBasis| view! { <option value=basis.as_str()>{words::savings_basis(basis)}</option> };
    view! {
        <fieldset>
            <legend>{words::case().savings}</legend>
            <p class="hint">{words::case().savings_hint}</p>
            <label>{words::case().savings_dirhams}
                <input type="number" name="dirhams" min="1" max=u32::MAX.to_string() step="1" inputmode="numeric" />
            </label>
            <label>{words::case().savings_basis}
                <select name="basis">{SavingsBasis::ALL.map(option).collect_view()}</select>
            </label>
        </fieldset>
    }
}

/// Renders the four sentences of public words.
fn public_words() -> AnyView {
    let sentence = |name: &'static str, label: &'static str, tag: &'static str| {
        let language = if tag == "ar" { words::case().in_arabic } else { words::case().in_english };
        view! {
            <label>{label}" – "{language}
                <textarea name=format!("{name}_{tag}") lang=tag dir="auto" rows="2" required data-most=PublicWords::longest().to_string()></textarea>
            </label>
        }
    };
    view! {
        <p class="hint">{words::case().lesson_hint}</p>
        {["ar", "en"].map(|tag| view! {
            {sentence("said", words::case().lesson_said, tag)}
            {sentence("did", words::case().lesson_did, tag)}
        }).collect_view()}
    }
    .into_any()
}

fn choice(
    name: &'static str,
    label: &'static str,
    options: &[(&'static str, &'static str)],
) -> AnyView {
    chosen_of(name, label, options, None)
}

/// Renders a select in which an option is chosen at first.
fn chosen_of(
    name: &'static str,
    label: &'static str,
    options: &[(&'static str, &'static str)],
    chosen: Option<&str>,
) -> AnyView {
    let is_chosen = |value: &str| chosen == Some(value);
    view! {
        <label>{label}
            <select name=name required>
                <option value="">{words().choose}</option>
                {options.iter().map(|&(value, text)| view! { <option value=value selected=is_chosen(value)>{text}</option> }).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

fn radios(
    name: &'static str,
    legend: &'static str,
    options: &[(&'static str, &'static str)],
) -> AnyView {
    let one = |&(value, text): &(&'static str, &'static str)| {
        view! { <label class="tick"><input type="radio" name=name value=value required />{text}</label> }
    };
    view! { <fieldset class="radios"><legend>{legend}</legend>{options.iter().map(one).collect_view()}</fieldset> }.into_any()
}

fn date(name: &'static str, label: &'static str, is_ahead: bool) -> AnyView {
    let today = intl::today();
    let (min, max) = if is_ahead { (Some(today), None) } else { (None, Some(today)) };
    view! { <label>{label}<input type="date" name=name required min=min max=max /></label> }
        .into_any()
}

/// Renders the day on which an action is due, and the later one from which its effect is checked.
fn action_days() -> AnyView {
    let today = intl::today();
    let due = RwSignal::new(today.clone());
    let earliest = move || {
        let next = due.get().parse::<Date>().ok()?.tomorrow().ok()?;
        Some(next.to_string())
    };
    view! {
        <label>{words::case().action_due}
            <input type="date" name="due" required min=today on:input=move |event| due.set(event_target_value(&event)) />
        </label>
        <label>{words::case().check_from}
            <input type="date" name="check_from" required min=earliest />
        </label>
    }
    .into_any()
}

/// Renders marks from 1 to 5 for each criterion.
fn marks(desk: Desk) -> AnyView {
    let criteria = desk.case.with_untracked(|case| {
        let case = case.as_ref()?;
        case.evaluation
            .as_ref()
            .map(|evaluation| evaluation.criteria.clone())
            .or_else(|| case.criteria.clone())
    });
    let own = desk.case.with_untracked(|case| case.as_ref().map(|it| it.criteria_names.clone()));
    let own = own.unwrap_or_default();
    let names: Vec<_> = criteria
        .iter()
        .flat_map(|criteria| criteria.weights().keys())
        .map(|id| (id.to_string(), words::criterion_named(&own, id)))
        .collect();
    let one = |(name, title): (String, String)| {
        let field = format!("mark-{name}");
        view! {
            <fieldset class="radios marks">
                <legend>
                    {title}
                    {words::best(&name).map(|best| view! { " "<span class="hint">{best}</span> })}
                </legend>
                {(1..=5).map(|mark| view! {
                    <label class="tick"><input type="radio" name=field.clone() value=mark.to_string() required />{mark.to_string()}</label>
                }).collect_view()}
            </fieldset>
        }
    };
    view! { <p class="hint">{words::case().marks_hint}</p>{names.into_iter().map(one).collect_view()} }
        .into_any()
}
