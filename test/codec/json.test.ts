import { describe, expect, it } from 'vitest';
import { parseJson, parsePythonJson, repeatedKey } from '../../src/codec/json.ts';
import { UserError } from '../../src/error/user-error.ts';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('JSON from files', () => {
  it('may have the bare numbers that Python writes', () => {
    const text = '{"a": [NaN, -Infinity,Infinity], "NaN": "Infinity \\" NaN", "b":NaN}';
    expect(parsePythonJson(text)).toEqual({
      a: [null, -Infinity, Infinity],
      NaN: 'Infinity " NaN',
      b: null
    });
    expect(() => parseJson(text)).toThrow('damaged json: it breaks off or is misspelt');
  });

  it.each(['NaNs', '1Infinity', '1.Infinity', 'Infinity5', 'aNaN', 'Infinity.5', '-NaN', 'nan'])(
    'has no number %s',
    (number) => {
      expect(() => parsePythonJson(`[${number}]`)).toThrow('damaged json: it breaks off');
    }
  );

  it('is refused beyond 200 levels', () => {
    expect(() => parsePythonJson(nested(201))).toThrow('damaged json: it has more than 200 levels');
    expect(() => parseJson(`{"a": ${nested(100_000)}}`)).toThrow(UserError);
    expect(parseJson(nested(200))).toHaveLength(1);
    expect(parseJson(`["${'['.repeat(300)}", ${'[],'.repeat(300)}1]`)).toHaveLength(302);
  });

  it('is refused beyond two million lists', () => {
    expect(() => parseJson(`[${'[],'.repeat(2 ** 21)}1]`)).toThrow('2097152 lists');
  });

  it('is refused when it is empty or breaks off', () => {
    expect(() => parsePythonJson(' \n')).toThrow('damaged json: it is empty');
    for (const text of ['{"a": "b', '{"a": "b\\', '{"a": [NaN', 'NaN NaN', '"\\', '{', '"'])
      expect(() => parsePythonJson(text)).toThrow('it breaks off');
  });

  it('is read in time linear in its length, beside NaN and whatever the strings hold', () => {
    const texts = ['\\"'.repeat(100_000), 'x'.repeat(20_000_000), '\\\\'.repeat(1_000_000), 'NaN'];
    for (const text of texts) {
      const read = parsePythonJson(`{"a": "${text}", "b": NaN}`) as { a: string; b: unknown };
      expect([read.a, read.b]).toEqual([JSON.parse(`"${text}"`), null]);
      expect(() => parsePythonJson(`{"a": "${text}`)).toThrow('it breaks off');
    }
  });

  it('tells the first key that stands twice at the top', () => {
    expect(repeatedKey('{"a": {"b": 1, "b": 2}, "c": "a", "b": ["a"]}')).toBeNull();
    expect(repeatedKey('{"a": 1, "\\u0061"  \n\t  : 2}')).toBe('a');
    expect(
      repeatedKey(`{"${'x'.repeat(1_000_000)}": 1, "a": 2, "a": "${'\\"'.repeat(1e5)}"}`)
    ).toBe('a');
  });
});
