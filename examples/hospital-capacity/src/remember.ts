import type { DocumentKind, Documents } from "@carecast/core";

import type { Memory } from "./decide.ts";

const memoryKind: DocumentKind<Memory> = {
  name: "capacity-memory",
  // Written by this file alone, from the type itself.
  read: (value) => value as Memory,
};
const id = "hospital";

/** What was said last, from the ledger: a restart must not say it again. */
export async function recallMemory(documents: Documents): Promise<Memory> {
  return (await documents.find(memoryKind, id))?.value ?? {};
}

export async function remember(documents: Documents, memory: Memory): Promise<void> {
  await documents.update(memoryKind, id, () => memory);
}
