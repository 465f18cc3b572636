import { describe, expect, it } from 'vitest';
import { isLitter, memberPath } from './member-path.ts';

describe('memberPath', () => {
  it('is what stands inside the archive', () => {
    expect(memberPath('../x/a.zip!/machines/machines.json')).toBe('machines/machines.json');
    expect(memberPath('../x/machines.json')).toBe('../x/machines.json');
  });
});

describe('isLitter', () => {
  it('knows the litter of operating systems and nothing else', () => {
    for (const name of [
      'a.zip!/.DS_Store',
      'a.zip!/__MACOSX/users.json',
      'x/._users.json',
      'a.zip!/Thumbs.db',
      'dir/',
    ]) {
      expect(isLitter(name), name).toBe(true);
    }
    for (const name of ['../users.json', './20240305_users.json', '.exports/a.zip!/users.json']) {
      expect(isLitter(name), name).toBe(false);
    }
  });
});
