import { afterAll, describe, expect, it } from 'vitest';
import { catalogFrom } from '../catalog/catalog.ts';
import { startLanguage } from './client.ts';

const catalog = catalogFrom({
  published: [
    { name: 'T', description: 'A table', columns: [{ name: 'a', type: 'string', description: 'A text' }] },
  ],
});

describe('the language thread', () => {
  const language = startLanguage<{ readonly how: string }, string>({
    catalog,
    entry: new URL('./client.test-thread.ts', import.meta.url),
    timeLimit: 2_000,
  });
  afterAll(() => language.close());

  it('answers services with plain data', async () => {
    expect(await language.ready()).toEqual({ ok: true, value: undefined });
    expect(await language.service('diagnostics', 'T | where a == "x"')).toEqual({ ok: true, value: [] });
    const wrong = await language.service('diagnostics', 'T | where b == 1');
    expect(wrong).toMatchObject({ ok: true, value: [{ code: 'KS142', kind: 'bind', start: 10, length: 1 }] });
  });

  it('hands queries to the compiler it was given, with the catalogue', async () => {
    expect(await language.compile('T', { how: 'well' })).toEqual({ ok: true, value: 'T well over T' });
    await language.use({ tables: [], functions: [] });
    expect(await language.compile('T', { how: 'well' })).toEqual({ ok: true, value: 'T well over ' });
    await language.use(catalog);
  });

  it('says that our own code threw, and goes on', async () => {
    expect(await language.compile('throw', { how: '' })).toEqual({
      ok: false,
      reason: 'failed',
      message: 'Error: a broken promise',
    });
    expect(await language.service('format', 'T|take 1')).toEqual({ ok: true, value: 'T | take 1' });
  });

  it('ends a request that takes too long, and the next is answered by a new thread', async () => {
    const slow = language.compile('loop', { how: '' });
    const next = language.compile('T', { how: 'anew' });
    expect(await slow).toMatchObject({ ok: false, reason: 'timeout' });
    expect(await next).toEqual({ ok: true, value: 'T anew over T' });
  });

  it('survives the end of its thread', async () => {
    const gone = language.compile('exit', { how: '' });
    const next = language.compile('T', { how: 'again' });
    expect(await gone).toMatchObject({ ok: false, reason: 'crashed' });
    expect(await next).toEqual({ ok: true, value: 'T again over T' });
  });

  it('answers those that wait when it is closed', async () => {
    const other = startLanguage({ catalog, entry: new URL('./client.test-thread.ts', import.meta.url) });
    const waiting = other.service('format', 'T');
    await other.close();
    expect(await waiting).toMatchObject({ ok: false, reason: 'closed' });
    expect(await other.service('format', 'T')).toMatchObject({ ok: false, reason: 'closed' });
  });

  it('tells all who wait when the thread cannot start', async () => {
    const broken = startLanguage({ catalog, entry: new URL('./no-such-thread.ts', import.meta.url) });
    expect(await broken.ready()).toMatchObject({ ok: false, reason: 'crashed' });
    await broken.close();
  });
});
