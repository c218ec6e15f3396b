//! Transactions of an entity by month, entered in a field or from a file.

use domain::{
    slug::Slug,
    wire::console::{NewVolumes, VolumeRow, Volumes},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::{
    chosen_file::FileField,
    editor::{SaveOutcome, SaveStatus},
};
use crate::{
    effects::{
        api::{self, Failure, Reasons},
        unsaved::Unsaved,
    },
    session::session,
    words::{self, fill, words},
};

/// Transactions to which complaints are compared.
const PER: u64 = 10_000;

/// The months that were entered, and the form that enters others.
#[component]
pub(super) fn VolumesForm(entity: Slug, may_change: bool) -> impl IntoView {
    let (session, texts) = (session(), words::settings());
    let path = StoredValue::new(format!("api/entities/{entity}/volumes"));
    let volumes = RwSignal::new(Volumes::default());
    let text = RwSignal::new(String::new());
    let outcome = RwSignal::new(SaveOutcome::default());
    let is_busy = RwSignal::new(false);
    spawn_local(async move {
        let path = path.get_value();
        match session.checked(api::get::<Volumes>(&path).await) {
            Ok(read) => _ = volumes.try_set(read),
            Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
        }
    });
    let unsaved = Unsaved::watch(words().leave_unsaved);
    Effect::new(move |_| unsaved.set(text.with(|text| !text.trim().is_empty())));
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let new = NewVolumes { csv: text.get_untracked() };
        spawn_local(async move {
            let path = path.get_value();
            let saved = session.checked(api::send::<Volumes>("PUT", &path, &new).await);
            is_busy.try_set(false);
            outcome.try_set(match saved {
                Ok(read) => {
                    volumes.try_set(read);
                    text.try_set(String::new());
                    SaveOutcome::saved()
                }
                Err(failure) => SaveOutcome::failed(fault(&failure)),
            });
        });
    };
    let read = Callback::new(move |csv| text.set(csv));
    let form = may_change.then(|| {
        view! {
            <form on:submit=save>
                <label>{texts.volumes_rows}
                    <textarea dir="ltr" rows="6" required placeholder="2026-10,12400" prop:value=text
                        on:input=move |event| text.set(event_target_value(&event))></textarea>
                </label>
                <FileField label=texts.volumes_file accept=".csv,text/csv" fault="volumes-fault" is_busy read />
                <div class="tools"><button class="main" disabled=is_busy>{words().save}</button></div>
            </form>
        }
    });
    let rows = move || volumes.get().volumes.into_iter().map(row).collect_view();
    let table = move || {
        (!volumes.with(|it| it.volumes.is_empty())).then(|| {
            view! {
                <table>
                    <caption>{texts.volumes}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.volumes_month}</th>
                            <th scope="col">{texts.volumes_transactions}</th>
                            <th scope="col">{texts.volumes_complaints}</th>
                            <th scope="col">{texts.volumes_rate}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        })
    };
    view! {
        <p class="hint">{texts.volumes_hint}</p>
        {form}
        <div id="volumes-fault"><SaveStatus outcome /></div>
        {table}
    }
}

/// Describes a failure: the rows that can't be read, if it names some.
fn fault(failure: &Failure) -> String {
    match failure {
        Failure::Refused(Reasons::Described(details)) => {
            let rows = details.iter().find_map(|problem| problem.detail.split_once("rows: "));
            let rows = rows.map(|(_, rows)| fill(words::settings().volumes_wrong, "rows", rows));
            rows.unwrap_or_else(|| words::failure(failure))
        }
        failure => words::failure(failure),
    }
}

fn row(VolumeRow { month, transactions, complaints }: VolumeRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><bdi dir="ltr">{month}</bdi></th>
            <td>{transactions.to_string()}</td>
            <td>{complaints.to_string()}</td>
            <td>{rate(complaints, transactions)}</td>
        </tr>
    }
}

/// Returns complaints by ten thousand transactions, with one decimal.
fn rate(complaints: u64, transactions: u64) -> String {
    let tenths = (complaints * PER * 10 + transactions / 2).checked_div(transactions);
    tenths.map_or_else(String::new, |tenths| format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_by_ten_thousand_and_rounded() {
        assert_eq!(rate(31, 12_400), "25.0");
        assert_eq!(rate(1, 30_000), "0.3");
        assert_eq!(rate(2, 30_000), "0.7");
        assert_eq!(rate(2, 0), "");
    }
}
