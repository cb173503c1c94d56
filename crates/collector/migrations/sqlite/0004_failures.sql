-- Why forwarding a response failed, in words without addresses and secrets.
ALTER TABLE forwards ADD COLUMN failed_reason TEXT;
-- The beginning of the endpoint's last answer, without secrets and without what the visitor wrote; sealed where contact data
-- is. NULL if there was no answer.
ALTER TABLE forwards ADD COLUMN failed_answer TEXT;
