import { expect, test } from "vitest";

import { createIdentifierScan } from "./create-identifier-scan.ts";
import { textsOfParts, type OutgoingPart } from "./texts-of-parts.ts";

const bytes = new Uint8Array([1]);

test("everything that leaves is listed, with its path", () => {
  const parts: readonly OutgoingPart[] = [
    {
      text: "one",
      contentWarning: "two",
      media: [
        { alt: "three", bytes: new File([bytes], "four.jpg") },
        { alt: "five", url: "https://example.org/six.jpg", blob: new Blob([bytes]) },
        { alt: "", bytes },
      ],
      card: { url: "https://example.org/seven", title: "eight", description: "nine" },
      poll: { options: ["ten", "eleven"] },
    },
    { text: "twelve", media: [] },
  ];
  expect(textsOfParts(parts)).toEqual([
    { path: "parts[0].text", text: "one" },
    { path: "parts[1].text", text: "twelve", continues: true },
    { path: "parts[0].contentWarning", text: "two" },
    { path: "parts[0].media[0].alt", text: "three" },
    { path: "parts[0].media[0].name", text: "four.jpg", form: "file-name" },
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
const empty: OutgoingPart = { text: "", media: [] };
const { scan } = createIdentifierScan({ allow: { url: ["example.org"] } });

test.each<[string, string, OutgoingPart]>([
  ["the text", "parts[0].text", { ...empty, text: ssn }],
  ["a hashtag", "parts[0].text", { ...empty, text: "#MRN448812" }],
  ["a content warning", "parts[0].contentWarning", { ...empty, contentWarning: ssn }],
  ["the description of a picture", "parts[0].media[0].alt", { ...empty, media: [{ alt: ssn, bytes }] }],
  [
    "a file name",
    "parts[0].media[0].name",
    { ...empty, media: [{ alt: "a", bytes: new File([bytes], `x_${ssn}.jpg`) }] },
  ],
  [
    "words of a file name",
    "parts[0].media[0].name",
    { ...empty, media: [{ alt: "a", bytes: new File([bytes], "PatientMariaQuillfeather.jpg") }] },
  ],
  [
    "the name of a blob",
    "parts[0].media[0].name",
    { ...empty, media: [{ alt: "a", blob: new File([bytes], "mrn_448812.jpg") }] },
  ],
  [
    "the address of a picture",
    "parts[0].media[0].url",
    { ...empty, media: [{ alt: "a", url: "https://example.org/a?mrn=1" }] },
  ],
  [
    "the address of a card",
    "parts[0].card.url",
    { ...empty, card: { url: "https://example.org/a?q=" + ssn, title: "a" } },
  ],
  ["the title of a card", "parts[0].card.title", { ...empty, card: { url: "https://example.org", title: ssn } }],
  [
    "the description of a card",
    "parts[0].card.description",
    { ...empty, card: { url: "https://example.org", title: "a", description: ssn } },
  ],
  ["an answer of a poll", "parts[0].poll.options[1]", { ...empty, poll: { options: ["a", ssn] } }],
])("an identifier in %s is found", (_where, path, part) => {
  expect(scan(textsOfParts([part]))).toEqual([expect.objectContaining({ path, level: "block" })]);
});
