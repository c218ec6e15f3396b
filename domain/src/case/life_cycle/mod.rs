//! Life cycle of a participation, as one table: the actions that are possible at each stage, their
//! actors, and the stage after each.

use serde::{Deserialize, Serialize};

use crate::{case::stage::Stage, intake::kind::Kind, notice::NoticeKind};

/// Verb: an action on a participation without its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Receipt, the first event of every history.
    Receive,
    /// Statement of kind and entity, by author or staff, of a participation whose channel asks for
    /// neither.
    Classify,
    /// Assignment of the case to the acting person.
    Take,
    /// Assignment of the case to a person by a supervisor, or to a deputy by a rule of Sawtak.
    Assign,
    /// Change of priority: the case is more urgent or more complex than assumed.
    Prioritise,
    /// Request to a supervisor to make the case complex, which puts off the full answer.
    RequestDelay,
    /// Refusal of that request.
    RefuseDelay,
    /// Extension of the deadline for the full answer, once.
    Extend,
    /// Message to the customer that isn't the full answer.
    Reply,
    /// Question to the customer, which pauses the timers.
    Ask,
    /// Message of the customer: more details, or the answer to a question.
    Write,
    /// Internal note for other staff.
    Note,
    /// Offer of the case to another entity.
    Transfer,
    /// Acceptance of a transfer by the other entity.
    Accept,
    /// Return of a transferred case by the other entity.
    Return,
    /// Invitation of an entity that returned the case: it sees the whole case again.
    Invite,
    /// Merge into another case about the same matter, which is answered instead.
    Merge,
    /// Parting of a merged case from the other one: it is answered by itself again.
    Part,
    /// Answer of the case that this one was merged into, which answers this one too.
    Relay,
    /// Refusal to handle the participation.
    Decline,
    /// Full answer.
    Answer,
    /// Marks of one judge for a suggestion.
    Judge,
    /// Decision about a suggestion, which is its full answer.
    Decide,
    /// Day by which an accepted suggestion will be implemented.
    Plan,
    /// Implementation of an accepted suggestion.
    Implement,
    /// Agreement on a corrective or preventive action.
    Act,
    /// Completion of a corrective or preventive action.
    Complete,
    /// Check of the effect of a corrective or preventive action.
    Check,
    /// Proposal of public words about what was changed: "you said, we did".
    Propose,
    /// Approval of public words by somebody else, which publishes them.
    Publish,
    /// Closure.
    Close,
    /// Rating of the handling by the customer.
    Rate,
    /// Reopening by a customer who isn't content with the outcome.
    Reopen,
    /// Withdrawal by the customer.
    Withdraw,
    /// Correction of the contact by the customer.
    CorrectContact,
    /// Escalation, because a timer runs out.
    Escalate,
    /// Reminder to the customer of an unanswered question.
    Remind,
    /// Closure of a case that nobody has continued for long.
    Lapse,
    /// Undo of the last action by its actor, within seconds.
    Undo,
    /// Removal of the text, because the public post that the participation was made of was deleted
    /// by its author.
    Retract,
    /// Erasure of the participation's content.
    Erase,
}

/// Role of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Author of the participation.
    Customer,
    /// Employee or supervisor of the entity that has custody.
    Employee,
    /// Supervisor of the entity that has custody.
    Supervisor,
    /// Rule of Sawtak, once its time has come.
    Timer,
    /// Author of the participation, or employee or supervisor of the entity that has custody.
    CustomerOrEmployee,
    /// Author of the participation, or a rule of Sawtak.
    CustomerOrTimer,
    /// Employee or supervisor of the entity that has custody, or a rule of Sawtak.
    EmployeeOrTimer,
    /// Supervisor of the entity that has custody, or a rule of Sawtak.
    SupervisorOrTimer,
}

/// Kinds of participation to which an action applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// All kinds.
    All,
    /// Suggestions.
    Suggestions,
    /// Complaints and observations.
    Others,
}

/// Text that goes with an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// No text.
    None,
    /// Optional text.
    May(Audience),
    /// Required text.
    Must(Audience),
}

/// Readers of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Customer and staff.
    Everyone,
    /// Staff only.
    Staff,
}

/// Stage after an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// No stage: the action isn't possible.
    Never,
    /// Same stage as before.
    Stay,
    /// Another stage.
    To(Stage),
    /// Stage before the action that is undone.
    Before,
}

/// Row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Role that may take the action.
    pub who: Who,
    /// Kinds of participation to which the action applies.
    pub kinds: Kinds,
    /// Text that goes with the action.
    pub words: Words,
    /// Outcome at each stage, in the order of [`Stage::ALL`].
    outcomes: [Next; Stage::ALL.len()],
}

impl Verb {
    /// All verbs.
    pub const ALL: [Self; 41] = [
        Self::Receive,
        Self::Classify,
        Self::Take,
        Self::Assign,
        Self::Prioritise,
        Self::RequestDelay,
        Self::RefuseDelay,
        Self::Extend,
        Self::Reply,
        Self::Ask,
        Self::Write,
        Self::Note,
        Self::Transfer,
        Self::Accept,
        Self::Return,
        Self::Invite,
        Self::Merge,
        Self::Part,
        Self::Relay,
        Self::Decline,
        Self::Answer,
        Self::Judge,
        Self::Decide,
        Self::Plan,
        Self::Implement,
        Self::Act,
        Self::Complete,
        Self::Check,
        Self::Propose,
        Self::Publish,
        Self::Close,
        Self::Rate,
        Self::Reopen,
        Self::Withdraw,
        Self::CorrectContact,
        Self::Escalate,
        Self::Remind,
        Self::Lapse,
        Self::Undo,
        Self::Retract,
        Self::Erase,
    ];

    /// Returns the verb's row of the table.
    pub const fn rule(self) -> Rule {
        use Audience::{Everyone, Staff};
        use Kinds::{All, Others, Suggestions};
        use Next::{Before as B, Never as X, Stay as S};
        use Who::{
            Customer, CustomerOrEmployee, CustomerOrTimer, Employee, EmployeeOrTimer, Supervisor,
            SupervisorOrTimer, Timer,
        };
        use Words::{May, Must, None};

        const R: Next = Next::To(Stage::InReview);
        const Q: Next = Next::To(Stage::AwaitingCustomer);
        const T: Next = Next::To(Stage::Transferred);
        const A: Next = Next::To(Stage::Answered);
        const C: Next = Next::To(Stage::Closed);
        const O: Next = Next::To(Stage::Reopened);
        const W: Next = Next::To(Stage::Withdrawn);
        const D: Next = Next::To(Stage::Declined);

        // Columns: received, in review, awaiting the customer, transferred; answered, closed,
        // reopened; withdrawn, declined.
        match self {
            Self::Receive => rule(Customer, All, May(Everyone), [X, X, X, X, X, X, X, X, X]),
            Self::Classify => rule(CustomerOrEmployee, All, None, [S, S, X, X, X, X, X, X, X]),
            Self::Take => rule(Employee, All, None, [R, S, S, X, X, X, R, X, X]),
            Self::Assign => rule(SupervisorOrTimer, All, None, [R, S, S, X, X, X, R, X, X]),
            Self::Prioritise | Self::RequestDelay => {
                rule(Employee, All, Must(Staff), [S, S, S, X, X, X, S, X, X])
            }
            Self::RefuseDelay => rule(Supervisor, All, Must(Staff), [S, S, S, X, X, X, S, X, X]),
            Self::Extend => rule(Supervisor, All, Must(Everyone), [X, S, S, X, X, X, S, X, X]),
            Self::Reply => rule(Employee, All, Must(Everyone), [R, S, S, X, S, X, R, X, X]),
            Self::Ask => rule(Employee, All, Must(Everyone), [Q, Q, X, X, X, X, Q, X, X]),
            Self::Write => rule(Customer, All, Must(Everyone), [S, S, R, S, S, X, S, X, X]),
            Self::Note => rule(Employee, All, Must(Staff), [S, S, S, S, S, S, S, S, S]),
            Self::Transfer => rule(Employee, All, Must(Staff), [T, T, X, X, X, X, T, X, X]),
            Self::Accept => rule(Employee, All, None, [X, X, X, R, X, X, X, X, X]),
            Self::Return => rule(Employee, All, Must(Staff), [X, X, X, R, X, X, X, X, X]),
            Self::Invite => rule(Employee, All, May(Staff), [S, S, S, S, S, S, S, S, S]),
            Self::Merge => rule(Employee, All, None, [D, D, D, X, X, X, D, X, X]),
            Self::Part => rule(EmployeeOrTimer, All, None, [X, X, X, X, X, X, X, X, R]),
            Self::Relay => rule(Timer, All, Must(Everyone), [X, X, X, X, X, X, X, X, A]),
            Self::Decline => rule(Employee, All, Must(Everyone), [D, D, D, X, X, X, D, X, X]),
            Self::Answer => rule(Employee, Others, Must(Everyone), [A, A, A, X, X, X, A, X, X]),
            Self::Judge => rule(Employee, Suggestions, May(Staff), [R, S, S, X, X, X, R, X, X]),
            Self::Decide => {
                rule(Supervisor, Suggestions, Must(Everyone), [X, A, A, X, X, X, A, X, X])
            }
            Self::Plan | Self::Implement => {
                rule(Employee, Suggestions, May(Everyone), [X, X, X, X, S, S, X, X, X])
            }
            Self::Act => rule(Employee, Others, Must(Staff), [X, S, S, X, S, S, S, X, X]),
            Self::Complete | Self::Check => {
                rule(Employee, Others, Must(Staff), [X, S, S, X, S, S, S, S, S])
            }
            Self::Propose => rule(Employee, All, May(Staff), [X, S, S, X, S, S, S, S, S]),
            Self::Publish => rule(Supervisor, All, None, [X, S, S, X, S, S, S, S, S]),
            Self::Close => rule(Supervisor, All, None, [X, X, X, X, C, X, X, X, X]),
            Self::Rate => rule(Customer, All, May(Everyone), [X, X, X, X, S, S, X, X, S]),
            Self::Reopen => rule(Customer, All, Must(Everyone), [X, X, X, X, O, O, X, X, O]),
            Self::Withdraw => rule(Customer, All, May(Everyone), [W, W, W, W, X, X, W, X, X]),
            Self::CorrectContact => rule(Customer, All, None, [S, S, S, S, S, S, S, X, S]),
            Self::Escalate => rule(Timer, All, None, [S, S, X, S, X, X, S, X, X]),
            Self::Remind => rule(Timer, All, None, [X, X, S, X, X, X, X, X, X]),
            Self::Lapse => rule(Timer, All, None, [X, X, C, X, C, X, X, X, X]),
            // Only a withdrawal, which the customer takes part in, leads to a stage without a way
            // back.
            Self::Undo => rule(EmployeeOrTimer, All, None, [B, B, B, B, B, B, B, X, B]),
            Self::Retract => rule(Timer, All, None, [S, S, S, S, S, S, S, S, S]),
            Self::Erase => rule(CustomerOrTimer, All, None, [W, W, W, W, W, S, W, S, S]),
        }
    }

    /// Returns the outcome of the action at a stage.
    pub const fn outcome(self, stage: Stage) -> Next {
        self.rule().outcomes[stage as usize]
    }

    /// Returns whether the action says something to the customer in the words of staff. Such a
    /// message is held: until it can't be taken back any more, the customer isn't told of it.
    pub const fn is_held(self) -> bool {
        let is_said = matches!(self.rule().words, Words::Must(Audience::Everyone));
        is_said && !self.rule().who.is_customer()
    }

    /// Returns whether the action can be undone, which holds only for actions of which nobody
    /// outside of the entity was told. The notice of a merge, and messages to the customer, wait
    /// until they can't be undone any more.
    pub const fn is_undoable(self) -> bool {
        self.is_held()
            || matches!(
                self,
                Self::Take
                    | Self::Assign
                    | Self::Prioritise
                    | Self::Transfer
                    | Self::Merge
                    | Self::Close
            )
    }

    /// Returns whether everybody may know that the action was taken, even if it leaves the stage
    /// and the entity as they are: the customer took it, or was told of it.
    pub const fn is_public(self) -> bool {
        self.rule().who.is_customer() || self.notice().is_some()
    }

    /// Returns the notice that an action with this verb sends to the customer, if any.
    pub const fn notice(self) -> Option<NoticeKind> {
        match self {
            Self::Receive => Some(NoticeKind::Received),
            Self::Ask => Some(NoticeKind::Asked),
            Self::Remind => Some(NoticeKind::Reminded),
            Self::Reply | Self::Extend | Self::Plan | Self::Implement | Self::Part => {
                Some(NoticeKind::Replied)
            }
            Self::Merge => Some(NoticeKind::Merged),
            Self::Accept => Some(NoticeKind::Transferred),
            Self::Answer | Self::Decide | Self::Relay => Some(NoticeKind::Answered),
            Self::Decline => Some(NoticeKind::Declined),
            Self::CorrectContact => Some(NoticeKind::Corrected),
            _ => None,
        }
    }
}

impl Who {
    /// Returns whether the author of the participation is among the actors.
    pub const fn is_customer(self) -> bool {
        matches!(self, Self::Customer | Self::CustomerOrEmployee | Self::CustomerOrTimer)
    }

    /// Returns whether a rule of Sawtak is among the actors.
    pub const fn is_timer(self) -> bool {
        matches!(
            self,
            Self::Timer | Self::CustomerOrTimer | Self::EmployeeOrTimer | Self::SupervisorOrTimer
        )
    }

    /// Returns whether an employee of the entity that has custody is among the actors.
    pub const fn is_employee(self) -> bool {
        matches!(self, Self::Employee | Self::EmployeeOrTimer | Self::CustomerOrEmployee)
    }

    /// Returns whether a member of its staff is among the actors, employee or supervisor.
    pub const fn is_staff(self) -> bool {
        self.is_employee() || matches!(self, Self::Supervisor | Self::SupervisorOrTimer)
    }
}

impl Kinds {
    /// Returns whether these kinds include `kind`.
    pub const fn include(self, kind: Kind) -> bool {
        match self {
            Self::All => true,
            Self::Suggestions => matches!(kind, Kind::Suggestion),
            Self::Others => matches!(kind, Kind::Observation | Kind::Complaint),
        }
    }
}

const fn rule(who: Who, kinds: Kinds, words: Words, outcomes: [Next; Stage::ALL.len()]) -> Rule {
    Rule { who, kinds, words, outcomes }
}

#[cfg(test)]
mod tests;
