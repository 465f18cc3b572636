import { expect, it } from 'vitest';
import { TestEngine } from '../conformance/duckdb.ts';
import { catalogFrom, createGlobals } from '../index.ts';

it('geo_info_from_ip_address: looks into the table of places and keeps the order of the rows', async () => {
  const catalog = { ...catalogFrom({ published: [] }), geo: { table: 'GeoRanges_' } };
  const engine = await TestEngine.open(createGlobals(catalog));
  await engine.connection.run(
    `CREATE TABLE "GeoRanges_" AS SELECT '00000000000000000000ffff08080800' AS first, '00000000000000000000ffff080808ff' AS last, 'Norway' AS country, '' AS state, 'Oslo' AS city, 59.9 AS latitude, NULL::DOUBLE AS longitude`,
  );
  const found = await engine.run(
    `datatable(ip:string)['9.9.9.9', '8.8.8.8', '10.0.0.1', 'x', '::ffff:8.8.8.255', '8.8.7.255'] | extend where_ = geo_info_from_ip_address(ip)`,
  );
  const oslo = { country: 'Norway', state: '', city: 'Oslo', latitude: 59.9, longitude: null };
  expect(found.ok && found.rows).toEqual([
    ['9.9.9.9', null],
    ['8.8.8.8', oslo],
    ['10.0.0.1', null],
    ['x', null],
    ['::ffff:8.8.8.255', oslo],
    ['8.8.7.255', null],
  ]);
});
