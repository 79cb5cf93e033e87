CREATE TABLE candidate (
  address     TEXT NOT NULL PRIMARY KEY,
  mac         TEXT NOT NULL,     -- or empty, as all of these
  vendor      TEXT NOT NULL,
  product     TEXT NOT NULL,
  uuid        TEXT NOT NULL,
  spki        TEXT NOT NULL,     -- SHA-256, 64 hexadecimal digits
  found_by    TEXT NOT NULL,
  has_redfish INTEGER NOT NULL,
  has_ipmi    INTEGER NOT NULL,
  notes       TEXT NOT NULL,
  first_seen  INTEGER NOT NULL,  -- seconds since 1970
  last_seen   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
