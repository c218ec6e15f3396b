//! Uploads of attachments: several at once, cancelled, interrupted, failed, and by drag and drop.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use domain::{intake::kind::Kind, media::upload::PART, wire::Status};
use fantoccini::key::Key;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Network, Visit, action, check, find},
    client::Visitor,
    fixtures,
};

/// Opens the widget in Chromium with the script `trouble` in each page, and goes on to the step
/// with the attachments.
async fn say_in(trouble: &str) -> Browser {
    let browser = Browser::start(Visit::default()).await;
    browser.before_each_page(trouble).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Observation).await;
    browser
}

fn picture(browser: &Browser, name: &str, length: usize) -> PathBuf {
    let path = browser.folder().join(name);
    fs::write(&path, fixtures::picture(length)).unwrap();
    path
}

/// Returns the state and progress of each attachment.
async fn rows(browser: &Browser) -> Vec<(String, f64)> {
    let script = "return [...document.querySelector('sawtak-feedback').shadowRoot.querySelectorAll('li.item[data-state]')]
        .map((row) => [row.dataset.state, row.querySelector('progress').value]);";
    let rows = browser.script(script, vec![]).await;
    let row = |row: &Value| {
        (row[0].as_str().unwrap_or_default().to_owned(), row[1].as_f64().unwrap_or_default())
    };
    rows.as_array().into_iter().flatten().map(row).collect()
}

#[tokio::test]
async fn a_picture_shows_and_names_that_repeat_are_numbered() {
    let browser = say_in("").await;
    let photo = browser.folder().join("photo.png");
    fs::write(&photo, browser.client().screenshot().await.unwrap()).unwrap();
    for count in 1..=2 {
        action::attach(&browser, &photo).await;
        action::uploaded(&browser, "en", count).await;
    }
    let shown = "const rows = [...document.querySelector('sawtak-feedback').shadowRoot.querySelectorAll('li.item[data-state]')];
        return rows.map((row) => [row.querySelector('.name').textContent, row.querySelector('canvas').checkVisibility()]);";
    let expected = json!([["photo.png", true], ["(2) photo.png", true]]);
    browser
        .eventually("both pictures", async || {
            (browser.script(shown, vec![]).await == expected).then_some(())
        })
        .await;
    // Too short to be a picture.
    action::attach(&browser, &picture(&browser, "broken.png", 3_000)).await;
    action::uploaded(&browser, "en", 3).await;
    let broken = browser.script(shown, vec![]).await;
    assert_eq!(broken[2][1], false, "{broken}");
    check::host_page_is_clean(&browser).await;
}

#[tokio::test]
async fn each_of_several_attachments_shows_its_own_progress_and_can_be_stopped() {
    let browser = say_in("").await;
    browser.set_network(Network::Crawling).await;
    let (first, second) =
        (picture(&browser, "first.png", 2_000_000), picture(&browser, "second.png", 2_000_000));
    action::attach(&browser, &first).await;
    browser
        .eventually("the first on its way", async || {
            (rows(&browser).await.first()?.1 > 0.0).then_some(())
        })
        .await;
    action::attach(&browser, &second).await;
    browser
        .eventually("both on their way", async || {
            (rows(&browser).await.get(1)?.1 > 0.0).then_some(())
        })
        .await;
    browser
        .eventually("bytes and the time that is left", async || {
            let text = find::dialog_text(&browser).await;
            (text.contains("2 MB\u{2069}, ") && text.contains(" left")).then_some(())
        })
        .await;
    let before = rows(&browser).await[0].1;
    browser
        .eventually("the first to go on", async || {
            (rows(&browser).await[0].1 > before).then_some(())
        })
        .await;
    // The first of the two buttons belongs to the first attachment.
    action::activate(&browser, "remove").await;
    browser
        .eventually("the first to be gone", async || {
            (rows(&browser).await.len() == 1).then_some(())
        })
        .await;
    assert!(find::dialog_text(&browser).await.contains("second.png"));
    browser.set_network(Network::Whole).await;
    action::uploaded(&browser, "en", 1).await;
}

#[tokio::test]
async fn an_upload_that_was_cut_goes_on_at_the_byte() {
    // Sends only half of the second part and drops the response.
    let browser = say_in(
        "const { open, send, setRequestHeader } = XMLHttpRequest.prototype;
        window.offsets = [];
        XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
            if (name === 'Upload-Offset') window.offsets.push(Number(value));
            return setRequestHeader.call(this, name, value);
        };
        XMLHttpRequest.prototype.send = function (body) {
            if (window.offsets.length !== 2) return send.call(this, body);
            send.call(this, body.slice(0, (body.size ?? body.byteLength) / 2));
            this.abort();
        };",
    )
    .await;
    let length = usize::try_from(PART).unwrap() + 300_000;
    let file = picture(&browser, "large.png", length);
    action::attach(&browser, &file).await;
    action::uploaded(&browser, "en", 1).await;
    let offsets = browser.script("return window.offsets;", vec![]).await;
    let offset = |place: usize| offsets[place].as_u64().unwrap();
    assert_eq!(
        (offset(0), offset(1), offsets.as_array().unwrap().len()),
        (0, PART, 3),
        "{offsets}"
    );
    // Some of the interrupted part may have arrived.
    assert!((PART..length as u64).contains(&offset(2)), "{offsets}");
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    let link = find::property(&browser, "track", "href").await;
    let (_, key) = link.as_str().unwrap().split_once('#').unwrap();
    let visitor = Visitor::new();
    let status: Status = visitor.open(reference, key).await.json().await.unwrap();
    let arrived =
        visitor.get(&status.content.unwrap().attachments[0].url).await.bytes().await.unwrap();
    assert!(arrived == fs::read(file).unwrap(), "what arrives is what was sent");
}

#[tokio::test]
async fn an_upload_that_stalls_goes_on_where_the_edge_says_it_stands() {
    // Sends the second part to a server that never answers, and shortens the timeout from thirty
    // seconds to three.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let script = "const { open, setRequestHeader } = XMLHttpRequest.prototype;
        const { set } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'timeout');
        Object.assign(window, { stalls: 0, parts: 0, offsets: [] });
        XMLHttpRequest.prototype.open = function (method, address, ...rest) {
            return open.call(this, method, method === 'PATCH' && ++window.parts === 2 ? 'http://SILENT/' : address, ...rest);
        };
        Object.defineProperty(XMLHttpRequest.prototype, 'timeout', { set(patience) {
            set.call(this, patience - 27_000);
            this.ontimeout = () => window.stalls++;
        } });
        XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
            if (name === 'Upload-Offset') window.offsets.push(Number(value));
            return setRequestHeader.call(this, name, value);
        };";
    let browser = Browser::start(Visit::default()).await;
    browser.devtools("Page.setBypassCSP", json!({ "enabled": true })).await;
    browser
        .before_each_page(&script.replace("SILENT", &silent.local_addr().unwrap().to_string()))
        .await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Observation).await;
    let length = usize::try_from(PART).unwrap() + 300_000;
    action::attach(&browser, &picture(&browser, "large.png", length)).await;
    action::uploaded(&browser, "en", 1).await;
    assert_eq!(
        browser.script("return [window.stalls, window.offsets];", vec![]).await,
        json!([1, [0, PART, PART]])
    );
}

#[tokio::test]
async fn what_could_not_be_uploaded_is_told_and_tried_again() {
    let browser = say_in(
        "const { fetch } = window; window.broken = true;
        window.fetch = (address, options) =>
            window.broken && address.endsWith('/uploads') ? Promise.resolve(new Response('', { status: 404 })) : fetch(address, options);",
    )
    .await;
    action::say(&browser, "See the picture.").await;
    let file = picture(&browser, "lift.png", 3_000);
    action::attach(&browser, &file).await;
    browser
        .eventually("the failure", async || {
            (rows(&browser).await.first()?.0 == "failed").then_some(())
        })
        .await;
    action::go_on(&browser, "send").await;
    action::activate(&browser, "send").await;
    check::finds_fault(&browser, "en", "error_failed").await;
    browser.script("window.broken = false;", vec![]).await;
    // The error leads back to the step where it can be corrected.
    action::press(&browser, &[Key::Tab, Key::Enter]).await;
    check::arrives_at(&browser, "text").await;
    action::activate(&browser, "retry").await;
    action::uploaded(&browser, "en", 1).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
}

#[tokio::test]
async fn what_is_dropped_is_attached() {
    let browser = say_in("").await;
    let drop = "const zone = document.querySelector('sawtak-feedback').shadowRoot.querySelector('#drop');
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(arguments[0])], 'dropped.png', { type: 'image/png' }));
        for (const type of ['dragover', 'drop']) zone.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));";
    browser.script(drop, vec![json!(fixtures::picture(2_000))]).await;
    action::uploaded(&browser, "en", 1).await;
    assert!(find::dialog_text(&browser).await.contains("dropped.png"));
}

#[tokio::test]
async fn what_arrived_is_removed_only_by_whoever_is_sure() {
    let browser = say_in("").await;
    let file = picture(&browser, "lift.png", 3_000);
    action::attach(&browser, &file).await;
    action::uploaded(&browser, "en", 1).await;
    action::activate(&browser, "remove").await;
    action::answer(&browser, "en", "sure_remove", false).await;
    assert!(find::focus(&browser).await.has_part("remove"), "the focus comes back");
    action::press(&browser, &[Key::Enter]).await;
    action::answer(&browser, "en", "sure_remove", true).await;
    browser
        .eventually("the list to be empty", async || rows(&browser).await.is_empty().then_some(()))
        .await;
}

#[tokio::test]
async fn a_file_that_is_empty_or_has_gone_says_so_and_is_not_tried_again() {
    let browser = say_in("").await;
    let empty = browser.folder().join("empty.png");
    fs::write(&empty, []).unwrap();
    action::attach(&browser, &empty).await;
    check::says(&browser, "en", "files_empty").await;
    assert_eq!(find::count(&browser, "retry").await, 0);

    browser.set_network(Network::Crawling).await;
    let moved = picture(&browser, "moved.png", 2_000_000);
    action::attach(&browser, &moved).await;
    fs::remove_file(&moved).unwrap();
    check::says(&browser, "en", "files_gone").await;
    assert_eq!(find::count(&browser, "retry").await, 0);
}

#[tokio::test]
async fn a_folder_that_is_dropped_is_named_and_is_not_tried_again() {
    let browser = say_in("").await;
    let folder = browser.folder().join("photos");
    fs::create_dir(&folder).unwrap();
    let zone = "const { x, y, width, height } = document.querySelector('sawtak-feedback').shadowRoot.querySelector('#drop').getBoundingClientRect();
        return [x + width / 2, y + height / 2];";
    let place = browser.script(zone, vec![]).await;
    browser.drop_at(&folder, [place[0].as_f64().unwrap(), place[1].as_f64().unwrap()]).await;
    check::says(&browser, "en", "files_gone").await;
    assert_eq!(find::count(&browser, "retry").await, 0);
}
