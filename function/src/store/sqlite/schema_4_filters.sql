-- What a queue can be narrowed to. Read out of the head, so that the two never differ.
ALTER TABLE tickets ADD COLUMN request_type TEXT AS (head ->> 'request_type');
ALTER TABLE tickets ADD COLUMN priority TEXT AS (head ->> 'priority');
ALTER TABLE tickets ADD COLUMN handler TEXT AS (head ->> 'handler');
ALTER TABLE tickets ADD COLUMN nature TEXT AS (head ->> 'nature');
ALTER TABLE tickets ADD COLUMN audience TEXT AS (head ->> 'audience');

CREATE INDEX tickets_by_type ON tickets (desk, request_type, queue_key) WHERE queue_key IS NOT NULL;
CREATE INDEX tickets_by_priority ON tickets (desk, priority, queue_key) WHERE queue_key IS NOT NULL;
CREATE INDEX tickets_by_handler ON tickets (desk, handler, queue_key) WHERE queue_key IS NOT NULL;
CREATE INDEX tickets_by_nature ON tickets (desk, nature, queue_key) WHERE queue_key IS NOT NULL;
CREATE INDEX tickets_by_audience ON tickets (desk, audience, queue_key) WHERE queue_key IS NOT NULL;
