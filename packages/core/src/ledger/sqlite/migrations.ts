/**
 * The steps from an empty file to the newest schema, oldest first; `user_version` counts the ones that a file has
 * seen. Append only: a step that has been released never changes.
 */
export const migrations: readonly string[] = [
  // 1. `seq` keeps the order of addition. What is long and can be purged (part, draft, bytes) lies apart from what
  // is kept, which also keeps the row that every step rewrites short. Times are REAL because a clock may give fractions.
  `
  CREATE TABLE publications (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at REAL NOT NULL,
    lane TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    not_before TEXT,
    not_after TEXT,
    reply_to TEXT
  ) STRICT;

  CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    publication INTEGER NOT NULL REFERENCES publications (seq),
    channel TEXT NOT NULL,
    network TEXT NOT NULL,
    language TEXT,
    position INTEGER NOT NULL,
    count INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    updated_at REAL NOT NULL,
    first_sent_at REAL,
    revised_at REAL,
    retracted_at REAL,
    receipt TEXT,
    error TEXT
  ) STRICT;
  CREATE INDEX deliveries_by_publication ON deliveries (publication);
  CREATE INDEX deliveries_by_state ON deliveries (state, channel);

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
  `,
];
