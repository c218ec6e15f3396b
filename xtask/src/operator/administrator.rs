//! The first who may let others in: a platform administrator, announced by their address. The log
//! of security events tells of it. A second one confirms what the first asks for.

use anyhow::{Result, ensure};

use super::d1::Database;

pub(crate) fn announce(database: &Database, email: &str, name: &str) -> Result<()> {
    ensure!(email.contains('@') && !name.trim().is_empty(), "who? an e-mail address, then a name");
    let [email, name] =
        [&email.trim().to_lowercase(), name.trim()].map(|text| text.replace('\'', "''"));
    let sql = format!(
        "INSERT INTO staff (id, name, email) VALUES (lower(hex(randomblob(16))), '{name}', '{email}')
         ON CONFLICT DO UPDATE SET active = 1, version = version + 1;
         INSERT INTO roles (staff, role) SELECT id, 'platform_administrator' FROM staff WHERE email = '{email}' ON CONFLICT DO NOTHING;
         INSERT INTO security_events (at, cause, what)
         SELECT strftime('%Y-%m-%dT%H:%M:%SZ'), 'operator', json_object('kind', 'roles_changed', 'staff', id,
                'given', json('[{{\"role\":\"platform_administrator\"}}]'), 'taken', json('[]'))
         FROM staff WHERE email = '{email}'"
    );
    database.run(&sql)?;
    println!(
        "{name} is a platform administrator, and signs in with the account that has the address {email}"
    );
    Ok(())
}
