/// <reference types="node" />
import { openAsBlob } from "node:fs";

/** A file as a Blob for `media[].bytes`, read only when it is needed. */
export function openMedia(path: string): Promise<Blob> {
  return openAsBlob(path);
}
