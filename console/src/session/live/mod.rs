//! Live connection: one WebSocket for the whole console, by which the edge tells of cases.
//!
//! It is open while somebody is signed in who sees cases, and not while the page has been hidden
//! for long. Views listen by [`Live::listen`], refresh by [`Live::refresh`] and, since a network
//! may block it, ask by themselves by [`Live::poll`], seldom while the connection is open.

mod schedule;

use std::rc::Rc;

use domain::{
    reference::Reference,
    wire::{LiveMessage, LiveStatement, PING, SESSION_ENDED, console::Me},
};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use leptos::{prelude::*, task::spawn_local};

use super::{Session, SignIn, sees_cases};
use crate::effects::{
    api::{self, Failure},
    clock, notification, page,
    socket::{Socket, SocketEvent},
};
use schedule::{Throttle, is_poll_due, pause};

/// Interval between checks that the connection is alive, in seconds.
const BEAT: u64 = 45;

/// Number of such checks after which the page repeats what it shows.
const REPEAT: u32 = 3;

/// Time for which a hidden page keeps its connection, in milliseconds, unless it notifies.
const HIDDEN: u32 = 5 * 60 * 1000;

/// News for a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// The edge has told something.
    Message(LiveMessage),
    /// The connection is open from now on. What happened before was not told.
    Connected,
    /// The page is visible again.
    Shown,
}

type Listener = Rc<dyn Fn(&News)>;

/// The connection, its listeners, and what the page shows.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    state: StoredValue<State, LocalStorage>,
}

#[derive(Default)]
struct State {
    socket: Option<Socket>,
    is_wanted: bool,
    is_open: bool,
    /// Number of the latest connection. Events of earlier ones are ignored.
    number: u32,
    /// Number of attempts since the last connection that opened.
    attempts: u32,
    /// True if a check of the connection waits for its answer.
    is_asked: bool,
    beats: u32,
    viewing: Option<LiveStatement>,
    listeners: Vec<(u32, Listener)>,
    next_listener: u32,
    /// Closes the connection of a hidden page.
    hiding: Option<Timeout>,
}

impl Live {
    pub(super) fn new() -> Self {
        Self { state: StoredValue::new_local(State::default()) }
    }

    /// Connects and disconnects with the sign-in, for as long as the page lives.
    pub(super) fn begin(self, session: Session) {
        Effect::new(move |_| {
            let wanted = session.sign_in.with(|sign_in| match sign_in {
                SignIn::In(me) => Some(sees_cases(me)),
                SignIn::Pending => None,
                SignIn::Out | SignIn::Failed(_) => Some(false),
            });
            match wanted {
                Some(true) => self.want(session),
                Some(false) => self.rest(),
                None => {}
            }
        });
        clock::every(BEAT, move || self.beat(session));
        page::on_visibility(move |is_visible| self.turned(session, is_visible));
    }

    /// Calls a function with all news until the owner is cleaned up.
    pub(crate) fn listen(self, act: impl Fn(&News) + 'static) {
        let mut id = 0;
        self.state.update_value(|state| {
            id = state.next_listener;
            state.next_listener += 1;
            state.listeners.push((id, Rc::new(act)));
        });
        on_cleanup(move || {
            self.state.try_update_value(|state| state.listeners.retain(|(each, _)| *each != id));
        });
    }

    /// Calls a function soon after news, but at most once in a while, and not while the page is
    /// hidden. Many consoles hear the same news, so each waits a moment of its own.
    pub(crate) fn refresh(self, act: impl Fn() + 'static) {
        self.refresh_if(page::is_visible, act);
    }

    /// Calls a function as [`refresh`](Self::refresh) does, and also while the page is hidden if
    /// the person wants to be notified.
    pub(crate) fn attend(self, act: impl Fn() + 'static) {
        self.refresh_if(attends, act);
    }

    fn refresh_if(self, attends: fn() -> bool, act: impl Fn() + 'static) {
        let throttle = StoredValue::new_local(Throttle::begun(clock::milliseconds()));
        let act = Rc::new(act);
        self.listen(move |news| {
            let attends = attends();
            let wait = throttle.try_update_value(|throttle| match news {
                News::Message(LiveMessage::Present { .. } | LiveMessage::Absent { .. }) => None,
                News::Shown => throttle.shown(clock::milliseconds()),
                News::Message(_) | News::Connected => {
                    throttle.told(clock::milliseconds(), attends, js_sys::Math::random())
                }
            });
            if let Some(Some(wait)) = wait {
                let act = Rc::clone(&act);
                spawn_local(async move {
                    TimeoutFuture::new(wait).await;
                    let now = clock::milliseconds();
                    // The view may have been unmounted meanwhile.
                    if throttle.try_update_value(|throttle| throttle.acted(now)).is_some() {
                        act();
                    }
                });
            }
        });
    }

    /// Calls a function every minute while the page is visible and no connection is open, and every
    /// five minutes while one is.
    pub(crate) fn poll(self, act: impl Fn() + 'static) {
        let minutes = StoredValue::new(0_u32);
        clock::every(60, move || {
            let minute = minutes.get_value() + 1;
            minutes.set_value(minute);
            if is_poll_due(minute, self.state.with_value(|state| state.is_open)) {
                act();
            }
        });
    }

    /// Tells the edge which case the page shows.
    pub(crate) fn view(self, reference: Reference, is_writing: bool) {
        let statement = LiveStatement::Viewing { reference, is_writing };
        self.state.update_value(|state| {
            state.viewing = Some(statement);
            state.say(statement);
        });
    }

    /// Tells the edge that the page doesn't show the case any more.
    pub(crate) fn leave(self, reference: Reference) {
        self.state.try_update_value(|state| {
            let is_viewed = matches!(
                state.viewing,
                Some(LiveStatement::Viewing { reference: viewed, .. }) if viewed == reference
            );
            if is_viewed {
                state.viewing = None;
                state.say(LiveStatement::Left { reference });
            }
        });
    }

    fn want(self, session: Session) {
        let is_wanted = self.state.with_value(|state| state.is_wanted);
        if !is_wanted {
            self.state.update_value(|state| {
                state.is_wanted = true;
                state.attempts = 0;
            });
            self.connect(session);
        }
    }

    /// Closes the connection until it's wanted again.
    fn rest(self) {
        self.state.update_value(|state| {
            state.is_wanted = false;
            state.close();
        });
    }

    fn connect(self, session: Session) {
        let number = self.state.with_value(|state| state.number) + 1;
        let socket = Socket::open("api/live", move |event| self.happened(session, number, event));
        let is_refused = socket.is_none();
        self.state.update_value(|state| {
            state.close();
            state.number = number;
            state.socket = socket;
        });
        if is_refused {
            self.connect_later(session);
        }
    }

    fn connect_later(self, session: Session) {
        let (number, attempts) = self.state.with_value(|state| (state.number, state.attempts));
        self.state.update_value(|state| state.attempts += 1);
        spawn_local(async move {
            TimeoutFuture::new(pause(attempts, js_sys::Math::random())).await;
            let is_latest = self
                .state
                .try_with_value(|state| state.is_wanted && state.number == number)
                .unwrap_or_default();
            // A hidden page waits until it's shown, unless it notifies.
            if is_latest && attends() {
                self.connect(session);
            }
        });
    }

    fn happened(self, session: Session, number: u32, event: SocketEvent) {
        if self.state.try_with_value(|state| state.number) != Some(number) {
            return;
        }
        match event {
            SocketEvent::Open => {
                self.state.update_value(|state| {
                    state.is_open = true;
                    state.attempts = 0;
                    if let Some(statement) = state.viewing {
                        state.say(statement);
                    }
                });
                self.spread(&News::Connected);
            }
            SocketEvent::Text(text) => {
                self.state.update_value(|state| state.is_asked = false);
                // A newer edge may tell what this console doesn't know.
                if let Ok(message) = serde_json::from_str(&text) {
                    self.spread(&News::Message(message));
                }
            }
            SocketEvent::Closed(code) => {
                self.state.update_value(State::close);
                if code == SESSION_ENDED {
                    check(session);
                }
                self.connect_later(session);
            }
        }
    }

    /// Checks that the connection is alive, and repeats now and then what the page shows.
    fn beat(self, session: Session) {
        let is_dead = self.state.with_value(|state| state.is_open && state.is_asked);
        if is_dead {
            self.state.update_value(State::close);
            return self.connect_later(session);
        }
        self.state.update_value(|state| {
            if !state.is_open {
                return;
            }
            state.beats += 1;
            state.is_asked = true;
            if let Some(socket) = &state.socket {
                socket.send(PING);
            }
            if let Some(statement) = state.viewing.filter(|_| state.beats % REPEAT == 0) {
                state.say(statement);
            }
        });
    }

    fn turned(self, session: Session, is_visible: bool) {
        if is_visible {
            let is_missing =
                self.state.with_value(|state| state.is_wanted && state.socket.is_none());
            self.state.update_value(|state| state.hiding = None);
            if is_missing {
                self.connect(session);
            }
            self.spread(&News::Shown);
        } else {
            let close = move || {
                if !notification::are_on() {
                    self.state.try_update_value(State::close);
                }
            };
            self.state.update_value(|state| state.hiding = Some(Timeout::new(HIDDEN, close)));
        }
    }

    fn spread(self, news: &News) {
        let listeners = self.state.try_with_value(|state| state.listeners.clone());
        for (_, listener) in listeners.unwrap_or_default() {
            listener(news);
        }
    }
}

impl State {
    fn close(&mut self) {
        self.number += 1;
        self.socket = None;
        self.is_open = false;
        self.is_asked = false;
    }

    fn say(&self, statement: LiveStatement) {
        if let (Some(socket), Ok(text)) = (&self.socket, serde_json::to_string(&statement)) {
            socket.send(&text);
        }
    }
}

/// Returns whether the page is visible, or notifies while it's hidden.
fn attends() -> bool {
    page::is_visible() || notification::are_on()
}

/// Looks whether the session has ended or the person has other rights.
fn check(session: Session) {
    spawn_local(async move {
        match api::get::<Me>("api/me").await {
            Err(Failure::SignIn) => session.sign_in.set(SignIn::Out),
            Ok(me) => {
                let is_same = session.me().is_some_and(|before| before.roles == me.roles);
                if !is_same {
                    session.sign_in.set(SignIn::In(me));
                }
            }
            // The next call tells.
            Err(_) => {}
        }
    });
}
