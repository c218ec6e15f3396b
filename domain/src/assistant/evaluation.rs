//! Accuracy of the assistant on messages whose answers are known.

use super::{
    answer::{Intent, answer},
    hints::better_place,
    index::Index,
    message::{Directory, Message},
};
use crate::{intake::kind::Kind, language::Language};

/// Distance, among the services of the index, between the wrong places of two reports.
const STRIDE: usize = 61;

/// Message of a test set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example<'a> {
    /// Tag of the language.
    pub language: &'a str,
    /// Intent: `report`, `status`, `emergency`, or something else.
    pub intent: &'a str,
    /// Kind of a report.
    pub kind: Option<Kind>,
    /// Short name of the entity.
    pub entity: &'a str,
    /// Short name of the service.
    pub service: &'a str,
    /// The message.
    pub text: &'a str,
}

/// Parses a test set: lines of language, variety, intent, kind, entity, service and text between
/// tabs. Comments, the heading and lines of another shape are skipped.
pub fn examples(file: &str) -> Vec<Example<'_>> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(parse).filter(|example| example.intent != "intent").collect()
}

fn parse(line: &str) -> Option<Example<'_>> {
    let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
    let &[language, _, intent, kind, entity, service, text] = columns.as_slice() else {
        return None;
    };
    Some(Example { language, intent, kind: Kind::parse(kind), entity, service, text })
}

/// Counts of right answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// Reports.
    pub reports: u32,
    /// First proposal's entity right, and right among all proposals.
    pub entity: [u32; 2],
    /// First proposal's service right, and right among all proposals.
    pub service: [u32; 2],
    /// First proposal's service right, and right among all, on the entity's own page.
    pub at_entity: [u32; 2],
    /// Kind right.
    pub kind: u32,
    /// Reports that lie at another entity than theirs, those with a better place, and those of them
    /// whose entity is right.
    pub strayed: [u32; 3],
    /// Reports at their own entity that have a better place all the same.
    pub misled: u32,
    /// First proposals that are sure, and those of them that are right.
    pub sure: [u32; 2],
    /// Emergencies, those recognised, and other messages that were taken for one.
    pub emergencies: [u32; 3],
    /// Status questions, those recognised, and other messages that were taken for one.
    pub status: [u32; 3],
    /// Language right, of all messages.
    pub language: u32,
    /// All messages.
    pub messages: u32,
}

impl Accuracy {
    /// Evaluates one message and adds it to the counts.
    pub fn add(&mut self, index: &Index, directory: &impl Directory, example: &Example<'_>) {
        let page = Language::parse(example.language);
        let message = Message { text: example.text, language: page, entity: None, service: None };
        let answer = answer(index, &message, directory);
        self.messages += 1;
        self.language += u32::from(Some(answer.language) == page);
        let count = |counts: &mut [u32; 3], name: &str, intent: Intent| {
            let (is, taken) = (example.intent == name, answer.intent == intent);
            counts[0] += u32::from(is);
            counts[1] += u32::from(is && taken);
            counts[2] += u32::from(!is && taken);
        };
        count(&mut self.emergencies, "emergency", Intent::Emergency);
        count(&mut self.status, "status", Intent::Status);
        if example.intent != "report" {
            return;
        }
        self.reports += 1;
        let is_entity = |proposal: &super::Proposal| proposal.entity == example.entity;
        let is_service = |proposal: &super::Proposal| {
            is_entity(proposal) && proposal.service.as_deref() == Some(example.service)
        };
        let found = |proposals: &[super::Proposal], is: &dyn Fn(&super::Proposal) -> bool| {
            let first = proposals.first().is_some_and(is);
            [u32::from(first), u32::from(proposals.iter().any(is))]
        };
        let sum = |counts: &mut [u32; 2], more: [u32; 2]| {
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        };
        sum(&mut self.entity, found(&answer.proposals, &is_entity));
        sum(&mut self.service, found(&answer.proposals, &is_service));
        self.kind += u32::from(answer.kind.map(|(kind, _)| kind) == example.kind);
        if answer.is_sure {
            sum(&mut self.sure, [1, u32::from(answer.proposals.first().is_some_and(is_service))]);
        }
        let at_entity = Message { entity: Some(example.entity), ..message };
        let answer = super::answer(index, &at_entity, directory);
        sum(&mut self.at_entity, found(&answer.proposals, &is_service));
        self.misled += u32::from(better_place(index, &at_entity, directory).is_some());
        self.stray(index, directory, example);
    }

    /// Looks for a better place for a report that lies at another entity.
    fn stray(&mut self, index: &Index, directory: &impl Directory, example: &Example<'_>) {
        let number = usize::try_from(self.reports).unwrap_or_default() * STRIDE;
        let others = index.services().iter().filter(|service| service.entity != example.entity);
        let Some(other) = others.clone().nth(number % others.count().max(1)) else { return };
        let message = Message {
            text: example.text,
            language: Language::parse(example.language),
            entity: Some(&other.entity),
            service: None,
        };
        let place = better_place(index, &message, directory);
        self.strayed[0] += 1;
        self.strayed[1] += u32::from(place.is_some());
        self.strayed[2] += u32::from(place.is_some_and(|place| place.entity == example.entity));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::assistant::{Lexicon, message::Everything, phrases};

    /// Reads the files of a folder below this one.
    fn files(folder: &str) -> Vec<String> {
        let folder = format!("{}/src/assistant/{folder}", env!("CARGO_MANIFEST_DIR"));
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.map(|file| fs::read_to_string(file).unwrap()).collect()
    }

    #[test]
    fn the_test_set_is_answered_as_well_as_it_was() {
        let texts = files("phrases");
        let all: Vec<_> = texts.iter().flat_map(|text| phrases(text).unwrap()).collect();
        let mut lexicon = Lexicon::default();
        for text in files("lexicon") {
            lexicon.add(&text).unwrap();
        }
        let packed = Index::build(&all, lexicon).pack();
        println!("{} phrases, index of {} bytes", all.len(), packed.len());
        let index = Index::unpack(&packed).unwrap();
        let mut total = Accuracy::default();
        for text in files("test_set") {
            let mut accuracy = Accuracy::default();
            for example in examples(&text) {
                accuracy.add(&index, &Everything, &example);
                total.add(&index, &Everything, &example);
            }
            println!("{} {accuracy:?}", examples(&text)[0].language);
        }
        println!("{total:?}");
        let least = |count: u32, percent: u32| count * 100 >= total.reports * percent;
        assert!(least(total.entity[0], 77) && least(total.entity[1], 87), "{total:?}");
        assert!(least(total.service[0], 68) && least(total.service[1], 82), "{total:?}");
        assert!(least(total.at_entity[0], 80) && least(total.kind, 80), "{total:?}");
        let [strayed, found, right] = total.strayed;
        assert!(total.misled * 100 <= total.reports && right * 100 >= found * 95, "{total:?}");
        assert!(found * 100 >= strayed * 15, "{total:?}");
        let [emergencies, seen, false_alarms] = total.emergencies;
        assert!(seen * 100 >= emergencies * 80, "{total:?}");
        assert!(false_alarms * 100 <= total.messages * 2, "{total:?}");
        let [questions, seen, others] = total.status;
        assert!(seen * 100 >= questions * 85 && others * 100 <= total.messages, "{total:?}");
        let [sure, right] = total.sure;
        assert!(sure * 10 >= total.reports && right * 100 >= sure * 90, "{total:?}");
        assert!(total.language * 100 >= total.messages * 97, "{total:?}");
    }
}
