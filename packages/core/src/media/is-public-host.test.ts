import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { isPublicAddress, isPublicHost } from "./is-public-host.ts";

const hostOf = (address: string): string => new URL(`https://${address}/`).hostname;

describe("isPublicHost", () => {
  it.each([
    ...["0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254"],
    ...["169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1"],
    ...["198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.2.3", "240.0.0.1"],
    ...["255.255.255.255", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.01", "127.1", "10.1"],
    ...["127.0.0.1.", "①②⑦.0.0.1", "0xa9fea9fe", "[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:8.8.8.8]"],
    ...["[::127.0.0.1]", "[64:ff9b::10.0.0.1]", "[64:ff9b::8.8.8.8]", "[64:ff9b:1::1]", "[100::1]", "[fe80::1]"],
    ...["[febf::1]", "[fc00::1]", "[fdff::1]", "[ff02::1]", "[2001::1]", "[2001:0:1::]", "[2001:1ff::1]"],
    ...["[2001:db8::1]", "[2001:10::1]", "[2001:20::1]", "[2002:7f00:1::]", "[3fff::1]", "[3fff:fff::1]", "[5f00::1]"],
    ...["[fec0::1]", "[4000::1]", "localhost", "localhost.", "LOCALHOST", "a.localhost", "printer.local", "printer"],
    ...["metadata.google.internal", "router.home.arpa", "home.arpa", "nas.lan", "intranet", "wiki.corp", "x.private"],
  ])("refuses %s", (address) => {
    expect(isPublicHost(hostOf(address))).toBe(false);
  });

  it.each([
    ...["1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.1.1.1", "128.0.0.1"],
    ...["169.253.1.1", "169.255.1.1", "172.15.1.1", "172.32.0.1", "192.0.1.1", "192.0.3.1", "192.167.1.1"],
    ...["192.169.1.1", "198.17.1.1", "198.20.1.1", "198.51.99.1", "203.0.112.1", "223.255.255.255", "0x08080808"],
    ...["[2000::1]", "[2001:200::1]", "[2001:4860:4860::8888]", "[2606:4700::1111]", "[2a00:1450::1]", "[2003::1]"],
    ...["[3fff:1000::1]", "[3ffe::1]", "media.example.org", "media.example.org.", "local.example.org", "notlocal.de"],
    ...["xn--krankenhaus-kln-9ob.example", "mylocalhost.example.org", "10.0.0.1.example.org"],
  ])("takes %s", (address) => {
    expect(isPublicHost(hostOf(address))).toBe(true);
  });
});

describe("isPublicAddress", () => {
  /** Ranges that ipaddr.js calls unicast but IANA does not list as globally reachable, and the other way round. */
  const agrees = (address: string): void => {
    const isUnicast = ipaddr.parse(address).range() === "unicast";
    // Stricter only: nothing that the library names is taken for public.
    if (isPublicAddress(address)) expect(isUnicast, address).toBe(true);
  };

  it("takes no IPv4 address that ipaddr.js puts into a special range, and no other one away", () => {
    // Every network of 65,536 addresses, and every one of 256 below the three that hold the small special ranges.
    const differing: string[] = [];
    for (let first = 0; first < 256; first += 1)
      for (let second = 0; second < 256; second += 1)
        for (let third = 0; third < ([192, 198, 203].includes(first) ? 256 : 1); third += 1) {
          const address = `${first}.${second}.${third}.7`;
          if (isPublicAddress(address) !== (ipaddr.parse(address).range() === "unicast")) differing.push(address);
        }
    expect(differing).toEqual([]);
  });

  it("takes no IPv6 address that ipaddr.js puts into a special range", () => {
    const first = fc.constantFrom(
      "2000",
      "2001",
      "2001:db8",
      "2002",
      "2600",
      "3ffe",
      "3fff",
      "64:ff9b",
      "fe80",
      "fc00",
      "::ffff",
      "ff02",
    );
    const rest = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(first, rest, (start, groups) => {
        const text = `${start}:${groups.map((group) => group.toString(16)).join(":")}`.replace(/:+$/, "");
        if (!ipaddr.isValid(text)) return;
        agrees(new URL(`https://[${text}]/`).hostname.slice(1, -1));
      }),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        agrees(new URL(`https://[${address}]/`).hostname.slice(1, -1));
      }),
      { numRuns: 5000 },
    );
  });

  it("refuses what names an interface or is no address", () => {
    for (const address of ["fe80::1%eth0", "::", "", "2001:db8::"])
      expect(isPublicAddress(address), address).toBe(false);
  });
});
