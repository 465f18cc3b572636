import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { questionsCommand } from './questions.ts';

const folder = fileURLToPath(new URL('../../../data/questions', import.meta.url));

let out: string;
let err: string;
let codeBefore: typeof process.exitCode;
beforeEach(() => {
  out = err = '';
  codeBefore = process.exitCode;
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    err += String(chunk);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = codeBefore;
});

async function run(...argv: readonly string[]): Promise<typeof process.exitCode> {
  await questionsCommand(folder).parseAsync(argv, { from: 'user' });
  return process.exitCode;
}

it('lists the questions of a topic', async () => {
  expect(await run('--topic', 'certificates')).toBe(0);
  expect(out.startsWith('certificates\n')).toBe(true);
  expect(out).toContain('weak-certificates');
  expect(out).not.toContain('choke-points');
});

it('shows one with its query, or as JSON', async () => {
  expect(await run('choke-points')).toBe(0);
  expect(out).toMatch(/purpose {2}Decides .*\n[^]*hunt --question choke-points[^]*\| graph-shortest-paths/);
  out = '';
  expect(await run('choke-points', '--json')).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ id: 'choke-points', topic: 'attack paths' });
});

it('says what it does not know', async () => {
  expect(await run('no-such')).toBe(2);
  expect(await run('--topic', 'weather')).toBe(2);
  expect(err).toContain('there is no question no-such');
  expect(err).toContain('there is no topic "weather"');
});
