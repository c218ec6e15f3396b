//! Hints for staff: the place where a text plainly belongs, and danger to people that it speaks of.
//!
//! A hint decides nothing. Only a person transfers a case or changes its priority.

use super::{
    cues::Found,
    index::Index,
    language::language,
    markup::without_markup,
    message::{Directory, MESSAGE_MAX, Message},
    proposal::{Proposal, SURE, proposals},
    triage,
};
use crate::slug::PLATFORM_TEAM;

/// Probability from which the words could mean an entity.
const POSSIBLE: f64 = 0.05;

/// Returns the entity and service of a text, if they may be proposed without asking. The message's
/// own entity counts for nothing.
pub fn likeliest_place(
    index: &Index,
    message: &Message<'_>,
    directory: &impl Directory,
) -> Option<Proposal> {
    sure_place(&of_text_alone(index, message, directory))
}

/// Returns the likeliest place of a text if it is another one than that of the message, where the
/// text lies: another entity, or another service if the text lies at one. A service and one under
/// it are the same place.
///
/// The words must be sure. Most authors have chosen rightly, so nothing is proposed if the words
/// could mean the chosen entity at all, unless that is the platform's own team: what is addressed
/// to no entity waits there.
pub fn better_place(
    index: &Index,
    message: &Message<'_>,
    directory: &impl Directory,
) -> Option<Proposal> {
    let proposals = of_text_alone(index, message, directory);
    let place = sure_place(&proposals)?;
    let Some(here) = message.entity else { return Some(place) };
    if place.entity != here {
        let could_be_here = proposals
            .iter()
            .any(|proposal| proposal.entity == here && proposal.probability >= POSSIBLE);
        return (here == PLATFORM_TEAM || !could_be_here).then_some(place);
    }
    let (one, other) = (message.service?, place.service.as_deref()?);
    let is_here = one == other || directory.are_related(here, one, other);
    (!is_here).then_some(place)
}

fn of_text_alone(
    index: &Index,
    message: &Message<'_>,
    directory: &impl Directory,
) -> Vec<Proposal> {
    let text = without_markup(beginning(message.text));
    let message = Message { text: &text, entity: None, service: None, ..*message };
    proposals(index, &message, directory)
}

fn sure_place(proposals: &[Proposal]) -> Option<Proposal> {
    proposals.first().filter(|first| first.probability >= SURE).cloned()
}

/// Returns whether a text speaks of danger to people, now or possibly.
pub fn speaks_of_danger(message: &Message<'_>) -> bool {
    let text = beginning(message.text);
    triage::is_dangerous(&Found::of(text, language(text, message.language)))
}

/// Returns as much of a text as a message may have. A participation may have more.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(MESSAGE_MAX).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::LazyLock};

    use proptest::prelude::*;

    use super::*;
    use crate::assistant::{Lexicon, phrases};

    struct Everything;

    impl Directory for Everything {
        fn has_service(&self, _: &str, _: &str) -> bool {
            true
        }

        fn are_related(&self, entity: &str, one: &str, other: &str) -> bool {
            entity == "dm" && one == "bulky-waste" && other == "waste-collection"
        }
    }

    /// Index of the English phrases.
    static INDEX: LazyLock<Index> = LazyLock::new(|| {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/assistant/phrases/en.tsv");
        Index::build(&phrases(&fs::read_to_string(file).unwrap()).unwrap(), Lexicon::default())
    });

    const BINS: &str = "The garbage has not been collected for a week, the bins are full and smell";

    fn at<'a>(text: &'a str, entity: &'a str, service: Option<&'a str>) -> Message<'a> {
        Message { text, language: None, entity: Some(entity), service }
    }

    fn better(message: &Message<'_>) -> Option<(String, Option<String>)> {
        let place = better_place(&INDEX, message, &Everything)?;
        assert!(place.probability >= SURE, "{place:?}");
        Some((place.entity, place.service))
    }

    #[test]
    fn a_text_elsewhere_is_proposed_to_where_it_belongs_and_one_in_its_place_is_not() {
        let waste = Some(("dm".to_owned(), Some("waste-collection".to_owned())));
        for (entity, service) in [("rta", None), ("dha", Some("clinics")), ("dm", Some("parks"))] {
            assert_eq!(better(&at(BINS, entity, service)), waste, "{entity}");
        }
        for service in [None, Some("waste-collection"), Some("bulky-waste")] {
            assert_eq!(better(&at(BINS, "dm", service)), None, "{service:?}");
        }
        assert_eq!(better(&at("nobody answers and it takes weeks", "khda", None)), None);
    }

    #[test]
    fn a_text_that_waits_at_the_platforms_team_has_no_place_yet() {
        let text = "the metro train was full and the metro station gates were broken";
        let unaddressed = at(text, PLATFORM_TEAM, Some("form"));
        let place = better_place(&INDEX, &unaddressed, &Everything).unwrap();
        assert_eq!(place.service.as_deref(), Some("metro"));
        let free = Message { entity: None, service: None, ..unaddressed };
        assert_eq!(Some(place), likeliest_place(&INDEX, &free, &Everything));
    }

    #[test]
    fn a_text_about_the_platform_stays_with_its_team() {
        for text in [
            "the list of departments on this website gave me a dead phone number",
            "statistics on this platform are out of date",
            "my complaint here has not been answered, lost my reference number",
        ] {
            assert_eq!(better(&at(text, PLATFORM_TEAM, None)), None, "{text}");
        }
    }

    #[test]
    fn a_text_in_its_place_has_a_likeliest_place() {
        let place = likeliest_place(&INDEX, &at(BINS, "dm", None), &Everything).unwrap();
        assert_eq!(place.service.as_deref(), Some("waste-collection"));
        assert_eq!(likeliest_place(&INDEX, &at("zzz qqq", "rta", None), &Everything), None);
    }

    fn is_dangerous(text: &str) -> bool {
        speaks_of_danger(&Message { text, language: None, entity: None, service: None })
    }

    #[test]
    fn danger_is_now_or_possible_and_anywhere_in_a_text() {
        for text in [
            "there is a fire in the kitchen, my mother is inside",
            "the open wires could catch fire near our building",
            "ابوي طاح وما يتنفس",
            "खुले तार से आग लग सकती है",
            "我家着火了",
        ] {
            assert!(is_dangerous(text), "{text}");
        }
        let greetings = "we walk past the same gate and say hello. ".repeat(20);
        assert!(is_dangerous(&(greetings + "There is a fire in the kitchen")));
        let later = "Last month I wrote to you about the lamp at the gate, and it was repaired very well; \
            now there is a fire in the kitchen, my mother is inside";
        assert!(is_dangerous(later));
    }

    #[test]
    fn past_dangers_and_papers_are_none() {
        for text in [
            "My kitchen burned last month and the insurance asks for a report",
            "the ambulance bill is wrong",
            "شقتي احترقت الشهر الماضي وأريد تقرير",
            "the parking machine is broken",
        ] {
            assert!(!is_dangerous(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_of_any_length_gets_hints(text in any::<String>(), times in 1_usize..300) {
            let text = text.repeat(times);
            let message = at(&text, "rta", Some("bus"));
            let _ = (speaks_of_danger(&message), better(&message));
        }
    }
}
