import { describe, expect, it } from 'vitest';
import { headBytes, headOf } from './head.ts';

const head = (text: string) => headOf('file', new TextEncoder().encode(text).subarray(0, headBytes));

describe('the head of a JSON file', () => {
  it('lists the paths of keys with a star for indices, and the first short scalar at each', () => {
    const { json } = head('{"a":{"b":[{"c":1},{"c":2,"d":"x"}]},"e":null}');
    expect(json?.form).toBe('object');
    expect([...(json?.paths ?? [])]).toEqual(['a', 'a.b', 'a.b.*', 'a.b.*.c', 'a.b.*.d', 'e']);
    expect(json?.scalars.get('a.b.*.c')).toBe('1');
    expect(json?.scalars.get('a.b.*.d')).toBe('x');
    expect(json?.scalars.get('e')).toBe('null');
  });

  it('looks five levels deep and no further', () => {
    const { json } = head('{"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}');
    expect(json?.paths.has('a.b.c.d.e')).toBe(true);
    expect(json?.paths.has('a.b.c.d.e.f')).toBe(false);
  });

  it('keeps no long text', () => {
    const { json } = head(`{"long":"${'x'.repeat(500)}","short":"y"}`);
    expect(json?.paths.has('long')).toBe(true);
    expect(json?.scalars.has('long')).toBe(false);
    expect(json?.scalars.get('short')).toBe('y');
  });

  it('sees what lies before the cut at 64 kB', () => {
    const { json } = head(
      `{"tool":"t","list":["${'x'.repeat(200)}"${`,"${'y'.repeat(200)}"`.repeat(1000)}]}`,
    );
    expect(json?.scalars.get('tool')).toBe('t');
    expect(json?.paths.has('list.*')).toBe(true);
  });

  it('tells arrays, null, scalars and damage apart', () => {
    expect(head(' [ ').json?.form).toBe('array');
    expect(head('null\n').json?.form).toBe('null');
    expect(head('42').json?.form).toBe('scalar');
    expect(head('true').json?.form).toBe('scalar');
    expect(head('note to self').json).toBeUndefined();
    expect(head('').json).toBeUndefined();
  });

  it('reads one object a line, whole lines only', () => {
    const { json } = head('{"a":1}\n{"b":{"c":2}}\n{"cut":');
    expect(json?.form).toBe('lines');
    expect(json?.lines).toEqual([{ a: 1 }, { b: { c: 2 } }]);
    expect([...(json?.paths ?? [])]).toEqual(['a', 'b', 'b.c']);
  });

  it('takes a document over several lines for one document', () => {
    expect(head('{"a":1,\n"b":2}\n').json?.form).toBe('object');
    expect(head('{"a":1}\n').json?.form).toBe('object');
  });

  it('stops quietly at damage and keeps what it saw', () => {
    const { json } = head('{"a":1,"b":oops,"c":3}');
    expect([...(json?.paths ?? [])]).toEqual(['a']);
  });

  it('is not led astray by __proto__ keys', () => {
    const { json } = head('{"__proto__":{"x":1}}');
    expect(json?.paths.has('__proto__.x')).toBe(true);
    expect(json?.scalars.get('__proto__.x')).toBe('1');
  });
});

describe('the head of other files', () => {
  it('names the document element of XML with its attributes and the elements seen', () => {
    const { xml } = head('<?xml version="1.0"?><x:bom xmlns:x="urn:b" version="1"><x:components><x:a/>');
    expect(xml?.root).toBe('bom');
    expect(xml?.attributes['xmlns:x']).toBe('urn:b');
    expect([...(xml?.elements ?? [])]).toEqual(['bom', 'components', 'a']);
  });

  it('decodes UTF-16 and drops a BOM', () => {
    const text = '\ufeff{"a":"ü"}';
    const utf16 = new Uint8Array(Buffer.from(text, 'utf16le'));
    expect(headOf('f', utf16).json?.scalars.get('a')).toBe('ü');
    expect(head(text).json?.scalars.get('a')).toBe('ü');
  });

  it('has no text for bytes that are none, but the bytes themselves, 512 at most', () => {
    const { text, bytes } = headOf('f', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 7, 7]));
    expect(text).toBe('');
    expect([...bytes]).toEqual([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 7, 7]);
    expect(headOf('f', new Uint8Array(1000)).bytes).toHaveLength(512);
  });
});
