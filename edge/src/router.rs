//! All routes, grouped by caller. It's a table of contents: no logic belongs here.

use axum::{
    Router,
    middleware::from_fn,
    routing::{any, delete, get, patch, post, put},
};

use crate::{http, middleware, pages};

thread_local! {
    static ROUTER: Router = router();
}

/// Returns the router. An isolate builds it once; a request brings its [`crate::state::App`] as an
/// extension.
pub(crate) fn shared() -> Router {
    ROUTER.with(Router::clone)
}

fn router() -> Router {
    Router::new()
        // Scripts of web pages, and other systems.
        .route("/api/v1/entities", get(http::public::entities::all))
        .route("/api/v1/entities/{id}", get(http::public::entities::one))
        .route("/api/v1/entities/{entity}/cases/{reference}", patch(http::public::cases::act))
        .route("/api/v1/entities/{entity}/figures", get(http::public::figures::show))
        .route("/api/v1/entities/{entity}/figures.csv", get(http::public::figures::csv))
        .route("/api/v1/assistant", post(http::public::assistant::ask))
        .route("/api/v1/participations", post(http::public::participations::submit))
        .route(
            "/api/v1/participations/{reference}",
            get(http::public::status::show).delete(http::public::erasure::erase),
        )
        .route("/api/v1/participations/{reference}/messages", post(http::public::author::write))
        .route(
            "/api/v1/participations/{reference}/withdrawal",
            post(http::public::author::withdraw),
        )
        .route("/api/v1/participations/{reference}/reopening", post(http::public::author::reopen))
        .route(
            "/api/v1/participations/{reference}/classification",
            post(http::public::author::classify),
        )
        .route("/api/v1/participations/{reference}/rating", post(http::public::author::rate))
        .route(
            "/api/v1/participations/{reference}/contact",
            post(http::public::author::correct_contact),
        )
        .route("/api/v1/figures", get(http::public::releases::figures))
        .route("/open/releases.json", get(http::public::releases::list))
        .route("/open/{release}/{file}", get(http::public::releases::file))
        .route("/api/v1/attachments/{id}", get(http::public::attachments::download))
        // tus clients.
        .route("/api/v1/uploads", any(http::public::uploads::collection))
        .route("/api/v1/uploads/{id}", any(http::public::uploads::one))
        // Channels.
        .route(
            "/in/whatsapp",
            get(http::channel::whatsapp::verify).post(http::channel::whatsapp::receive),
        )
        .route(
            "/in/instagram",
            get(http::channel::instagram::verify).post(http::channel::instagram::receive),
        )
        .route("/in/x", get(http::channel::x::verify).post(http::channel::x::receive))
        .route("/in/sms", post(http::channel::sms::receive))
        // Gateways and providers, with reports about what went out.
        .route("/in/sms/status", post(http::delivery::sms::twilio))
        .route("/in/sms/unifonic", post(http::delivery::sms::unifonic))
        .route("/in/mail/resend", post(http::delivery::mail::resend))
        // People.
        .route("/", get(pages::home::show))
        .route("/ask", get(pages::ask::show).post(pages::ask::answer))
        .route("/ask/form", get(pages::ask::lead_back).post(pages::ask::fill_in))
        .route("/f/{entity}", get(pages::form_page::show).post(pages::form_post::receive))
        .route("/embed/{entity}", get(pages::form_fragment::show))
        .route("/embed/{entity}/{part}", get(pages::form_fragment::part))
        .merge(open311())
        .merge(participation_page())
        .merge(own_file())
        .merge(console())
        .merge(oversight())
        .merge(webhooks())
        .merge(system())
        .route("/privacy", get(pages::privacy::show))
        .route("/unsubscribe/{token}", get(pages::unsubscribe::show).post(pages::unsubscribe::end))
        .route("/open", get(pages::open::show))
        .route("/guide", get(pages::guide::show))
        .route("/guide/{guide}", get(http::public::guide::show))
        // Web teams.
        .route("/embed", get(pages::embed_docs::show))
        .route("/preview", get(pages::embed_docs::preview::show))
        // Operators.
        .route("/healthz", get(http::public::health::check))
        .route("/.well-known/security.txt", get(http::public::security_txt::show))
        .fallback(pages::error_page::not_found)
        .method_not_allowed_fallback(pages::error_page::method_not_allowed)
        .layer(from_fn(middleware::guard))
}

/// Returns the routes of Open311, in both formats.
fn open311() -> Router {
    use http::open311::{not_found, requests, services, updates};
    let mut router = Router::new()
        .route("/open311/v2/services/{code}", get(services::define))
        .route("/open311/v2/requests/{id}", get(requests::one))
        .route("/open311/v2/tokens/{token}", get(requests::token))
        .route("/open311/v2/{*other}", any(not_found));
    for ending in ["xml", "json"] {
        let path = |name: &str| format!("/open311/v2/{name}.{ending}");
        router = router
            .route(&path("discovery"), get(services::discovery))
            .route(&path("services"), get(services::list))
            .route(&path("requests"), get(requests::list).post(requests::create))
            .route(&path("servicerequestupdates"), get(updates::list).post(updates::create));
    }
    router
}

/// Returns the routes of the staff's console: its pages, and the calls that they make.
fn console() -> Router {
    Router::new()
        .route("/console/sign-in", get(http::console::session::sign_in::start))
        .route("/console/signed-in", get(http::console::session::sign_in::finish))
        .route("/console/sign-out", post(http::console::session::sign_out::here))
        .route("/console/sign-out/everywhere", post(http::console::session::sign_out::everywhere))
        .route(
            "/console/api/me",
            get(http::console::session::me::show).put(http::console::session::me::prefer),
        )
        .route("/console/api/cases", get(http::console::cases::list))
        .route("/console/api/cases/counts", get(http::console::cases::counts))
        .route("/console/api/cases/search", post(http::console::cases::search))
        .route(
            "/console/api/cases/{reference}",
            get(http::console::case::show).post(http::console::case::show_marked),
        )
        .route("/console/api/cases/{reference}/deeds", post(http::console::deeds::act))
        .route("/console/api/cases/{reference}/head", get(http::console::head::show))
        .route("/console/api/cases/{reference}/merge/{into}", get(http::console::merge::show))
        .route("/console/api/cases/{reference}/history", get(http::console::history::show))
        .route("/console/api/cases/{reference}/readings", get(http::console::readings::show))
        .route(
            "/console/api/views",
            get(http::console::saved_views::list).post(http::console::saved_views::save),
        )
        .route("/console/api/views/{view}", delete(http::console::saved_views::remove))
        .route("/console/api/live", get(http::console::session::live::open))
        .route("/console/api/deeds", post(http::console::deeds::act_on_several))
        .route("/console/api/attachments/{id}", get(http::console::attachments::show))
        .route(
            "/console/api/attachments/{id}/transcript",
            get(http::console::transcripts::versions).put(http::console::transcripts::write),
        )
        .route("/console/api/loader", get(http::console::settings::loader))
        .route("/console/api/ways", get(http::console::settings::ways))
        .route("/console/api/security-events", get(http::console::security_events::show))
        .route("/console/api/figures", get(http::console::oversight::figures::show))
        .route("/console/api/report", get(http::console::oversight::report::show))
        .route("/console/api/report.csv", get(http::console::oversight::report::csv))
        .route("/console/api/people", get(http::console::people::show_all))
        .route("/console/api/people/history", get(http::console::people::history))
        .route(
            "/console/api/people/requests/{request}",
            post(http::console::staff_requests::decide),
        )
        .route("/console/api/people/{staff}", put(http::console::people::engage_for_all))
        .route("/console/api/entities", post(http::console::entity::add::add))
        .route(
            "/console/api/entities/{entity}/past-cases",
            post(http::console::entity::past_cases::import),
        )
        .route(
            "/console/api/entities/{entity}/participations",
            post(http::console::entity::spoken::enter),
        )
        .route(
            "/console/api/entities/{entity}/keys",
            get(http::console::entity::keys::list).post(http::console::entity::keys::make),
        )
        .route(
            "/console/api/entities/{entity}/keys/{key}",
            delete(http::console::entity::keys::revoke),
        )
        .route(
            "/console/api/entities/{entity}/volumes",
            get(http::console::entity::volumes::show).put(http::console::entity::volumes::enter),
        )
        .route("/console/api/entities/{entity}/team", get(http::console::oversight::team::show))
        .route(
            "/console/api/entities/{entity}/absences",
            get(http::console::oversight::absences::show),
        )
        .route(
            "/console/api/entities/{entity}/absences/{staff}",
            put(http::console::oversight::absences::set)
                .delete(http::console::oversight::absences::end),
        )
        .route("/console/api/entities/{entity}/alike", get(http::console::oversight::alike::show))
        .route("/console/api/entities/{entity}/people", get(http::console::people::show))
        .route("/console/api/entities/{entity}/people/{staff}", put(http::console::people::engage))
        .route("/console/api/entities/{entity}/settings", get(http::console::settings::show))
        .route(
            "/console/api/entities/{entity}/settings/history",
            get(http::console::settings::history),
        )
        .route(
            "/console/api/entities/{entity}/settings/{part}",
            put(http::console::settings::change),
        )
        .route(
            "/console/api/entities/{entity}/settings/calendar/holidays",
            post(http::console::entity::holidays::preview),
        )
        // The console's own router knows its views.
        .route("/console", get(pages::console::show))
        .route("/console/{*view}", get(pages::console::show))
        .route("/console/api/{*call}", any(pages::console::no_call))
}

/// Returns the routes by which an entity's administrators manage its webhooks.
fn webhooks() -> Router {
    Router::new()
        .route(
            "/console/api/entities/{entity}/webhooks",
            get(http::console::webhooks::list).post(http::console::webhooks::add),
        )
        .route(
            "/console/api/entities/{entity}/webhooks/{webhook}",
            put(http::console::webhooks::change).delete(http::console::webhooks::remove),
        )
        .route(
            "/console/api/entities/{entity}/webhooks/{webhook}/secret",
            post(http::console::webhooks::renew),
        )
        .route(
            "/console/api/entities/{entity}/webhooks/{webhook}/test",
            post(http::console::webhooks::deliveries::test),
        )
        .route(
            "/console/api/entities/{entity}/webhooks/{webhook}/deliveries",
            get(http::console::webhooks::deliveries::list),
        )
        .route(
            "/console/api/entities/{entity}/webhooks/{webhook}/deliveries/{delivery}/replay",
            post(http::console::webhooks::deliveries::replay),
        )
}

/// Returns the routes by which an entity's administrators manage the system that holds its cases.
fn system() -> Router {
    Router::new()
        .route(
            "/console/api/entities/{entity}/system",
            get(http::console::system::show)
                .put(http::console::system::change)
                .delete(http::console::system::remove),
        )
        .route("/console/api/entities/{entity}/system/test", post(http::console::system::test))
        .route(
            "/console/api/entities/{entity}/system/cases",
            get(http::console::system::cases::list),
        )
        .route(
            "/console/api/entities/{entity}/system/cases/{creation}/replay",
            post(http::console::system::cases::replay),
        )
}

/// Returns the routes by which staff watch: what people say in public, what colleagues did, figures
/// and reports.
fn oversight() -> Router {
    Router::new()
        .route("/console/api/mentions", get(http::console::mentions::list))
        .route("/console/api/mentions/{mention}/dismiss", post(http::console::mentions::dismiss))
        .route("/console/api/mentions/{mention}/reopen", post(http::console::mentions::reopen))
        .route("/console/api/mentions/{mention}/participation", post(http::console::mentions::take))
        .route("/console/api/activity", get(http::console::oversight::activity::show))
        .route("/console/api/activity/people", get(http::console::oversight::activity::people))
        .route("/console/api/activity/export", post(http::console::oversight::activity::export))
        // Figures are pages of their own.
        .route("/console/figures", get(pages::figures::of_all))
        .route("/console/figures/{entity}", get(pages::figures::of_entity))
        .route("/console/figures/{entity}/{service}", get(pages::figures::of_service))
        .route("/console/reports", get(pages::report::of_all).post(pages::report::mail))
        .route("/console/reports/{entity}", get(pages::report::of_entity).post(pages::report::mail))
}

/// Returns the routes of a customer's own file.
fn own_file() -> Router {
    Router::new()
        .route("/me", get(pages::me::show).post(pages::me::search))
        .route("/me/sign-in/uae-pass", get(pages::me::sign_in::start))
        .route("/me/link/uae-pass", get(pages::me::sign_in::link))
        .route("/me/signed-in/uae-pass", get(pages::me::sign_in::finish))
        .route("/me/passkeys", post(pages::me::passkeys::add))
        .route("/me/passkeys/challenge", post(pages::me::passkeys::challenge))
        .route("/me/passkeys/sign-in", post(pages::me::passkeys::enter))
        .route("/me/sign-out", post(pages::me::access::sign_out))
        .route("/me/sign-out/everywhere", post(pages::me::access::sign_out_everywhere))
        .route("/me/sessions/end", post(pages::me::access::end_session))
        .route("/me/ways/remove", post(pages::me::access::remove_way))
        .route("/me/participations", post(pages::me::participations::add))
        .route("/me/participations/{reference}/open", post(pages::me::participations::open))
        .route("/me/participations/{reference}/remove", post(pages::me::participations::remove))
        .route("/me/export", post(pages::me::copy::save))
        .route("/me/leave", post(pages::me::leave::leave))
}

/// Returns the routes of a participation's page, which people use with a script and without.
fn participation_page() -> Router {
    Router::new()
        .route("/p", get(pages::participation::find))
        .route("/p/{reference}", get(pages::participation::show))
        .route("/p/{reference}/link", post(pages::participation::lost::send))
        .route("/p/{reference}/code", post(pages::participation::code::enter))
        .route(
            "/p/{reference}/open",
            get(pages::participation::open::cut).post(pages::participation::open::paste),
        )
        .route(
            "/p/{reference}/open/{key}",
            get(pages::participation::open::show).post(pages::participation::open::open),
        )
        .route("/p/{reference}/take-back", post(pages::participation::take_back::take))
        .route("/p/{reference}/{call}", post(pages::participation::act::act))
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_routes_conflict() {
        // The router panics while it is built if two routes conflict.
        assert!(super::router().has_routes());
    }
}
