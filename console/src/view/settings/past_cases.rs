//! Import of an entity's past cases from a file: first a trial, whose report shows, and then the
//! import.

use domain::{
    slug::Slug,
    wire::console::{ImportReport, PastCases, RowReport, RowResult},
};
use leptos::{prelude::*, task::spawn_local};

use super::chosen_file::FileField;
use crate::{
    effects::api::{self, Failure},
    session::{Session, session},
    words::{self, fill},
};

/// Rows with faults that show.
const SHOWN: usize = 50;

/// Sum of the reports of all calls about a file.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sum {
    new: usize,
    there: usize,
    /// Rows that can't be read: number, the entity's own number, and the columns.
    invalid: Vec<(usize, String, String)>,
}

impl Sum {
    fn add(&mut self, rows: Vec<RowReport>) {
        for RowReport { row, id, result } in rows {
            match result {
                RowResult::New { .. } => self.new += 1,
                RowResult::There { .. } => self.there += 1,
                RowResult::Invalid { columns } => self.invalid.push((row, id, columns.join(", "))),
            }
        }
    }
}

/// State of the import.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// Nothing was chosen yet.
    Idle,
    /// A call is under way: rows so far.
    Busy(usize),
    /// The file was tried.
    Tried(String, Sum),
    /// The file was imported.
    Done(Sum),
}

/// Sends a file in as many calls as it takes.
async fn send(
    session: Session,
    path: &str,
    csv: &str,
    dry_run: bool,
    step: RwSignal<Step>,
) -> Result<Sum, Failure> {
    let (mut sum, mut from) = (Sum::default(), 0);
    loop {
        step.try_set(Step::Busy(from));
        let part = PastCases { csv: csv.to_owned(), from, dry_run };
        let report: ImportReport = session.checked(api::send("POST", path, &part).await)?;
        sum.add(report.rows);
        match report.next {
            Some(next) => from = next,
            None => return Ok(sum),
        }
    }
}

/// Form that takes the file, and its report.
#[component]
pub(super) fn PastCasesForm(entity: Slug) -> impl IntoView {
    let (session, texts) = (session(), words::settings());
    let path = StoredValue::new(format!("api/entities/{entity}/past-cases"));
    let step = RwSignal::new(Step::Idle);
    let fault = RwSignal::new(String::new());
    let run = move |csv: String, dry_run: bool| {
        fault.set(String::new());
        spawn_local(async move {
            let path = path.get_value();
            match send(session, &path, &csv, dry_run, step).await {
                Ok(sum) => {
                    step.try_set(if dry_run { Step::Tried(csv, sum) } else { Step::Done(sum) });
                }
                Err(failure) => {
                    step.try_set(Step::Idle);
                    fault.try_set(words::failure(&failure));
                }
            }
        });
    };
    let read = Callback::new(move |csv| run(csv, true));
    let is_busy = Signal::derive(move || step.with(|step| matches!(step, Step::Busy(_))));
    // A screen reader is told of the numbers, and not of each row.
    let status = move || match step.get() {
        Step::Idle => String::new(),
        Step::Busy(rows) => fill(texts.past_busy, "count", &rows.to_string()),
        Step::Tried(_, sum) => fill(texts.past_new, "count", &sum.new.to_string()),
        Step::Done(sum) => fill(texts.past_imported, "count", &sum.new.to_string()),
    };
    let report = move || match step.get() {
        Step::Idle | Step::Busy(_) => None,
        Step::Tried(csv, sum) => {
            let label = fill(texts.past_import, "count", &sum.new.to_string());
            let button = (sum.new > 0).then(|| {
                let import = move |_| run(csv.clone(), false);
                view! { <button type="button" class="main" on:click=import>{label}</button> }
            });
            Some(view! { <Report sum />{button} }.into_any())
        }
        Step::Done(sum) => Some(view! { <Report sum /> }.into_any()),
    };
    view! {
        <p class="hint">{texts.past_hint}</p>
        <p class="hint"><code dir="ltr">"id, kind, received, ended, end, outcome, implemented, ground, service, language, mood, rating, text"</code></p>
        <FileField label=texts.past_file accept=".csv,text/csv" fault="past-fault" is_busy read />
        <p class="fault" id="past-fault" role="alert">{fault}</p>
        <p role="status">{status}</p>
        {report}
    }
}

/// Rows of a report that are there already, and those with faults.
#[component]
fn Report(sum: Sum) -> impl IntoView {
    let texts = words::settings();
    let hidden = sum.invalid.len().saturating_sub(SHOWN);
    let rows = sum.invalid.iter().take(SHOWN).map(|(row, id, columns)| {
        view! { <tr><td>{row.to_string()}</td><td dir="auto">{id.clone()}</td><td dir="ltr">{columns.clone()}</td></tr> }
    });
    let rows = rows.collect_view();
    let table = (!sum.invalid.is_empty()).then(|| {
        view! {
            <table>
                <caption>{fill(texts.past_invalid, "count", &sum.invalid.len().to_string())}</caption>
                <thead><tr><th scope="col">{texts.past_row}</th><th scope="col">"id"</th><th scope="col">{texts.past_columns}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {(hidden > 0).then(|| view! { <p class="hint">{fill(texts.past_more, "count", &hidden.to_string())}</p> })}
        }
    });
    view! {
        <p>{fill(texts.past_there, "count", &sum.there.to_string())}</p>
        {table}
    }
}

#[cfg(test)]
mod tests {
    use domain::reference::Reference;

    use super::*;

    #[test]
    fn reports_of_several_calls_add_up() {
        let row = |row, result| RowReport { row, id: "7".into(), result };
        let reference = Reference::draw([1; 8]);
        let mut sum = Sum::default();
        sum.add(vec![row(1, RowResult::New { reference }), row(2, RowResult::There { reference })]);
        let columns = vec!["kind".into(), "ended".into()];
        sum.add(vec![row(301, RowResult::Invalid { columns })]);
        assert_eq!((sum.new, sum.there), (1, 1));
        assert_eq!(sum.invalid, [(301, "7".to_owned(), "kind, ended".to_owned())]);
    }
}
