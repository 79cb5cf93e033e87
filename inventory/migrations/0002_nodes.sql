CREATE TABLE node (
  bmc_address TEXT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  role        TEXT NOT NULL,
  rack        TEXT NOT NULL,
  unit        INTEGER NOT NULL,
  serial      TEXT NOT NULL,
  system_uuid TEXT NOT NULL,     -- 32 hexadecimal digits, or empty
  state       TEXT NOT NULL CHECK (state IN ('planned', 'install', 'installed', 'held')),
  rung        TEXT NOT NULL,
  since       INTEGER NOT NULL,  -- seconds since 1970
  attempt     INTEGER NOT NULL,
  version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE nic (
  mac         TEXT NOT NULL PRIMARY KEY,
  bmc_address TEXT NOT NULL,
  name        TEXT NOT NULL,     -- as in the plan; "bmc" is the BMC's own
  pci         TEXT NOT NULL,
  speed_mbps  INTEGER NOT NULL,
  link        TEXT NOT NULL,
  switch_name TEXT NOT NULL,     -- from LLDP
  switch_port TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX event_by_node ON event (bmc_address, kind, id);
