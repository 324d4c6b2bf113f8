/**
 * The steps from an empty schema to the newest one, oldest first; the table `carecast_version` counts the ones that a
 * schema has seen. Append only: a step that has been released never changes. A new version of pg-boss that changes its own
 * tables needs a step here too, an empty one if nothing else: it keeps older programs from using them.
 */
export const migrations: readonly string[] = [
  // 1. `seq` keeps the order of addition. What is long and can be purged (part, draft, bytes) lies apart from what is kept,
  // which also keeps the row that every step rewrites short. `rank` is 0 for emergencies, then high, then routine. JSON that
  // only programs read is json, not jsonb, which refuses NUL and half surrogates. Times are fractions of milliseconds.
  `
  CREATE TABLE publications (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    rank smallint NOT NULL,
    kind text NOT NULL,
    tags text[],
    campaign text,
    not_after double precision,
    quorum_open boolean NOT NULL,
    record json NOT NULL
  );
  CREATE INDEX publications_with_open_quorum ON publications (seq) WHERE quorum_open;

  CREATE TABLE deliveries (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    publication bigint NOT NULL REFERENCES publications (seq),
    rank smallint NOT NULL,
    channel text NOT NULL,
    network text NOT NULL,
    language text,
    position integer NOT NULL,
    count integer NOT NULL,
    state text NOT NULL,
    due_at double precision,
    attempts integer NOT NULL,
    updated_at double precision NOT NULL,
    first_sent_at double precision,
    revised_at double precision,
    retracted_at double precision,
    purged_at double precision,
    receipt json,
    error json,
    decision json
  );
  CREATE INDEX deliveries_by_publication ON deliveries (publication, channel);
  CREATE INDEX deliveries_by_state ON deliveries (state, channel);
  CREATE INDEX deliveries_by_due_time ON deliveries (channel, rank, due_at, seq)
    WHERE due_at IS NOT NULL AND state IN ('queued', 'preparing', 'sending', 'unknown');
  CREATE INDEX deliveries_with_old_content ON deliveries (updated_at)
    WHERE purged_at IS NULL AND state NOT IN ('queued', 'preparing', 'sending', 'unknown', 'held');

  CREATE TABLE contents (
    delivery bigint PRIMARY KEY REFERENCES deliveries (seq),
    audience text NOT NULL,
    part json,
    draft json
  );

  CREATE TABLE media (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    type text NOT NULL,
    bytes bytea NOT NULL
  );
  -- Pictures and videos are compressed already.
  ALTER TABLE media ALTER COLUMN bytes SET STORAGE EXTERNAL;

  CREATE TABLE publication_media (
    publication bigint NOT NULL REFERENCES publications (seq),
    media bigint NOT NULL REFERENCES media (seq),
    PRIMARY KEY (publication, media)
  );
  CREATE INDEX publication_media_by_media ON publication_media (media);

  CREATE TABLE owners (
    id text PRIMARY KEY,
    lease_until timestamptz NOT NULL
  );

  CREATE TABLE lanes (
    channel text NOT NULL,
    lane text NOT NULL,
    owner text NOT NULL REFERENCES owners (id) ON DELETE CASCADE,
    PRIMARY KEY (channel, lane)
  );
  CREATE INDEX lanes_by_owner ON lanes (owner);

  CREATE TABLE holds (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    at double precision NOT NULL,
    channels text[],
    tags text[],
    campaigns text[],
    publications text[],
    except_kinds text[],
    record json NOT NULL,
    released json
  );
  CREATE INDEX active_holds ON holds (at) WHERE released IS NULL;

  CREATE TABLE feeds (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    listener text NOT NULL,
    channel text NOT NULL,
    cursor text,
    marks bigint NOT NULL DEFAULT 0,
    UNIQUE (listener, channel)
  );

  CREATE TABLE handled (
    feed bigint NOT NULL REFERENCES feeds (seq),
    event_id text NOT NULL,
    number bigint NOT NULL,
    at double precision NOT NULL,
    PRIMARY KEY (feed, event_id)
  );
  CREATE INDEX handled_by_number ON handled (feed, number);

  CREATE TABLE tokens (
    channel text PRIMARY KEY,
    version integer NOT NULL,
    sealed text NOT NULL
  );

  -- Core writes both texts as JSON without NUL or half surrogates: the column has them as they are, for whoever must show them.
  CREATE TABLE audit (
    number bigint PRIMARY KEY,
    at double precision NOT NULL,
    entry text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL
  );

  CREATE TABLE documents (
    kind text NOT NULL,
    id text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (kind, id)
  );
  `,
];
