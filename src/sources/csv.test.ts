import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

async function* chunks(text: string): AsyncGenerator<string> {
  for (let i = 0; i < text.length; i += 7) yield await Promise.resolve(text.slice(i, i + 7));
}

async function read(text: string, delimiter: ',' | ';' = ',') {
  const rows: [number, Record<string, string>][] = [];
  const bad: [number, string][] = [];
  const result = await readCsv(chunks(text), delimiter, {
    isHeader: (cells) => cells.includes('id'),
    record: (row, line) => rows.push([line, Object.fromEntries(row)]),
    bad: (line, reason) => bad.push([line, reason]),
  });
  return { result, rows, bad };
}

describe('readCsv', () => {
  it('finds the header below a head of the tool, and reads quoted cells over several lines', async () => {
    const { result, rows } = await read('\uFEFF"Report of","x"\n\nid, text\n1,"a ""b""\nc"\n2,d\n');
    expect(result).toEqual({ ok: true, value: undefined });
    expect(rows.map(([, row]) => row)).toEqual([
      { id: '1', text: 'a "b"\nc' },
      { id: '2', text: 'd' },
    ]);
  });

  it('takes the first filled cell of two columns of one name, and fills absent cells with empty text', async () => {
    expect((await read('id;a;a;b\n1;;x\n', ';')).rows.map(([, row]) => row)).toEqual([
      { id: '1', a: 'x', b: '' },
    ]);
  });

  it('sets a line of one cell aside', async () => {
    const { rows, bad } = await read('id,a\nnonsense\n1,x\n');
    expect(rows).toHaveLength(1);
    expect(bad).toEqual([[2, 'the line has one cell only']]);
  });

  it('gives the rows before a record that is cut', async () => {
    const { result, rows } = await read('id,a\n1,x\n2,y\n3,"open\n');
    expect(rows.map(([, row]) => row['id'])).toEqual(['1', '2']);
    expect(result).toMatchObject({ fault: { code: 'truncated' } });
  });

  it('says what is wrong', async () => {
    expect((await read('')).result).toMatchObject({ fault: { code: 'empty' } });
    expect((await read('a,b\n1,2\n')).result).toMatchObject({ fault: { code: 'wrong-content' } });
    expect((await read('id,a\n1,"open\n')).result).toMatchObject({ fault: { code: 'truncated' } });
    expect((await read(`id,a\n1,"${'x'.repeat(5_000_000)}"\n`)).result).toMatchObject({
      fault: { code: 'too-large' },
    });
    const columns = Array.from({ length: 2_001 }, (_, i) => `c${i}`).join();
    expect((await read(`id,${columns}\n1,2\n`)).result).toMatchObject({ fault: { code: 'too-large' } });
  });
});
