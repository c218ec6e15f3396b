//! The events of a demo case, as far as its time allows.

use std::num::NonZeroU32;

use domain::{
    case::{
        action::{Action, Ground},
        corrective_action::{Nature, Plan},
        evaluation::{Mark, Marks, Savings, SavingsBasis},
    },
    entity::criteria::Criteria,
    intake::kind::{Kind, Mood},
    sla::priority::Priority,
    slug::Slug,
    staff::StaffId,
};
use fastrand::Rng;

use super::{
    story::{Stop, Story},
    words::{
        ANSWERS, CAUSES, DECISIONS, DISSENT, HANDOVERS, LESSONS, MEASURES, MORE, NOTES, QUESTIONS,
        REFUSALS, REPLIES, RETURNS, public,
    },
};

/// Those who answer for one entity.
#[derive(Clone)]
pub(super) struct Team {
    pub(super) entity: Slug,
    pub(super) employees: Vec<StaffId>,
    pub(super) supervisor: StaffId,
}

impl Team {
    fn someone(&self, rng: &mut Rng) -> StaffId {
        self.employees[rng.usize(..self.employees.len())].clone()
    }
}

/// Tells a case of one team, which may hand it to the other.
pub(super) fn play(
    story: &mut Story<'_>,
    rng: &mut Rng,
    here: &Team,
    there: &Team,
) -> Result<(), Stop> {
    let plot = rng.u32(0..100);
    match (story.start.kind, plot) {
        // Nobody has opened it; most of these are young, a few are forgotten.
        (_, 0..14) if story.is_young() || plot == 0 => Ok(()),
        (_, 14..22) => handed_over(story, rng, here, there),
        (_, 22..32) => asked(story, rng, here),
        (_, 32..36) => declined(story, rng, here),
        (_, 36..39) => story.customer(rng, 200..=3_000, Action::Withdraw, ""),
        (Kind::Suggestion, _) => judged(story, rng, here),
        (_, 39..44) => pressing(story, rng, here),
        (_, 44..55) => {
            let is_effective = rng.u32(0..4) > 0;
            learnt_from(story, rng, here, is_effective).map(drop)
        }
        (_, 55..61) => started(story, rng, here).map(drop),
        _ => answered(story, rng, here),
    }
}

/// Someone takes it and says that they have it.
fn started(story: &mut Story<'_>, rng: &mut Rng, team: &Team) -> Result<StaffId, Stop> {
    let me = team.someone(rng);
    if rng.u32(0..5) == 0 {
        story.staff(rng, 20..=300, &team.supervisor, Action::Assign { to: me.clone() }, "")?;
    } else {
        story.staff(rng, 15..=420, &me, Action::Take, "")?;
    }
    if rng.bool() {
        let words = story.phrase(rng, &NOTES);
        story.staff(rng, 5..=120, &me, Action::Note, &words)?;
    }
    if rng.u32(0..3) > 0 {
        let words = story.phrase(rng, &REPLIES);
        story.staff(rng, 10..=200, &me, Action::Reply, &words)?;
    }
    Ok(me)
}

fn answer(story: &mut Story<'_>, rng: &mut Rng, me: &StaffId) -> Result<(), Stop> {
    let words = story.phrase(rng, &ANSWERS);
    story.staff(rng, 200..=2_000, me, Action::Answer { outcome: None }, &words)
}

/// Adds the author's rating of the answer.
fn rated(story: &mut Story<'_>, rng: &mut Rng, team: &Team) -> Result<(), Stop> {
    let rating = [Mood::Happy, Mood::Happy, Mood::Neutral, Mood::Unhappy][rng.usize(..4)];
    if rng.u32(0..3) > 0 {
        story.customer(rng, 30..=2_000, Action::Rate { rating }, "")?;
    }
    if rating == Mood::Unhappy && rng.bool() {
        let words = story.phrase(rng, &DISSENT);
        story.customer(rng, 5..=600, Action::Reopen, &words)?;
        let me = team.someone(rng);
        story.staff(rng, 30..=400, &me, Action::Take, "")?;
        return answer(story, rng, &me);
    }
    if rng.bool() {
        story.staff(rng, 200..=1_000, &team.supervisor, Action::Close, "")
    } else {
        Ok(())
    }
}

fn answered(story: &mut Story<'_>, rng: &mut Rng, team: &Team) -> Result<(), Stop> {
    let me = started(story, rng, team)?;
    answer(story, rng, &me)?;
    rated(story, rng, team)
}

fn asked(story: &mut Story<'_>, rng: &mut Rng, team: &Team) -> Result<(), Stop> {
    let me = started(story, rng, team)?;
    let words = story.phrase(rng, &QUESTIONS);
    story.staff(rng, 20..=400, &me, Action::Ask, &words)?;
    if rng.u32(0..3) > 0 {
        return Ok(());
    }
    let words = story.phrase(rng, &MORE);
    story.customer(rng, 60..=4_000, Action::Write, &words)?;
    if story.start.kind == Kind::Suggestion {
        return Ok(());
    }
    answer(story, rng, &me)?;
    rated(story, rng, team)
}

fn declined(story: &mut Story<'_>, rng: &mut Rng, team: &Team) -> Result<(), Stop> {
    let me = started(story, rng, team)?;
    let words = story.phrase(rng, &REFUSALS);
    story.staff(rng, 30..=900, &me, Action::Decline { ground: Ground::OutOfScope }, &words)
}

fn handed_over(
    story: &mut Story<'_>,
    rng: &mut Rng,
    here: &Team,
    there: &Team,
) -> Result<(), Stop> {
    let me = here.someone(rng);
    story.staff(rng, 20..=400, &me, Action::Take, "")?;
    let words = story.phrase(rng, &HANDOVERS);
    story.staff(rng, 20..=600, &me, Action::Transfer { to: there.entity.clone() }, &words)?;
    match rng.u32(0..5) {
        0 => return Ok(()),
        1 => {
            let words = story.phrase(rng, &RETURNS);
            let them = there.someone(rng);
            return story.staff(rng, 60..=500, &them, Action::Return, &words);
        }
        _ => {}
    }
    let them = there.someone(rng);
    story.staff(rng, 60..=500, &them, Action::Accept, "")?;
    story.staff(rng, 5..=60, &them, Action::Take, "")?;
    if story.start.kind == Kind::Suggestion {
        return Ok(());
    }
    answer(story, rng, &them)?;
    rated(story, rng, there)
}

fn pressing(story: &mut Story<'_>, rng: &mut Rng, team: &Team) -> Result<(), Stop> {
    let me = started(story, rng, team)?;
    let priority = [Priority::Urgent, Priority::Complex][rng.usize(..2)];
    let words = story.phrase(rng, &NOTES);
    story.staff(rng, 5..=60, &me, Action::Prioritise { priority }, &words)?;
    answer(story, rng, &me)
}

/// Tells a case whose change the public hears of: an implemented suggestion, or an action that
/// helped.
pub(super) fn change(story: &mut Story<'_>, rng: &mut Rng, here: &Team) -> Result<(), Stop> {
    let is_suggestion = story.start.kind == Kind::Suggestion;
    let (me, place) = if is_suggestion {
        (implemented(story, rng, here)?, MEASURES.len())
    } else {
        learnt_from(story, rng, here, true)?
    };
    let words = public(&LESSONS[place]);
    let proposal = story.proposes(rng, &me, words)?;
    let publish = Action::Publish { action: 0, proposal };
    story.staff(rng, 60..=900, &here.supervisor, publish, "")
}

/// An action is agreed, done, and looked at by somebody else. Returns who did it, and the place of
/// the action among the measures.
fn learnt_from(
    story: &mut Story<'_>,
    rng: &mut Rng,
    team: &Team,
    effective: bool,
) -> Result<(StaffId, usize), Stop> {
    let me = started(story, rng, team)?;
    let place = rng.usize(..MEASURES.len());
    let why: Vec<String> =
        CAUSES[place].iter().map(|why| story.phrase(rng, std::slice::from_ref(why))).collect();
    let words = story.phrase(rng, &MEASURES[place..=place]);
    let (due, check_from) = (story.day(rng.i64(12..20)), story.day(rng.i64(21..30)));
    let plan = Plan { nature: Nature::Corrective, owner: me.clone(), due, check_from };
    story.agrees(rng, &me, Action::Act { plan }, &words, &why)?;
    answer(story, rng, &me)?;
    let words = story.phrase(rng, &ANSWERS[2..]);
    story.staff(rng, 500..=4_000, &me, Action::Complete { action: 0 }, &words)?;
    rated(story, rng, team)?;
    let words = story.phrase(rng, &NOTES[2..3]);
    let check = Action::Check { action: 0, effective };
    story.staff(rng, 12_000..=14_000, &team.supervisor, check, &words)?;
    Ok((me, place))
}

/// A suggestion is accepted, planned and done. Returns who did it.
fn implemented(story: &mut Story<'_>, rng: &mut Rng, team: &Team) -> Result<StaffId, Stop> {
    let me = team.someone(rng);
    story.staff(rng, 60..=800, &me, Action::Take, "")?;
    for judge in [&me, &team.supervisor] {
        let marks = drawn(rng);
        story.staff(rng, 100..=1_500, judge, Action::Judge { marks, nonce: None }, "")?;
    }
    let words = story.phrase(rng, &DECISIONS[..1]);
    let accept = Action::Decide { accepted: true };
    story.staff(rng, 200..=2_000, &team.supervisor, accept, &words)?;
    let by = story.day(60);
    story.staff(rng, 100..=900, &me, Action::Plan { by }, "")?;
    let dirhams = NonZeroU32::new(rng.u32(20..400) * 500);
    let savings = dirhams.map(|dirhams| Savings { dirhams, basis: SavingsBasis::Estimated });
    let implement = Action::Implement { on: story.today(), savings };
    story.staff(rng, 3_000..=5_000, &me, implement, "")?;
    Ok(me)
}

fn judged(story: &mut Story<'_>, rng: &mut Rng, team: &Team) -> Result<(), Stop> {
    let me = team.someone(rng);
    story.staff(rng, 60..=800, &me, Action::Take, "")?;
    let words = story.phrase(rng, &REPLIES);
    story.staff(rng, 20..=300, &me, Action::Reply, &words)?;
    let marks = drawn(rng);
    story.staff(rng, 100..=1_500, &me, Action::Judge { marks, nonce: None }, "")?;
    if rng.u32(0..4) == 0 {
        return Ok(());
    }
    let marks = drawn(rng);
    story.staff(rng, 100..=1_500, &team.supervisor, Action::Judge { marks, nonce: None }, "")?;
    let accepted = rng.bool();
    let place = usize::from(!accepted);
    let words = story.phrase(rng, &DECISIONS[place..=place]);
    story.staff(rng, 200..=2_000, &team.supervisor, Action::Decide { accepted }, &words)?;
    if accepted {
        let by = story.day(rng.i64(60..120));
        story.staff(rng, 100..=900, &me, Action::Plan { by }, "")?;
    }
    rated_suggestion(story, rng)
}

fn rated_suggestion(story: &mut Story<'_>, rng: &mut Rng) -> Result<(), Stop> {
    let rating = [Mood::Happy, Mood::Neutral][rng.usize(..2)];
    story.customer(rng, 30..=2_000, Action::Rate { rating }, "")
}

fn drawn(rng: &mut Rng) -> Marks {
    let criteria = serde_json::to_value(Criteria::default()).unwrap_or_default();
    let names = criteria["weights"].as_object().into_iter().flat_map(|weights| weights.keys());
    names
        .filter_map(|name| Some((Slug::parse(name).ok()?, Mark::new(rng.u8(2..=5)).ok()?)))
        .collect()
}
