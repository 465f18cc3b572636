import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../store/index.ts';
import { readGeoFile } from './geo-file.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'geo-'))));
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const path = join(folder, 'places.csv');
  await writeFile(path, text);
  return readGeoFile(path);
}

/** What the file puts into a store. */
async function rowsOf(text: string) {
  const found = await read(text);
  if (!found.ok) throw new Error(found.fault.message);
  const rows: Record<string, unknown>[] = [];
  const append = (_: unknown, batch: readonly Record<string, unknown>[]) => {
    rows.push(...batch);
    return Promise.resolve();
  };
  await found.value.fill({ append, flush: () => Promise.resolve() } as unknown as Store);
  return { rows, skipped: found.value.skipped };
}

const ipv4 = (hex: string) => `00000000000000000000ffff${hex}`;

describe('a file of where addresses are', () => {
  it('is read without a header, bad records counted', async () => {
    const { rows, skipped } = await rowsOf(
      '0.0.0.0,0.255.255.255,ZZ\n1.0.0.0,1.0.0.255,AU\n1.0.2.0,1.0.1.0,AU\n2001:db8::,2001:db8::ff,Atlantis\n',
    );
    expect(skipped).toBe(1);
    expect(rows.map(({ first, country }) => [first, country])).toEqual([
      [ipv4('01000000'), 'Australia'],
      ['20010db8000000000000000000000000', 'Atlantis'],
    ]);
  });

  it('is read by its header; the range that begins last wins', async () => {
    const { rows } = await rowsOf(
      'network,country_iso_code,country_name,city_name,latitude,longitude\n8.0.0.0/30,US,United States,,1.5,-2\n8.0.0.1/32,DE,Germany,Bonn,,\n',
    );
    expect(rows).toEqual([
      {
        first: ipv4('08000000'),
        last: ipv4('08000000'),
        country: 'United States',
        state: '',
        city: '',
        latitude: 1.5,
        longitude: -2,
      },
      { first: ipv4('08000001'), last: ipv4('08000001'), country: 'Germany', state: '', city: 'Bonn' },
      {
        first: ipv4('08000002'),
        last: ipv4('08000003'),
        country: 'United States',
        state: '',
        city: '',
        latitude: 1.5,
        longitude: -2,
      },
    ]);
  });

  it('is a fault when it says nothing', async () => {
    expect(await read('a,b\n1,2\n')).toMatchObject({ ok: false, fault: { code: 'wrong-content' } });
    expect(await read('start_ip,end_ip,country\nx,y,AU\n')).toMatchObject({
      ok: false,
      fault: { code: 'empty' },
    });
  });
});
