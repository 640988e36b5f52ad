-- Since when a destination cannot be reached, for the operators' list.
ALTER TABLE destination ADD COLUMN breaker_since timestamptz;
