import { describe, expect, it } from 'vitest';
import { accountIn } from './account-in.ts';

describe('accountIn', () => {
  it('finds the account of a connection string', () => {
    expect(accountIn('Server=db;User Id=CORP\\svc-app;Password=hidden', 'hidden')).toBe('CORP\\svc-app');
    expect(accountIn('"uid": "report", "pwd": "hidden"', 'hidden')).toBeUndefined();
    expect(accountIn('username=alice@corp.example password=hidden', 'hidden')).toBe('alice@corp.example');
  });

  it('undoes the doubled backslash of source code', () => {
    expect(accountIn('User Id=CORP\\\\svc-app;', undefined)).toBe('CORP\\svc-app');
  });

  it('never takes the secret for the account', () => {
    expect(accountIn('login=hunter22', 'hunter22')).toBeUndefined();
    expect(accountIn('user=abc', 'xxabcxx')).toBeUndefined();
    expect(accountIn('token = abc', 'abc')).toBeUndefined();
  });
});
