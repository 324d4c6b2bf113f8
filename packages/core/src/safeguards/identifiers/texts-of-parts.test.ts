import { expect, test } from "vitest";

import type { OutgoingMedia, OutgoingPart } from "../safeguard.ts";
import { createIdentifierScan } from "./create-identifier-scan.ts";
import { textsOfParts } from "./texts-of-parts.ts";

const empty: OutgoingPart = { text: "", audience: "public", media: [] };
const picture: OutgoingMedia = { kind: "image", mimeType: "image/jpeg", mediaId: "1", alt: "" };

test("everything that leaves is listed, with its path", () => {
  const parts: readonly OutgoingPart[] = [
    {
      ...empty,
      text: "one",
      contentWarning: "two",
      media: [
        { ...picture, alt: "three", fileName: "four.jpg" },
        { ...picture, alt: "five", url: "https://example.org/six.jpg" },
        picture,
      ],
      card: { url: "https://example.org/seven", title: "eight", description: "nine" },
      poll: { options: ["ten", "eleven"], closesAt: "2026-03-01T12:00:00Z", multiple: false },
    },
    { ...empty, text: "twelve" },
  ];
  expect(textsOfParts(parts)).toEqual([
    { path: "parts[0].text", text: "one" },
    { path: "parts[1].text", text: "twelve", continues: true },
    { path: "parts[0].contentWarning", text: "two" },
    { path: "parts[0].media[0].alt", text: "three" },
    { path: "parts[0].media[0].fileName", text: "four.jpg", form: "file-name" },
    { path: "parts[0].media[1].alt", text: "five" },
    { path: "parts[0].media[1].url", text: "https://example.org/six.jpg" },
    { path: "parts[0].card.url", text: "https://example.org/seven" },
    { path: "parts[0].card.title", text: "eight" },
    { path: "parts[0].card.description", text: "nine" },
    { path: "parts[0].poll.options[0]", text: "ten" },
    { path: "parts[0].poll.options[1]", text: "eleven" },
  ]);
});

const ssn = "212-45-6781";
const { scan } = createIdentifierScan({ allow: { url: ["example.org"] } });
const poll = { options: ["a", ssn], closesAt: "2026-03-01T12:00:00Z", multiple: false };

test.each<[string, string, Partial<OutgoingPart>]>([
  ["the text", "text", { text: ssn }],
  ["a hashtag", "text", { text: "#MRN448812" }],
  ["the query of a link", "text", { text: "https://example.org/results?mrn=448812" }],
  ["a content warning", "contentWarning", { contentWarning: ssn }],
  ["the description of a picture", "media[0].alt", { media: [{ ...picture, alt: ssn }] }],
  ["a file name", "media[0].fileName", { media: [{ ...picture, fileName: `x_${ssn}.jpg` }] }],
  ["words of a file name", "media[0].fileName", { media: [{ ...picture, fileName: "PatientMariaQuillfeather.jpg" }] }],
  ["a number of a file name", "media[0].fileName", { media: [{ ...picture, fileName: "mrn_448812.jpg" }] }],
  ["the address of a picture", "media[0].url", { media: [{ ...picture, url: "https://example.org/a?mrn=1" }] }],
  ["the address of a card", "card.url", { card: { url: `https://example.org/a?q=${ssn}`, title: "a" } }],
  ["the title of a card", "card.title", { card: { url: "https://example.org", title: ssn } }],
  [
    "the description of a card",
    "card.description",
    { card: { url: "https://example.org", title: "a", description: ssn } },
  ],
  ["an answer of a poll", "poll.options[1]", { poll }],
])("an identifier in %s is found", (_where, path, part) => {
  const found = scan(textsOfParts([{ ...empty, ...part }]));
  expect(found).toEqual([expect.objectContaining({ path: `parts[0].${path}`, level: "block" })]);
});
