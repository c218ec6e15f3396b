//! Notices that went out to the customer: the way of each, and what became of it.

use domain::wire::console::{CaseView, DeliveryView};
use leptos::prelude::*;

use crate::{view::shared::due::Moment, words};

/// Deliveries beside the message that they tell of.
pub(super) fn beside(case: &CaseView, at: domain::Timestamp) -> impl IntoView + use<> {
    let told = case.deliveries.iter().filter(|delivery| delivery.told_at == at);
    told.map(|delivery| line(delivery, None)).collect_view()
}

/// Deliveries that no message of the thread stands for, such as that of the receipt.
pub(super) fn others(case: &CaseView) -> impl IntoView + use<> {
    let is_shown =
        |delivery: &&DeliveryView| case.thread.iter().all(|message| message.at != delivery.told_at);
    let lines: Vec<_> = case
        .deliveries
        .iter()
        .filter(is_shown)
        .map(|delivery| line(delivery, Some(words::notice_kind(&delivery.kind))))
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h3>{words::case().delivery_title}</h3>
            {lines}
        }
    })
}

fn line(delivery: &DeliveryView, kind: Option<&'static str>) -> impl IntoView + use<> {
    let state = delivery.state;
    let cause = delivery.cause.map(|cause| [": ", words::delivery_cause(cause)].concat());
    view! {
        <p class="hint" data-delivery=state.as_str()>
            {kind.map(|kind| [kind, " · "].concat())}
            {words::way(delivery.way)} ": " {words::delivery_state(state)}{cause} " "
            <Moment at=delivery.changed_at />
        </p>
    }
}
