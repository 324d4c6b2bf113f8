import { ConfigError, LedgerError, type Json, type Secret } from "@carecast/adapter";

import type { SealedTokens } from "../ledger/token-shelf.ts";
import { decodeBase64, encodeBase64Url, type Bytes } from "./base64.ts";
import { revealKey } from "./encryption-key.ts";

/** Closes tokens with the key of the caller, and opens them again. One serves all channels of a hub. */
export interface Sealer {
  /**
   * Fetches the key, unless it is there.
   *
   * @throws ConfigError when it has another form or cannot be fetched.
   */
  prepare(): Promise<void>;
  /** The text for version `version` of this channel, and for nothing else. */
  seal(channel: string, version: number, value: Json): Promise<string>;
  /**
   * @throws ConfigError when it was sealed with another key.
   * @throws LedgerError when it is damaged, or was sealed for another channel or version.
   */
  open(channel: string, stored: SealedTokens): Promise<Json>;
}

interface Key {
  /** Tells a wrong key from damage. */
  readonly id: Bytes;
  readonly aes: CryptoKey;
}

const idLength = 8;
/** 96 bits, as NIST SP 800-38D wants it: random ones do not meet before 2^32 writes with one key. */
const nonceLength = 12;
const tagLength = 16;

export function createSealer(encryptionKey: Secret): Sealer {
  let importing: Promise<Key> | undefined;
  const key = (): Promise<Key> =>
    (importing ??= importKey(encryptionKey).catch((error: unknown) => {
      // A vault that does not answer now may answer later.
      importing = undefined;
      throw error;
    }));

  return {
    prepare: async () => void (await key()),
    async seal(channel, version, value) {
      const { id, aes } = await key();
      const iv = crypto.getRandomValues(new Uint8Array(nonceLength));
      const text = encode(JSON.stringify(value));
      const closed = await crypto.subtle.encrypt({ ...place(channel, version), iv }, aes, text);
      return encodeBase64Url(join(id, iv, new Uint8Array(closed)));
    },
    async open(channel, { version, sealed }) {
      const { id, aes } = await key();
      const all = decodeBase64(sealed);
      if (all === undefined || all.length < idLength + nonceLength + tagLength) throw damaged(channel);
      if (id.some((byte, index) => byte !== all[index])) throw otherKey(channel);
      const iv = all.subarray(idLength, idLength + nonceLength);
      try {
        const closed = all.subarray(idLength + nonceLength);
        const text = await crypto.subtle.decrypt({ ...place(channel, version), iv }, aes, closed);
        return JSON.parse(new TextDecoder().decode(text)) as Json;
      } catch {
        throw damaged(channel);
      }
    },
  };
}

async function importKey(encryptionKey: Secret): Promise<Key> {
  const bytes = await revealKey(encryptionKey);
  const digest = await crypto.subtle.digest("SHA-256", join(encode("carecast key id"), bytes));
  const aes = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  return { id: new Uint8Array(digest, 0, idLength), aes };
}

/** Where the ciphertext belongs is part of what is authenticated: moved elsewhere, it does not open. */
function place(channel: string, version: number): { readonly name: "AES-GCM"; readonly additionalData: Bytes } {
  return { name: "AES-GCM", additionalData: encode(`carecast tokens 1 ${version} ${channel}`) };
}

const way = (channel: string): string =>
  `or let go of them with forgetTokens(ledger, "${channel}"): the channel then logs in anew.`;

function otherKey(channel: string): ConfigError {
  const message = `encryptionKey: the tokens of the channel ${channel} were stored with another key. Give that one, ${way(channel)}`;
  return new ConfigError(message, { path: "encryptionKey", channel });
}

function damaged(channel: string): LedgerError {
  const message = `The stored tokens of the channel ${channel} are damaged. Restore the ledger from a copy, ${way(channel)}`;
  return new LedgerError(message, { channel });
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function join(...pieces: readonly Bytes[]): Bytes {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
