//! The contract of the HTTP API, for people. It is in English, like the contract itself.
//!
//! The page is a static file: the contract's test writes it. So it doesn't know the edge's own
//! origin, and its style sheet is a file beside it.

use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page},
    html::{Html, IntoHtml, html},
    text::with_code,
};

/// Contract of the API. Texts may hold code between backticks.
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

/// Operation of the API.
pub struct Operation {
    /// HTTP method, in capitals.
    pub method: String,
    /// Path with its parameters in braces.
    pub path: String,
    /// Description.
    pub text: String,
    /// Rows of name, "required" or nothing, description.
    pub parameters: Vec<[String; 3]>,
    /// Rows of status, description, headers.
    pub answers: Vec<[String; 3]>,
}

/// Shape of a JSON value.
pub struct Shape {
    /// Name in the contract.
    pub name: String,
    /// Description.
    pub text: String,
    /// Rows of name, "required" or nothing, description.
    pub members: Vec<[String; 3]>,
}

impl Operation {
    /// Returns the id of the operation's heading.
    fn id(&self) -> String {
        let text = [&self.method, &self.path].map(|part| part.to_ascii_lowercase()).concat();
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
    }
}

/// Returns the page.
pub fn page(contract: Contract) -> String {
    let Contract { title, description, operations, shapes } = contract;
    let context = Context { language: Language::En, base_url: "" };
    let summary = description.split(". ").next().unwrap_or_default().to_owned();
    let frame = Frame::new(Meta::new(context, "/api", "API", summary)).with_sheet("/page.css");
    html(move || {
        let contents = contents(&operations, &shapes);
        view! {
            <Page frame=frame>
                <h1>{title}</h1>
                <p class="page-lead">{with_code(&description)}</p>
                <p><a href="/api/openapi.json">"OpenAPI 3.1"</a></p>
                {contents}
                {operations.into_iter().map(operation).collect::<Vec<_>>()}
                <h2 id="shapes">"Shapes"</h2>
                {shapes.into_iter().map(shape).collect::<Vec<_>>()}
            </Page>
        }
    })
}

/// Returns links to all parts.
fn contents(operations: &[Operation], shapes: &[Shape]) -> Html {
    let operations = operations.iter().map(|operation| {
        let address = ["#", &operation.id()].concat();
        let name = [&*operation.method, " ", &operation.path].concat();
        view! {
            <li><a href=address><code>{name}</code></a></li>
            "\n"
        }
        .into_html()
    });
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
            <h2 id="contents">"Contents"</h2>
            <ul>{operations.collect::<Vec<_>>()}</ul>
            <h3><a href="#shapes">"Shapes"</a></h3>
            <ul class="page-columns">{shapes.collect::<Vec<_>>()}</ul>
        </nav>
    }
    .into_html()
}

fn operation(operation: Operation) -> Html {
    let id = operation.id();
    let Operation { method, path, text, parameters, answers } = operation;
    view! {
        "\n"
        <section class="page-sheet" aria-labelledby=id>
            <h2 id=id.clone()>{method}" "<code>{path}</code></h2>
            <p>{with_code(&text)}</p>
            {table("Parameters", parameters, true)}
            {table("Answers", answers, false)}
        </section>
    }
    .into_html()
}

fn shape(shape: Shape) -> Html {
    let Shape { name, text, members } = shape;
    let description = (!text.is_empty()).then(|| view! { <p>{with_code(&text)}</p> }.into_html());
    view! {
        "\n"
        <section class="page-sheet" aria-labelledby=name>
            <h3 id=name.clone()>{name.clone()}</h3>
            {description}
            {table("Members", members, true)}
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
        <table class="page-table">
            <caption>{caption}</caption>
            <tbody>{rows.into_iter().map(row).collect::<Vec<_>>()}</tbody>
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
        let page = page(contract());
        for id in ["get-api-v1-entities-id", "Stage", "shapes"] {
            assert!(page.contains(&["<a href=\"#", id, "\">"].concat()), "{id} in {page}");
            assert_eq!(page.matches(&[" id=\"", id, "\""].concat()).count(), 1, "{id} in {page}");
        }
    }

    #[test]
    fn texts_are_escaped_and_their_code_is_marked() {
        let page = page(contract());
        let text = "<p>One <code dir=\"ltr\">entity</code> &amp; its &lt;services&gt;.";
        assert!(page.contains(text), "{page}");
        assert!(page.contains("<th scope=\"row\"><code>id</code></th>"), "{page}");
    }

    #[test]
    fn it_looks_like_the_other_pages_and_leads_home() {
        let page = page(contract());
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
}
