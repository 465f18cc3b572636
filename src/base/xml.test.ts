import { describe, expect, it } from 'vitest';
import { child, childText, children, deepText, readXml, type XmlElement, type XmlHandlers } from './xml.ts';

async function* inChunks(text: string, size: number): AsyncGenerator<string, void> {
  for (let at = 0; at < text.length; at += size) {
    await Promise.resolve();
    yield text.slice(at, at + size);
  }
}

/** Reads the records `item` of a document. */
async function itemsOf(
  text: string,
  size = 4096,
  handlers: XmlHandlers = {},
): Promise<{ items: XmlElement[]; fault: string | undefined }> {
  const items: XmlElement[] = [];
  const result = await readXml(inChunks(text, size), {
    records: { item: (element) => void items.push(element) },
    ...handlers,
  });
  return { items, fault: result.ok ? undefined : result.fault.code };
}

describe('records', () => {
  it('come out the same wherever the chunks break', async () => {
    const text =
      '<?xml version="1.0"?><r>\n<item a="1 &amp; 2">é<sub>x</sub>tail<![CDATA[<raw>]]></item></r>';
    const whole = await itemsOf(text);
    for (const size of [1, 2, 3, 5, 7, 64]) expect(await itemsOf(text, size)).toEqual(whole);
    expect(whole.items[0]).toMatchObject({ attributes: { a: '1 & 2' }, text: 'étail<raw>', line: 2 });
  });

  it('have local names, whatever the prefix', async () => {
    const { items } = await itemsOf('<c:r xmlns:c="urn:x"><c:item c:a="1"><c:sub>v</c:sub></c:item></c:r>');
    expect(items.map((item) => [item.name, childText(item, 'sub'), item.attributes])).toEqual([
      ['item', 'v', { 'c:a': '1' }],
    ]);
  });

  it('hold records of the same name as mere children', async () => {
    const { items } = await itemsOf('<r><item><item>in</item></item><item/></r>');
    expect(items.map((item) => item.children.length)).toEqual([1, 0]);
  });

  it('are handed over with the elements around them; open and close run outside records only', async () => {
    const seen: string[] = [];
    const note = (text: string) => (): void => void seen.push(text);
    await itemsOf('<r><group><item><group/></item></group></r>', 3, {
      open: { group: note('open') },
      close: { group: note('close') },
      records: {
        item: (_, ancestors) => void seen.push(ancestors.map(({ name }) => name).join('/')),
      },
    });
    expect(seen).toEqual(['open', 'r/group', 'close']);
  });

  it('may be the document element', async () => {
    expect((await itemsOf('<item>x</item>')).items.map(({ text }) => text)).toEqual(['x']);
  });
});

describe('faults', () => {
  it.each([
    ['', 'empty'],
    ['<?xml version="1.0"?>\n<!-- nothing -->', 'empty'],
    ['<r><item/>', 'truncated'],
    ['<r><item a="', 'truncated'],
    ['<r><item></r>', 'not-well-formed'],
    ['<r a=1/>', 'not-well-formed'],
    ['<r/><r/>', 'not-well-formed'],
    ['<r>&own;</r>', 'external-entity'],
    ['<!DOCTYPE r [<!ENTITY own SYSTEM "file:///etc/passwd">]><r>&own;</r>', 'external-entity'],
    ['<!DOCTYPE r [<!entity % own "x">]><r/>', 'external-entity'],
    ['<a>'.repeat(300), 'too-deep'],
    [`<r><item>${'<a>'.repeat(300)}`, 'too-deep'],
  ])('%j is %s', async (text, code) => {
    for (const size of [3, 4096]) expect((await itemsOf(text, size)).fault).toBe(code);
  });

  it('come before anything is handed over when entities are declared', async () => {
    let isBegun = false;
    await itemsOf('<!DOCTYPE r [<!ENTITY own "x">]><r><item/></r>', 4096, {
      root: () => {
        isBegun = true;
        return undefined;
      },
    });
    expect(isBegun).toBe(false);
  });

  it('leave what was read before them', async () => {
    const { items, fault } = await itemsOf('<r><item>1</item><item>2</item><item>3');
    expect([items.length, fault]).toEqual([2, 'truncated']);
  });

  it('of the document element end the reading', async () => {
    const { items, fault } = await itemsOf('<r><item/></r>', 4096, {
      root: ({ name }) => ({ code: 'wrong-version', message: name }),
    });
    expect([items.length, fault]).toEqual([0, 'wrong-version']);
  });

  it.each([
    ['text in a record', '<r><item>', 'x'],
    ['elements in a record', '<r><item>', '<a/>'],
    ['text outside records', '<r>', 'x'],
    ['a comment', '<r><!-- ', 'x'],
    ['an attribute', '<r><item a="', 'x'],
  ])('stop %s without end', async (_, start, piece) => {
    async function* endless(): AsyncGenerator<string, void> {
      yield start;
      const chunk = piece.repeat(1_000_000 / piece.length);
      for (let megabytes = 0; megabytes < 100; megabytes++) {
        await Promise.resolve();
        yield chunk;
      }
    }
    const result = await readXml(endless(), { records: { item: () => undefined } });
    expect(result).toMatchObject({ ok: false, fault: { code: 'too-large' } });
  });

  it('are none for many records that are small one by one', async () => {
    async function* many(): AsyncGenerator<string, void> {
      yield '<r>';
      const chunk = `<item>${'x'.repeat(999_000)}</item>`;
      for (let megabytes = 0; megabytes < 50; megabytes++) {
        await Promise.resolve();
        yield chunk;
      }
      yield '</r>';
    }
    let count = 0;
    const result = await readXml(many(), { records: { item: () => (count += 1) } });
    expect([result.ok, count]).toEqual([true, 50]);
  });

  it('say where', async () => {
    const result = await readXml(inChunks('<r>\n<a></b>\n</r>', 100), {});
    expect(result).toMatchObject({ ok: false, fault: { place: expect.stringMatching(/^line 2/) as string } });
  });
});

it('accepts a document type without declarations and processing instructions', async () => {
  const text = '<?xml version="1.0"?><!DOCTYPE r><?xml-stylesheet href="r.xsl"?><r><item/></r>';
  expect((await itemsOf(text, 5)).fault).toBeUndefined();
});

it('waits for the consumer between chunks', async () => {
  let waits = 0;
  await itemsOf('<r><item/></r>', 5, {
    pressure: () => {
      waits++;
      return Promise.resolve();
    },
  });
  expect(waits).toBe(3);
});

describe('texts', () => {
  const item = async (text: string): Promise<XmlElement> => {
    const { items } = await itemsOf(`<r><item>${text}</item></r>`);
    if (items[0] === undefined) throw new Error('no item');
    return items[0];
  };

  it('keep the order of mixed content', async () => {
    expect(deepText(await item('Run <code>sudo\n reboot</code>, <i>then</i> wait.<br/>Twice.'))).toBe(
      'Run sudo reboot, then wait. Twice.',
    );
  });

  it('of a child are trimmed, and absent when blank', async () => {
    const element = await item('<a> x </a><b> </b><a>y</a>');
    expect([childText(element, 'a'), childText(element, 'b'), childText(element, 'c')]).toEqual([
      'x',
      undefined,
      undefined,
    ]);
    expect(children(element, 'a').map(({ text }) => text)).toEqual([' x ', 'y']);
    expect(child(element, 'b')?.text).toBe(' ');
  });
});
