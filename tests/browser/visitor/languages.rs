//! Languages of the form: choice at any step, easy language, text direction, and preservation of
//! entered data.

use domain::intake::kind::Kind;
use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Visit, action, check, find},
    client::Visitor,
    fixtures, server, words,
};

/// Runs a script in which `frame` is the form's element.
async fn in_form(browser: &Browser, script: &str) -> Value {
    let frame = "const frame = document.querySelector('sawtak-feedback').shadowRoot.querySelector('.sawtak');";
    browser.script(&format!("{frame} {script}"), vec![]).await
}

/// Chooses a language in the form's list and waits until the form uses it.
async fn speak(browser: &Browser, language: &str) {
    check::guides(browser).await;
    let host = browser.client().find(Locator::Css("sawtak-feedback")).await.unwrap();
    let root = host.shadow_root().await.unwrap();
    root.find(Locator::Css(&format!("#language option[value={language}]")))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser
        .eventually(&format!("the form in `{language}`"), async || {
            let spoken = in_form(browser, "return frame.lang + ' ' + frame.dir;").await;
            let direction = words::of(language, "language_dir");
            (spoken == format!("{language} {direction}")
                && find::focus(browser).await.id == "language")
                .then_some(())
        })
        .await;
}

/// Turns easy language on or off with the keyboard and waits until the form has changed.
async fn switch_easy(browser: &Browser, on: bool) {
    action::tick(browser, "easy").await;
    browser
        .eventually("easy words, or the others", async || {
            let is_easy =
                in_form(browser, "return frame.hasAttribute('data-easy');").await == json!(on);
            let ticked = find::property(browser, "easy", "checked").await == json!(on);
            (is_easy && ticked && find::focus(browser).await.id == "easy").then_some(())
        })
        .await;
}

async fn value(browser: &Browser, id: &str) -> Value {
    in_form(browser, &format!("return frame.querySelector('#{id}').value;")).await
}

#[tokio::test]
async fn the_form_of_a_test_says_so_in_each_language_to_its_end_and_reaches_nobody() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/any/test-mode").await;
    let said = async || {
        let notice = "const notice = frame.querySelector('.test');
            return notice?.checkVisibility() ? notice.textContent : null;";
        in_form(&browser, notice).await
    };
    assert_eq!(said().await, words::of("en", "test_notice"));
    for language in ["ar", "zh", "en"] {
        speak(&browser, language).await;
        assert_eq!(said().await, words::of(language, "test_notice"));
    }
    action::choose(&browser, Kind::Observation).await;
    action::say(&browser, "Only to see.").await;
    action::go_on(&browser, "send").await;
    assert_eq!(said().await, words::of("en", "test_notice"));
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    assert_eq!(said().await, words::of("en", "test_notice"));
    assert!(Visitor::new().status(reference).await.test);
}

#[tokio::test]
async fn a_language_may_be_changed_at_each_step_and_nothing_is_lost() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/rta/en").await;

    action::tab_to(&browser, "kind").await;
    action::press(&browser, &[Key::Space]).await;
    let chosen = find::focus(&browser).await.value;
    speak(&browser, "ur").await;
    assert_eq!(
        in_form(&browser, "return frame.querySelector('[name=kind]:checked').value;").await,
        json!(chosen)
    );
    action::choose(&browser, Kind::Complaint).await;

    let text = "The lift at the station ايستگاه is out of order.";
    action::say(&browser, text).await;
    let picture = browser.folder().join("lift.png");
    std::fs::write(&picture, fixtures::picture(3_000)).unwrap();
    action::attach(&browser, &picture).await;
    action::uploaded(&browser, "ur", 1).await;
    speak(&browser, "ml").await;
    assert_eq!(find::text(&browser, "next").await, Some(words::of("ml", "next")));
    assert_eq!(value(&browser, "text").await, json!(text));
    action::uploaded(&browser, "ml", 1).await;
    assert!(find::dialog_text(&browser).await.contains("lift.png"));
    action::go_on(&browser, "send").await;
    action::propose(&browser, "A ramp beside it").await;
    find::by_id(&browser, "service").await.select_by_value("metro").await.unwrap();
    speak(&browser, "ar").await;
    assert_eq!(find::text(&browser, "send").await, Some(words::of("ar", "send")));

    action::activate(&browser, "contact").await;
    action::fill(&browser, "phone", "٠٥٠١٢٣٤٥٦٧").await;
    speak(&browser, "zh").await;
    assert_eq!(find::text(&browser, "send").await, Some(words::of("zh", "send")));
    assert_eq!(value(&browser, "phone").await, json!("٠٥٠١٢٣٤٥٦٧"));
    let summary = find::dialog_text(&browser).await;
    for part in
        [text, "lift.png", &words::of("zh", "kind_complaint"), &words::of("zh", "check_entity")]
    {
        assert!(summary.contains(part), "{part} in {summary}");
    }
    for (field, entered) in [("suggestion", "A ramp beside it"), ("service", "metro")] {
        assert_eq!(value(&browser, field).await, json!(entered));
    }

    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    speak(&browser, "ru").await;
    assert_eq!(find::text(&browser, "reference").await, Some(reference.to_string()));
    assert!(find::dialog_text(&browser).await.contains(&words::of("ru", "done_title")));
    check::host_page_is_clean(&browser).await;
}

#[tokio::test]
async fn what_is_wrong_is_said_in_the_new_language() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/rta/ar").await;
    action::activate(&browser, "next").await;
    browser
        .eventually("what is wrong", async || {
            find::dialog_text(&browser).await.contains(&words::of("ar", "error_kind")).then_some(())
        })
        .await;
    speak(&browser, "hi").await;
    assert!(find::dialog_text(&browser).await.contains(&words::of("hi", "error_kind")));
    speak(&browser, "en").await;
    assert_eq!(find::direction(&browser, "next").await, "ltr");
}

#[tokio::test]
async fn easy_words_are_larger_and_nothing_is_lost() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/rta/en").await;
    let sizes = "const px = (selector, name) => parseFloat(getComputedStyle(frame.querySelector(selector))[name]);
        return [px('.choice label', 'fontSize'), px('.choice svg', 'width')];";
    let usual = in_form(&browser, sizes).await;
    switch_easy(&browser, true).await;
    let large = in_form(&browser, sizes).await;
    for place in 0..2 {
        assert!(large[place].as_f64() > usual[place].as_f64(), "{large} instead of {usual}");
    }
    assert!(find::dialog_text(&browser).await.contains(&words::easy("en", "kind_title")));

    action::choose(&browser, Kind::Observation).await;
    action::say(&browser, "A lamp is broken.").await;
    speak(&browser, "bn").await;
    assert!(
        find::dialog_text(&browser).await.contains(&words::easy("bn", "say_text_hint")),
        "another language stays easy"
    );
    switch_easy(&browser, false).await;
    assert!(find::dialog_text(&browser).await.contains(&words::of("bn", "say_text_hint")));
    assert_eq!(value(&browser, "text").await, json!("A lamp is broken."));
    action::go_on(&browser, "send").await;
    switch_easy(&browser, true).await;
    action::send(&browser).await;
    check::reference(&browser).await;
    assert!(find::dialog_text(&browser).await.contains(&words::easy("bn", "done_keep")));
}

#[tokio::test]
async fn the_choice_of_easy_words_comes_with_the_widget_and_moves_nothing() {
    let browser = Browser::start(Visit::default()).await;
    // The widget's script is blocked.
    browser
        .devtools("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*/w/*/widget.js" }] }))
        .await;
    action::open_box(&browser, "/rta/en").await;
    let top = async || in_form(&browser, "return frame.querySelector('form').offsetTop;").await;
    let (before, easy) = (top().await, find::count(&browser, "easy").await);
    assert_eq!(easy, 0, "what does nothing yet isn't offered");
    // Releases the blocked script.
    browser.devtools("Fetch.disable", json!({})).await;
    check::guides(&browser).await;
    assert_eq!(top().await, before, "the place was kept free");
    action::tick(&browser, "easy").await;
    let is_easy = async || in_form(&browser, "return frame.hasAttribute('data-easy');").await;
    browser.eventually("easy words", async || (is_easy().await == true).then_some(())).await;
}

#[tokio::test]
async fn what_is_typed_runs_the_way_it_is_written() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Observation).await;
    for (text, direction) in [("المصعد معطّل.", "rtl"), ("The lift is out of order.", "ltr")]
    {
        action::fill(&browser, "text", text).await;
        assert_eq!(find::direction(&browser, "text").await, direction, "{text}");
    }
}

/// Makes the page as narrow as 320 pixels less the width of a scroll bar.
async fn narrow(browser: &Browser) {
    let screen = json!({ "width": 305, "height": 568, "deviceScaleFactor": 2, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", screen).await;
}

#[tokio::test]
async fn every_language_fits_a_narrow_page_in_its_own_direction() {
    let browser = Browser::start(Visit::default()).await;
    narrow(&browser).await;
    // Script that shows each step, and the form as without script, and returns the elements that
    // are too wide.
    let look = "const frame = document.querySelector('.sawtak'), wide = [];
        for (const step of ['kind', 'say', 'check', 'waiting', undefined]) {
            document.getElementById('kind-complaint').checked = true;
            for (const group of frame.querySelectorAll('details')) group.open = true;
            if (step) frame.dataset.step = step; else delete frame.dataset.step;
            const parts = [...document.body.querySelectorAll('*')].filter((part) => part.checkVisibility() && !part.closest('.unseen, .page-unseen, option, input[type=file]'));
            const beyond = parts.filter((part) => { const { left, right } = part.getBoundingClientRect(); return left < -0.5 || right > 305.5; });
            if (document.documentElement.scrollWidth > 305) wide.push(step + ' scrolls');
            wide.push(...beyond.map((part) => `${step} ${part.localName}.${part.className}#${part.id}`));
        }
        return { wide, direction: getComputedStyle(frame).direction, lang: frame.lang };";
    for language in words::languages() {
        for path in ["/embed/rta", "/f/rta"] {
            for easy in ["", "&easy=1"] {
                let address = format!("{path}?lang={language}{easy}");
                browser.visit(&format!("{}{address}", server::edge())).await;
                browser
                    .eventually("the guided form", async || {
                        (browser
                            .script(
                                "return document.querySelector('.sawtak')?.dataset.step === 'kind' && document.getElementById('easy') !== null;",
                                vec![],
                            )
                            .await
                            == true)
                            .then_some(())
                    })
                    .await;
                let seen = browser.script(look, vec![]).await;
                assert_eq!(seen["wide"], json!([]), "{address}");
                assert_eq!(seen["lang"], json!(language), "{address}");
                assert_eq!(
                    seen["direction"],
                    json!(words::of(&language, "language_dir")),
                    "{address}"
                );
            }
        }
    }
}

/// The acknowledgement is mounted only after sending. A suggestion beside the complaint gives it
/// all of its parts.
#[tokio::test]
async fn the_acknowledgement_fits_a_narrow_page_in_every_language() {
    let browser = Browser::start(Visit::default()).await;
    narrow(&browser).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, "The lift is out of order.").await;
    action::go_on(&browser, "send").await;
    action::propose(&browser, "A ramp beside it").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    // Script that returns the elements that are too wide, and the visible parts.
    let look = "const dialog = frame.closest('[part~=dialog]'), done = frame.querySelector('#done');
        const parts = [...frame.querySelectorAll('*')].filter((part) => part.checkVisibility() && !part.closest('.unseen, option'));
        const wide = parts.filter((part) => { const { left, right } = part.getBoundingClientRect(); return left < -0.5 || right > 305.5; })
            .map((part) => `${part.localName}.${part.className}#${part.id}`);
        if (dialog.scrollWidth > dialog.clientWidth) wide.push('the dialog scrolls');
        const shown = ['#reference', '#paired', '.due', '.keep', '#track'].filter((part) => done?.querySelector(part)?.checkVisibility());
        return { wide, shown };";
    // The form is in English now, so English comes last.
    let mut languages = words::languages();
    languages.sort_by_key(|language| language == "en");
    for is_easy in [false, true] {
        if is_easy {
            switch_easy(&browser, true).await;
        }
        for language in &languages {
            speak(&browser, language).await;
            let words = if is_easy { words::easy } else { words::of };
            let advice = words(language, "done_keep");
            browser
                .eventually(&advice, async || {
                    find::dialog_text(&browser).await.contains(&advice).then_some(())
                })
                .await;
            let seen = in_form(&browser, look).await;
            let parts = ["#reference", "#paired", ".due", ".keep", "#track"];
            let expected = json!({ "wide": [], "shown": parts });
            assert_eq!(seen, expected, "{language}, easy words: {is_easy}");
            assert_eq!(find::text(&browser, "reference").await, Some(reference.to_string()));
        }
    }
}

#[tokio::test]
async fn the_box_takes_the_language_of_its_page() {
    let browser = Browser::start(Visit::default()).await;
    for language in words::languages() {
        browser.visit(&format!("{}/any/plain", server::demo())).await;
        let add = "document.documentElement.lang = arguments[1];
            const tag = document.createElement('script');
            tag.src = arguments[0] + '/embed.js'; tag.dataset.entity = 'dc';
            document.head.append(tag);";
        browser.script(add, vec![json!(server::edge()), json!(format!("{language}-AE"))]).await;
        let label = "return document.querySelector('sawtak-feedback[data-entity=dc]')?.shadowRoot.querySelector('button').innerText;";
        let expected = words::of(&language, "open");
        browser
            .eventually(&format!("the button in `{language}`"), async || {
                (browser.script(label, vec![]).await == expected).then_some(())
            })
            .await;
    }
}
