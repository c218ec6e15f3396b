//! Permissions of the console's API: every call with every role, at the role's own entity, at
//! another one, and without a session.

use std::collections::BTreeSet;

use domain::{reference::Reference, wire::Submission};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{client::Visitor, fixtures, sign_in::Browser};

/// Expected status of each call by role; `here` is the entity of the first three roles and a case
/// sent to it.
///
/// Changes are made invalid, so that a permitted one is refused without effect: it names an unknown
/// version or an unknown person.
const EXPECTED: &str = "
                                                             employee supervisor administrator decision_maker auditor platform_administrator nobody
    GET /console/api/me                            anywhere    200       200        200            200         200            200             401
    PUT /console/api/me                            anywhere    204       204        204            204         204            204             401
    GET /console/api/people                        anywhere    403       403        403            403         403            200             401
    GET /console/api/people/history                anywhere    403       403        403            403         403            200             401
    POST /console/api/people/requests/{request}    anywhere    404       404        404            404         404            404             401
    PUT /console/api/people/{staff}                anywhere    403       403        403            403         403            404             401
    POST /console/api/entities                     anywhere    403       403        403            403         403            422             401
    GET /console/api/figures                       anywhere    403       200        200            200         200            403             401
    GET /console/api/report                        anywhere    403       200        200            200         200            403             401
    GET /console/api/report.csv                    anywhere    403       200        200            200         200            403             401
    POST /console/api/entities/{entity}/past-cases     here    403       403        400            403         403            400             401
    POST /console/api/entities/{entity}/past-cases elsewhere   403       403        403            403         403            400             401
    POST /console/api/entities/{entity}/participations here    400       400        403            403         403            403             401
    POST /console/api/entities/{entity}/participations elsewhere 403     403        403            403         403            403             401
    GET /console/api/entities/{entity}/keys            here    403       403        200            403         403            403             401
    GET /console/api/entities/{entity}/keys       elsewhere    403       403        403            403         403            403             401
    POST /console/api/entities/{entity}/keys           here    403       403        400            403         403            403             401
    POST /console/api/entities/{entity}/keys      elsewhere    403       403        403            403         403            403             401
    DELETE /console/api/entities/{entity}/keys/{key}   here    403       403        404            403         403            403             401
    DELETE /console/api/entities/{entity}/keys/{key} elsewhere 403       403        403            403         403            403             401
    GET /console/api/entities/{entity}/volumes         here    403       200        200            200         200            403             401
    GET /console/api/entities/{entity}/volumes    elsewhere    403       403        403            200         200            403             401
    PUT /console/api/entities/{entity}/volumes         here    403       403        200            403         403            200             401
    PUT /console/api/entities/{entity}/volumes    elsewhere    403       403        403            403         403            200             401
    GET /console/api/entities/{entity}/alike           here    403       200        403            403         403            403             401
    GET /console/api/entities/{entity}/alike      elsewhere    403       403        403            403         403            403             401
    GET /console/api/entities/{entity}/team            here    403       200        403            403         403            403             401
    GET /console/api/entities/{entity}/team       elsewhere    403       403        403            403         403            403             401
    GET /console/api/entities/{entity}/absences        here    200       200        200            403         200            200             401
    GET /console/api/entities/{entity}/absences   elsewhere    403       403        403            403         200            200             401
    PUT /console/api/entities/{entity}/absences/{staff} here   403       404        403            403         403            403             401
    PUT /console/api/entities/{entity}/absences/{staff} elsewhere 403    403        403            403         403            403             401
    DELETE /console/api/entities/{entity}/absences/{staff} here 403      404        403            403         403            403             401
    DELETE /console/api/entities/{entity}/absences/{staff} elsewhere 403 403        403            403         403            403             401
    GET /console/api/entities/{entity}/people          here    200       200        200            403         200            200             401
    GET /console/api/entities/{entity}/people     elsewhere    403       403        403            403         200            200             401
    PUT /console/api/entities/{entity}/people/{staff}  here    403       403        404            403         403            404             401
    PUT /console/api/entities/{entity}/people/{staff} elsewhere 403      403        403            403         403            404             401
    GET /console/api/entities/{entity}/settings        here    200       200        200            403         200            200             401
    GET /console/api/entities/{entity}/settings   elsewhere    403       403        403            403         200            200             401
    POST /console/api/entities/{entity}/settings/calendar/holidays here      403 403 422 403 403 422 401
    POST /console/api/entities/{entity}/settings/calendar/holidays elsewhere 403 403 403 403 403 422 401
    PUT /console/api/entities/{entity}/settings/{part} here    403       403        409            403         403            409             401
    PUT /console/api/entities/{entity}/settings/{part} elsewhere 403     403        403            403         403            409             401
    GET /console/api/entities/{entity}/settings/history here   200       200        200            403         200            200             401
    GET /console/api/entities/{entity}/settings/history elsewhere 403    403        403            403         200            200             401
    GET /console/api/entities/{entity}/webhooks                here    403       403        200            403         403            403             401
    GET /console/api/entities/{entity}/webhooks           elsewhere    403       403        403            403         403            403             401
    POST /console/api/entities/{entity}/webhooks               here    403       403        422            403         403            403             401
    POST /console/api/entities/{entity}/webhooks          elsewhere    403       403        403            403         403            403             401
    PUT /console/api/entities/{entity}/webhooks/{webhook}      here    403       403        422            403         403            403             401
    PUT /console/api/entities/{entity}/webhooks/{webhook} elsewhere    403       403        403            403         403            403             401
    DELETE /console/api/entities/{entity}/webhooks/{webhook}   here    403       403        404            403         403            403             401
    DELETE /console/api/entities/{entity}/webhooks/{webhook} elsewhere 403       403        403            403         403            403             401
    POST /console/api/entities/{entity}/webhooks/{webhook}/secret here 403       403        404            403         403            403             401
    POST /console/api/entities/{entity}/webhooks/{webhook}/secret elsewhere 403  403        403            403         403            403             401
    POST /console/api/entities/{entity}/webhooks/{webhook}/test here   403       403        404            403         403            403             401
    POST /console/api/entities/{entity}/webhooks/{webhook}/test elsewhere 403    403        403            403         403            403             401
    GET /console/api/entities/{entity}/webhooks/{webhook}/deliveries here 403    403        404            403         403            403             401
    GET /console/api/entities/{entity}/webhooks/{webhook}/deliveries elsewhere 403 403      403            403         403            403             401
    POST /console/api/entities/{entity}/webhooks/{webhook}/deliveries/{delivery}/replay here 403 403 404 403 403 403 401
    POST /console/api/entities/{entity}/webhooks/{webhook}/deliveries/{delivery}/replay elsewhere 403 403 403 403 403 403 401
    GET /console/api/entities/{entity}/system here 403 403 200 403 403 403 401
    GET /console/api/entities/{entity}/system elsewhere 403 403 403 403 403 403 401
    PUT /console/api/entities/{entity}/system here 403 403 422 403 403 403 401
    PUT /console/api/entities/{entity}/system elsewhere 403 403 403 403 403 403 401
    DELETE /console/api/entities/{entity}/system here 403 403 404 403 403 403 401
    DELETE /console/api/entities/{entity}/system elsewhere 403 403 403 403 403 403 401
    POST /console/api/entities/{entity}/system/test here 403 403 404 403 403 403 401
    POST /console/api/entities/{entity}/system/test elsewhere 403 403 403 403 403 403 401
    GET /console/api/entities/{entity}/system/cases here 403 403 200 403 403 403 401
    GET /console/api/entities/{entity}/system/cases elsewhere 403 403 403 403 403 403 401
    POST /console/api/entities/{entity}/system/cases/{creation}/replay here 403 403 404 403 403 403 401
    POST /console/api/entities/{entity}/system/cases/{creation}/replay elsewhere 403 403 403 403 403 403 401
    GET /console/api/activity                      anywhere    403       403        403            403         200            403             401
    GET /console/api/activity/people               anywhere    403       403        403            403         200            403             401
    POST /console/api/activity/export              anywhere    403       403        403            403         200            403             401
    GET /console/api/loader                        anywhere    200       200        200            200         200            200             401
    GET /console/api/ways                          anywhere    200       200        200            200         200            200             401
    GET /console/api/security-events               anywhere    403       403        403            403         200            403             401
    GET /console/api/cases                         anywhere    200       200        403            403         200            403             401
    GET /console/api/cases/counts                  anywhere    200       200        403            403         200            403             401
    POST /console/api/cases/search                 anywhere    200       200        403            403         200            403             401
    GET /console/api/cases/{reference}                 here    200       200        404            404         200            404             401
    GET /console/api/cases/{reference}            elsewhere    404       404        404            404         200            404             401
    POST /console/api/cases/{reference}                here    200       200        404            404         200            404             401
    POST /console/api/cases/{reference}           elsewhere    404       404        404            404         200            404             401
    GET /console/api/cases/{reference}/history         here    200       200        404            404         200            404             401
    GET /console/api/cases/{reference}/history    elsewhere    404       404        404            404         200            404             401
    GET /console/api/cases/{reference}/readings    anywhere    403       403        403            403         200            403             401
    GET /console/api/cases/{reference}/head            here    200       200        404            404         200            404             401
    GET /console/api/cases/{reference}/head       elsewhere    404       404        404            404         200            404             401
    GET /console/api/mentions                      anywhere    200       200        403            403         200            403             401
    POST /console/api/mentions/{mention}/dismiss   anywhere    404       404        403            403         404            403             401
    POST /console/api/mentions/{mention}/reopen    anywhere    404       404        403            403         404            403             401
    POST /console/api/mentions/{mention}/participation anywhere 404      404        403            403         404            403             401
    GET /console/api/views                         anywhere    200       200        403            403         200            403             401
    POST /console/api/views                        anywhere    422       422        403            403         422            403             401
    DELETE /console/api/views/{view}               anywhere    404       404        404            404         404            404             401
    GET /console/api/cases/{reference}/merge/{into}    here    409       409        404            404         403            404             401
    GET /console/api/cases/{reference}/merge/{into} elsewhere  404       404        404            404         403            404             401
    GET /console/api/live                          anywhere    400       400        403            403         400            403             401
    POST /console/api/cases/{reference}/deeds          here    409       409        404            404         403            404             401
    POST /console/api/cases/{reference}/deeds     elsewhere    404       404        404            404         403            404             401
    POST /console/api/deeds                        anywhere    422       422        422            422         422            422             401
    GET /console/api/attachments/{id}                  here    200       200        404            404         200            404             401
    GET /console/api/attachments/{id}             elsewhere    404       404        404            404         200            404             401
    GET /console/api/attachments/{id}/transcript       here    200       200        404            404         200            404             401
    GET /console/api/attachments/{id}/transcript  elsewhere    404       404        404            404         200            404             401
    PUT /console/api/attachments/{id}/transcript       here    204       204        404            404         403            404             401
    PUT /console/api/attachments/{id}/transcript  elsewhere    404       404        404            404         403            404             401
";

const ROLES: [&str; 6] = [
    "employee.rta",
    "supervisor.rta",
    "administrator.rta",
    "decision-maker",
    "auditor",
    "platform-administrator",
];

const ROUTER: &str = include_str!("../../../edge/src/router.rs");

struct Call {
    method: Method,
    route: &'static str,
    place: &'static str,
    statuses: Vec<StatusCode>,
}

fn calls() -> Vec<Call> {
    let lines = EXPECTED
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|words| words.len() == 10);
    let call = |words: Vec<&'static str>| Call {
        method: words[0].parse().unwrap(),
        route: words[1],
        place: words[2],
        statuses: words[3..].iter().map(|status| status.parse().unwrap()).collect(),
    };
    lines.map(call).collect()
}

/// Entity, case and attachment that the calls name, here and elsewhere.
struct About {
    entity: &'static str,
    reference: Reference,
    attachment: String,
}

impl About {
    async fn of(entity: &'static str) -> Self {
        let visitor = Visitor::new();
        let attachment = visitor.upload(&fixtures::picture(2_000), "gate.png", "image/png").await;
        let complaint =
            Submission { entity: entity.into(), ..fixtures::complaint_with(&[&attachment]) };
        Self { entity, reference: visitor.submit(&complaint).await.reference, attachment }
    }
}

impl Call {
    fn path(&self, about: &About) -> String {
        let values = [
            ("{entity}", about.entity),
            ("{staff}", "00000000000000000000000000000000"),
            ("{request}", "00000000000000000000000000000000"),
            ("{view}", "00000000000000000000000000000000"),
            ("{key}", "00000000000000000000000000000000"),
            ("{creation}", "00000000000000000000000000000000"),
            ("{webhook}", "00000000000000000000000000000000"),
            ("{delivery}", "00000000000000000000000000000000"),
            ("{mention}", "00000000000000000000000000000000"),
            ("{part}", "retention"),
            ("{reference}", about.reference.digits()),
            // Nobody merges a case into itself.
            ("{into}", about.reference.digits()),
            ("{id}", &about.attachment),
        ];
        values.iter().fold(self.route.to_owned(), |path, (name, value)| path.replace(name, value))
    }

    fn body(&self) -> Value {
        match self.route.rsplit_once('/').map(|(_, last)| last) {
            Some("{staff}") => {
                json!({ "name": "Nobody", "email": "nobody@staff.example", "roles": [], "active": true, "version": 1 })
            }
            Some("webhooks" | "{webhook}") => json!({ "url": "", "types": [], "on": true }),
            Some("system") => json!({
                "method": "", "url": "", "body": "", "auth": { "by": "none" }, "on": true
            }),
            Some("volumes") => json!({ "csv": "" }),
            Some("holidays") => json!({ "file": "" }),
            Some("export") => json!({ "from": "2999-01-01" }),
            Some("{request}") => json!({ "confirm": true }),
            Some("entities") => {
                json!({ "id": "2026", "name": { "ar": "أ", "en": "A" }, "origins": [], "administrator": { "name": "Nobody", "email": "nobody@staff.example" } })
            }
            Some("deeds") => json!({ "head": "0", "deed": { "verb": "take" }, "cases": [] }),
            Some("search" | "{reference}") => json!({ "q": "gate" }),
            Some("views") => json!({ "name": "", "query": "queue=all" }),
            Some("me") => json!({ "language": "en" }),
            Some("transcript") => json!({ "text": "The gate." }),
            _ => json!({ "version": 4_000, "value": 400 }),
        }
    }

    async fn answers(&self, browser: &mut Browser, about: &About) -> StatusCode {
        let path = self.path(about);
        if self.method == Method::GET {
            browser.get(&path).await.status()
        } else {
            browser.call(self.method.clone(), &path, &self.body()).await.status()
        }
    }
}

#[tokio::test]
async fn every_call_answers_every_role_what_it_may_hear() {
    let mut browsers = Vec::new();
    for account in ROLES {
        browsers.push((account, Browser::of(account).await));
    }
    browsers.push(("nobody", Browser::default()));
    let (here, elsewhere) = (About::of("rta").await, About::of("iacad").await);
    for call in calls() {
        let about = if call.place == "elsewhere" { &elsewhere } else { &here };
        for ((account, browser), expected) in browsers.iter_mut().zip(&call.statuses) {
            let found = call.answers(browser, about).await;
            assert_eq!(found, *expected, "{} {} as {account}", call.method, call.path(about));
        }
    }
}

#[tokio::test]
async fn a_call_without_permission_is_refused_whatever_its_body() {
    let mut browsers = Vec::new();
    for account in ROLES {
        browsers.push((account, Browser::of(account).await));
    }
    browsers.push(("nobody", Browser::default()));
    let about = About::of("iacad").await;
    // The permission for an action depends on the action, which the body names.
    let calls = calls().into_iter().filter(|call| {
        call.method != Method::GET && call.place != "here" && !call.route.ends_with("/deeds")
    });
    for call in calls {
        for ((account, browser), expected) in browsers.iter_mut().zip(&call.statuses) {
            let is_refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(expected);
            let path = call.path(&about);
            let request = browser.request(call.method.clone(), &path).body("no JSON");
            let found = browser.send(request.header("Idempotency-Key", "1")).await.status();
            assert!(!is_refused || found == *expected, "{path} as {account}: {found}");
        }
    }
}

#[test]
fn no_call_is_left_out() {
    let routed = ROUTER
        .split(".route(")
        .filter_map(|call| call.trim_start().strip_prefix('"')?.split_once("\","));
    let methods = [
        ("get(", Method::GET),
        ("put(", Method::PUT),
        ("post(", Method::POST),
        ("delete(", Method::DELETE),
    ];
    let routed: BTreeSet<String> = routed
        .filter(|(path, _)| path.starts_with("/console/api/"))
        .flat_map(|(path, handlers)| {
            let answered = methods.iter().filter(move |(name, _)| handlers.contains(name));
            answered.map(move |(_, method)| format!("{method} {path}"))
        })
        .collect();
    let walked: BTreeSet<String> =
        calls().iter().map(|call| format!("{} {}", call.method, call.route)).collect();
    assert_eq!(routed, walked);
}
