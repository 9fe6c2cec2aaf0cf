-- Whose a ticket is, by a name that tells nobody; NULL once the requester was erased, and for tickets from before.
ALTER TABLE tickets ADD COLUMN contact TEXT;
-- Sorts one contact's tickets by age.
ALTER TABLE tickets ADD COLUMN contact_key TEXT;

CREATE INDEX tickets_by_contact ON tickets (contact, contact_key) WHERE contact IS NOT NULL;
