//! Public words about what was changed, and what it saves: proposed by one person, published by
//! another, shown to the author and counted.

use std::num::NonZeroU32;

use domain::{
    bilingual::Named,
    case::{
        action::Action,
        evaluation::{Savings, SavingsBasis},
        lesson::PublicWords,
        life_cycle::Verb,
    },
    intake::kind::Kind,
    sla::calendar::Zone,
    staff::Role,
    wire::{
        Figures, Submission,
        console::{ActionRequest, CaseView, History},
    },
};
use reqwest::StatusCode;
use serde_json::json;
use tests::{
    clerk::{CASES, Clerk, read, saying},
    client::Visitor,
};

use super::{clerk_with, slug, submit, to};

const ENTITY: &str = "dma";

fn words(did: &str) -> PublicWords {
    PublicWords {
        said: Named { ar: "الشواهد باهتة".into(), en: "The buoys were pale.".into() },
        did: Named { ar: "دُهنت من جديد".into(), en: did.into() },
    }
}

/// Proposes public words and returns the changed case.
async fn propose(clerk: &Clerk, case: &CaseView, did: &str) -> CaseView {
    let request = ActionRequest {
        public_words: Some(words(did)),
        ..saying(&case.head, Action::Propose { action: 0 }, "")
    };
    read(clerk.try_to(case.reference, &request).await, StatusCode::OK).await
}

fn judging(case: &CaseView) -> Action {
    let criteria = serde_json::to_value(case.criteria.as_ref().unwrap()).unwrap();
    let names = criteria["weights"].as_object().unwrap().keys().cloned();
    let marks: serde_json::Map<_, _> = names.map(|name| (name, json!(4))).collect();
    serde_json::from_value(json!({ "verb": "judge", "marks": marks })).unwrap()
}

#[tokio::test]
async fn public_words_are_published_by_somebody_else_and_shown_to_the_author() {
    let supervisor = || clerk_with(Role::Supervisor(slug(ENTITY)));
    let (writer, other) = (supervisor().await, supervisor().await);
    let sent =
        submit(&Submission { kind: Kind::Suggestion, ..to(ENTITY, "Paint the buoys.") }).await;
    let reference = sent.reference;
    let case = writer.case(reference).await;
    let marks = judging(&case);
    writer.does(reference, marks.clone(), "").await;
    other.does(reference, marks, "").await;
    writer.does(reference, Action::Decide { accepted: true }, "We will.").await;
    let dirhams = NonZeroU32::new(12_000).unwrap();
    let savings = Some(Savings { dirhams, basis: SavingsBasis::Measured });
    let decided = writer.case(reference).await;
    let on = Zone::dubai().local(decided.received_at).date();
    let month = on.strftime("%Y-%m").to_string();
    let early = Action::Implement { on: on.yesterday().unwrap(), savings };
    let early = writer.try_to(reference, &saying(&decided.head, early, "")).await;
    assert_eq!(early.status(), StatusCode::CONFLICT, "before it came");
    let case = writer.does(reference, Action::Implement { on, savings }, "").await;
    assert!(case.may.contains(&Verb::Propose) && !case.may.contains(&Verb::Publish));

    let wordless = saying(&case.head, Action::Propose { action: 0 }, "");
    let refused = writer.try_to(reference, &wordless).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT, "no words");
    let half = ActionRequest { public_words: Some(words(" ")), ..wordless };
    let refused = writer.try_to(reference, &half).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "one sentence is missing");

    let case = propose(&writer, &case, "We painted <them>.").await;
    let lesson = case.lessons[0].clone();
    assert_eq!(lesson.words, Some(words("We painted <them>.")));
    let publish = Action::Publish { action: 0, proposal: lesson.proposal };
    let own = writer.try_to(reference, &saying(&case.head, publish.clone(), "")).await;
    assert_eq!(own.status(), StatusCode::CONFLICT, "not by whoever wrote them");
    let visitor = Visitor::new();
    assert_eq!(visitor.content(&sent).await.lessons, [], "not before somebody approves");

    let case = other.does(reference, publish, "").await;
    assert!(case.lessons[0].is_published);
    assert_eq!(visitor.content(&sent).await.lessons, [words("We painted <them>.")]);
    let history: History = other.get(&format!("{CASES}/{reference}/history")).await;
    assert_eq!(history.exchanged, None, "the digest covers the words");

    // A correction replaces the words once it's approved.
    let case = propose(&other, &case, "We painted all.").await;
    let publish = Action::Publish { action: 0, proposal: case.lessons[0].proposal };
    writer.does(reference, publish, "").await;
    assert_eq!(visitor.content(&sent).await.lessons, [words("We painted all.")]);

    let path = format!("/console/api/figures?period={month}&entity={ENTITY}");
    let figures = other.get::<Figures>(&path).await.figures;
    let of = |id: &str| {
        let figure = figures.iter().find(|figure| figure.indicator == id).unwrap();
        (figure.numerator, figure.denominator)
    };
    assert_eq!(of("lessons"), (Some(1), Some(1)));
    assert_eq!(of("savings"), (Some(12_000), None));
    let page =
        other.ask(&format!("/console/figures/{ENTITY}?period={month}&cases=implemented")).await;
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await.unwrap();
    assert!(page.contains(&format!("/console/cases/{}", reference.digits())), "{page}");
}
