/** Ranges of IPv4 that are not one machine on the public internet (IANA special-purpose registry; multicast; 240/4). */
const closedV4 =
  /^(0|10|127|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254|172\.(1[6-9]|2\d|3[01])|192\.(168|0\.[02]|31\.196|52\.193|88\.99|175\.48)|198\.(1[89]|51\.100)|203\.0\.113|2(2[4-9]|[345]\d))\./;

/** The only range of IPv6 in which public machines are; mapped, translated and local addresses lie outside. */
const openV6 = /^[23][\da-f]{3}:/;

/** Ranges inside it that are not: 2001::/23 (protocols, tunnels), documentation, 6to4. */
const closedV6 = /^(2001:([\da-f]{0,2}|1[\da-f]{2}|db8):|2002:|3fff:[\da-f]{0,3}:)/;

/** Names that a local resolver answers: RFC 6761, 6762, 8375, and those that IANA keeps out of the root. */
const closedName = /(^|\.)(localhost|local|internal|intranet|private|corp|home|lan|home\.arpa)$/;

/** Whether an address, as a resolver or a URL parser writes it, belongs to a machine on the public internet. */
export function isPublicAddress(address: string): boolean {
  if (/^\d+(\.\d+){3}$/.test(address)) return !closedV4.test(address);
  return openV6.test(address) && !closedV6.test(address);
}

/** Whether `hostname` of a parsed `https` URL can name a public machine; the parser has undone all odd spellings. */
export function isPublicHost(hostname: string): boolean {
  if (/^[\d.]+$|^\[/.test(hostname)) return isPublicAddress(hostname.replace(/^\[|\]$/g, ""));
  const name = hostname.replace(/\.$/, "");
  return name.includes(".") && !closedName.test(name);
}
