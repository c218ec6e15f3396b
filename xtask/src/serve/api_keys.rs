//! API keys of two entities in a local system, so that programs outside the project can call as
//! their systems. Each is derived from a secret of the state folder, and stays the same.

use std::{fmt::Write as _, path::Path};

use anyhow::Result;
use domain::access::api_key::{ApiKey, KeyId, Scope};
use sha2::{Digest, Sha256};

use crate::serve::secrets;

/// Entities that have a key, each with the name of its secret.
pub(super) const OF_ENTITIES: [(&str, &str); 2] =
    [("iacad", "API_KEY_IACAD"), ("rta", "API_KEY_RTA")];

/// Returns the key of an entity, which is derived from a secret.
pub(super) fn key(state: &Path, secret: &str) -> Result<ApiKey> {
    Ok(ApiKey::new(Sha256::digest(secrets::value(state, secret)?).into()))
}

/// Returns the statements that insert the hashes of the keys, with all scopes.
pub(super) fn seed(state: &Path) -> Result<String> {
    let scopes = Scope::ALL.map(|scope| format!("\"{}\"", scope.as_str())).join(",");
    let mut sql = String::new();
    for (entity, secret) in OF_ENTITIES {
        let mut id = [0; 16];
        id.copy_from_slice(&Sha256::digest(entity)[..16]);
        writeln!(
            sql,
            "INSERT INTO api_keys (id, entity, name, scopes, key_hash, created_at)
             VALUES ('{id}', '{entity}', 'Local system', '[{scopes}]', '{hash}', '2026-01-01T00:00:00Z')
             ON CONFLICT (id) DO UPDATE SET key_hash = excluded.key_hash, revoked_at = NULL;",
            id = KeyId::draw(id).as_str(),
            hash = key(state, secret)?.hash(),
        )?;
    }
    Ok(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stays_the_same_and_only_its_hash_is_stored() {
        let folder = tempfile::tempdir().unwrap();
        let (_, secret) = OF_ENTITIES[0];
        let first = key(folder.path(), secret).unwrap();
        assert_eq!(key(folder.path(), secret).unwrap().encode(), first.encode());
        let sql = seed(folder.path()).unwrap();
        assert!(sql.contains(&first.hash()) && !sql.contains(&first.encode()));
    }
}
