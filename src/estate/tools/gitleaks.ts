import { daysBefore, type Company } from '../company.ts';
import type { EstateSink } from '../sink.ts';
import { isoSeconds } from './text.ts';

interface Leak {
  readonly rule: string;
  readonly description: string;
  readonly file: string;
  readonly line: number;
  /** The line; the secret is the part in braces. Every value says of itself that it is none. */
  readonly text: string;
  readonly daysAgo: number;
}

/** Writes what gitleaks finds in the repository of the order interface: among others the password of its account. */
export async function writeGitleaks(company: Company, sink: EstateSink): Promise<void> {
  const leaks: Leak[] = [
    {
      rule: 'generic-api-key',
      description: 'Detected a Generic API Key, potentially exposing access to various services.',
      file: 'deploy/appsettings.Production.json',
      line: 14,
      text: `"Server=srv-sql01.${company.dns};User Id=${company.netbios}\\\\svc-app;Password={EXAMPLE-not-a-real-password-1}"`,
      daysAgo: 410,
    },
    {
      rule: 'aws-access-token',
      description: 'Identified a pattern that may indicate AWS credentials.',
      file: 'deploy/appsettings.Production.json',
      line: 21,
      // The key id of the provider's own documentation.
      text: '"accessKeyId": "{AKIAIOSFODNN7EXAMPLE}"',
      daysAgo: 410,
    },
    {
      rule: 'private-key',
      description: 'Identified a Private Key, which may compromise cryptographic security.',
      file: 'test/fixtures/tls.key',
      line: 1,
      text: '{-----BEGIN EXAMPLE KEY----- not a key -----END EXAMPLE KEY-----}',
      daysAgo: 900,
    },
    {
      rule: 'generic-api-key',
      description: 'Detected a Generic API Key, potentially exposing access to various services.',
      file: 'docs/howto.md',
      line: 33,
      text: 'api_key = "{EXAMPLE-0000-0000-0000}"',
      daysAgo: 1200,
    },
  ];
  const findings = leaks.map((leak) => finding(company, leak));
  await sink.write('gitleaks/order-interface.json', [`${JSON.stringify(findings, undefined, 1)}\n`]);
}

function finding(company: Company, leak: Leak): object {
  const commit = company.dice.hex(40, 'commit', leak.file, leak.daysAgo);
  const secret = leak.text.slice(leak.text.indexOf('{') + 1, leak.text.lastIndexOf('}'));
  const match = leak.text.replace('{', '').replace(/\}(?=[^}]*$)/, '');
  return {
    Description: leak.description,
    StartLine: leak.line,
    EndLine: leak.line,
    StartColumn: 5,
    EndColumn: 4 + match.length,
    Match: match,
    Secret: secret,
    File: leak.file,
    SymlinkFile: '',
    Commit: commit,
    Entropy: 3.5,
    Author: 'build',
    Email: `build@${company.dns}`,
    Date: isoSeconds(daysBefore(company, leak.daysAgo)),
    Message: 'Change settings',
    Tags: [],
    RuleID: leak.rule,
    Fingerprint: `${commit}:${leak.file}:${leak.rule}:${leak.line}`,
  };
}
