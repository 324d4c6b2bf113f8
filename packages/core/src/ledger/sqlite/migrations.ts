/**
 * The steps from an empty file to the newest schema, oldest first; `user_version` counts the ones that a file has
 * seen. Append only: a step that has been released never changes.
 */
export const migrations: readonly string[] = [
  // 1. `seq` keeps the order of addition. What is long and can be purged (part, draft, bytes) lies apart from what
  // is kept, which also keeps the row that every step rewrites short. Times are REAL because a clock may give fractions.
  // `pick_at` is `due_at` while a machine has work with the delivery: a step between two states of work leaves it, and
  // with it the index of what is due, alone.
  `
  CREATE TABLE publications (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at REAL NOT NULL,
    priority TEXT NOT NULL,
    kind TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    not_after TEXT,
    reply_to TEXT,
    tags TEXT,
    campaign TEXT,
    fallback TEXT,
    quorum TEXT,
    repeat TEXT,
    safety TEXT,
    quorum_open INTEGER NOT NULL,
    has_content INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  CREATE INDEX publications_by_open_quorum ON publications (quorum_open) WHERE quorum_open = 1;
  CREATE INDEX publications_by_content ON publications (has_content) WHERE has_content = 1;

  CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    publication INTEGER NOT NULL REFERENCES publications (seq),
    channel TEXT NOT NULL,
    network TEXT NOT NULL,
    language TEXT,
    position INTEGER NOT NULL,
    count INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    due_at REAL,
    pick_at REAL,
    attempts INTEGER NOT NULL,
    updated_at REAL NOT NULL,
    first_sent_at REAL,
    revised_at REAL,
    retracted_at REAL,
    purged_at REAL,
    receipt TEXT,
    error TEXT,
    decision TEXT
  ) STRICT;
  CREATE INDEX deliveries_by_publication ON deliveries (publication, channel);
  CREATE INDEX deliveries_by_state ON deliveries (state, channel);
  CREATE INDEX deliveries_by_time ON deliveries (channel, priority, pick_at) WHERE pick_at IS NOT NULL;

  CREATE TABLE contents (
    delivery INTEGER PRIMARY KEY REFERENCES deliveries (seq),
    part TEXT NOT NULL,
    draft TEXT
  ) STRICT;

  CREATE TABLE media (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE publication_media (
    publication INTEGER NOT NULL REFERENCES publications (seq),
    media INTEGER NOT NULL REFERENCES media (seq),
    PRIMARY KEY (publication, media)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX publication_media_by_media ON publication_media (media);

  CREATE TABLE owners (
    id TEXT PRIMARY KEY,
    lease_until REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lanes (
    channel TEXT NOT NULL,
    lane TEXT NOT NULL,
    owner TEXT NOT NULL REFERENCES owners (id) ON DELETE CASCADE,
    PRIMARY KEY (channel, lane)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX lanes_by_owner ON lanes (owner);

  CREATE TABLE holds (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    at REAL NOT NULL,
    until REAL,
    release TEXT
  ) STRICT;
  CREATE INDEX holds_by_time ON holds (at) WHERE release IS NULL;

  CREATE TABLE tokens (
    channel TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    sealed TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE feeds (
    seq INTEGER PRIMARY KEY,
    listener TEXT NOT NULL,
    channel TEXT NOT NULL,
    cursor TEXT,
    marks INTEGER NOT NULL DEFAULT 0,
    UNIQUE (listener, channel)
  ) STRICT;

  CREATE TABLE handled (
    feed INTEGER NOT NULL REFERENCES feeds (seq),
    event_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (feed, event_id)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX handled_by_number ON handled (feed, number);

  CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    entry TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;

  CREATE TABLE documents (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT;
  `,
];
