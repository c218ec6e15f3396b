-- Profiles whose owner left them.

-- Time at which its owner left the profile. It stays until its participations are erased.
ALTER TABLE profiles ADD COLUMN left_at TEXT;

CREATE INDEX profiles_by_leaving ON profiles (left_at) WHERE left_at IS NOT NULL;
