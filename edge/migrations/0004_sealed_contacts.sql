-- A contact lies here sealed, as one text, with the name of the key that opens it.
-- What was there in the clear keeps an empty name until the hourly job has sealed it.

ALTER TABLE participations ADD COLUMN contact TEXT;
ALTER TABLE participations ADD COLUMN contact_key TEXT;

UPDATE participations
SET contact = json_object('name', contact_name, 'email', contact_email, 'phone', contact_phone), contact_key = ''
WHERE coalesce(contact_name, contact_email, contact_phone) IS NOT NULL;

ALTER TABLE participations DROP COLUMN contact_name;
ALTER TABLE participations DROP COLUMN contact_email;
ALTER TABLE participations DROP COLUMN contact_phone;

CREATE INDEX participations_by_contact_key ON participations (contact_key) WHERE contact_key IS NOT NULL;
