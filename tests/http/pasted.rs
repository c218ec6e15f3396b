//! Values that people paste and type, over HTTP: contacts, reference numbers and texts with
//! invisible characters, look-alikes and labels around them.

use domain::{
    text::TEXT_MAX,
    wire::{Contact, Submission},
};
use reqwest::{Method, StatusCode, header, multipart};
use tests::{
    assertions,
    client::Visitor,
    fixtures::{self, complaint},
    server,
};

fn from(name: &str, email: &str, phone: &str) -> Submission {
    let typed = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let contact = Contact { name: typed(name), email: typed(email), phone: typed(phone) };
    Submission { contact: Some(contact), ..complaint() }
}

/// Posts the plain form and returns the page that comes back.
async fn posted(text: String, name: String) -> String {
    let form = multipart::Form::new()
        .text("kind", "complaint")
        .text("text", text)
        .text("name", name)
        .text("language", "en")
        .text("key", fixtures::key().as_str().to_owned());
    let visitor = Visitor::new();
    let request =
        visitor.request(Method::POST, "/f/rta?lang=en").header(header::ORIGIN, server::edge());
    let response = request.multipart(form).send().await.unwrap();
    let status = response.status();
    assertions::page(response, status).await
}

#[tokio::test]
async fn a_pasted_contact_is_kept_in_the_form_that_reaches_its_author() {
    let visitor = Visitor::new();
    for (name, email, phone) in [
        ("Salma\tAli", "mailto:salma@example.org", "\u{2066}+971 50 123 4567\u{2069}"),
        ("\u{202a}Salma Ali\u{202c}", "Salma <salma@example.org>,", "+971 (0)50 123 4567"),
        ("“Salma Ali”", "\u{200e}salma@example.org.", "00971 050 123 4567"),
        ("Salma\u{a0}Ali", "«salma@example.org»", "tel:+971-50-123-4567"),
        ("Salma  Ali\n", "ｓalma＠example．org", "٠٥٠ ١٢٣ ٤٥٦٧"),
    ] {
        let sent = visitor.submit(&from(name, email, phone)).await;
        let kept = visitor.content(&sent).await.contact.unwrap();
        assert_eq!(kept.name.as_deref(), Some("Salma Ali"), "{name:?}");
        assert_eq!(kept.email.as_deref(), Some("salma@example.org"), "{email:?}");
        assert_eq!(kept.phone.as_deref(), Some("+971501234567"), "{phone:?}");
    }
    for (typed, number) in
        [("+44 (0)20 7946 0958", "+442079460958"), ("+39 06 6982 1234", "+390669821234")]
    {
        let sent = visitor.submit(&from("", "", typed)).await;
        assert_eq!(visitor.content(&sent).await.contact.unwrap().phone.as_deref(), Some(number));
    }
}

#[tokio::test]
async fn a_refused_part_of_a_contact_is_named() {
    let visitor = Visitor::new();
    for (sent, pointer) in [
        (from(&"x".repeat(220), "", ""), "/contact/name"),
        (from("", "salma", ""), "/contact/email"),
        (from("", "", "050 123"), "/contact/phone"),
    ] {
        assertions::invalid(visitor.try_to_submit(&sent).await, &[pointer]).await;
    }
    let page = posted("The machine kept my card.".into(), "x".repeat(220)).await;
    assert!(page.contains("href=\"#name\"") && page.contains("at most 200"), "{page}");
}

#[tokio::test]
async fn invisible_characters_alone_are_no_text() {
    let visitor = Visitor::new();
    for text in ["\u{200b}", "\u{2067}\u{2069}\u{feff} ", "\u{3164}\u{ad}"] {
        let silent = Submission { text: text.into(), ..complaint() };
        assertions::invalid(visitor.try_to_submit(&silent).await, &["/text"]).await;
    }
}

#[tokio::test]
async fn too_long_a_text_comes_back_whole_and_says_by_how_much() {
    let text = "صوت🙏 ".repeat(1_503);
    let over = text.trim().chars().count() - TEXT_MAX;
    let page = posted(text.clone(), String::new()).await;
    assert!(page.contains(&format!("{over} too many")) && page.contains(text.trim()), "{over}");
    // A line break counts once, though a form sends it as two characters.
    let lines = "a\r\n".repeat(TEXT_MAX / 2);
    let page = posted(lines, String::new()).await;
    assert!(!page.contains("too many"), "{page}");
    let form = Visitor::new().get("/f/rta?lang=en").await;
    assert!(!assertions::page(form, StatusCode::OK).await.contains("maxlength"));
}

#[tokio::test]
async fn a_text_of_any_length_comes_back_with_its_form() {
    let page = posted("word ".repeat(100_000), String::new()).await;
    assert!(page.contains("too many") && page.contains("word word word"), "{} bytes", page.len());
}

#[tokio::test]
async fn a_reference_number_is_found_however_it_was_copied() {
    let visitor = Visitor::new();
    let number = visitor.submit(&complaint()).await.reference.to_string();
    for typed in [
        format!("REF. {number}"),
        format!("#REF {number}"),
        format!("“{number}”,"),
        format!("\u{2066}{number}\u{2069}"),
        number.replace('-', "‑"),
        number.replace('0', "O"),
    ] {
        let link = visitor.address("/p");
        let link =
            reqwest::Url::parse_with_params(link.as_str(), [("reference", &*typed)]).unwrap();
        let path = format!("/p?{}", link.query().unwrap());
        let response = visitor.get(&path).await;
        assert!(response.status().is_redirection(), "{typed}: {}", response.status());
    }
}
