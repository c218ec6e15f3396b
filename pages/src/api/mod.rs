//! The contract of the HTTP API, for people, by who calls it. Headings and what each operation does
//! are in English and Arabic; details are in English, like the contract itself.
//!
//! The pages are static files: the contract's test writes them. So they don't know the edge's own
//! origin, and their style sheet is a file beside them.

mod changes;
mod words;

pub use words::is_told_in_arabic;

use form::Language;
use leptos::prelude::*;

use self::{changes::CHANGES, words::Words};
use crate::{
    document::{Context, Frame, Meta, Page},
    html::{Html, IntoHtml, html},
    text::with_code,
};

/// Contract of the API. Texts may hold code between backticks.
#[derive(Clone)]
pub struct Contract {
    /// Name with the version.
    pub title: String,
    /// Introduction.
    pub description: String,
    /// Operations in the order of their paths.
    pub operations: Vec<Operation>,
    /// Shapes of the JSON in requests and responses.
    pub shapes: Vec<Shape>,
}

/// Caller that an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Websites, apps and other systems, without a key.
    Everybody,
    /// Author of a participation, with its tracking key.
    Customer,
    /// System of an entity, with its API key.
    Entity,
    /// Staff, in their session.
    Staff,
    /// Operators of the installation.
    Operator,
}

impl Audience {
    /// All audiences, in the order of the page.
    pub const ALL: [Self; 5] =
        [Self::Everybody, Self::Customer, Self::Entity, Self::Staff, Self::Operator];

    /// Returns the id of the audience's heading.
    const fn id(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Customer => "customers",
            Self::Entity => "entities",
            Self::Staff => "staff",
            Self::Operator => "operators",
        }
    }
}

/// Operation of the API.
#[derive(Clone)]
pub struct Operation {
    /// Id in the contract.
    pub name: String,
    /// HTTP method, in capitals.
    pub method: String,
    /// Path with its parameters in braces.
    pub path: String,
    /// Caller that it is for.
    pub audience: Audience,
    /// Description.
    pub text: String,
    /// Rows of name, "required" or nothing, description.
    pub parameters: Vec<[String; 3]>,
    /// Body of a request, if it has one.
    pub body: Option<Body>,
    /// Rows of status, description, headers.
    pub answers: Vec<[String; 3]>,
    /// Name of the shape that an answer has, if it is JSON.
    pub answer: Option<String>,
}

/// Body of a request.
#[derive(Clone)]
pub struct Body {
    /// Name of its shape.
    pub shape: String,
    /// Example, as JSON.
    pub example: String,
}

/// Shape of a JSON value.
#[derive(Clone)]
pub struct Shape {
    /// Name in the contract.
    pub name: String,
    /// Description.
    pub text: String,
    /// Rows of name, "required" or nothing, description.
    pub members: Vec<[String; 3]>,
}

/// Returns the page in English, or in Arabic.
pub fn page(contract: Contract, language: Language) -> String {
    let words = Words::of(language);
    let other = Words::of(if language == Language::Ar { Language::En } else { Language::Ar });
    let Contract { title, description, operations, shapes } = contract;
    let context = Context { language, base_url: "" };
    let description = words.description.map_or(description, str::to_owned);
    let title = words.title.map_or(title, str::to_owned);
    let summary = description.split(". ").next().unwrap_or_default().to_owned();
    let frame = Frame::new(Meta::new(context, words.path, "API", summary)).with_sheet("/page.css");
    html(move || {
        let contents = contents(words, &operations, &shapes);
        let parts = Audience::ALL.map(|audience| part(words, audience, &operations));
        view! {
            <Page frame=frame>
                <h1>{title}</h1>
                <p class="page-lead">{with_code(&description)}</p>
                <p>
                    <a href="/api/openapi.json" dir="ltr">"OpenAPI 3.1"</a>
                    " · "
                    <a href=other.path lang=other.language hreflang=other.language>{other.name}</a>
                </p>
                {contents}
                {Vec::from(parts)}
                <h2 id="versions">{words.versions}</h2>
                <p>{with_code(words.versions_rule)}</p>
                {changes(words, language)}
                <h2 id="shapes">{words.shapes}</h2>
                <div lang="en" dir="ltr">
                    {shapes.into_iter().map(|it| shape(words, it)).collect::<Vec<_>>()}
                </div>
            </Page>
        }
    })
}

/// Returns links to all parts.
fn contents(words: &'static Words, operations: &[Operation], shapes: &[Shape]) -> Html {
    let part = |audience: Audience| {
        let own = operations.iter().filter(|operation| operation.audience == audience);
        let own = own.map(|operation| {
            let address = ["#", &operation.name].concat();
            let name = [&*operation.method, " ", &operation.path].concat();
            view! {
                <li><a href=address><code dir="ltr">{name}</code></a></li>
                "\n"
            }
            .into_html()
        });
        let address = ["#", audience.id()].concat();
        view! {
            <h3><a href=address>{words.audience(audience).name}</a></h3>
            <ul>{own.collect::<Vec<_>>()}</ul>
        }
        .into_html()
    };
    let shapes = shapes.iter().map(|shape| {
        let address = ["#", &shape.name].concat();
        view! {
            <li><a href=address><code>{shape.name.clone()}</code></a></li>
            "\n"
        }
        .into_html()
    });
    view! {
        <nav class="page-sheet page-contents" aria-labelledby="contents">
            <h2 id="contents">{words.contents}</h2>
            {Vec::from(Audience::ALL.map(part))}
            <h3><a href="#versions">{words.versions}</a></h3>
            <h3><a href="#shapes">{words.shapes}</a></h3>
            <ul class="page-columns" dir="ltr">{shapes.collect::<Vec<_>>()}</ul>
        </nav>
    }
    .into_html()
}

/// Returns the operations for an audience.
fn part(words: &'static Words, audience: Audience, operations: &[Operation]) -> Html {
    let own = operations.iter().filter(|operation| operation.audience == audience);
    view! {
        <h2 id=audience.id()>{words.audience(audience).name}</h2>
        <p>{with_code(words.audience(audience).hint)}</p>
        {own.cloned().map(|it| operation(words, it)).collect::<Vec<_>>()}
    }
    .into_html()
}

fn operation(words: &'static Words, operation: Operation) -> Html {
    let Operation { name: id, method, path, text, parameters, body, answers, answer, .. } =
        operation;
    let text = words.summary(&id).map_or(text, str::to_owned);
    let body = body.map(|Body { shape, example }| {
        view! {
            <p>{words.body}": "{reference(shape)}</p>
            <pre class="page-code" dir="ltr" lang="zxx" translate="no"><code>{example}</code></pre>
        }
        .into_html()
    });
    let answer =
        answer.map(|shape| view! { <p>{words.answer}": "{reference(shape)}</p> }.into_html());
    view! {
        "\n"
        <section class="page-sheet" aria-labelledby=id>
            <h3 id=id.clone()><bdi dir="ltr">{method}" "<code>{path}</code></bdi></h3>
            <p>{with_code(&text)}</p>
            {table(words.parameters, parameters, true)}
            {body}
            {table(words.answers, answers, false)}
            {answer}
        </section>
    }
    .into_html()
}

/// Returns a link to a shape.
fn reference(shape: String) -> Html {
    let address = ["#", &shape].concat();
    view! { <a href=address><code dir="ltr">{shape}</code></a> }.into_html()
}

/// Returns what was changed, the latest first.
fn changes(words: &'static Words, language: Language) -> Html {
    let change = |change: &changes::Change| {
        let text = if language == Language::Ar { change.ar } else { change.en };
        view! {
            "\n"
            <dt><time dir="ltr">{change.day}</time></dt>
            <dd>{with_code(text)}</dd>
        }
        .into_html()
    };
    view! {
        <h3 id="changes">{words.changes}</h3>
        <dl>{CHANGES.iter().map(change).collect::<Vec<_>>()}</dl>
    }
    .into_html()
}

fn shape(words: &'static Words, shape: Shape) -> Html {
    let Shape { name, text, members } = shape;
    let description = (!text.is_empty()).then(|| view! { <p>{with_code(&text)}</p> }.into_html());
    view! {
        "\n"
        <section class="page-sheet" aria-labelledby=name>
            <h3 id=name.clone()>{name.clone()}</h3>
            {description}
            {table(words.members, members, true)}
        </section>
    }
    .into_html()
}

/// Returns a table unless it is empty. The first cell of a row names it.
fn table(caption: &'static str, rows: Vec<[String; 3]>, is_code: bool) -> Option<Html> {
    if rows.is_empty() {
        return None;
    }
    let row = |[name, second, third]: [String; 3]| {
        let name =
            if is_code { view! { <code>{name}</code> }.into_html() } else { name.into_html() };
        view! {
            "\n"
            <tr>
                <th scope="row">{name}</th>
                <td>{with_code(&second)}</td>
                <td>{with_code(&third)}</td>
            </tr>
        }
        .into_html()
    };
    let table = view! {
        <table class="page-table page-calls" dir="ltr">
            <caption dir="auto">{caption}</caption>
            <tbody lang="en">{rows.into_iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    };
    Some(table.into_html())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract() -> Contract {
        let row = |cells: [&str; 3]| cells.map(str::to_owned);
        let operation = Operation {
            name: "get_entity".into(),
            audience: Audience::Everybody,
            body: Some(Body { shape: "Stage".into(), example: "{\"a\": \"<b>\"}".into() }),
            answer: Some("Stage".into()),
            method: "GET".into(),
            path: "/api/v1/entities/{id}".into(),
            text: "One `entity` & its <services>.".into(),
            parameters: vec![row(["id", "required", "Its short name"])],
            answers: vec![row(["304", "", "ETag"])],
        };
        let shape = Shape { name: "Stage".into(), text: String::new(), members: Vec::new() };
        Contract {
            title: "Sawtak, version 1".into(),
            description: "Calls of other systems. Errors are problems.".into(),
            operations: vec![operation],
            shapes: vec![shape],
        }
    }

    #[test]
    fn each_part_is_linked_from_the_contents() {
        let page = page(contract(), Language::En);
        for id in ["get_entity", "Stage", "shapes", "everybody", "versions"] {
            assert!(page.contains(&["<a href=\"#", id, "\">"].concat()), "{id} in {page}");
            assert_eq!(page.matches(&[" id=\"", id, "\""].concat()).count(), 1, "{id} in {page}");
        }
    }

    #[test]
    fn texts_are_escaped_and_their_code_is_marked() {
        let page = page(contract(), Language::En);
        let text = "<p>One <code dir=\"ltr\">entity</code> &amp; its &lt;services&gt;.";
        assert!(page.contains(text), "{page}");
        assert!(page.contains("<th scope=\"row\"><code>id</code></th>"), "{page}");
    }

    #[test]
    fn it_looks_like_the_other_pages_and_leads_home() {
        let page = page(contract(), Language::En);
        for part in [
            "<link rel=\"stylesheet\" href=\"/page.css\">",
            "<link rel=\"icon\"",
            "<title>API – Sawtak</title>",
            "content=\"Calls of other systems\"",
            "href=\"/?lang=en\"",
            "<main class=\"page-main\">",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("<style") && !page.contains("og:url"), "{page}");
    }

    #[test]
    fn in_arabic_headings_and_purposes_are_arabic_and_code_runs_left_to_right() {
        let page = page(contract(), Language::Ar);
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\""), "{page}");
        assert!(page.contains("للجميع") && page.contains("<bdi dir=\"ltr\">GET"), "{page}");
        assert!(!page.contains("Everybody") && !page.contains("its &lt;services&gt;"), "{page}");
        assert!(page.contains("&lt;b&gt;"), "{page}");
    }
}
