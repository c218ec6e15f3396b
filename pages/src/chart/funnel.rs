//! Funnel: the rates of entities against their number of cases, with the limits of chance.

use domain::statistics::{
    funnel::{Band, Funnel, Level, Standing},
    proportion::Proportion,
};

use super::{
    Parts, Reader, chart, column, filled, isolated, line, number,
    reader::percentage,
    row,
    scale::{HEIGHT, Scale, across, sizes},
    summary_id, svg,
    svg::Anchor,
    table, title_id,
};
use crate::html::Html;

/// Proportions to compare, around that of all.
pub(crate) struct Comparison {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    /// Heading of the names in the table.
    pub(crate) of: &'static str,
    /// Those that have cases.
    pub(crate) members: Vec<Member>,
}

/// One of those that are compared.
pub(crate) struct Member {
    /// Short name, for the drawing.
    pub(crate) short: String,
    pub(crate) name: String,
    pub(crate) proportion: Proportion,
}

impl Comparison {
    /// Returns the proportion of all: sum of numerators by sum of denominators.
    pub(crate) fn overall(&self) -> Option<Proportion> {
        Proportion::over_all(self.members.iter().map(|member| member.proportion))
    }

    /// Returns those beyond the limits of 99.8 %.
    pub(crate) fn flagged(&self) -> Vec<(&Member, Standing)> {
        let Some(funnel) = self.overall().map(Funnel::around) else { return Vec::new() };
        let members =
            self.members.iter().map(|member| (member, funnel.standing(member.proportion)));
        members.filter(|(_, standing)| *standing != Standing::Within).collect()
    }
}

/// Returns the chart; nothing if nobody has cases.
pub(crate) fn funnel(reader: Reader, comparison: &Comparison) -> Option<Html> {
    let overall = comparison.overall()?;
    let words = reader.words;
    let id = comparison.id;
    let funnel = Funnel::around(overall);
    let rows = comparison.members.iter().map(|member| {
        let band = funnel.band(member.proportion.of(), Level::Action);
        let limits = super::reader::range(&number(band.lower), &number(band.upper));
        let standing = standing(reader, funnel.standing(member.proportion));
        let share = reader.share_in_full(member.proportion);
        row(member.name.clone(), vec![share, limits, standing.to_owned()])
    });
    let head = [comparison.of, words.share, words.chance, words.beside_all];
    let table = table(comparison.title.clone(), head.map(column).into(), rows.collect());
    let marks = marks(reader, comparison, funnel, overall);
    let drawing = svg::drawing(title_id(id), summary_id(id), marks);
    let summary = summary(reader, comparison, overall);
    let (title, reading) = (comparison.title.clone(), words.funnel_reading.to_owned());
    Some(chart(reader, Parts { id, title, summary, reading, drawing, table }))
}

fn standing(reader: Reader, standing: Standing) -> &'static str {
    match standing {
        Standing::Below => reader.words.below_chance,
        Standing::Within => reader.words.within_chance,
        Standing::Above => reader.words.above_chance,
    }
}

/// Returns the drawing, from back to front.
fn marks(
    reader: Reader,
    comparison: &Comparison,
    funnel: Funnel,
    overall: Proportion,
) -> Vec<Html> {
    let most = comparison.members.iter().map(|member| member.proportion.of()).max().unwrap_or(1);
    let (across_cases, scale) = (Scale::for_counts([value(most)]), Scale::SHARES);
    let x = |cases: u64| across(across_cases.part(value(cases)), reader.is_mirrored());
    let curve = |level: Level, end: fn(&Band) -> f64| {
        let bands = sizes(most).into_iter().map(|size| funnel.band(size, level));
        svg::outline(bands.map(|band| (x(band.of), scale.height(end(&band)))))
    };
    let mut marks = line::axis(reader, scale, |share| {
        percentage(domain::statistics::proportion::percent(share))
    });
    marks.push(svg::level("page-chart-mean", scale.height(overall.rate())));
    marks.push(svg::curves(vec![
        ("page-chart-limit", curve(Level::Action, Band::lower_rate)),
        ("page-chart-limit", curve(Level::Action, Band::upper_rate)),
        ("page-chart-limit page-chart-warning", curve(Level::Warning, Band::lower_rate)),
        ("page-chart-limit page-chart-warning", curve(Level::Warning, Band::upper_rate)),
    ]));
    for member in &comparison.members {
        let Member { short, proportion, .. } = member;
        let place = (x(proportion.of()), scale.height(proportion.rate()));
        if funnel.standing(*proportion) != Standing::Within {
            marks.push(svg::dot("page-chart-ring", place, 8.0));
            // A name stands on the side that has more room.
            let anchor = if place.0 > 50.0 { Anchor::Left } else { Anchor::Right };
            marks.push(svg::label(short.clone(), (place.0, place.1 - 8.0), anchor));
        }
        marks.push(svg::dot(line::mark(proportion.mark()), place, 4.0));
    }
    for cases in across_cases.ticks() {
        let x = across(across_cases.part(cases), reader.is_mirrored());
        let anchor = match x {
            0.0 => Anchor::Right,
            100.0 => Anchor::Left,
            _ => Anchor::Middle,
        };
        marks.push(svg::label(format!("{cases:.0}"), (x, HEIGHT - 8.0), anchor));
    }
    marks
}

/// Returns the sentences that say what is seen.
fn summary(reader: Reader, comparison: &Comparison, overall: Proportion) -> String {
    let words = reader.words;
    let all = filled(words.funnel_summary, &[("share", &reader.share_in_full(overall))]);
    let sentences = funnel_sentences(reader, comparison);
    let differing =
        if sentences.is_empty() { words.funnel_none.to_owned() } else { sentences.join(" ") };
    [all, differing].join(" ")
}

/// Returns a sentence for each side on which somebody is beyond the limits.
pub(crate) fn funnel_sentences(reader: Reader, comparison: &Comparison) -> Vec<String> {
    let words = reader.words;
    let flagged = comparison.flagged();
    let sentence = |text: &str, side: Standing| {
        let on_side = flagged.iter().filter(|(_, standing)| *standing == side);
        let names: Vec<String> = on_side.map(|(member, _)| isolated(&member.name)).collect();
        (!names.is_empty()).then(|| filled(text, &[("names", &reader.list(&names))]))
    };
    let sides = [(words.funnel_below, Standing::Below), (words.funnel_above, Standing::Above)];
    sides.into_iter().filter_map(|(text, side)| sentence(text, side)).collect()
}

fn value(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::html::html;

    fn comparison(members: &[(&str, u64, u64)]) -> Comparison {
        let member = |(name, hits, of): &(&str, u64, u64)| Member {
            short: (*name).to_owned(),
            name: ["Entity ", name].concat(),
            proportion: Proportion::new(*hits, *of).unwrap(),
        };
        let title = "On time by entity".to_owned();
        let members = members.iter().map(member).collect();
        Comparison { id: "compared", title, of: "Entity", members }
    }

    fn shown(language: Language, members: &[(&str, u64, u64)]) -> String {
        html(|| funnel(Reader::of(language), &comparison(members)).unwrap())
    }

    const ONE_DIFFERS: [(&str, u64, u64); 3] = [("a", 95, 100), ("b", 830, 900), ("c", 60, 100)];

    #[test]
    fn only_who_is_beyond_the_limits_has_a_ring_and_is_named() {
        let english = shown(Language::En, &ONE_DIFFERS);
        assert_eq!(english.matches("class=\"page-chart-ring\"").count(), 1, "{english}");
        assert!(english.contains("Entity c") && english.contains(">c</text>"), "{english}");
        assert!(!english.contains(">a</text>"), "{english}");
        let below = Reader::of(Language::En).words.below_chance;
        assert_eq!(english.matches(&format!("<td>{below}</td>")).count(), 1, "{english}");
    }

    #[test]
    fn the_overall_rate_is_the_sum_of_numerators_by_the_sum_of_denominators() {
        let overall = comparison(&ONE_DIFFERS).overall().unwrap();
        assert_eq!((overall.hits(), overall.of()), (985, 1_100));
        assert!(comparison(&[]).overall().is_none());
        assert!(funnel(Reader::of(Language::En), &comparison(&[])).is_none());
    }

    #[test]
    fn where_nobody_differs_the_sentence_says_so() {
        let english = shown(Language::En, &[("a", 9, 10), ("b", 88, 100)]);
        assert!(english.contains(Reader::of(Language::En).words.funnel_none), "{english}");
        assert!(english.contains("page-chart-few"), "ten cases are few");
    }

    #[test]
    fn the_axes_are_mirrored_in_arabic() {
        let english = shown(Language::En, &ONE_DIFFERS);
        let arabic = shown(Language::Ar, &ONE_DIFFERS);
        // 900 of 1,000 cases.
        assert!(english.contains("cx=\"90%\""), "{english}");
        assert!(arabic.contains("cx=\"10%\""), "{arabic}");
    }
}
