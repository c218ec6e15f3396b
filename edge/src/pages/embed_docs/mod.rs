//! `GET /embed`: what a web team reads before it puts the box onto its website. What it chooses stands in the address, so the page works without
//! script; `edge/assets/embedding.js` saves the waiting.
//!
//! `choice` is what can be chosen and the tag that comes of it, `policy` what a page has to allow, `preview` a page with that tag under that policy,
//! `text` the words.

mod choice;
mod policy;
pub(crate) mod preview;
mod text;

use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{Query, RawQuery},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::wire::DirectoryEntity;
use form::Language;
use http::{HeaderMap, StatusCode};
use sha2::{Digest, Sha384};

use super::document::{self, Again, Page, escaped};
use crate::pages::error_page;
use crate::{error::ApiError, state::App, store};
use choice::{Asked, Choice, Colour, Place, Theme};
use text::Text;

const SCRIPT: &str = "<script type=\"module\" src=\"/embedding.js\"></script>\n";

/// Far longer than the loader.
const LOADER_MAX: usize = 100_000;

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    page(&app, &asked, query.as_deref(), &headers)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
}

async fn page(
    app: &App,
    asked: &Asked,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let language = spoken(asked.lang.as_deref(), headers);
    let entities = store::directory::all(&app.db()?).await?.entities;
    let choice = Choice::of(asked, &entities).ok_or(ApiError::NotFound)?;
    let document = Document {
        language,
        text: text::of(language),
        choice,
        entities,
        edge: &app.config.base_url,
        integrity: integrity(app).await?,
    };
    let title = document.text.title.to_owned();
    let body = document.body();
    let again = Again::At { address: document::address("/embed", query), languages: &SPOKEN };
    Ok(Page { status: StatusCode::OK, language, title, head: SCRIPT.to_owned(), body, again }
        .into_response())
}

/// What web teams are spoken to in.
const SPOKEN: [Language; 2] = [Language::Ar, Language::En];

/// Arabic or English.
fn spoken(asked: Option<&str>, headers: &HeaderMap) -> Language {
    if document::language(asked, headers) == Language::Ar { Language::Ar } else { Language::En }
}

/// The hash by which a browser knows the loader that is served now (Subresource Integrity).
async fn integrity(app: &App) -> Result<String, ApiError> {
    let response = app.assets()?.fetch("https://assets.local/embed.js", None).await?;
    let bytes = to_bytes(Body::new(response.into_body()), LOADER_MAX).await;
    let bytes = bytes.map_err(|error| ApiError::Internal(format!("the loader: {error}")))?;
    Ok(format!("sha384-{}", STANDARD.encode(Sha384::digest(&bytes))))
}

struct Document<'a> {
    language: Language,
    text: &'static Text,
    choice: Choice,
    entities: Vec<DirectoryEntity>,
    /// Our origin.
    edge: &'a str,
    integrity: String,
}

impl Document<'_> {
    fn body(&self) -> String {
        let Text { title, lead, preview_title, preview_note, .. } = self.text;
        let query = escaped(&self.choice.query(self.language));
        format!(
            "<h1>{title}</h1>\n<p class=\"page-lead\">{lead}</p>\n{form}\
             <section class=\"page-sheet\"><h2>{preview_title}</h2>\
             <iframe class=\"page-preview\" id=\"preview\" title=\"{preview_title}\" src=\"/preview?{query}\" allow=\"microphone; camera\">\
             </iframe><p class=\"page-note\">{preview_note}</p></section>\n{tag}{policy}{code}{parts}",
            form = self.form(),
            tag = self.tag(),
            policy = self.policy(),
            code = self.code(),
            parts = self.parts(),
        )
    }

    fn form(&self) -> String {
        let (text, choice) = (self.text, &self.choice);
        let entities = self.entities.iter().map(|entity| {
            (
                entity.id.clone(),
                escaped(entity.name.for_reader(self.language.tag()).0),
                entity.id == choice.entity,
            )
        });
        let languages = Language::ALL.map(|language| {
            (
                language.tag().to_owned(),
                language.name().to_owned(),
                choice.language == Some(language),
            )
        });
        let as_page = (String::new(), text.language_page.to_owned(), choice.language.is_none());
        let themes = Theme::ALL.map(|theme| {
            (theme.name().to_owned(), theme.label(text).to_owned(), choice.theme == theme)
        });
        let place = |place: Place| {
            let (name, checked) =
                (place.name(), if choice.place == place { " checked" } else { "" });
            format!(
                "<label class=\"page-radio\"><input type=\"radio\" name=\"place\" value=\"{name}\"{checked}> <span>{}</span></label>",
                place.label(text)
            )
        };
        format!(
            "<form class=\"page-sheet page-choice\" id=\"choice\" method=\"get\" action=\"/embed\">\
             <input type=\"hidden\" name=\"lang\" value=\"{tag}\">{entity}\
             <fieldset><legend>{place_label}</legend>{places}</fieldset>{language}{theme}\
             <div><label for=\"colour\">{colour_label}</label><p class=\"page-note\" id=\"colour-hint\">{colour_hint}</p>\
             <input type=\"color\" id=\"colour\" name=\"colour\" value=\"{colour}\" aria-describedby=\"colour-hint\"></div>\
             <div><button class=\"page-button\">{show}</button></div></form>\n",
            tag = self.language.tag(),
            entity = select("entity", text.entity, entities),
            place_label = text.place,
            places = Place::ALL.map(place).concat(),
            language = select("language", text.language, std::iter::once(as_page).chain(languages)),
            theme = select("theme", text.theme, themes.into_iter()),
            colour_label = text.colour,
            colour_hint = text.colour_hint,
            colour = choice.colour.as_ref().map_or(Colour::OURS, Colour::as_str),
            show = text.show,
        )
    }

    fn tag(&self) -> String {
        let Text { tag_title, tag_place, tag_integrity, copy, copied, register, room, .. } =
            self.text;
        format!(
            "<section class=\"page-sheet\"><h2>{tag_title}</h2><p>{tag_place}</p>{code}\
             <p><button type=\"button\" class=\"page-button\" id=\"copy\" data-copied=\"{copied}\" hidden>{copy}</button> \
             <span role=\"status\" id=\"copied\"></span></p><p>{register}</p><p class=\"page-note\">{tag_integrity}</p><p>{room}</p>{line}</section>\n",
            code = code("tag", &self.choice.tag(self.edge, &self.integrity)),
            line = code("room", ROOM),
        )
    }

    fn policy(&self) -> String {
        let text = self.text;
        let [script, wasm, connect, media, worker] = policy::sources(self.edge);
        let without = [
            (script, text.without_script),
            (wasm, text.without_wasm),
            (connect, text.without_connect),
            (media, text.without_media),
            (worker, text.without_worker),
            (format!("frame-src {}", self.edge), text.without_frame),
        ];
        let Text {
            policy_title,
            policy_intro,
            policy_without,
            policy_nothing,
            permissions,
            link,
            ..
        } = text;
        format!(
            "<section class=\"page-sheet\"><h2>{policy_title}</h2><p>{policy_intro}</p>{lines}<h3>{policy_without}</h3>{without}\
             <p>{policy_nothing}</p><h3>Permissions-Policy</h3><p>{permissions}</p>{header}<h3>{link_title}</h3><p>{link}</p>{anchor}\
             </section>\n",
            lines = code("policy", &policy::lines(self.edge)),
            without = facts(without.iter().map(|(line, what)| (line.as_str(), *what))),
            header = code("permissions", &policy::permissions(self.edge)),
            link_title = text.link_title,
            anchor =
                code("link", &format!("<a href=\"{}/f/{}\">…</a>", self.edge, self.choice.entity)),
        )
    }

    fn code(&self) -> String {
        let Text {
            code_title,
            code_intro,
            event_opened,
            event_submitted,
            event_closed,
            attributes_title,
            ..
        } = self.text;
        let events = [
            ("sawtak:opened", event_opened),
            ("sawtak:submitted", event_submitted),
            ("sawtak:closed", event_closed),
        ];
        let attributes = [
            ("data-service", self.text.attribute_service),
            ("data-beside", self.text.attribute_beside),
            ("data-lang", self.text.attribute_lang),
            ("data-theme", self.text.attribute_theme),
            ("data-colour", self.text.attribute_colour),
        ];
        format!(
            "<section class=\"page-sheet\"><h2>{code_title}</h2><p>{code_intro}</p>{}{}</section>\n\
             <section class=\"page-sheet\"><h2>{attributes_title}</h2>{}</section>\n",
            code("code", EXAMPLE),
            facts(events.into_iter().map(|(name, what)| (name, *what))),
            facts(attributes.into_iter()),
        )
    }

    fn parts(&self) -> String {
        let Text { parts_title, parts_intro, .. } = self.text;
        format!(
            "<section class=\"page-sheet\"><h2>{parts_title}</h2><p>{parts_intro}</p>{}</section>\n",
            code("parts", PARTS)
        )
    }
}

/// Room for the box until it comes: as high as its button.
const ROOM: &str = "sawtak-feedback { display: block; min-height: 44px }";

const EXAMPLE: &str = r##"document.querySelector("#unhappy").addEventListener("click", () => {
  window.sawtak?.open({ mood: "unhappy" });
});

window.sawtak?.open({ entity: "rta", service: "parking" });
window.sawtak?.close();

document.addEventListener("sawtak:submitted", (event) => {
  console.log(event.detail.reference);
});"##;

const PARTS: &str = "sawtak-feedback::part(open) { border-radius: 0; }

open  dialog  kind  text  record  attach
next  back  send  reference  close";

/// A piece of code that can be copied; it runs from left to right in every language.
fn code(id: &str, text: &str) -> String {
    format!(
        "<pre class=\"page-code\" dir=\"ltr\" lang=\"zxx\" translate=\"no\"><code id=\"{id}\">{}</code></pre>",
        escaped(text)
    )
}

/// Pairs of a name in code and what it means.
fn facts<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let fact = |(name, what): (&str, &str)| {
        format!("<dt><bdi dir=\"ltr\"><code>{}</code></bdi></dt><dd>{what}</dd>", escaped(name))
    };
    format!("<dl class=\"page-terms\">{}</dl>", pairs.map(fact).collect::<String>())
}

/// A field to choose from: what is sent, what is read, and whether it is chosen.
fn select(
    name: &str,
    label: &str,
    options: impl Iterator<Item = (String, String, bool)>,
) -> String {
    let option = |(value, label, chosen): (String, String, bool)| {
        let selected = if chosen { " selected" } else { "" };
        format!("<option value=\"{}\"{selected}>{label}</option>", escaped(&value))
    };
    let options: String = options.map(option).collect();
    format!(
        "<div><label for=\"{name}\">{label}</label><select id=\"{name}\" name=\"{name}\">{options}</select></div>"
    )
}
