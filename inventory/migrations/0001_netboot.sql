CREATE TABLE lease (
  address TEXT NOT NULL PRIMARY KEY,
  mac     TEXT NOT NULL,
  network TEXT NOT NULL,
  expires INTEGER NOT NULL,  -- seconds since 1970
  source  TEXT NOT NULL CHECK (source IN ('reserved', 'pool'))
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  time        INTEGER NOT NULL,
  bmc_address TEXT,
  kind        TEXT NOT NULL,
  data        TEXT NOT NULL
) STRICT;

CREATE TABLE image (
  sha256           TEXT NOT NULL PRIMARY KEY,
  name             TEXT NOT NULL,
  kind             TEXT NOT NULL,
  bytes            INTEGER NOT NULL,
  compressed_bytes INTEGER NOT NULL,
  imported         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
