-- What the last seals said of each chain, so that the sealer finds the chains that moved without reading its own history.
-- Verification believes the signed seals; this table only lets it notice that the newest of them are gone.
CREATE TABLE audit_sealed_head (
  chain_id uuid PRIMARY KEY,
  n bigint NOT NULL,
  head bytea NOT NULL,
  seal bigint NOT NULL
) WITH (fillfactor = 50);

CREATE INDEX audit_seal_by_time ON audit_seal (sealed_at);
