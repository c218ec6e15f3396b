//! Text of an article as HTML: paragraphs, lists and tables.

use leptos::prelude::*;

use crate::html::{Html, IntoHtml};

/// Lines of one shape that follow each other.
#[derive(Debug, PartialEq, Eq)]
enum Block<'a> {
    Paragraph(&'a str),
    Items(Vec<&'a str>),
    Rows(Vec<Vec<&'a str>>),
}

/// Returns the HTML of a text.
pub(super) fn html_of(text: &str) -> Vec<Html> {
    blocks(text).into_iter().map(|block| html(&block)).collect()
}

/// Returns the cells of a line that is a row of a table.
pub(super) fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(inner.split(" | ").collect())
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("- "), cells(line), blocks.last_mut()) {
            (Some(item), _, Some(Block::Items(items))) => items.push(item),
            (Some(item), ..) => blocks.push(Block::Items(vec![item])),
            (None, Some(row), Some(Block::Rows(rows))) => rows.push(row),
            (None, Some(row), _) => blocks.push(Block::Rows(vec![row])),
            (None, None, _) => blocks.push(Block::Paragraph(line)),
        }
    }
    blocks
}

fn html(block: &Block<'_>) -> Html {
    match block {
        Block::Paragraph(text) => view! { <p>{(*text).to_owned()}</p> }.into_html(),
        Block::Items(items) => {
            let items = items.iter().map(|item| view! { <li>{(*item).to_owned()}</li> });
            view! { <ul>{items.collect_view()}</ul> }.into_html()
        }
        Block::Rows(rows) => table(rows),
    }
}

/// Returns a table whose first row and first column are heads.
fn table(rows: &[Vec<&str>]) -> Html {
    let (head, body) = rows.split_first().map_or((&[][..], rows), |(head, body)| (&head[..], body));
    let head = head.iter().map(|cell| view! { <th scope="col">{(*cell).to_owned()}</th> });
    let head = head.collect_view();
    let body = body.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(place, cell)| {
            let text = (*cell).to_owned();
            if place == 0 {
                view! { <th scope="row">{text}</th> }.into_html()
            } else {
                view! { <td>{text}</td> }.into_html()
            }
        });
        view! { <tr>{cells.collect::<Vec<_>>()}</tr> }
    });
    view! {
        <table class="page-table">
            <thead><tr>{head}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    }
    .into_html()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;

    #[test]
    fn lines_of_one_shape_are_one_block() {
        let text = "Intro.\n- One\n- Two\n| Case | Time |\n| <b> | 5 days |\nEnd.";
        assert_eq!(
            blocks(text),
            [
                Block::Paragraph("Intro."),
                Block::Items(vec!["One", "Two"]),
                Block::Rows(vec![vec!["Case", "Time"], vec!["<b>", "5 days"]]),
                Block::Paragraph("End."),
            ]
        );
        let html = html::html(|| html_of(text));
        for part in [
            "<p>Intro.</p>",
            "<ul><li>One</li><li>Two</li>",
            "<th scope=\"col\">Time</th>",
            "<th scope=\"row\">&lt;b&gt;</th><td>5 days</td>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
