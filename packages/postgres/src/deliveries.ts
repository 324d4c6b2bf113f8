import type { DeliveryQuery, DeliveryRecord } from "@carecast/core";
import { deliveryColumns, toDelivery, type DeliveryRow } from "./delivery-row.ts";
import { oneByOne, query, type Operation } from "./operation.ts";
import { encodeText } from "./text.ts";

/** In the order of addition. */
export function readDeliveries(schema: string): Operation<DeliveryQuery, readonly DeliveryRecord[]> {
  return oneByOne("read", async (transaction, wanted) => {
    const { text, values } = toSelect(schema, wanted);
    return (await query<DeliveryRow>(transaction, text, values)).map(toDelivery);
  });
}

/** The SQL for a query and the values to bind. */
export function toSelect(
  schema: string,
  { publicationId, channel, states, limit, after }: DeliveryQuery,
): { readonly text: string; readonly values: unknown[] } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  if (publicationId !== undefined) conditions.push(`p.id = ${bind(encodeText(publicationId))}`);
  if (states !== undefined) conditions.push(`d.state = ANY (${bind(states)})`);
  if (channel !== undefined) conditions.push(`d.channel = ${bind(encodeText(channel))}`);
  if (after !== undefined) {
    conditions.push(`d.seq > (SELECT seq FROM ${schema}.deliveries WHERE id = ${bind(encodeText(after))})`);
  }
  const text = `
    SELECT ${deliveryColumns}
    FROM ${schema}.deliveries d
    JOIN ${schema}.publications p ON p.seq = d.publication
    JOIN ${schema}.contents c ON c.delivery = d.seq
    ${conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`}
    ORDER BY d.seq ${limit === undefined ? "" : `LIMIT ${bind(limit)}`}`;
  return { text, values };
}
