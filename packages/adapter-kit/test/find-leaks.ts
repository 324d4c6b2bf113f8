import { inspect } from "node:util";

/** The texts among `planted` that somebody could read off `thrown`: printed, serialised, as a stack or in a cause. */
export function findLeaks(thrown: unknown, planted: readonly string[]): readonly string[] {
  const views = [
    inspect(thrown, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(thrown),
    String(thrown),
  ];
  if (thrown instanceof Error) views.push(thrown.stack ?? "", thrown.message, inspect(thrown.cause));
  return planted.filter((text) => views.some((view) => view.includes(text)));
}

/** What `work` throws; fails when it does not. */
export async function catchError(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}
