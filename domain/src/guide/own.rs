//! Promises and criteria of one entity, beside those of the guide.

use crate::{
    bilingual::Named,
    entity::criteria::Criteria,
    guide::{
        constants::{self, TERMS, Unit},
        words::{Language, Words},
    },
    sla::agreement::{Agreement, Agreements, Term},
};

/// Promised times for one kind and priority, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Kind and priority.
    pub case: Named,
    /// First answer, full answer, and acceptance of a transfer.
    pub times: [PromisedTime; 3],
}

/// Promised time of an entity beside the guide's, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromisedTime {
    /// Time that the entity promises.
    pub own: Named,
    /// Time that the guide promises.
    pub guide: Named,
}

/// Returns the titles of a table of promises: the case, and the three times.
pub fn columns() -> [Named; 4] {
    ["case", TERMS[0], TERMS[1], TERMS[2]]
        .map(|name| both(|words| words.of_kind("column", name).to_owned()))
}

/// Returns the promises of an entity for every kind and priority.
pub fn promises(agreements: &Agreements) -> Vec<Promise> {
    let promise = |(kind, priority)| {
        let own: Agreement = agreements.of(kind, priority);
        let [first, full, acceptance] = own.terms();
        let [guide_first, guide_full, guide_acceptance] =
            Agreement::default_for(kind, priority).terms();
        let pairs = [(first, guide_first), (full, guide_full), (acceptance, guide_acceptance)];
        Promise {
            case: both(|words| {
                let names = [
                    words.of_kind("kind", kind.as_str()),
                    words.of_kind("priority", priority.as_str()),
                ];
                words.list(&names)
            }),
            times: pairs.map(|(own, guide)| PromisedTime { own: say(own), guide: say(guide) }),
        }
    };
    constants::pairs().map(promise).collect()
}

/// Returns the criteria of an entity with their weights, the heaviest first, in words. A criterion
/// of the entity's own has no words but its name.
pub fn criteria(criteria: &Criteria) -> Vec<Named> {
    let mut weights: Vec<_> = criteria.weights().iter().collect();
    weights.sort_by_key(|(_, weight)| std::cmp::Reverse(weight.get()));
    let line = |words: &Words, name: &str, weight: u8| {
        let known = words.of_kind("criterion", name);
        let called = if known.is_empty() { name } else { known };
        let weight = Unit::Number.say(weight.into(), words);
        words.get("line_weight").replace("{weight}", &weight).replace("{criterion}", called)
    };
    let said = weights
        .into_iter()
        .map(|(name, weight)| both(|words| line(words, name.as_str(), weight.get())));
    said.collect()
}

fn say(term: Term) -> Named {
    let (value, unit) = constants::parts(term);
    both(|words| unit.say(value, words))
}

fn both(text: impl Fn(&'static Words) -> String) -> Named {
    let [ar, en] = Language::ALL.map(|language| text(Words::of(language)));
    Named { ar, en }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{intake::kind::Kind, sla::priority::Priority, slug::Slug};

    #[test]
    fn an_entitys_times_stand_beside_those_of_the_guide() {
        let guide = Agreement::default_for(Kind::Complaint, Priority::Ordinary);
        let own = Agreement { resolution: Term::days(3), ..guide };
        let agreements = Agreements::default().with(Kind::Complaint, Priority::Ordinary, own);
        let all = promises(&agreements);
        assert_eq!(all.len(), 9);
        let differing: Vec<&Promise> = all
            .iter()
            .filter(|promise| promise.times.iter().any(|time| time.own != time.guide))
            .collect();
        let [complaint] = &differing[..] else { panic!("{differing:?}") };
        assert_eq!(complaint.case.en, "Complaint, ordinary");
        let full = &complaint.times[1];
        assert_eq!((&*full.own.en, &*full.guide.ar), ("3 working days", "5 أيام عمل"));
        assert_eq!(columns()[2].en, "Full answer");
    }

    #[test]
    fn criteria_are_named_by_weight() {
        let said = criteria(&Criteria::default());
        assert_eq!(said[0].en, "benefit to customers: weight 30");
        let own = [(Slug::parse("beauty").unwrap(), 7.try_into().unwrap())].into();
        let own = Criteria::new(own, Criteria::default().threshold()).unwrap();
        assert_eq!(criteria(&own)[0].ar, "beauty: الوزن 7");
    }
}
