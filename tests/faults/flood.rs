//! Floods of submissions, uploads and guesses: rate limits and proof of work.

use domain::{
    intake::proof,
    reference::Reference,
    wire::{Acknowledgement, Challenge, Contact, Submission},
};
use reqwest::{Method, Response, StatusCode, header, multipart};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::{self, complaint, picture},
    receiver::Receiver,
    uploads::{PIECE, Upload, creation},
    workerd::Workerd,
};
use tokio::{
    task::JoinSet,
    time::{Duration, sleep},
};

const TOO_MANY: StatusCode = StatusCode::TOO_MANY_REQUESTS;

async fn challenge_of(response: Response) -> Challenge {
    let problem = assertions::problem(response, TOO_MANY).await;
    assert!(problem.kind.ends_with("/problems/proof-required"), "{}", problem.kind);
    problem.challenge.unwrap()
}

fn solved(challenge: &Challenge) -> String {
    let number = proof::solve(&challenge.token, challenge.difficulty, 0..u64::MAX).unwrap();
    format!("{}:{number}", challenge.token)
}

async fn submit_with(visitor: &Visitor, proof: &str) -> Response {
    visitor.submission(&fixtures::key(), &complaint()).header("Proof", proof).send().await.unwrap()
}

#[tokio::test]
async fn above_the_soft_limit_a_proof_is_asked_for_and_is_good_for_once() {
    let edge =
        Workerd::start(&["SOFT_LIMIT_SUBMISSIONS_PER_CLIENT:3", "LIMIT_SUBMISSIONS_PER_CLIENT:8"])
            .await;
    let visitor = edge.visitor();
    for _ in 0..3 {
        visitor.submit(&complaint()).await;
    }
    let key = fixtures::key();
    let challenge =
        challenge_of(visitor.submission(&key, &complaint()).send().await.unwrap()).await;
    let proof = solved(&challenge);
    // Retries the request with the proof, and once more, as after a lost response.
    let taken =
        visitor.submission(&key, &complaint()).header("Proof", &proof).send().await.unwrap();
    assert_eq!(taken.status(), StatusCode::CREATED);
    let taken: Acknowledgement = taken.json().await.unwrap();
    let again =
        visitor.submission(&key, &complaint()).header("Proof", &proof).send().await.unwrap();
    assert_eq!(again.json::<Acknowledgement>().await.unwrap(), taken);
    assert_eq!(
        challenge_of(submit_with(&visitor, &proof).await).await.difficulty,
        challenge.difficulty
    );
    let forged = proof.replacen(&format!(".{}.", challenge.difficulty), ".0.", 1);
    for wrong in [
        forged.as_str(),
        "",
        "nonsense",
        &format!("{}:x", challenge.token),
        &format!("{}:0", challenge.token),
    ] {
        challenge_of(submit_with(&visitor, wrong).await).await;
    }
    for _ in 4..8 {
        let challenge = challenge_of(visitor.try_to_submit(&complaint()).await).await;
        assert_eq!(submit_with(&visitor, &solved(&challenge)).await.status(), StatusCode::CREATED);
    }
    let ended = visitor.try_to_submit(&complaint()).await;
    assert!(header_of(&ended, header::RETRY_AFTER).parse::<u32>().unwrap() <= 86_400);
    let problem = assertions::problem(ended, TOO_MANY).await;
    assert!(problem.kind.ends_with("/problems/too-many") && problem.challenge.is_none());
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM participations"), 8);
}

#[tokio::test]
async fn a_flood_to_one_entity_makes_its_work_harder_and_leaves_the_others_alone() {
    let edge = Workerd::start(&["SOFT_LIMIT_SUBMISSIONS_PER_ENTITY:1"]).await;
    let visitor = edge.visitor();
    let (mut difficulties, mut hoarded) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        let first = visitor.try_to_submit(&complaint()).await;
        if first.status() == StatusCode::CREATED {
            continue;
        }
        let challenge = challenge_of(first).await;
        hoarded.push(challenge_of(visitor.try_to_submit(&complaint()).await).await);
        assert_eq!(submit_with(&visitor, &solved(&challenge)).await.status(), StatusCode::CREATED);
        difficulties.push(challenge.difficulty);
    }
    assert!(
        difficulties.is_sorted() && difficulties.first() < difficulties.last(),
        "{difficulties:?}"
    );
    // Used challenges and challenges obtained at a lower difficulty are worthless.
    let challenge = challenge_of(visitor.try_to_submit(&complaint()).await).await;
    assert!(challenge.difficulty > hoarded[0].difficulty);
    for easier in hoarded {
        assert_eq!(
            challenge_of(submit_with(&visitor, &solved(&easier)).await).await.difficulty,
            challenge.difficulty
        );
    }
    let proof = solved(&challenge);
    assert_eq!(submit_with(&visitor, &proof).await.status(), StatusCode::CREATED);
    assert!(
        challenge_of(submit_with(&visitor, &proof).await).await.difficulty >= challenge.difficulty
    );
    let other = Submission { entity: "iacad".into(), ..complaint() };
    assert_eq!(visitor.try_to_submit(&other).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn uploads_are_limited_in_number_and_in_bytes_that_are_open_at_once() {
    let edge = Workerd::start(&[
        "SOFT_LIMIT_UPLOADS_PER_CLIENT:4",
        "LIMIT_OPEN_PER_CLIENT:2",
        "LIMIT_BYTES_OPEN_PER_CLIENT:1000",
    ])
    .await;
    let visitor = edge.visitor();
    let first = Upload::create(&visitor, 100, "a.png", "image/png").await;
    let second = Upload::create(&visitor, 100, "b.png", "image/png").await;
    let third = creation(&visitor, "100").send().await.unwrap();
    assert!(!header_of(&third, header::RETRY_AFTER).is_empty());
    assert!(assertions::problem(third, TOO_MANY).await.kind.ends_with("/problems/too-many-open"));
    for upload in [&first, &second] {
        assert_eq!(
            upload.request(Method::DELETE).send().await.unwrap().status(),
            StatusCode::NO_CONTENT
        );
    }
    let large = Upload::create(&visitor, 5_000, "c.png", "image/png").await;
    assert!(
        assertions::problem(creation(&visitor, "1").send().await.unwrap(), TOO_MANY)
            .await
            .kind
            .ends_with("/too-many-open")
    );
    large.take(0, &picture(5_000)).await;
    assert_eq!(
        large.request(Method::DELETE).send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    Upload::create(&visitor, 100, "d.png", "image/png").await;
    let challenge = challenge_of(creation(&visitor, "100").send().await.unwrap()).await;
    let proof = solved(&challenge);
    assert_eq!(
        creation(&visitor, "100").header("Proof", &proof).send().await.unwrap().status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn uploads_that_begin_at_once_are_no_more_than_those_that_begin_one_by_one() {
    let edge =
        Workerd::start(&["SOFT_LIMIT_UPLOADS_PER_CLIENT:12", "LIMIT_OPEN_PER_CLIENT:8"]).await;
    let visitor = edge.visitor();
    let begin = |count: usize| {
        let mut beginning = JoinSet::new();
        for _ in 0..count {
            let request = creation(&visitor, "100");
            beginning.spawn(async move { request.send().await.unwrap().status() });
        }
        beginning.join_all()
    };
    let open = begin(20).await;
    assert_eq!(open.iter().filter(|status| **status == StatusCode::CREATED).count(), 8, "{open:?}");
    edge.database().run(&["UPDATE uploads SET expires_at = '2020-01-01T00:00:00Z'"]);
    let today = begin(20).await;
    assert_eq!(
        today.iter().filter(|status| **status == StatusCode::CREATED).count(),
        4,
        "{today:?}"
    );
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM uploads"), 12);
}

#[tokio::test]
async fn files_of_a_plain_form_are_counted_by_client_alone() {
    let edge =
        Workerd::start(&["LIMIT_UPLOADS_PER_CLIENT:3", "SOFT_LIMIT_UPLOADS_PER_WEBSITE:1"]).await;
    let visitor = edge.visitor();
    let send = || async {
        let file =
            multipart::Part::bytes(picture(100)).file_name("a.png").mime_str("image/png").unwrap();
        let form = multipart::Form::new()
            .text("kind", "complaint")
            .text("text", "Here.")
            .text("language", "en")
            .part("files", file);
        visitor.request(Method::POST, "/f/rta").multipart(form).send().await.unwrap().status()
    };
    // A plain form can't compute a proof, so only the hard limit applies to it.
    assert_eq!([send().await, send().await, send().await], [StatusCode::CREATED; 3]);
    assert_eq!(send().await, TOO_MANY);
    assert_eq!((edge.media(), edge.database().count("SELECT COUNT(*) AS n FROM uploads")), (3, 0));
    edge.database().run(&["DELETE FROM limits WHERE what = 'upload'"]);
    let from = || creation(&visitor, "100").header(header::ORIGIN, edge.origin()).send();
    assert_eq!(from().await.unwrap().status(), StatusCode::CREATED, "no file was counted for it");
    challenge_of(from().await.unwrap()).await;
    assert_eq!(creation(&visitor, "100").send().await.unwrap().status(), StatusCode::CREATED);
}

#[tokio::test]
async fn the_hard_limit_of_a_website_slows_uploads_down_and_silences_nobody() {
    let edge = Workerd::start(&[
        "SOFT_LIMIT_UPLOADS_PER_WEBSITE:1",
        "LIMIT_UPLOADS_PER_WEBSITE:2",
        "SOFT_LIMIT_UPLOADS_PER_CLIENT:100",
    ])
    .await;
    let visitor = edge.visitor();
    let begin = || creation(&visitor, "100").header(header::ORIGIN, edge.origin());
    assert_eq!(begin().send().await.unwrap().status(), StatusCode::CREATED);
    for difficulty in [16, 20, 20] {
        let challenge = challenge_of(begin().send().await.unwrap()).await;
        assert_eq!(challenge.difficulty, difficulty);
        let paid = begin().header("Proof", solved(&challenge)).send().await.unwrap();
        assert_eq!(paid.status(), StatusCode::CREATED);
    }
}

#[tokio::test]
async fn bytes_of_a_day_stay_counted_when_a_participation_takes_them() {
    let edge = Workerd::start(&["LIMIT_BYTES_PER_CLIENT:20480"]).await;
    let visitor = edge.visitor();
    for _ in 0..2 {
        let upload = visitor.upload(&picture(10 * 1024), "a.png", "image/png").await;
        visitor.submit(&fixtures::complaint_with(&[&upload])).await;
    }
    let third = creation(&visitor, "1").send().await.unwrap();
    assert!(!header_of(&third, header::RETRY_AFTER).is_empty());
    assert!(assertions::problem(third, TOO_MANY).await.kind.ends_with("/problems/too-many"));
}

#[tokio::test]
async fn small_pieces_come_to_an_end_and_larger_ones_go_on() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let bytes = picture(300 * 1024);
    let upload = Upload::create(&visitor, bytes.len(), "a.png", "image/png").await;
    let piece = async |from: usize, until: usize| {
        let request = upload.request(Method::PATCH).header(header::CONTENT_TYPE, PIECE);
        let request = request.header("Upload-Offset", from.to_string());
        request.body(bytes[from..until].to_vec()).send().await.unwrap().status()
    };
    for from in 0..200 {
        assert_eq!(piece(from, from + 1).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(piece(200, 201).await, StatusCode::BAD_REQUEST);
    assert_eq!(upload.offset().await, 200);
    assert_eq!(piece(200, 200 + 64 * 1024).await, StatusCode::NO_CONTENT);
    assert_eq!(piece(200 + 64 * 1024, bytes.len() - 5).await, StatusCode::NO_CONTENT);
    assert_eq!(piece(bytes.len() - 5, bytes.len()).await, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn above_the_soft_limit_a_plain_form_gives_the_token_of_its_page_after_a_while_and_once() {
    let edge = Workerd::start(&["SOFT_LIMIT_SUBMISSIONS_PER_CLIENT:1"]).await;
    let visitor = edge.visitor();
    let token_in = |html: &str| {
        let from = html.find("name=\"token\" value=\"").unwrap() + 20;
        html[from..].split('"').next().unwrap().to_owned()
    };
    let send = async |token: &str| {
        let form = multipart::Form::new()
            .text("kind", "complaint")
            .text("text", "The lamp is out.")
            .text("token", token.to_owned());
        visitor.request(Method::POST, "/f/rta").multipart(form).send().await.unwrap()
    };
    assert_eq!(send("").await.status(), StatusCode::CREATED, "below it nothing is asked");
    let token = token_in(&visitor.get("/f/rta").await.text().await.unwrap());
    for wrong in ["", "a.b.c"] {
        assert_eq!(send(wrong).await.status(), TOO_MANY);
    }
    let early = send(&token).await;
    assert_eq!(early.status(), TOO_MANY);
    let html = early.text().await.unwrap();
    assert!(html.contains("The lamp is out.") && token_in(&html) == token, "the time counts on");
    sleep(Duration::from_secs(11)).await;
    assert_eq!(send(&token).await.status(), StatusCode::CREATED);
    assert_eq!(send(&token).await.status(), TOO_MANY);
}

#[tokio::test]
async fn the_hard_limit_of_an_entity_slows_down_and_silences_nobody() {
    let edge =
        Workerd::start(&["SOFT_LIMIT_SUBMISSIONS_PER_ENTITY:1", "LIMIT_SUBMISSIONS_PER_ENTITY:2"])
            .await;
    let visitor = edge.visitor();
    assert_eq!(visitor.try_to_submit(&complaint()).await.status(), StatusCode::CREATED);
    for difficulty in [16, 20, 20] {
        let challenge = challenge_of(visitor.try_to_submit(&complaint()).await).await;
        assert_eq!(challenge.difficulty, difficulty);
        assert_eq!(submit_with(&visitor, &solved(&challenge)).await.status(), StatusCode::CREATED);
    }
}

#[tokio::test]
async fn whoever_guesses_numbers_or_keys_gets_nowhere() {
    let edge = Workerd::start(&["LIMIT_MISSES_PER_CLIENT:6"]).await;
    let visitor = edge.visitor();
    let acknowledgement = visitor.submit(&complaint()).await;
    for byte in 0..4 {
        let guess = Reference::draw([byte; 8]);
        assert_eq!(
            visitor.get(&format!("/api/v1/participations/{guess}")).await.status(),
            StatusCode::NOT_FOUND
        );
    }
    // A mistyped number fails its check digit and isn't counted as a guess.
    let (digits, check) = acknowledgement.reference.digits().split_at(11);
    let slip = format!("{digits}{}", (check.parse::<u8>().unwrap() + 1) % 10);
    visitor.get(&format!("/api/v1/participations/{slip}")).await;
    for _ in 0..2 {
        let wrong = visitor.open(acknowledgement.reference, "AAAAAAAAAAAAAAAAAAAAAA").await;
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    }
    let shut = visitor.open(acknowledgement.reference, "AAAAAAAAAAAAAAAAAAAAAA").await;
    assert!(!header_of(&shut, header::RETRY_AFTER).is_empty());
    assertions::problem(shut, TOO_MANY).await;
    // The page shows nothing of it, and its script tries the key of the author's link.
    let path = format!("/p/{}", acknowledgement.reference);
    let page = assertions::page(visitor.get(&path).await, TOO_MANY).await;
    for part in ["id=\"participation\"", "id=\"failed\"", "src=\"/participation.js\""] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("data-entity"), "{page}");
    let own = visitor.request(Method::GET, &path).bearer_auth(&acknowledgement.tracking_key);
    let page = assertions::page(own.send().await.unwrap(), StatusCode::OK).await;
    assert!(page.contains(&complaint().text), "{page}");
    // The author shares the network, and keeps access to what is theirs, erasure included.
    let link = format!("/api/v1/participations/{}", acknowledgement.reference);
    let own =
        |method| visitor.request(method, &link).bearer_auth(&acknowledgement.tracking_key).send();
    assert_eq!(own(Method::GET).await.unwrap().status(), StatusCode::OK);
    assert_eq!(own(Method::DELETE).await.unwrap().status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_right_code_opens_however_many_guesses_were_wrong_and_a_wrong_one_tells_nothing() {
    let receiver = Receiver::listen().await;
    let edge = Workerd::start(&["LIMIT_MISSES_PER_CLIENT:1", &receiver.variable()]).await;
    let visitor = edge.visitor();
    let contact = Contact { phone: Some("+971501112255".into()), ..Contact::default() };
    let given = visitor.submit(&Submission { contact: Some(contact), ..complaint() }).await;
    let post = async |path: String, cookie: &str, field: (&str, &str)| {
        let request = visitor.request(Method::POST, &path).header(header::COOKIE, cookie);
        request.form(&[field]).send().await.unwrap()
    };
    let link = format!("/p/{}/link", given.reference);
    let asked = post(link, "", ("contact", "+971501112255")).await;
    let cookie = header_of(&asked, header::SET_COOKIE).split(';').next().unwrap().to_owned();
    receiver.until_sent(2).await;
    let notices = receiver.sent().into_values();
    let notice = notices.into_iter().find(|notice| notice.kind == "participation.code").unwrap();
    let code = notice.data.message.short;
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let unknown = Reference::draw([3; 8]);
    for _ in 0..2 {
        visitor.get(&format!("/p/{unknown}")).await;
    }
    let enter = async |reference: Reference, code: &str| {
        post(format!("/p/{reference}/code"), &cookie, ("code", code)).await
    };
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for reference in [given.reference, unknown] {
        assert_eq!(enter(reference, wrong).await.status(), TOO_MANY, "both alike");
    }
    let opened = enter(given.reference, &code).await;
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);
    assert!(header_of(&opened, header::LOCATION).contains('#'), "it leads to what the key opens");
}

#[tokio::test]
async fn the_assistant_answers_so_many_characters_a_day() {
    let edge = Workerd::start(&["LIMIT_ASSISTANT_PER_CLIENT:5"]).await;
    let ask = async |text: &str| {
        let request = edge.visitor().request(Method::POST, "/api/v1/assistant");
        request.json(&serde_json::json!({ "text": text })).send().await.unwrap()
    };
    // Of 1,999 characters each 500 cost a unit, and the message one.
    assert_eq!(ask(&"a".repeat(1_999)).await.status(), StatusCode::OK);
    assert_eq!(ask("the bus").await.status(), StatusCode::OK);
    let refused = ask("the bus").await;
    assert!(!header_of(&refused, header::RETRY_AFTER).is_empty());
    assertions::problem(refused, TOO_MANY).await;
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM limits"), 0);
}

#[tokio::test]
async fn a_page_that_asks_no_more_still_leads_to_the_form_and_names_who_helps() {
    let edge = Workerd::start(&["LIMIT_ASSISTANT_PER_CLIENT:1"]).await;
    let ask = async |text: &str| {
        let request = edge.visitor().request(Method::POST, "/ask?lang=en");
        request.form(&[("text", text)]).send().await.unwrap()
    };
    assert_eq!(ask("the bus never came").await.status(), StatusCode::OK);
    let page = assertions::page(ask("the bus never came").await, TOO_MANY).await;
    for part in [&tests::words::page("en", "ask_limit"), "value=\"rta\"", "the bus never came"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let page = assertions::page(ask("help, my house is on fire").await, StatusCode::OK).await;
    assert!(page.contains("tel:997") && page.contains("value=\"rta\""), "{page}");
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM limits"), 0);
}

#[tokio::test]
async fn forty_guesses_at_once_get_no_more_answers_than_one_after_the_other() {
    let edge = Workerd::start(&["LIMIT_MISSES_PER_CLIENT:5"]).await;
    let visitor = edge.visitor();
    let acknowledgement = visitor.submit(&complaint()).await;
    let mut guesses = JoinSet::new();
    for _ in 0..40 {
        let (visitor, reference) = (visitor.clone(), acknowledgement.reference);
        guesses
            .spawn(async move { visitor.open(reference, "AAAAAAAAAAAAAAAAAAAAAA").await.status() });
    }
    let mut statuses = guesses.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[StatusCode::UNAUTHORIZED; 5].as_slice(), &[TOO_MANY; 35]].concat());
}
