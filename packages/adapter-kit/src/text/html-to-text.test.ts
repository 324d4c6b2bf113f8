import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlToText } from "./html-to-text.ts";

describe("htmlToText", () => {
  it.each([
    // networks/mastodon.md section 10.
    [
      '<p>Hello <a href="https://m.example/tags/flood" class="mention hashtag" rel="tag">#<span>flood</span></a></p>',
      "Hello #flood",
    ],
    ["<p>one</p><p>two<br>three<br />four</p>", "one\n\ntwo\nthree\nfour"],
    ["plain", "plain"],
    ["", ""],
    [
      "a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39; &#x2764; &nbsp;e &unknown; &",
      "a <b> &amp; \"c\" 'd' ❤ e &unknown; &",
    ],
    ["&#0;&#xD800;&#x110000;&#7;", "\ufffd\ufffd\ufffd\ufffd"],
    [
      '<a href="https://example.org/long/path"><span class="invisible">https://</span><span class="ellipsis">example.org/long</span><span class="invisible">/path</span></a>',
      "example.org/long",
    ],
    ['<p class="quote-inline">RE: <a href="x">y</a></p><p>text</p>', "text"],
    ["<span class='x invisible y'>a<span>b</span>c</span>d", "d"],
    ["<span class=invisible>a</span>b", "b"],
    ['<p>x<span class="invisible">never closed', "x"],
    ["<ul><li>one</li><li>two</li></ul>end", "- one\n- two\n\nend"],
    ["1 < 2 <3 a<b", "1 < 2 <3 a"],
    ["<script>alert(1)</script><style>p{}</style><!-- note -->x<!-- open", "x"],
    ['<img alt="a > b" src=x onerror=alert(1)>y', "y"],
    ["</p><!DOCTYPE html><?xml?>z", "z"],
    ["<P>UP</P><BR>", "UP"],
    ["  a \n\t b  <br><br><br>  c ", "a b\n\nc"],
    ["&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"],
  ])("turns %j into %j", (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it("gives back any text that was escaped", () => {
    const line = fc.string({ unit: fc.constantFrom(..."<>&\"'ab;#x é👍") });
    fc.assert(
      fc.property(line, (text) => {
        const html = text.replace(/[<>&"']/g, (each) => `&#${each.charCodeAt(0)};`);
        expect(htmlToText(`<p>${html}</p>`)).toBe(text.replace(/ +/g, " ").trim());
      }),
    );
  });

  it("never fails", () => {
    const pieces = [
      "<",
      ">",
      "<p>",
      "</p>",
      '<span class="invisible">',
      "</span>",
      "<!--",
      "-->",
      '"',
      "'",
      "&amp;",
      "a",
      " ",
      "<br",
      "/",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (each) => {
        expect(htmlToText(each.join(""))).not.toMatch(/\n{3}/);
      }),
    );
  });
});
