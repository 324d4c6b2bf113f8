import type { Fact } from "./fact.ts";
import type { Taken } from "./take.ts";

const start = /https?:\/\/|www\./i;
const bareDomain = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:org|com|net|gov|edu|int|info)(?:\/|$)/i;
const mail = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;

/** Addresses of the web and of mail. Letter case counts in paths only. */
export function takeAddresses(text: string): Taken {
  const facts: Fact[] = [];
  const rest = text.replace(/\S+/g, (token) => {
    const at = token.search(start);
    const from = Math.max(at, 0);
    const address = trimEnd(/^[\x21-\x7e]*/.exec(token.slice(from).replace(/^[("'<[]/, ""))?.[0] ?? "");
    if (at < 0 && !bareDomain.test(address) && !mail.test(address)) return token;
    facts.push({ kind: "address", readings: [nameAddress(address)], digits: [address] });
    const end = token.indexOf(address, from) + address.length;
    return `${token.slice(0, from)} | ${token.slice(end)}`;
  });
  return { rest, facts };
}

/** What ends the sentence does not belong to the address in it. */
function trimEnd(token: string): string {
  let end = token.length;
  while (end > 0 && /[^a-z0-9/=&%#_~+-]/i.test(token[end - 1] ?? "")) end -= 1;
  return token.slice(0, end);
}

function nameAddress(address: string): string {
  if (mail.test(address)) return address.toLowerCase();
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`);
  if (!url) return address;
  return `${url.host}${url.pathname.replace(/\/$/, "")}${url.search}${url.hash}`;
}
