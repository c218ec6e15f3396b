//! Public mentions to look at: posts and comments that name an account, which a listening team
//! dismisses or makes participations of.

use domain::{
    endpoint,
    intake::kind::Kind,
    slug::Slug,
    wire::console::{
        MentionList, MentionParticipation, MentionPost, MentionTaken, MentionView, Mentions,
        ProposedPlace,
    },
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::shared::{
    due::Instant,
    form_data::field,
    loaded::{Loaded, Trouble, Wait},
    proposal,
};
use crate::{
    effects::{
        api::{self, Failure},
        intl, page,
    },
    route::{self, query::encode},
    session::{Session, session},
    words::{self, fill, words},
};

/// State of the view.
#[derive(Clone, Copy)]
struct Desk {
    session: Session,
    list: RwSignal<MentionList>,
    found: RwSignal<Loaded<Mentions>>,
    failure: RwSignal<Option<Failure>>,
    is_busy: RwSignal<bool>,
}

impl Desk {
    fn load(self) {
        let list = self.list.get_untracked();
        let path = ["api/mentions?state=", list.as_str()].concat();
        spawn_local(async move {
            let answer = self.session.checked(api::get(&path).await);
            if self.is_shown(list) {
                self.found.try_set(answer.into());
            }
        });
    }

    /// Returns whether a list is still the chosen one.
    fn is_shown(self, list: MentionList) -> bool {
        self.list.try_get_untracked() == Some(list)
    }

    fn show(self, list: MentionList) {
        self.list.set(list);
        self.found.set(Loaded::Loading);
        self.load();
    }

    fn more(self, before: &str) {
        let list = self.list.get_untracked();
        let path = format!("api/mentions?state={}&before={}", list.as_str(), encode(before));
        spawn_local(async move {
            let answer = self.session.checked(api::get::<Mentions>(&path).await);
            if !self.is_shown(list) {
                return;
            }
            match answer {
                Ok(page) => _ = self.found.try_update(|found| append(found, page)),
                Err(failure) => _ = self.found.try_set(Loaded::Failed(failure)),
            }
        });
    }

    /// Dismisses a mention, or opens it again.
    fn decide(self, mention: &MentionView, verb: &'static str) {
        let path = ["api/mentions/", mention.id.as_str(), "/", verb].concat();
        self.is_busy.set(true);
        spawn_local(async move {
            let outcome = api::send_only("POST", &path, &()).await;
            self.conclude(self.session.checked(outcome));
        });
    }

    /// Makes the participation that the form describes.
    fn make(self, event: &SubmitEvent, id: &str) {
        let service = Some(field(event, "service")).filter(|service| !service.is_empty());
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == field(event, "kind"));
        let entity = Slug::parse_entity(&field(event, "entity")).ok();
        let Some((kind, entity)) = kind.zip(entity) else { return };
        let path = ["api/mentions/", id, "/participation"].concat();
        self.is_busy.set(true);
        spawn_local(async move {
            let wanted = MentionParticipation { kind, entity, service };
            let answer = api::send::<MentionTaken>("POST", &path, &wanted).await;
            let outcome = self.session.checked(answer);
            if let Ok(taken) = &outcome {
                self.session.announce(taken.reference.to_string());
                self.session.changed.notify();
            }
            self.conclude(outcome.map(drop));
        });
    }

    /// Shows the outcome of a change, and the list after it.
    fn conclude(self, outcome: Result<(), Failure>) {
        self.is_busy.try_set(false);
        self.failure.try_set(outcome.err());
        self.load();
        // The button goes with its mention.
        page::focus("h1");
    }
}

/// View of the mentions of one state, with the other states above it.
#[component]
pub(crate) fn MentionsView() -> impl IntoView {
    let desk = Desk {
        session: session(),
        list: RwSignal::new(MentionList::Open),
        found: RwSignal::new(Loaded::Loading),
        failure: RwSignal::new(None),
        is_busy: RwSignal::new(false),
    };
    page::set_title(&[words().mentions, " – ", words().title].concat());
    desk.load();
    view! {
        <article class="case" data-mentions>
            <header class="heading"><h1 tabindex="-1">{words().mentions}</h1></header>
            <p class="hint">{words::settings().mentions_hint}</p>
            <p class="tools">
                {MentionList::ALL.map(|list| view! {
                    <button type="button" class="quiet" data-list=list.as_str()
                        aria-pressed=move || (desk.list.get() == list).to_string()
                        on:click=move |_| desk.show(list)>
                        {name(list)}
                    </button>
                }).collect_view()}
            </p>
            {move || desk.failure.get().map(|failure| view! {
                <p class="trouble" role="alert">{words::failure(&failure)}</p>
            })}
            {move || match desk.found.get() {
                Loaded::Loading => view! { <Wait /> }.into_any(),
                Loaded::Failed(failure) => {
                    view! { <Trouble failure again=move || desk.load() /> }.into_any()
                }
                Loaded::Ready(found) => shown(desk, found).into_any(),
            }}
        </article>
    }
}

fn name(list: MentionList) -> &'static str {
    match list {
        MentionList::Open => words::settings().mention_open,
        MentionList::Dismissed => words::settings().mention_dismissed,
        MentionList::Taken => words::settings().mention_taken,
    }
}

/// Appends a page of earlier mentions to those that are shown.
fn append(found: &mut Loaded<Mentions>, page: Mentions) {
    if let Loaded::Ready(shown) = found {
        shown.mentions.extend(page.mentions);
        shown.next = page.next;
    }
}

fn shown(desk: Desk, found: Mentions) -> impl IntoView {
    let Mentions { mentions, next } = found;
    let is_none = mentions.is_empty();
    view! {
        {is_none.then(|| view! { <p>{words::settings().mentions_none}</p> })}
        {mentions.into_iter().map(|mention| one(desk, mention)).collect_view()}
        {next.map(|before| view! {
            <p class="more">
                <button type="button" on:click=move |_| desk.more(&before)>{words().more}</button>
            </p>
        })}
    }
}

fn one(desk: Desk, mention: MentionView) -> impl IntoView {
    let session = desk.session;
    let (entity, name) = (mention.entity.clone(), mention.id.as_str().to_owned());
    let id = ["mention-", &name].concat();
    let title = id.clone();
    let outcome = outcome(&mention);
    let author = mention.post.as_ref().and_then(|post| post.author.clone());
    let (channel, at, post) = (mention.channel, mention.at, mention.post.clone());
    let danger = mention.danger;
    view! {
        <section class="sheet" data-mention=name aria-labelledby=id>
            <h2 id=title>
                {words::channel(channel)}" · "
                {author.map(|author| view! {
                    <bdi>{fill(words::settings().mention_by, "name", &author)}</bdi>" · "
                })}
                <Instant at=at />
            </h2>
            <p class="hint">{move || session.entity(&entity)}</p>
            {danger.then(|| view! {
                <p class="flags"><span class="flag" data-danger>{words().danger}</span></p>
            })}
            {match post {
                Some(post) => said(post).into_any(),
                None => view! { <p>{words::settings().mention_deleted}</p> }.into_any(),
            }}
            {outcome}
            {mention.may_decide.then(|| decisions(desk, mention))}
        </section>
    }
}

fn said(post: MentionPost) -> impl IntoView {
    let MentionPost { text, link, media, language, .. } = post;
    let tag = language.clone();
    let link = Some(link).filter(|link| endpoint::is_private(link));
    view! {
        <p dir="auto" lang=tag data-text>{text}</p>
        <p class="hint">
            {language.map(|tag| [intl::language(&tag), " · ".to_owned()].concat())}
            {(!media.is_empty()).then(|| [words::settings().mention_media, " · "].concat())}
            {link.map(|link| view! {
                <a href=link target="_blank" rel="noopener noreferrer">
                    {words::settings().mention_post}
                </a>
            })}
        </p>
    }
}

/// Participation that was made of a mention, and whether its author has it.
fn outcome(mention: &MentionView) -> impl IntoView + use<> {
    let is_taken_over = mention.is_taken_over;
    mention.participation.map(|reference| {
        let state = if is_taken_over {
            words::settings().mention_taken_over
        } else {
            words::settings().mention_waiting
        };
        view! {
            <p><a href=route::case(reference)><bdi>{reference.to_string()}</bdi></a>" · "{state}</p>
        }
    })
}

/// Decisions that are possible about a mention as it stands.
fn decisions(desk: Desk, mention: MentionView) -> AnyView {
    let list = desk.list.get_untracked();
    let (verb, label) = match list {
        MentionList::Open => ("dismiss", words::settings().mention_dismiss),
        MentionList::Dismissed => ("reopen", words::settings().mention_reopen),
        MentionList::Taken => return ().into_any(),
    };
    let form = (list == MentionList::Open).then(|| {
        let id = mention.id.as_str().to_owned();
        view! { <Make desk id entity=mention.entity.clone() proposal=mention.proposal.clone() /> }
    });
    view! {
        {form}
        <p class="tools">
            <button type="button" data-decide=verb disabled=move || desk.is_busy.get()
                on:click=move |_| desk.decide(&mention, verb)>
                {label}
            </button>
        </p>
    }
    .into_any()
}

/// Form that makes a participation of a mention. What is proposed is chosen at first.
#[component]
fn Make(desk: Desk, id: String, entity: Slug, proposal: Option<ProposedPlace>) -> impl IntoView {
    let session = desk.session;
    let first = proposal.as_ref().map_or(entity, |place| place.entity.clone()).to_string();
    let service = proposal.as_ref().and_then(|place| place.service.as_ref().map(Slug::to_string));
    let chosen = RwSignal::new(first.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.make(&event, &id);
    };
    let entities = move || {
        let option = |(id, name): (String, String)| {
            let is_chosen = id == chosen.get_untracked();
            view! { <option value=id selected=is_chosen>{name}</option> }
        };
        session.entities().into_iter().map(option).collect_view()
    };
    let services = move || {
        let entity = chosen.get();
        let proposed = service.as_deref().filter(|_| entity == first);
        let option = |(id, name): (String, String)| {
            let is_chosen = proposed == Some(id.as_str());
            view! { <option value=id selected=is_chosen>{name}</option> }
        };
        session.services(&entity).into_iter().map(option).collect_view()
    };
    view! {
        {proposal.map(|place| view! {
            <p data-proposal>{move || proposal::in_words(session, &place)}</p>
        })}
        <details>
            <summary data-make>{words::settings().mention_make}</summary>
            <p class="hint">{words::settings().mention_make_hint}</p>
            <form class="tools" on:submit=submit>
                <label>
                    {words().kind}
                    <select name="kind">
                        {Kind::ALL.map(|kind| view! {
                            <option value=kind.as_str()>{words::kind(kind)}</option>
                        }).collect_view()}
                    </select>
                </label>
                <label>
                    {words::settings().mention_entity}
                    <select name="entity" on:change=move |event| chosen.set(event_target_value(&event))>
                        {entities}
                    </select>
                </label>
                <label>
                    {words().service}
                    <select name="service">
                        <option value="">{words::settings().mention_no_service}</option>
                        {services}
                    </select>
                </label>
                <button class="main" disabled=move || desk.is_busy.get()>
                    {words::settings().mention_make}
                </button>
            </form>
        </details>
    }
}
