//! Triage: an emergency before all else, then questions about a participation.

use serde::{Deserialize, Serialize};

use super::{
    cues::{Cue, Found},
    reference::Mention,
};

/// Service to call in an emergency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Police.
    Police,
    /// Ambulance.
    Ambulance,
    /// Civil defence.
    Fire,
}

impl Call {
    const ALL: [(Self, Cue); 3] =
        [(Self::Ambulance, Cue::Ambulance), (Self::Fire, Cue::Fire), (Self::Police, Cue::Police)];

    /// Returns the telephone number in Dubai.
    pub const fn telephone(self) -> &'static str {
        match self {
            Self::Police => "999",
            Self::Ambulance => "998",
            Self::Fire => "997",
        }
    }
}

/// Words before a danger in which a mere possibility is looked for.
const BEFORE: usize = 4;

/// Words after a danger in which it is looked for where verbs stand at the end.
const AFTER: usize = 6;

/// Longest text, in words, that is taken for an emergency: whoever is in danger writes little.
const EMERGENCY_WORDS: usize = 60;

/// Longest text, in words, that is taken for a question about a participation without its number.
const QUESTION_WORDS: usize = 16;

/// Words between a danger and words of the past that are about it.
const NEAR: usize = 12;

/// Returns the services to call, the most fitting first; none if nobody is in danger now.
pub(super) fn emergency(found: &Found) -> Vec<Call> {
    if found.words > EMERGENCY_WORDS {
        return Vec::new();
    }
    let goes_on = found.has(Cue::Still);
    let is_possible = |place: usize| {
        let after = if found.is_verb_final { AFTER } else { 0 };
        let near = place.saturating_sub(BEFORE)..=place + after;
        found.places(Cue::Maybe).any(|maybe| near.contains(&maybe))
    };
    // Who fears a person is in danger now.
    let is_certain = |cue, place| cue == Cue::Police || !is_possible(place);
    let is_now = |cue| {
        let mut places = found.places(cue);
        places.any(|place| (goes_on || !is_past(found, place)) && is_certain(cue, place))
    };
    let (mut calls, others): (Vec<_>, Vec<_>) =
        Call::ALL.into_iter().partition(|(_, cue)| is_now(*cue));
    if calls.is_empty() {
        return Vec::new();
    }
    calls.extend(others);
    calls.into_iter().map(|(call, _)| call).collect()
}

/// Returns whether a text speaks of danger to people. A person looks at it, so more counts than in
/// an emergency: a mere possibility, and a danger in a long text. Only words of the past or of
/// papers beside it make it none.
pub(super) fn is_dangerous(found: &Found) -> bool {
    let mut places = Call::ALL.into_iter().flat_map(|(_, cue)| found.places(cue));
    places.any(|place| !is_past(found, place))
}

/// Returns whether words near a danger tell that it was in the past, or is none.
fn is_past(found: &Found, place: usize) -> bool {
    found.places(Cue::NotNow).any(|past| past.abs_diff(place) <= NEAR)
}

/// Returns whether a message asks about a participation.
pub(super) fn is_status(found: &Found, mention: Mention) -> bool {
    let speaks_of_it = found.has(Cue::Status) || found.has(Cue::Submission);
    let asks = found.has(Cue::Status) || found.has(Cue::Submission) && found.has(Cue::Waiting);
    match mention {
        Mention::Reference { is_grouped, .. } => {
            is_grouped || speaks_of_it || found.has(Cue::Waiting)
        }
        Mention::Wrong { is_grouped } => is_grouped || speaks_of_it || found.has(Cue::Waiting),
        Mention::None => asks && found.words <= QUESTION_WORDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn calls(text: &str) -> Vec<Call> {
        emergency(&Found::of(text, Language::detect(text).unwrap()))
    }

    #[test]
    fn danger_now_gets_the_fitting_number_first_and_the_others() {
        for (text, first) in [
            ("there is a fire in the kitchen, my mother is inside", Call::Fire),
            ("He collapsed at work and he is not breathing", Call::Ambulance),
            ("a man with a knife is following me", Call::Police),
            ("الحقونا حريق في الشقة", Call::Fire),
            ("ابوي طاح وما يتنفس", Call::Ambulance),
            ("گھر میں آگ لگی ہے جلدی آئیں", Call::Fire),
            ("वह सांस नहीं ले रहा", Call::Ambulance),
            ("রান্নাঘরে আগুন লেগেছে", Call::Fire),
            ("ബിൽഡിംഗിൽ തീ പിടിച്ചു", Call::Fire),
            ("May sunog sa unit namin", Call::Fire),
            ("Человек упал, он без сознания", Call::Ambulance),
            ("我家着火了", Call::Fire),
            ("he was fine this morning and now he is not breathing", Call::Ambulance),
            ("my husband Bill is not breathing", Call::Ambulance),
            ("the fire alarm is ringing and there are flames on the fifth floor", Call::Fire),
            ("جرس الحريق يرن والدخان يملا الدرج", Call::Fire),
            ("سقط والدي فلم يستجب وهو لا يتنفس", Call::Ambulance),
            ("希望快派救护车，我妈妈昏倒了没有呼吸", Call::Ambulance),
            ("I am afraid he will kill me", Call::Police),
            ("my son is drowning in the pool", Call::Ambulance),
            ("there is a fire, people are trapped on the fifth floor", Call::Fire),
            ("they fired me and now he says he will kill me", Call::Police),
            ("煤气罐着火爆炸了", Call::Fire),
            ("孩子被锁在车里快热死了", Call::Police),
            ("the shop has been on fire since last night and it is still burning", Call::Fire),
            ("he fell yesterday, still not breathing well and unconscious", Call::Ambulance),
            ("المستودع من امس، للحين النار شابة فيه", Call::Fire),
            ("sparks are coming out of the socket and the curtain caught", Call::Fire),
            ("my father swallowed something and he is turning blue", Call::Ambulance),
            ("ولدي شرق وازرق ويهه", Call::Ambulance),
            ("बच्चा पानी में गिर गया", Call::Ambulance),
            ("пожар начался вчера и до сих пор горит", Call::Fire),
            ("اخاف يقتلني الحين معاه سكين", Call::Police),
        ] {
            let calls = calls(text);
            assert_eq!(calls.first(), Some(&first), "{text}");
            assert_eq!(calls.len(), 3, "{text}");
        }
    }

    #[test]
    fn past_and_possible_dangers_and_papers_are_no_emergencies() {
        for text in [
            "My kitchen burned last month and the insurance asks for a report",
            "a child could fall into the pool, the fence is broken",
            "the fire alarm in our tower rings every night",
            "the ambulance bill is wrong",
            "we are drowning in bills, the child fees went up again",
            "the parking fines are going to kill me",
            "I was fired from my job and they kept my passport",
            "there is a fire sale at the shop and the prices are false",
            "I nearly had a heart attack when I saw the bill",
            "I lost a lot of money",
            "my pregnant wife has no water since morning",
            "有人闯红灯",
            "热死了，公交车没有空调，有人晕倒的话怎么办",
            "الرسوم ذبحتنا والاسعار نار",
            "شقتي احترقت الشهر الماضي وأريد تقرير",
            "طفايات الحريق في البناية منتهية",
            "在电梯里抽烟的人很多",
            "खुले तार से आग लग सकती है",
            "ننگی تار سے آگ لگ سکتی ہے",
            "খোলা তার থেকে আগুন লাগতে পারে",
            "Пожарная лестница заставлена мебелью",
        ] {
            assert_eq!(calls(text), [], "{text}");
        }
    }

    fn asks(text: &str) -> bool {
        is_status(&Found::of(text, Language::detect(text).unwrap()), Mention::of(text))
    }

    #[test]
    fn a_question_about_a_participation_is_told_with_and_without_its_number() {
        for text in [
            "what happened to my complaint",
            "did anyone look at the thing I sent you about the lamp",
            "I am still waiting to hear back about my report",
            "has my suggestion been read by anybody",
            "I sent a complaint two weeks ago and no answer",
            "any update on 4533-3147-8936?",
            "وين وصلت شكوتي",
            "مرت عشرة أيام على شكواي ولم يصلني رد",
            "میری شکایت کا کیا ہوا",
            "मेरी शिकायत का क्या हुआ",
            "আমার অভিযোগের কী খবর",
            "എന്റെ പരാതി എന്തായി",
            "Ano na nangyari sa reklamo ko",
            "Что с моей жалобой?",
            "我的投诉怎么样了",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in ["the parking machine is broken", "الماي مقطوع من الصبح", "公交车没来"]
        {
            assert!(!asks(text), "{text}");
        }
    }
}
