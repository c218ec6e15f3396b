//! Commands of a participation's author, for the bearer of the tracking key. Only those are there
//! that the life cycle allows at this stage.

use domain::{
    case::{life_cycle::Verb, stage::Stage},
    intake::kind::{Kind, Mood},
    reference::Reference,
    text::TEXT_MAX,
    wire::{Contact, Content},
};
use form::{FileCard, Language, Place, textarea_content};
use leptos::prelude::*;

use super::{Participation, labels};
use crate::{
    html::{Html, IntoHtml},
    words::Words,
};

/// Contact of an author who left none.
pub(super) const NOBODY: Contact = Contact { name: None, email: None, phone: None };

/// Forms of the commands that the life cycle allows at this stage. Each is sent without a script
/// too; the page's script sends it in place, with the tracking key.
pub(super) struct Commands {
    offered: Vec<Verb>,
    target: FormTarget,
    is_asked: bool,
    is_rated: bool,
    is_rated_badly: bool,
    engine: String,
    contact: Contact,
    /// Ids and names of the entities to choose from; empty once the choice was made.
    choices: Vec<(String, String)>,
    refused: Option<(String, String)>,
}

impl Commands {
    /// Returns the commands of the author of a participation.
    pub(super) fn of(
        language: Language,
        participation: &Participation<'_>,
        content: &Content,
        key: &str,
    ) -> Self {
        let Participation { status, now, engine, refused, choices, .. } = *participation;
        let choices = choices
            .iter()
            .filter(|_| content.unclassified)
            .map(|entity| (entity.id.clone(), entity.name.for_reader(language.tag()).0.to_owned()));
        Self {
            offered: status.offers(now),
            target: FormTarget {
                reference: status.reference,
                language,
                key: key.to_owned(),
                once: now.as_millisecond(),
            },
            is_asked: status.stage == Stage::AwaitingCustomer,
            is_rated: content.rating.is_some(),
            is_rated_badly: content.rating == Some(Mood::Unhappy),
            engine: engine.to_owned(),
            contact: content.contact.clone().unwrap_or(NOBODY),
            choices: choices.collect(),
            refused: refused.map(|refused| (refused.call.to_owned(), refused.text.to_owned())),
        }
    }

    /// Returns the text with which a form was refused, or an empty one.
    fn entered(&self, call: &str) -> String {
        let refused = self.refused.as_ref().filter(|(refused, _)| refused == call);
        refused.map(|(_, text)| text.clone()).unwrap_or_default()
    }

    fn offers(&self, verb: Verb) -> bool {
        self.offered.contains(&verb)
    }

    /// Returns what the entity's message asks for: an answer, a rating, or after a bad rating that
    /// the participation be reopened. What came by a channel that asks for neither kind nor entity
    /// asks for these first.
    pub(super) fn next(&self) -> Option<Html> {
        let target = self.target.clone();
        if self.is_asked {
            return self.write();
        }
        if !self.choices.is_empty() {
            let choices = self.choices.clone();
            return Some(view! { <Classify target=target choices=choices /> }.into_html());
        }
        if self.offers(Verb::Rate) && !self.is_rated {
            let entered = self.entered("rating");
            return Some(view! { <Rate target=target entered=entered /> }.into_html());
        }
        (self.is_rated_badly && self.offers(Verb::Reopen)).then(|| {
            let title = Words::of(target.language).reopen;
            let entered = self.entered("reopening");
            view! {
                <h3 id="title-reopening">{title}</h3>
                <Reopen target=target entered=entered />
            }
            .into_html()
        })
    }

    /// Returns the form for a message to the entity, unless [`Self::next`] has it.
    pub(super) fn message(&self) -> Option<Html> {
        let write = (!self.is_asked).then(|| self.write()).flatten()?;
        Some(view! { <section class="page-sheet">{write}</section> }.into_html())
    }

    fn write(&self) -> Option<Html> {
        let (target, is_asked, engine) = (self.target.clone(), self.is_asked, self.engine.clone());
        let entered = self.entered("messages");
        self.offers(Verb::Write).then(|| {
            view! { <Write target=target is_asked=is_asked engine=engine entered=entered /> }
                .into_html()
        })
    }

    /// Returns the commands that few need, folded.
    pub(super) fn more(&self) -> Html {
        let (target, language) = (self.target.clone(), self.target.language);
        let words = Words::of(language);
        let reopen = (self.offers(Verb::Reopen) && !self.is_rated_badly).then(|| {
            let entered = self.entered("reopening");
            let is_open = !entered.is_empty();
            view! {
                <details open=is_open>
                    <summary id="title-reopening">{words.reopen}</summary>
                    <Reopen target=self.target.clone() entered=entered />
                </details>
            }
        });
        let contact = self.offers(Verb::CorrectContact).then(|| {
            let contact = self.contact.clone();
            view! { <CorrectContact target=self.target.clone() contact=contact /> }
        });
        let withdraw = self.offers(Verb::Withdraw).then(|| {
            let entered = self.entered("withdrawal");
            view! { <Withdraw target=self.target.clone() entered=entered /> }
        });
        view! {
            <section class="page-sheet page-more">
                {reopen}
                {contact}
                {withdraw}
                <OwnData target=target />
            </section>
            <Troubles language=language />
        }
        .into_html()
    }
}

/// Participation that forms are sent to, with the tracking key, and the language of their answer.
#[derive(Clone)]
struct FormTarget {
    reference: Reference,
    language: Language,
    key: String,
    /// Time at which the page was written, in milliseconds. The same form that is sent twice from
    /// one page, as by a second press, is executed once.
    once: i64,
}

/// Form of a command.
#[component]
fn Form<C: IntoView + 'static>(
    target: FormTarget,
    call: &'static str,
    button: &'static str,
    children: TypedChildren<C>,
) -> impl IntoView {
    let FormTarget { reference, language, key, once } = target;
    let path = ["/p/", &reference.to_string(), "/", call, "?lang=", language.tag()].concat();
    let title = ["title-", call].concat();
    view! {
        <form class="page-form" method="post" action=path data-call=call aria-labelledby=title>
            <input type="hidden" name="key" value=key />
            <input type="hidden" name="once" value=once.to_string() />
            {children.into_inner()()}
            <p class="page-trouble" role="alert"></p>
            <button class="page-button">{button}</button>
        </form>
    }
}

#[component]
fn TextField(
    name: &'static str,
    label: &'static str,
    entered: String,
    language: Language,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let id = ["deed-", name].concat();
    let over = entered.trim().chars().count().saturating_sub(TEXT_MAX);
    let long = language.words(false).error_text_long.replace("{over}", &over.to_string());
    let trouble = (over > 0).then(|| view! { <p class="page-trouble" role="alert">{long}</p> });
    let entered = textarea_content(&entered);
    view! {
        <label for=id.clone()>{label}</label>
        {trouble}
        <textarea id=id name=name dir="auto" rows="5" required=required>{entered}</textarea>
    }
}

/// Reply in writing, by voice, by video or with files. The page's script mounts recorders and
/// attachments, which are the form's own, into their places; without it a reply is in writing.
#[component]
fn Write(target: FormTarget, is_asked: bool, engine: String, entered: String) -> impl IntoView {
    let language = target.language;
    let (words, form_words) = (Words::of(language), language.words(false));
    let title = if is_asked { words.answer } else { words.write };
    view! {
        <h2 id="title-messages">{title}</h2>
        <Form target=target call="messages" button=form_words.send>
            <TextField name="text" label=words.write_text entered=entered language=language required=true />
            <div class="sawtak" lang=language.tag() dir=language.dir() data-step="say" data-engine=engine data-scripted="" hidden>
                <div class="ways">
                    <div data-place=Place::Recorders.name()></div>
                    <FileCard words=form_words />
                </div>
                <div data-place=Place::Attachments.name()></div>
                <div data-place=Place::After.name()></div>
            </div>
        </Form>
    }
}

#[component]
fn Rate(target: FormTarget, entered: String) -> impl IntoView {
    let language = target.language;
    let (words, send) = (Words::of(language), language.words(false).send);
    let faces = [Mood::Happy, Mood::Neutral, Mood::Unhappy]
        .map(|mood| view! { <Face mood=mood label=labels::mood(words, mood) /> });
    view! {
        <Form target=target call="rating" button=send>
            <fieldset class="page-faces">
                <legend><h3 id="title-rating">{words.rate}</h3></legend>
                {faces.collect_view()}
            </fieldset>
            <TextField name="comment" label=words.rate_comment entered=entered language=language />
        </Form>
    }
}

#[component]
fn Face(mood: Mood, label: &'static str) -> impl IntoView {
    let mouth = match mood {
        Mood::Happy => "M17 18v2M31 18v2M15 28q9 10 18 0",
        Mood::Neutral => "M17 18v2M31 18v2M16 31h16",
        Mood::Unhappy => "M17 18v2M31 18v2M15 34q9-10 18 0",
    };
    view! {
        <label>
            <input type="radio" name="rating" value=mood.as_str() required />
            <svg viewBox="0 0 48 48" aria-hidden="true">
                <circle cx="24" cy="24" r="21" />
                <path d=mouth />
            </svg>
            <span>{label}</span>
        </label>
    }
}

/// Kind and entity of what came by a channel that asks for neither.
#[component]
fn Classify(target: FormTarget, choices: Vec<(String, String)>) -> impl IntoView {
    let language = target.language;
    let (words, form_words) = (Words::of(language), language.words(false));
    let kinds = Kind::ALL.map(|kind| {
        view! {
            <label>
                <input type="radio" name="kind" value=kind.as_str() required />
                " "
                {labels::kind(form_words, kind)}
            </label>
        }
    });
    let options = choices.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> });
    view! {
        <h2 id="title-classification">{words.classify}</h2>
        <Form target=target call="classification" button=form_words.send>
            <p>{words.classify_hint}</p>
            <fieldset class="page-kinds">
                <legend>{words.classify_kind}</legend>
                {kinds.collect_view()}
            </fieldset>
            <label for="deed-entity">{words.classify_entity}</label>
            <select id="deed-entity" name="entity" required>
                <option value="">{words.classify_choose}</option>
                {options.collect_view()}
            </select>
        </Form>
    }
}

#[component]
fn Reopen(target: FormTarget, entered: String) -> impl IntoView {
    let language = target.language;
    let words = Words::of(language);
    view! {
        <Form target=target call="reopening" button=words.reopen>
            <TextField name="reason" label=words.reopen_text entered=entered language=language required=true />
        </Form>
    }
}

#[component]
fn Withdraw(target: FormTarget, entered: String) -> impl IntoView {
    let language = target.language;
    let words = Words::of(language);
    let is_open = !entered.is_empty();
    view! {
        <details open=is_open>
            <summary id="title-withdrawal">{words.withdraw}</summary>
            <Form target=target call="withdrawal" button=words.withdraw>
                <p>{words.withdraw_hint}</p>
                <TextField name="reason" label=words.withdraw_text entered=entered language=language />
            </Form>
        </details>
    }
}

/// Correction of the contact, from the present one.
#[component]
fn CorrectContact(target: FormTarget, contact: Contact) -> impl IntoView {
    let language = target.language;
    let (words, form_words) = (Words::of(language), language.words(false));
    let Contact { name, email, phone } = contact;
    view! {
        <details>
            <summary id="title-contact">{words.contact_change}</summary>
            <Form target=target call="contact" button=words.contact_change>
                <p>{words.contact_change_hint}</p>
                <Line name="name" kind="text" label=form_words.contact_name value=name />
                <Line name="email" kind="email" label=form_words.contact_email value=email />
                <Line name="phone" kind="tel" label=form_words.contact_phone value=phone />
            </Form>
        </details>
    }
}

/// Field of one line.
#[component]
fn Line(
    name: &'static str,
    kind: &'static str,
    label: &'static str,
    value: Option<String>,
) -> impl IntoView {
    let id = ["deed-", name].concat();
    let dir = if kind == "text" { "auto" } else { "ltr" };
    let complete = if kind == "tel" { "tel" } else { name };
    view! {
        <label for=id.clone()>{label}</label>
        <input id=id name=name type=kind dir=dir autocomplete=complete value=value />
    }
}

/// Erasure and a copy of the stored data, which are possible at any stage.
#[component]
fn OwnData(target: FormTarget) -> impl IntoView {
    let language = target.language;
    let words = Words::of(language);
    view! {
        <details>
            <summary id="title-erasure">{words.erase}</summary>
            <Form target=target call="erasure" button=words.erase_sure>
                <p>{words.erase_hint}</p>
            </Form>
        </details>
        <p class="page-own" data-scripted="" hidden>
            <button type="button" class="page-quiet" data-keep="">{words.keep}</button>
            " "
            <button type="button" class="page-quiet" data-print="">
                {language.words(false).done_print}
            </button>
        </p>
    }
}

/// Texts that the script shows, by the names under which it asks for them.
#[component]
fn Troubles(language: Language) -> impl IntoView {
    let (words, form_words) = (Words::of(language), language.words(false));
    let texts = [
        ("messages", words.write_empty),
        ("rating", words.rate_empty),
        ("reopening", words.reopen_empty),
        ("contact", words.contact_change_empty),
        ("classification", words.classify_empty),
        ("email", form_words.error_email),
        ("phone", form_words.error_phone),
        ("refused", words.refused),
        ("long", form_words.error_text_long),
        ("limit", form_words.error_limit),
        ("files", form_words.files_accepted),
        ("unsent", words.unsent),
    ];
    let texts = texts.map(|(name, text)| view! { <data value=name>{text}</data> });
    view! { <template id="troubles">{texts.collect_view()}</template> }
}
