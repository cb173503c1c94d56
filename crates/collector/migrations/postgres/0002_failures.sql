-- As in `migrations/sqlite/0004_failures.sql`, where each column is described.
ALTER TABLE forwards ADD COLUMN failed_reason TEXT;
ALTER TABLE forwards ADD COLUMN failed_answer TEXT;
