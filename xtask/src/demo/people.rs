//! The staff of the demo. Entities without staff get invented people, who can't sign in.

use std::collections::BTreeMap;

use anyhow::Result;
use domain::{slug::Slug, staff::StaffId};
use fastrand::Rng;
use serde::Deserialize;
use serde_json::json;

use super::{drawn, plot::Team, rows::Tables, words::NAMES};

/// Someone who is engaged.
#[derive(Deserialize)]
pub(super) struct Engaged {
    staff: StaffId,
    role: String,
    entity: String,
}

/// A team for each entity, in their order, and the rows of those who are made up.
pub(super) fn teams(
    engaged: &[Engaged],
    entities: &[&str],
    rng: &mut Rng,
) -> Result<(Vec<Team>, Tables)> {
    let mut tables = Tables::default();
    let mut by_role: BTreeMap<(&str, &str), Vec<StaffId>> = BTreeMap::new();
    for one in engaged {
        by_role.entry((&one.entity, &one.role)).or_default().push(one.staff.clone());
    }
    let mut teams = Vec::new();
    for entity in entities {
        let mut people = |role: &str, count: usize| {
            // Drawn even where it isn't needed, so that whoever is engaged changes nothing else.
            let made_up: Vec<_> = (0..count)
                .map(|_| (StaffId::draw(drawn(rng)), NAMES[rng.usize(..NAMES.len())][1]))
                .collect();
            by_role.get(&(*entity, role)).cloned().unwrap_or_else(|| {
                for (id, name) in &made_up {
                    let address = format!("{}@demo.example", id.as_str());
                    tables.push(
                        "staff",
                        json!({ "id": id, "name": name, "email": address, "active": 1 }),
                    );
                    tables.push("roles", json!({ "staff": id, "role": role, "entity": entity }));
                }
                made_up.into_iter().map(|(id, _)| id).collect()
            })
        };
        let employees = people("employee", 2);
        let supervisor = people("supervisor", 1).swap_remove(0);
        teams.push(Team { entity: Slug::parse(entity)?, employees, supervisor });
    }
    Ok((teams, tables))
}
