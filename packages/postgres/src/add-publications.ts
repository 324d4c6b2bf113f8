import type { DeliveryRecord, PublicationRecord } from "@carecast/core";
import { checkAddition, knownIdError } from "./check-addition.ts";
import { isHeld } from "./covers.ts";
import { insertMedia, type LoadedMedia } from "./media.ts";
import { query, type Operation, type Transaction } from "./operation.ts";
import { ranks } from "./ranks.ts";
import { workableStates } from "./states.ts";
import { encodeText } from "./text.ts";
import type { Announcement } from "./work-queue.ts";

/** A publication as rows: a copy of all that the caller gave. */
export interface Addition {
  readonly publication: ReturnType<typeof toPublicationRow>;
  readonly deliveries: readonly ReturnType<typeof toDeliveryRow>[];
  readonly media: readonly LoadedMedia[];
}

/** Throws a `LedgerError` for an addition that contradicts itself. */
export function toAddition(
  publication: PublicationRecord,
  deliveries: readonly DeliveryRecord[],
): Omit<Addition, "media"> {
  checkAddition(publication, deliveries);
  const rank = ranks[publication.priority];
  return {
    publication: toPublicationRow(publication, rank),
    deliveries: deliveries.map((delivery) => toDeliveryRow(delivery, rank)),
  };
}

/** Journals publications; answers which deliveries of each are `held`, as the caller named them. */
export function addPublications(schema: string): Operation<Addition, readonly string[]> {
  const statements = writeStatements(schema);
  return {
    mode: "act",
    keysOf: ({ publication, deliveries }) => [publication.id, ...deliveries.map(({ id }) => `delivery ${id}`)],
    async run(transaction, inputs) {
      const added = await insertPublications(transaction, statements.insertPublications, inputs);
      const held = await insertDeliveries(transaction, statements.insertDeliveries, inputs, added);
      for (const { publication, media } of inputs) {
        const seq = added.get(publication.id);
        if (seq !== undefined) await insertMedia(transaction, schema, seq, media);
      }
      const known = await findKnown(transaction, statements.findKnown, inputs, added);
      return inputs.map(({ publication, deliveries }) => {
        if (!added.has(publication.id))
          return knownIdError(known.has(publication.id) ? "publication.id" : "deliveries");
        return deliveries.filter(({ id }) => held.has(id)).map(({ name }) => name);
      });
    },
  };
}

/** The `seq` of each publication that is new, with deliveries that are new. */
async function insertPublications(
  transaction: Transaction,
  text: string,
  inputs: readonly Addition[],
): Promise<ReadonlyMap<string, number>> {
  const rows = inputs.map(({ publication, deliveries }, n) => ({
    n,
    ...publication,
    delivery_ids: deliveries.map(({ id }) => id),
  }));
  const added = await query<{ id: string; seq: number }>(transaction, text, [JSON.stringify(rows)]);
  return new Map(added.map(({ id, seq }) => [id, seq]));
}

/** The ids of the deliveries that are `held` instead of `queued`. The others are announced. */
async function insertDeliveries(
  transaction: Transaction,
  text: string,
  inputs: readonly Addition[],
  added: ReadonlyMap<string, number>,
): Promise<ReadonlySet<string>> {
  const rows = inputs.flatMap(({ publication: { id }, deliveries }) => {
    const publication = added.get(id);
    return publication === undefined ? [] : deliveries.map((delivery) => ({ ...delivery, publication }));
  });
  if (rows.length === 0) return new Set();
  const json = JSON.stringify(rows.map((row, n) => ({ n, ...row })));
  const held = new Set((await query<{ id: string }>(transaction, text, [json])).map(({ id }) => id));
  const work = rows.flatMap(({ id, channel, state, due_at: dueAt }): readonly Announcement[] =>
    dueAt === null || held.has(id) || !workableStates.includes(state) ? [] : [{ channel, dueAt }],
  );
  await transaction.queue.announce(transaction.client, work);
  return held;
}

/** Of those that were not added, the ones whose own id is known. */
async function findKnown(
  transaction: Transaction,
  text: string,
  inputs: readonly Addition[],
  added: ReadonlyMap<string, number>,
): Promise<ReadonlySet<string>> {
  const refused = inputs.map(({ publication }) => publication.id).filter((id) => !added.has(id));
  if (refused.length === 0) return new Set();
  return new Set((await query<{ id: string }>(transaction, text, [refused])).map(({ id }) => id));
}

function toPublicationRow(record: PublicationRecord, rank: number) {
  return {
    id: encodeText(record.id),
    rank,
    kind: record.kind,
    tags: record.tags?.map(encodeText) ?? null,
    campaign: record.campaign === undefined ? null : encodeText(record.campaign),
    not_after: record.notAfter === undefined ? null : Date.parse(record.notAfter),
    quorum_open: record.quorum !== undefined,
    record: JSON.stringify(record),
  };
}

function toDeliveryRow(record: DeliveryRecord, rank: number) {
  const { receipt, error, decision, part, draft } = record;
  return {
    /** What the caller calls it. */
    name: record.id,
    id: encodeText(record.id),
    rank,
    channel: encodeText(record.channel),
    network: encodeText(record.network),
    language: record.language === undefined ? null : encodeText(record.language),
    position: record.index,
    count: record.count,
    state: record.state,
    due_at: record.dueAt,
    attempts: record.attempts,
    updated_at: record.updatedAt,
    first_sent_at: record.firstSentAt ?? null,
    revised_at: record.revisedAt ?? null,
    retracted_at: record.retractedAt ?? null,
    purged_at: record.purgedAt ?? null,
    receipt: receipt === undefined ? null : JSON.stringify(receipt),
    error: error === undefined ? null : JSON.stringify(error),
    decision: decision === undefined ? null : JSON.stringify(decision),
    audience: part.audience,
    part: JSON.stringify(part),
    draft: draft === undefined ? null : JSON.stringify(draft),
  };
}

// JSON inside of the JSON stays a string: Postgres would unfold it, and refuse the NUL that it may hold.
function writeStatements(schema: string) {
  return {
    insertPublications: `
      INSERT INTO ${schema}.publications (id, rank, kind, tags, campaign, not_after, quorum_open, record)
      SELECT i.id, i.rank, i.kind, i.tags, i.campaign, i.not_after, i.quorum_open, i.record::json
      FROM json_to_recordset($1::json) AS i (
        n integer, id text, rank smallint, kind text, tags text[], campaign text, not_after double precision,
        quorum_open boolean, record text, delivery_ids text[])
      WHERE NOT EXISTS (SELECT FROM ${schema}.deliveries d WHERE d.id = ANY (i.delivery_ids))
      ORDER BY i.n
      ON CONFLICT (id) DO NOTHING RETURNING id, seq`,
    insertDeliveries: `
      WITH d AS MATERIALIZED (
        SELECT * FROM json_to_recordset($1::json) AS d (
          n integer, id text, publication bigint, rank smallint, channel text, network text, language text, position integer,
          count integer, state text, due_at double precision, attempts integer, updated_at double precision,
          first_sent_at double precision, revised_at double precision, retracted_at double precision,
          purged_at double precision, receipt text, error text, decision text, audience text, part text, draft text)
      ), added AS (
        INSERT INTO ${schema}.deliveries
          (id, publication, rank, channel, network, language, position, count, state, due_at, attempts, updated_at,
           first_sent_at, revised_at, retracted_at, purged_at, receipt, error, decision)
        SELECT d.id, d.publication, d.rank, d.channel, d.network, d.language, d.position, d.count,
          CASE WHEN d.state = 'queued' AND ${isHeld(schema)} THEN 'held' ELSE d.state END,
          d.due_at, d.attempts, d.updated_at, d.first_sent_at, d.revised_at, d.retracted_at, d.purged_at,
          d.receipt::json, d.error::json, d.decision::json
        FROM d ORDER BY d.n
        RETURNING seq, id, state
      ), content AS (
        INSERT INTO ${schema}.contents (delivery, audience, part, draft)
        SELECT added.seq, d.audience, d.part::json, d.draft::json FROM added JOIN d USING (id)
      )
      SELECT id FROM added JOIN d USING (id) WHERE added.state = 'held' AND d.state = 'queued'`,
    findKnown: `SELECT id FROM ${schema}.publications WHERE id = ANY ($1)`,
  };
}
