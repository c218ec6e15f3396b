//! Saved views: who sees, keeps and removes them.

use domain::{
    staff::Role,
    wire::console::{SavedViews, View},
};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use tests::clerk::{Clerk, read};

use super::{clerk, clerk_with, slug};

const VIEWS: &str = "/console/api/views";

async fn names(clerk: &Clerk) -> Vec<String> {
    let saved: SavedViews = clerk.get(VIEWS).await;
    saved.views.into_iter().map(|view| view.name).collect()
}

async fn saves(clerk: &Clerk, view: &Value) -> View {
    read(clerk.try_post(VIEWS, view).await, StatusCode::CREATED).await
}

async fn removes(clerk: &Clerk, view: &View) -> StatusCode {
    clerk.delete(&format!("{VIEWS}/{}", view.id.as_str())).await.status()
}

fn view(name: &str, shared_with: Option<&str>) -> Value {
    json!({ "name": name, "query": "sort=newest&queue=all&kind=complaint", "shared_with": shared_with })
}

#[tokio::test]
async fn a_view_is_ones_own_unless_it_is_shared_with_the_team() {
    let [me, colleague] = [clerk("dubaihealth").await, clerk("dubaihealth").await];
    let boss = clerk_with(Role::Supervisor(slug("dubaihealth"))).await;
    let stranger = clerk("dmcc").await;
    let own = saves(&me, &view("  My  complaints ", None)).await;
    assert_eq!(own.name, "My complaints");
    assert_eq!(own.query.as_str(), "queue=all&kind=complaint&sort=newest");
    let shared = saves(&me, &view("Complaints", Some("dubaihealth"))).await;
    assert_eq!(names(&me).await, ["Complaints", "My complaints"]);
    assert_eq!(names(&colleague).await, ["Complaints"]);
    assert_eq!(names(&stranger).await, Vec::<String>::new());

    assert_eq!(removes(&colleague, &shared).await, StatusCode::FORBIDDEN);
    assert_eq!(removes(&stranger, &shared).await, StatusCode::NOT_FOUND);
    assert_eq!(removes(&colleague, &own).await, StatusCode::NOT_FOUND);
    assert_eq!(removes(&boss, &shared).await, StatusCode::NO_CONTENT);
    assert_eq!(removes(&me, &own).await, StatusCode::NO_CONTENT);
    assert_eq!(removes(&me, &own).await, StatusCode::NOT_FOUND);
    assert_eq!(names(&me).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_no_view_is_refused_at_its_place() {
    let me = clerk("dubaiairports").await;
    let pointer = async |response: Response| {
        let problem: Value = read(response, StatusCode::UNPROCESSABLE_ENTITY).await;
        problem["errors"][0]["pointer"].as_str().unwrap_or_default().to_owned()
    };
    let mut nameless = view(" ", None);
    assert_eq!(pointer(me.try_post(VIEWS, &nameless).await).await, "/name");
    nameless["name"] = "Name".into();
    nameless["query"] = "queue=all&q=Salma".into();
    assert_eq!(pointer(me.try_post(VIEWS, &nameless).await).await, "/query");
    let theirs = view("Name", Some("dmcc"));
    assert_eq!(pointer(me.try_post(VIEWS, &theirs).await).await, "/shared_with");
    for number in 0..50 {
        saves(&me, &view(&format!("View {number}"), None)).await;
    }
    let more = me.try_post(VIEWS, &view("One more", None)).await;
    assert_eq!(more.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let auditor = clerk_with(Role::DecisionMaker).await;
    assert_eq!(auditor.ask(VIEWS).await.status(), StatusCode::FORBIDDEN);
}
