//! Updates of staff by administrators. A person is announced by e-mail address, and signs in with
//! an account that has this address.
//!
//! An update by which an administrator could raise their own rights waits for a second person:
//!
//! 1. It gives the administrator themselves a role, whichever role, at whichever entity.
//! 2. It gives a role with weight to an account that nobody else vouches for. A role has weight if
//!    it reads cases, or appoints people, who could then confirm. The account could be a second one
//!    of the administrator: of a new person, of one who has never signed in or has no role with
//!    weight yet, of one whose address is being changed, or of one who was deactivated. With a new
//!    address, or active again, a person takes up all roles that they hold, so these count as
//!    given.
//!
//! So a known colleague is promoted at once, and roles are taken away at once. Whoever confirms
//! could have made the update themselves, and neither asked for it nor gains by it. If nobody else
//! exists, the update waits in vain: the operator announces a second platform administrator.

use std::collections::BTreeSet;

use crate::{
    access::policy::{self, Permission},
    entity::settings::{self, SettingError},
    slug::Slug,
    staff::{Person, Role, StaffId},
    text::{line, line_with_joiners, unwrapped},
};

/// Longest name, in characters.
pub const NAME_MAX: usize = 200;

/// Longest e-mail address, in bytes (RFC 5321).
const EMAIL_MAX: usize = 254;

/// Days for which an update waits for its confirmation.
pub const REQUEST_DAYS: i64 = 7;

/// Validated update of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffUpdate {
    /// Name of the person.
    pub name: String,
    /// E-mail address in lower case.
    pub email: String,
    /// Roles at the entity in question.
    pub roles: BTreeSet<Role>,
    /// True if the person can sign in.
    pub active: bool,
}

/// A person as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// Id of the person.
    pub id: StaffId,
    /// Name of the person.
    pub name: String,
    /// E-mail address in lower case.
    pub email: String,
    /// Roles at any entity.
    pub roles: BTreeSet<Role>,
    /// True if the person can sign in.
    pub active: bool,
    /// True if the person's account at the provider is known.
    pub has_account: bool,
    /// Count of changes.
    pub version: u32,
}

/// Name that an entity has entered for a person who was known already. Until the person signs in,
/// that entity sees nothing else of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// Name that the entity entered.
    pub name: String,
    /// Version of the person before.
    pub version: u32,
}

impl StaffUpdate {
    /// Validates name, e-mail address and roles. `here` is the entity, or `None` for roles at all
    /// entities.
    ///
    /// # Errors
    ///
    /// Returns all errors, each with the JSON Pointer to its place.
    pub fn parse(
        name: &str,
        email: &str,
        roles: &[Role],
        active: bool,
        here: Option<&Slug>,
    ) -> Result<Self, settings::Errors> {
        let mut errors = settings::Errors::new();
        let (name, email) = (line_with_joiners(name), unwrapped(&line(email)).to_lowercase());
        if name.is_empty() || name.chars().count() > NAME_MAX {
            errors.push(("/name".to_owned(), SettingError::Called));
        }
        let is_address = email.split_once('@').is_some_and(|(who, host)| {
            !who.is_empty() && host.contains('.') && !host.contains('@')
        });
        if !is_address || email.len() > EMAIL_MAX || email.contains(char::is_whitespace) {
            errors.push(("/email".to_owned(), SettingError::Address));
        }
        for (place, role) in roles.iter().enumerate().filter(|(_, role)| role.entity() != here) {
            let is_elsewhere = role.entity().is_some();
            let error = if is_elsewhere { SettingError::Elsewhere } else { SettingError::ForAll };
            errors.push((format!("/roles/{place}"), error));
        }
        if errors.is_empty() {
            let roles = roles.iter().cloned().collect();
            Ok(Self { name, email, roles, active })
        } else {
            Err(errors)
        }
    }

    /// Keeps the stored name, e-mail address and state of `known`, and changes the roles alone.
    #[must_use]
    pub fn called_as(self, known: &StaffMember) -> Self {
        Self { name: known.name.clone(), email: known.email.clone(), active: known.active, ..self }
    }

    /// Returns whether `person` may make this update, or announce a new person.
    ///
    /// Each added or removed role needs permission to appoint it. A new name, address or `active`
    /// needs permission to appoint every role that the person has.
    pub fn may_be_set_by(
        &self,
        person: &Person,
        was: Option<&StaffMember>,
        here: Option<&Slug>,
    ) -> bool {
        let may = |role: &Role| policy::may(person, Permission::Appoint(role));
        let had = was.map(|was| was.here(here)).unwrap_or_default();
        let is_same = |was: &StaffMember| {
            was.name == self.name && was.email == self.email && was.active == self.active
        };
        had.symmetric_difference(&self.roles).all(may)
            && was.is_none_or(|was| is_same(was) || was.roles.iter().all(may))
    }

    /// Returns the roles that the update gives: those that are new here, and with another account
    /// or after a deactivation all that the person then holds.
    pub fn given(&self, was: Option<&StaffMember>, here: Option<&Slug>) -> BTreeSet<Role> {
        if !self.active {
            return BTreeSet::new();
        }
        let Some(was) = was else { return self.roles.clone() };
        if was.email == self.email && was.active {
            return self.roles.difference(&was.here(here)).cloned().collect();
        }
        let elsewhere = was.roles.iter().filter(|role| role.entity() != here);
        elsewhere.chain(&self.roles).cloned().collect()
    }

    /// Returns the roles that the update takes away.
    pub fn taken(&self, was: Option<&StaffMember>, here: Option<&Slug>) -> BTreeSet<Role> {
        let had = was.map(|was| was.here(here)).unwrap_or_default();
        had.difference(&self.roles).cloned().collect()
    }

    /// Returns whether the update by `person` waits for a second person. The module's doc has the
    /// rule.
    pub fn needs_second_person(
        &self,
        person: &Person,
        was: Option<&StaffMember>,
        here: Option<&Slug>,
    ) -> bool {
        let given = self.given(was, here);
        let is_own = was.is_some_and(|was| was.id == person.id);
        let is_vouched_for = was.is_some_and(|was| {
            was.has_account
                && was.active
                && was.email == self.email
                && was.roles.iter().any(has_weight)
        });
        if is_own { !given.is_empty() } else { !is_vouched_for && given.iter().any(has_weight) }
    }

    /// Returns whether `person` may confirm this update of `gains`, which `asked_by` asked for.
    pub fn may_be_confirmed_by(
        &self,
        person: &Person,
        (asked_by, gains): (&StaffId, &StaffId),
        was: Option<&StaffMember>,
        here: Option<&Slug>,
    ) -> bool {
        person.id != *asked_by && person.id != *gains && self.may_be_set_by(person, was, here)
    }
}

/// Returns whether a role reads cases, or appoints people.
const fn has_weight(role: &Role) -> bool {
    match role {
        Role::Employee(_)
        | Role::Supervisor(_)
        | Role::Auditor
        | Role::Administrator(_)
        | Role::PlatformAdministrator => true,
        Role::DecisionMaker => false,
    }
}

impl StaffMember {
    /// Returns the person as an entity sees them to whom they were introduced: like somebody whom
    /// nobody had known before.
    #[must_use]
    pub fn seen_by(self, introduction: Option<&Introduction>) -> Self {
        let Some(Introduction { name, version }) = introduction else { return self };
        Self {
            name: name.clone(),
            active: true,
            has_account: false,
            version: self.version.saturating_sub(*version),
            ..self
        }
    }

    /// Returns whether an administrator of one entity tries to change what isn't theirs to settle:
    /// the address, which is unique among all staff, and before the first sign-in whether the
    /// person can sign in. Where the answer depended on whom other entities know, it would tell.
    pub fn is_unsettled_for(&self, wanted: &StaffUpdate, here: Option<&Slug>) -> bool {
        let is_switched = !self.has_account && self.active != wanted.active;
        here.is_some() && (self.email != wanted.email || is_switched)
    }

    /// Returns the person's roles at `here`.
    pub fn here(&self, here: Option<&Slug>) -> BTreeSet<Role> {
        self.roles.iter().filter(|role| role.entity() == here).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn sent(roles: &[Role], here: Option<&Slug>) -> Result<StaffUpdate, settings::Errors> {
        StaffUpdate::parse(" Mariam ", "Mariam@RTA.ae", roles, true, here)
    }

    fn known(roles: &[Role]) -> StaffMember {
        StaffMember {
            id: StaffId::draw([2; 16]),
            name: "Mariam".into(),
            email: "mariam@rta.ae".into(),
            roles: roles.iter().cloned().collect(),
            active: true,
            has_account: false,
            version: 3,
        }
    }

    fn person(role: Role) -> Person {
        Person { id: StaffId::draw([1; 16]), roles: vec![role] }
    }

    #[test]
    fn someone_is_announced_by_name_and_address() {
        let rta = slug("rta");
        let wanted = sent(&[Role::Employee(rta.clone())], Some(&rta)).unwrap();
        assert_eq!((wanted.name.as_str(), wanted.email.as_str()), ("Mariam", "mariam@rta.ae"));
        let roles = [Role::Auditor, Role::Employee(slug("dm"))];
        let wrong = StaffUpdate::parse(" ", "mariam@rta", &roles, true, Some(&rta));
        let errors = wrong.unwrap_err();
        assert_eq!(
            errors.iter().map(|(pointer, _)| pointer.as_str()).collect::<Vec<_>>(),
            ["/name", "/email", "/roles/0", "/roles/1"]
        );
        assert!(sent(&[Role::Auditor], None).is_ok());
        let (name, email) = ("Mariam\tAli\u{200e}", "\u{2066}<Mariam@rta.ae>\u{2069},");
        let pasted = StaffUpdate::parse(name, email, &[Role::Auditor], true, None).unwrap();
        assert_eq!((&*pasted.name, &*pasted.email), ("Mariam Ali", "mariam@rta.ae"));
        for email in
            ["", "@rta.ae", "a b@rta.ae", "a@b@rta.ae", &format!("{}@rta.ae", "a".repeat(250))]
        {
            assert!(StaffUpdate::parse("Mariam", email, &[], true, None).is_err(), "{email}");
        }
    }

    #[test]
    fn an_administrator_appoints_for_the_own_entity_alone() {
        let (rta, dm) = (slug("rta"), slug("dm"));
        let administrator = person(Role::Administrator(rta.clone()));
        let wanted = sent(&[Role::Employee(rta.clone())], Some(&rta)).unwrap();
        assert!(wanted.may_be_set_by(&administrator, None, Some(&rta)));
        assert!(!wanted.may_be_set_by(&person(Role::Administrator(dm.clone())), None, Some(&rta)));
        assert!(!wanted.may_be_set_by(&person(Role::Supervisor(rta.clone())), None, Some(&rta)));
        let everywhere = sent(&[Role::Auditor], None).unwrap();
        assert!(!everywhere.may_be_set_by(&administrator, None, None));
        assert!(everywhere.may_be_set_by(&person(Role::PlatformAdministrator), None, None));
    }

    #[test]
    fn an_entity_sees_whom_others_know_like_somebody_new() {
        let rta = slug("rta");
        let there = StaffMember { active: false, has_account: true, ..known(&[]) };
        let introduction = Introduction { name: "M. Saeed".into(), version: 2 };
        let seen = there.clone().seen_by(Some(&introduction));
        assert_eq!((&*seen.name, seen.active, seen.has_account), ("M. Saeed", true, false));
        assert_eq!((seen.version, &seen.id), (1, &there.id));
        assert_eq!(there.clone().seen_by(None), there);
        let same = sent(&[], Some(&rta)).unwrap();
        let other = StaffUpdate { email: "other@rta.ae".into(), ..same.clone() };
        for (member, is_unsettled) in [(&seen, true), (&known(&[]), true), (&there, false)] {
            assert!(member.is_unsettled_for(&other, Some(&rta)));
            let out = StaffUpdate { active: !member.active, ..same.clone() };
            assert_eq!(member.is_unsettled_for(&out, Some(&rta)), is_unsettled);
            assert!(!member.is_unsettled_for(&other, None) && !member.is_unsettled_for(&out, None));
        }
        assert!(!seen.is_unsettled_for(&same, Some(&rta)));
    }

    #[test]
    fn whoever_is_there_for_others_too_is_renamed_or_shut_out_by_none_of_them_alone() {
        let (rta, dm) = (slug("rta"), slug("dm"));
        let administrator = person(Role::Administrator(rta.clone()));
        let ours = [Role::Employee(rta.clone())];
        let shared = known(&[Role::Employee(rta.clone()), Role::Employee(dm)]);
        let roles_alone = sent(&[], Some(&rta)).unwrap();
        assert!(roles_alone.may_be_set_by(&administrator, Some(&shared), Some(&rta)));
        for changed in [
            ("Mariam", "mariam@rta.ae", false),
            ("Mariam", "evil@rta.ae", true),
            ("Other", "mariam@rta.ae", true),
        ] {
            let (name, email, active) = changed;
            let wanted = StaffUpdate::parse(name, email, &ours, active, Some(&rta)).unwrap();
            assert!(
                !wanted.may_be_set_by(&administrator, Some(&shared), Some(&rta)),
                "{changed:?}"
            );
            assert!(
                wanted.may_be_set_by(&administrator, Some(&known(&ours)), Some(&rta)),
                "{changed:?}"
            );
            assert!(
                wanted.may_be_set_by(
                    &person(Role::PlatformAdministrator),
                    Some(&shared),
                    Some(&rta)
                ),
                "{changed:?}"
            );
            assert!(wanted.clone().called_as(&shared).may_be_set_by(
                &administrator,
                Some(&shared),
                Some(&rta)
            ));
        }
    }

    fn here() -> Slug {
        slug("rta")
    }

    /// Returns an update of Mariam with these roles at RTA, or at all entities.
    fn update(roles: &[Role]) -> StaffUpdate {
        StaffUpdate {
            name: "Mariam".into(),
            email: "mariam@rta.ae".into(),
            roles: roles.iter().cloned().collect(),
            active: true,
        }
    }

    /// Returns Mariam as somebody who has signed in.
    fn colleague(roles: &[Role]) -> StaffMember {
        StaffMember { has_account: true, ..known(roles) }
    }

    /// Returns Mariam herself, signed in.
    fn herself(roles: &[Role]) -> Person {
        Person { id: known(&[]).id, roles: roles.to_vec() }
    }

    #[test]
    fn nobody_raises_their_own_rights_alone() {
        let administrator = Role::Administrator(here());
        let own = colleague(std::slice::from_ref(&administrator));
        let me = herself(std::slice::from_ref(&administrator));
        for role in [Role::Employee(here()), Role::Supervisor(here())] {
            let raised = update(&[administrator.clone(), role.clone()]);
            assert!(raised.needs_second_person(&me, Some(&own), Some(&here())), "{role:?}");
            // A change that takes something away gives something all the same.
            let exchanged = update(&[role]);
            assert!(exchanged.needs_second_person(&me, Some(&own), Some(&here())));
        }
        let same = update(std::slice::from_ref(&administrator));
        assert!(!same.needs_second_person(&me, Some(&own), Some(&here())));
        assert!(!update(&[]).needs_second_person(&me, Some(&own), Some(&here())));

        let keeper = Role::PlatformAdministrator;
        let own = colleague(std::slice::from_ref(&keeper));
        let me = herself(std::slice::from_ref(&keeper));
        for role in [Role::Auditor, Role::DecisionMaker] {
            let raised = update(&[keeper.clone(), role]);
            assert!(raised.needs_second_person(&me, Some(&own), None));
        }
        // Through the list of one entity, too.
        let employee = update(&[Role::Employee(here())]);
        assert!(employee.needs_second_person(&me, Some(&own), Some(&here())));
    }

    #[test]
    fn a_second_account_of_an_administrator_gains_nothing_without_a_second_person() {
        let administrator = person(Role::Administrator(here()));
        let asks = |update: &StaffUpdate, was: Option<&StaffMember>| {
            update.needs_second_person(&administrator, was, Some(&here()))
        };
        for role in [Role::Employee(here()), Role::Supervisor(here()), Role::Administrator(here())]
        {
            let given = update(std::slice::from_ref(&role));
            let roles = std::slice::from_ref(&role);
            assert!(asks(&given, None), "a new person: {role:?}");
            assert!(asks(&given, Some(&known(&[]))), "never signed in: {role:?}");
            assert!(asks(&given, Some(&colleague(&[]))), "no role yet: {role:?}");
            let figures = colleague(&[Role::DecisionMaker]);
            assert!(asks(&given, Some(&figures)), "figures alone: {role:?}");
            let moved = StaffUpdate { email: "second@rta.ae".into(), ..given.clone() };
            assert!(asks(&moved, Some(&colleague(roles))), "another account: {role:?}");
            let gone = StaffMember { active: false, ..colleague(roles) };
            assert!(asks(&given, Some(&gone)), "active again: {role:?}");
        }
        // Roles at other entities go with the account.
        let elsewhere = colleague(&[Role::Employee(slug("dm"))]);
        let moved = StaffUpdate { email: "second@rta.ae".into(), ..update(&[]) };
        assert!(asks(&moved, Some(&elsewhere)));
    }

    #[test]
    fn a_known_colleague_is_promoted_at_once_and_everybody_is_shut_out_at_once() {
        let administrator = person(Role::Administrator(here()));
        let asks = |update: &StaffUpdate, was: Option<&StaffMember>| {
            update.needs_second_person(&administrator, was, Some(&here()))
        };
        let employee = colleague(&[Role::Employee(here())]);
        assert!(!asks(&update(&[Role::Supervisor(here())]), Some(&employee)));
        assert!(!asks(&update(&[]), Some(&employee)));
        let renamed = StaffUpdate { name: "Maryam".into(), ..update(&[Role::Employee(here())]) };
        assert!(!asks(&renamed, Some(&employee)));
        let shut_out = StaffUpdate {
            active: false,
            email: "other@rta.ae".into(),
            ..update(&[Role::Employee(here())])
        };
        assert!(!asks(&shut_out, Some(&employee)));
        assert!(!asks(&update(&[]), None), "announced without a role");
        let keeper = person(Role::PlatformAdministrator);
        assert!(!update(&[Role::DecisionMaker]).needs_second_person(&keeper, None, None));
    }

    #[test]
    fn another_administrator_confirms_and_neither_who_asked_nor_who_gains() {
        let raised = update(&[Role::Supervisor(here())]);
        let (asked_by, gains) = (StaffId::draw([7; 16]), known(&[]).id);
        let may = |id: StaffId, role: Role| {
            let person = Person { id, roles: vec![role] };
            raised.may_be_confirmed_by(&person, (&asked_by, &gains), None, Some(&here()))
        };
        let other = || StaffId::draw([8; 16]);
        assert!(may(other(), Role::Administrator(here())));
        assert!(may(other(), Role::PlatformAdministrator));
        for role in [Role::Administrator(slug("dm")), Role::Supervisor(here()), Role::Auditor] {
            assert!(!may(other(), role.clone()), "{role:?}");
        }
        for same in [asked_by.clone(), gains.clone()] {
            assert!(!may(same, Role::PlatformAdministrator));
        }
    }
}
