CREATE TABLE secret (
  name   TEXT NOT NULL PRIMARY KEY,
  sealed TEXT NOT NULL,          -- hexadecimal digits; secrets.key opens it
  saved  INTEGER NOT NULL        -- seconds since 1970
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate (
  bmc_address TEXT NOT NULL PRIMARY KEY,
  sha256      TEXT NOT NULL,     -- of the SPKI
  since       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE learnt (
  bmc_address TEXT NOT NULL PRIMARY KEY,
  data        TEXT NOT NULL      -- what the BMC does otherwise, a JSON object
) STRICT, WITHOUT ROWID;
