/// <reference types="node" />
import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { ConfigError } from "@carecast/adapter";
import { refuseUnknownKeys } from "../ledger/ledger-options.ts";

export interface OpenMediaOptions {
  /** Default 314,572,800 (300 MiB), which is more than the networks take so far. */
  readonly maxBytes?: number;
}

/**
 * A file as a Blob for `media[].bytes`. Its bytes are read only when they are needed, and checked then: it must not
 * change until the post is published.
 *
 * @throws ConfigError where there is no such file, it cannot be read, is no plain file, is empty or too large
 */
export async function openMedia(path: string | URL, options: OpenMediaOptions = {}): Promise<Blob> {
  refuseUnknownKeys("openMedia", options, ["maxBytes"]);
  const { maxBytes = 314_572_800 } = options;
  if (!(maxBytes > 0)) throw wrong("maxBytes", "must be a number above 0");
  // A named pipe or a device would never end, so that they are not even opened.
  const facts = await stat(path).catch(() => undefined);
  if (!facts) throw wrong("path", "there is no such file. Check the path and the working directory");
  if (!facts.isFile()) throw wrong("path", "this is not a plain file. Give the path of a picture or video");
  if (facts.size === 0) throw wrong("path", "the file is empty. Export the picture or video again");
  if (facts.size > maxBytes) {
    throw wrong(
      "path",
      `the file has ${facts.size} bytes, the limit is ${maxBytes}. Make it smaller or raise maxBytes`,
    );
  }
  return openAsBlob(path).catch(() => {
    throw wrong("path", "the file cannot be read. Check its permissions");
  });
}

function wrong(path: string, message: string): ConfigError {
  return new ConfigError(`openMedia: ${path}: ${message}.`, { path });
}
