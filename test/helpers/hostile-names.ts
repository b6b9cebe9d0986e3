import { expect } from 'vitest';

/** Names that want more than to be read. All but the last two can be names of folders. */
export const hostileNames: Readonly<Record<string, string>> = {
  escapes: '\x1b[31;7777mred\x1b[3;3H\x1b]0;title\x07',
  c1: '\x9b7777m\x9d0;title\x9c\x7f',
  lines: 'two\nlines\r\tand\x0b\x0c\x85',
  overrides: 'abc\u202egnp.exe\u2066x\u2069\u200f\u061c',
  separators: 'a\u2028b\u2029c',
  unseen: 'zero\u200b\u200d\u2060\ufeff\u00adwidth\u{e0041}\u{e007f}',
  link: '<a href="http:evil.example">link</a><img src=http:evil.example>',
  style: '<span style="fill:url(http:evil.example)">span</span><b>b<sup>2',
  escapedStyle: '<span style="fill:u\\72l(http:evil.example);background:image-set(\'x\')">s',
  script: '"><svg onload=alert(1)><style>*{fill:red}<script>alert(1)<!--]]>',
  entities: '&lt;a href=x&gt;&amp;#60;&#123;%{x} %{customdata} $& $1 {{x}}',
  wide: '漢字かな 한글 ｆｕｌｌ ⌚✅',
  emoji: '👩‍👩‍👧‍👦👍🏽🇩🇪1️⃣❤️',
  marks: 'Ze\u0301\u0300\u0302\u0316\u0489algo ตัวอย่าง नमस्ते',
  shell: '--help -q `touch x` $(touch x);\'"\\ *',
  long: 'x'.repeat(150),
  lone: '\ud800lone\udfff',
  slashes: '<a href="http://evil.example/">link</a> url(//evil.example/x) ../../etc'
};

/** Those that can be names of folders. */
export const folderNames = Object.entries(hostileNames)
  .filter(([kind]) => kind !== 'lone' && kind !== 'slashes')
  .map(([, name]) => name.replaceAll('/', ''));

/** Expects that a text does nothing to a terminal: no control but line ends, nothing unseen. */
export function expectShowable(text: string): void {
  const found = text
    .replaceAll('\n', '')
    .match(/.{0,20}[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}].{0,20}/gsu);
  expect(found ?? []).toEqual([]);
}

/** Expects that an SVG is XML that refers to nothing outside of itself and runs nothing. */
export function expectSelfContainedSvg(svg: string, parse: (xml: string) => unknown): void {
  parse(svg);
  const tags = svg.match(/<[^>]*>/g) ?? [];
  for (const tag of tags) {
    expect(tag).not.toMatch(/^<\/?(a|script|style|foreignObject|use|iframe)[\s>/]/i);
    expect(tag).not.toMatch(/\son\w+=/i);
    for (const [, url] of tag.matchAll(/href="([^"]*)"/g)) expect(url).toMatch(/^(#|data:image)/);
    for (const [, url] of tag.matchAll(/url\(\s*['"]?([^)]*)/g)) expect(url).toMatch(/^#/);
    for (const [value] of tag.matchAll(/="[^"]*"/g))
      expect(value).not.toMatch(/\\|image-set|image\(|src\(|@import/);
  }
}
