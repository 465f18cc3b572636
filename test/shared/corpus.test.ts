import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { compareCorpus, figuresOf, type ComparedFile } from './corpus-facts.ts';
import { describeShared } from './shared.ts';

describeShared('the corpus through the ordinary way of files', (root) => {
  let files: readonly ComparedFile[];
  beforeAll(async () => {
    files = await compareCorpus(root);
  });

  it('gives every file a report, and every one that is refused a reason in plain words', () => {
    for (const { file, reports } of files) {
      expect(reports.length, file).toBeGreaterThan(0);
      for (const { status, fault } of reports) {
        if (status !== 'ok') expect(fault?.message, file).not.toBe('');
        expect(JSON.stringify(fault ?? {}), file).not.toMatch(/\bat \S+ \(|node_modules/);
      }
    }
  });

  it('states the facts of INDEX.json for every file that it reads', () => {
    const total = files.reduce((sum, { compared }) => sum + compared, 0);
    process.stdout.write(`facts compared: ${total}\n`);
    expect(files.flatMap(({ different }) => different)).toEqual([]);
    expect(total).toBeGreaterThan(1300);
  });

  it('is as docs/reference/corpus-facts.json says: npx tsx scripts/corpus-facts.ts', () => {
    const committed = new URL('../../docs/reference/corpus-facts.json', import.meta.url);
    expect(JSON.parse(readFileSync(committed, 'utf8'))).toEqual(figuresOf(files));
  });
});
