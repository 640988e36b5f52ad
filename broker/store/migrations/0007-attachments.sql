-- Attachments (Claim Check): bytes that messages refer to, sealed piece by piece.
CREATE TABLE attachment (
  id uuid PRIMARY KEY,
  party text NOT NULL,
  media_type text NOT NULL,
  key_id text NOT NULL,
  begun_at timestamptz NOT NULL,
  -- Of an upload under way, when it is given up; afterwards, until when a message may refer to it.
  expires_at timestamptz NOT NULL,
  is_kept boolean NOT NULL DEFAULT false,
  -- True from the first message that refers to it: then it lives as long as the content of such a message.
  is_used boolean NOT NULL DEFAULT false,
  sha256 bytea,
  size_bytes bigint,
  pieces integer
) WITH (fillfactor = 70);
CREATE INDEX attachment_unused ON attachment (expires_at, id) WHERE NOT is_used;

CREATE TABLE attachment_piece (
  attachment_id uuid NOT NULL REFERENCES attachment ON DELETE CASCADE,
  n integer NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (attachment_id, n)
);
-- Ciphertext does not get smaller.
ALTER TABLE attachment_piece ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE attachment_use (
  attachment_id uuid NOT NULL REFERENCES attachment,
  message_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  PRIMARY KEY (attachment_id, message_id)
);
CREATE INDEX attachment_use_by_message ON attachment_use (message_id);
