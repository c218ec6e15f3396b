//! Pages and files of the edge: the loader, the widget's files, the hosted form, and the public
//! status.

use domain::{
    intake::{
        idempotency::IdempotencyKey,
        kind::{Kind, Mood},
    },
    reference::Reference,
    wire::Status,
};
use reqwest::{Method, Response, StatusCode, header, multipart};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures, html, server, words,
};

fn filled_in(key: &str) -> multipart::Form {
    multipart::Form::new()
        .text("kind", "complaint")
        .text("text", "The machine at the corner kept my card.")
        .text("service", "")
        .text("suggestion", "")
        .text("name", "")
        .text("email", "")
        .text("phone", "")
        .text("language", "en")
        .text("key", key.to_owned())
}

fn file(bytes: Vec<u8>, name: &str, media_type: &str) -> multipart::Part {
    multipart::Part::bytes(bytes).file_name(name.to_owned()).mime_str(media_type).unwrap()
}

/// Posts the form as a browser without JavaScript does.
async fn post(visitor: &Visitor, form: multipart::Form) -> Response {
    let request =
        visitor.request(Method::POST, "/f/rta?lang=en").header(header::ORIGIN, server::edge());
    follow(visitor, request.multipart(form).send().await.unwrap()).await
}

/// Follows a 303 response to its page, and returns any other response as it is.
async fn follow(visitor: &Visitor, response: Response) -> Response {
    if response.status() != StatusCode::SEE_OTHER {
        return response;
    }
    visitor.get(&header_of(&response, header::LOCATION)).await
}

async fn received(response: Response) -> Reference {
    let status = response.status();
    assert!(status.is_success(), "{status}");
    let page = assertions::page(response, status).await;
    html::reference_in(&page).unwrap_or_else(|| panic!("no reference number in {page}"))
}

// The loader and the widget.

#[tokio::test]
async fn any_website_may_load_the_loader() {
    let response = Visitor::new().get("/embed.js").await;
    assert_eq!(response.status(), StatusCode::OK);
    let media_type = header_of(&response, header::CONTENT_TYPE);
    assert!(
        media_type.starts_with("text/javascript")
            || media_type.starts_with("application/javascript"),
        "{media_type}"
    );
    assert_eq!(header_of(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    assert!(!header_of(&response, header::CACHE_CONTROL).contains("immutable"));
}

#[tokio::test]
async fn the_widgets_files_never_change_under_their_names() {
    let visitor = Visitor::new();
    let form = visitor.get("/embed/rta?lang=en").await.text().await.unwrap();
    let module =
        form.split('"').find(|text| text.starts_with("/w/")).expect("the form names its widget");
    let wasm = module.replace("widget.js", "widget_bg.wasm");
    assert_ne!(wasm, module);
    for (path, expected) in [(module, "text/javascript"), (&*wasm, "application/wasm")] {
        let response = visitor.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let media_type = header_of(&response, header::CONTENT_TYPE);
        assert!(media_type.starts_with(expected), "{path}: {media_type}");
        assert!(header_of(&response, header::CACHE_CONTROL).contains("immutable"), "{path}");
        assert_eq!(header_of(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), "*", "{path}");
    }
}

// The form for the widget, in two parts.

#[tokio::test]
async fn the_first_question_comes_alone_and_names_all_that_the_box_needs_besides() {
    let visitor = Visitor::new();
    for language in words::languages() {
        let first = assertions::page(
            visitor.get(&format!("/embed/iacad/first?lang={language}")).await,
            StatusCode::OK,
        )
        .await;
        assert!(first.contains("name=\"kind\"") && !first.contains("name=\"text\""), "{first}");
        let needs = html::attribute_of(&first, "div", "data-needs").unwrap();
        let mut fragment = String::new();
        for path in needs.split(' ') {
            let response = visitor.get(path).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert!(!header_of(&response, header::CACHE_CONTROL).contains("no-store"), "{path}");
            fragment = String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned();
        }
        // The last path is the rest of the form, which the first part has a place for.
        for field in ["text", "suggestion", "service", "files", "name", "email", "phone"] {
            assert!(fragment.contains(&format!("name=\"{field}\"")), "{language}: {field}");
        }
        assert_eq!(
            html::attribute_of(&first, "div", "data-rest").as_deref(),
            needs.split(' ').next_back()
        );
        assert!(fragment.contains(&words::of(&language, "check_title")), "{language}");
    }
    for link in ["/embed/nobody/first", "/embed/nobody/rest"] {
        assertions::page(visitor.get(link).await, StatusCode::NOT_FOUND).await;
    }
}

// The hosted form.

#[tokio::test]
async fn the_hosted_form_speaks_arabic_unless_asked_otherwise() {
    let visitor = Visitor::new();
    for (link, language, direction) in
        [("/f/rta", "ar", "rtl"), ("/f/rta?lang=ar", "ar", "rtl"), ("/f/rta?lang=en", "en", "ltr")]
    {
        let page = assertions::page(visitor.get(link).await, StatusCode::OK).await;
        assert_eq!(html::attribute_of(&page, "html", "lang").as_deref(), Some(language), "{link}");
        assert_eq!(html::attribute_of(&page, "html", "dir").as_deref(), Some(direction), "{link}");
        assert!(page.contains("<title"), "{link}");
    }
}

#[tokio::test]
async fn the_hosted_form_speaks_every_language_and_marks_names_that_it_lacks() {
    let visitor = Visitor::new();
    for language in words::languages() {
        let page =
            assertions::page(visitor.get(&format!("/f/rta?lang={language}")).await, StatusCode::OK)
                .await;
        assert_eq!(html::attribute_of(&page, "html", "lang"), Some(language.clone()));
        assert_eq!(
            html::attribute_of(&page, "html", "dir"),
            Some(words::of(&language, "language_dir")),
            "{language}"
        );
        assert!(page.contains(&words::of(&language, "kind_title")), "{language}");
        let named = if language == "ar" { "ar" } else { "en" };
        assert!(page.contains(&format!("<h1><bdi lang=\"{named}\">")), "{language}");
        for other in words::languages() {
            let link = format!("formaction=\"/f/rta?lang={other}\"");
            assert_eq!(
                page.matches(&link).count() > 0,
                other != language,
                "from {language} to {other}"
            );
        }
    }
}

#[tokio::test]
async fn easy_words_stay_when_a_form_comes_back() {
    let visitor = Visitor::new();
    let page = assertions::page(visitor.get("/f/rta?lang=fil&easy=1").await, StatusCode::OK).await;
    assert!(
        page.contains(&words::easy("fil", "kind_title"))
            && page.contains("\"/f/rta?lang=ar&amp;easy=1\"")
    );
    assert_eq!(html::value_of(&page, "easy").as_deref(), Some("1"));
    let form = multipart::Form::new()
        .text("text", "t")
        .text("language", "fil")
        .text("easy", "1")
        .text("key", fixtures::key().as_str().to_owned());
    let response = post(&visitor, form).await;
    let status = response.status();
    let page = assertions::page(response, status).await;
    assert!(page.contains(&words::easy("fil", "error_kind")), "{page}");
}

#[tokio::test]
async fn the_hosted_form_is_one_that_works_without_script() {
    let page = assertions::page(Visitor::new().get("/f/rta?lang=en").await, StatusCode::OK).await;
    assert_eq!(
        html::attribute_of(&page, "form", "method").unwrap_or_default().to_lowercase(),
        "post"
    );
    assert_eq!(
        html::attribute_of(&page, "form", "enctype").as_deref(),
        Some("multipart/form-data")
    );
    for name in ["kind", "text", "service", "files", "key", "language"] {
        assert!(page.contains(&format!("name=\"{name}\"")), "{name}");
    }
    assert!(IdempotencyKey::parse(&html::value_of(&page, "key").unwrap()).is_ok());
}

#[tokio::test]
async fn each_visit_of_the_hosted_form_has_a_key_of_its_own_and_is_not_cached() {
    let visitor = Visitor::new();
    let response = visitor.get("/f/rta").await;
    assert!(header_of(&response, header::CACHE_CONTROL).contains("no-store"));
    let first = html::value_of(&response.text().await.unwrap(), "key");
    let second = html::value_of(&visitor.get("/f/rta").await.text().await.unwrap(), "key");
    assert_ne!(first, second);
}

#[tokio::test]
async fn pages_defend_themselves() {
    let visitor = Visitor::new();
    for link in ["/f/rta", "/p/260483175526"] {
        let response = visitor.get(link).await;
        let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
        assert!(
            policy.contains("default-src")
                && !policy.contains("unsafe-inline")
                && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
        assert_eq!(header_of(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(!header_of(&response, header::REFERRER_POLICY).is_empty());
    }
}

#[tokio::test]
async fn the_hosted_form_reaches_a_reference_number() {
    let visitor = Visitor::new();
    let page = visitor.get("/f/rta?lang=en").await.text().await.unwrap();
    let key = html::value_of(&page, "key").unwrap();
    let reference = received(post(&visitor, filled_in(&key)).await).await;
    assert_eq!(visitor.status(reference).await.kind, Kind::Complaint);
}

#[tokio::test]
async fn the_hosted_form_takes_files_and_everything_else() {
    let visitor = Visitor::new();
    let form = multipart::Form::new()
        .text("kind", "complaint")
        .text("text", "البوّابة معطّلة")
        .text("service", "")
        .text("suggestion", "لوحة تدلّ على البوّابة الأخرى")
        .text("name", "سلمى")
        .text("email", "salma@example.org")
        .text("phone", "٠٥٠١٢٣٤٥٦٧")
        .text("language", "ar")
        .text("key", fixtures::key().as_str().to_owned())
        .part("files", file(fixtures::picture(3_000), "بوابة.png", "image/png"))
        .part("files", file("ملاحظة\n".into(), "note.txt", "text/plain"));
    received(post(&visitor, form).await).await;
}

#[tokio::test]
async fn the_face_that_a_link_hands_over_is_kept_with_what_is_sent() {
    let visitor = Visitor::new();
    let page = visitor.get("/f/rta?lang=en&mood=unhappy").await.text().await.unwrap();
    let mood = html::value_of(&page, "mood").unwrap();
    let key = html::value_of(&page, "key").unwrap();
    assert!(page.contains("\"/f/rta?mood=unhappy&amp;lang=ar\""), "another language forgets it");
    // A form that is returned with errors keeps the mood.
    let lacking = multipart::Form::new()
        .text("text", "t")
        .text("language", "en")
        .text("key", key.clone())
        .text("mood", mood);
    let page = post(&visitor, lacking).await.text().await.unwrap();
    let mood = html::value_of(&page, "mood").unwrap();
    let response = post(&visitor, filled_in(&key).text("mood", mood)).await;
    let page = assertions::page(response, StatusCode::CREATED).await;
    let reference = html::reference_in(&page).unwrap();
    let (_, link) = page.split_once(&format!("/p/{reference}/open/")).unwrap();
    let key = link.split('?').next().unwrap();
    let status: Status = visitor.open(reference, key).await.json().await.unwrap();
    assert_eq!(status.content.unwrap().mood, Some(Mood::Unhappy));
}

#[tokio::test]
async fn another_language_keeps_what_the_link_carried_and_what_was_entered() {
    let visitor = Visitor::new();
    let link = "/f/rta?lang=en&service=parking&mood=unhappy&theme=dark&colour=%23a01b3c";
    let page = visitor.get(link).await.text().await.unwrap();
    let to = html::attribute_of(&page, "button", "formaction").unwrap().replace("&amp;", "&");
    assert_eq!(
        to, "/f/rta?theme=dark&colour=%23a01b3c&mood=unhappy&lang=en&easy=1",
        "the first button asks for easy words"
    );
    assert!(page.contains("<option value=\"parking\" lang=\"en\" selected"), "{page}");

    let key = html::value_of(&page, "key").unwrap();
    let entered = || {
        multipart::Form::new()
            .text("again", "")
            .text("kind", "complaint")
            .text("text", "<b>الرافعة</b>")
            .text("service", "parking")
    };
    let form = entered()
        .text("email", "salma@example.org")
        .text("mood", "unhappy")
        .text("language", "en")
        .text("key", key.clone());
    let request = visitor
        .request(Method::POST, &to.replace("lang=en", "lang=ur"))
        .header(header::ORIGIN, server::edge());
    let page =
        assertions::page(request.multipart(form).send().await.unwrap(), StatusCode::OK).await;
    assert_eq!(html::attribute_of(&page, "html", "lang").as_deref(), Some("ur"));
    assert!(page.contains(&words::easy("ur", "kind_title")));
    let parts = [
        "&lt;b&gt;الرافعة&lt;/b&gt;",
        "<option value=\"parking\" lang=\"en\" selected",
        "value=\"salma@example.org\"",
    ];
    for part in parts {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(html::value_of(&page, "mood").as_deref(), Some("unhappy"));
    assert!(
        page.contains(
            "\"/f/rta?theme=dark&amp;colour=%23a01b3c&amp;mood=unhappy&amp;lang=en&amp;easy=1\""
        ),
        "and back again"
    );
    assert!(page.contains("/page.js"), "there is nothing to mend");
    // Nothing was submitted under the key, and files can't be kept.
    assert_eq!(html::value_of(&page, "key"), Some(key.clone()));
    let with_file = entered()
        .text("key", key.clone())
        .part("files", file(fixtures::picture(3_000), "lift.png", "image/png"));
    let page = post(&visitor, with_file).await.text().await.unwrap();
    assert!(page.contains(&words::of("en", "files_again")), "{page}");
    received(post(&visitor, filled_in(&key)).await).await;
}

#[tokio::test]
async fn a_face_that_there_is_not_is_none() {
    let page = Visitor::new().get("/f/rta?lang=en&mood=%22%3E").await.text().await.unwrap();
    assert_eq!(html::value_of(&page, "mood"), None);
}

#[tokio::test]
async fn a_file_input_that_was_left_empty_is_no_file() {
    let form = filled_in(fixtures::key().as_str())
        .part("files", file(vec![], "", "application/octet-stream"));
    received(post(&Visitor::new(), form).await).await;
}

#[tokio::test]
async fn an_empty_file_comes_back_with_a_reason() {
    let form =
        filled_in(fixtures::key().as_str()).part("files", file(vec![], "photo.jpg", "image/jpeg"));
    let response = post(&Visitor::new(), form).await;
    let status = response.status();
    assert!(status.is_client_error(), "{status}");
    let page = assertions::page(response, status).await;
    assert!(html::reference_in(&page).is_none());
    assert!(page.contains("This file is empty"), "{page}");
}

#[tokio::test]
async fn the_hosted_form_sent_twice_is_received_once() {
    let visitor = Visitor::new();
    let key = fixtures::key();
    let first = received(post(&visitor, filled_in(key.as_str())).await).await;
    let second = received(post(&visitor, filled_in(key.as_str())).await).await;
    assert_eq!(first, second);
}

#[tokio::test]
async fn a_form_that_lacks_something_comes_back_with_what_was_written() {
    let visitor = Visitor::new();
    let key = fixtures::key();
    let form = multipart::Form::new()
        .text("kind", "observation")
        .text("text", "  ")
        .text("name", "Salma <b>")
        .text("language", "en")
        .text("key", key.as_str().to_owned());
    let response = post(&visitor, form).await;
    let status = response.status();
    assert!(matches!(status.as_u16(), 400 | 422), "{status}");
    let page = assertions::page(response, status).await;
    assert!(html::reference_in(&page).is_none());
    assert!(IdempotencyKey::parse(&html::value_of(&page, "key").unwrap()).is_ok());
    assert!(!page.contains("Salma <b>"), "what was written stands unescaped in the page");
    assert!(html::value_of(&page, "name").unwrap_or_default().contains("Salma"));
    assert!(
        page.contains("part=\"error\"") || page.contains("role=\"alert\""),
        "nothing says what is missing: {page}"
    );
}

#[tokio::test]
async fn a_form_without_a_kind_says_so() {
    let form = multipart::Form::new()
        .text("text", "t")
        .text("language", "en")
        .text("key", fixtures::key().as_str().to_owned());
    let response = post(&Visitor::new(), form).await;
    let status = response.status();
    assert!(matches!(status.as_u16(), 400 | 422), "{status}");
    assert!(html::reference_in(&assertions::page(response, status).await).is_none());
}

#[tokio::test]
async fn a_foreign_website_may_not_send_the_hosted_form() {
    let visitor = Visitor::new();
    let request =
        visitor.request(Method::POST, "/f/rta").header(header::ORIGIN, "https://evil.example");
    let response = request.multipart(filled_in(fixtures::key().as_str())).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_that_is_not_accepted_is_named_on_the_page() {
    let form = filled_in(fixtures::key().as_str())
        .part("files", file(b"\x7fELF\x02\x01\x01\0\0".to_vec(), "run.png", "image/png"));
    let response = post(&Visitor::new(), form).await;
    let status = response.status();
    assert!(status.is_client_error(), "{status}");
    assert!(html::reference_in(&assertions::page(response, status).await).is_none());
}

#[tokio::test]
async fn an_entity_that_does_not_exist_has_no_form_and_the_page_lists_those_that_do() {
    let visitor = Visitor::new();
    for link in ["/f/nobody", "/f/NOBODY", "/f/no%20body"] {
        let link = format!("{link}?lang=en");
        let page = assertions::page(visitor.get(&link).await, StatusCode::NOT_FOUND).await;
        assert!(page.contains(&words::page("en", "home_none")), "{page}");
        assert!(page.contains("href=\"/f/rta?lang=en\""), "{page}");
    }
}

// The public status.

#[tokio::test]
async fn anyone_with_the_number_sees_the_status_page_and_nothing_that_was_said() {
    let visitor = Visitor::new();
    let reference = visitor.submit(&fixtures::complaint()).await.reference;
    for link in [format!("/p/{reference}"), format!("/p/{}", reference.digits())] {
        let response = follow(&visitor, visitor.get(&link).await).await;
        let page = assertions::page(response, StatusCode::OK).await;
        assert_eq!(html::reference_in(&page), Some(reference));
        assert!(!page.contains("kept my card"));
    }
}

#[tokio::test]
async fn the_status_page_says_what_comes_next_and_by_when_without_any_script() {
    let visitor = Visitor::new();
    let given = visitor.submit(&fixtures::complaint()).await;
    for language in words::languages() {
        let page = assertions::page(
            visitor.get(&format!("/p/{}?lang={language}", given.reference)).await,
            StatusCode::OK,
        )
        .await;
        let sentence = words::page(&language, "next_received");
        // Compares the text between the placeholders.
        for part in sentence.split(['{', '}']).step_by(2) {
            assert!(page.contains(part), "{language}: {part}");
        }
        for due in [given.first_response_due, given.resolution_due] {
            assert!(
                page.matches(&format!("<time datetime=\"{due}\">")).count() >= 2,
                "{language}: {due}"
            );
        }
        assert!(page.contains(&words::page(&language, "lost")), "{language}");
    }
}

#[tokio::test]
async fn a_number_that_nobody_was_given_has_no_page() {
    let visitor = Visitor::new();
    for typed in ["260483175520", "hello", "1"] {
        assertions::page(visitor.get(&format!("/p/{typed}")).await, StatusCode::NOT_FOUND).await;
    }
}

#[tokio::test]
async fn a_number_typed_into_the_field_leads_to_its_page() {
    let visitor = Visitor::new();
    let reference = visitor.submit(&fixtures::complaint()).await.reference;
    let typed = visitor.get(&format!("/p?reference={}&lang=en", reference.digits())).await;
    assert!(typed.status().is_redirection());
    assert_eq!(header_of(&typed, header::LOCATION), format!("/p/{reference}?lang=en"));
    let page =
        assertions::page(visitor.get("/p?reference=12&lang=en").await, StatusCode::NOT_FOUND).await;
    assert!(page.contains("value=\"12\""), "what was typed can be mended");
}
