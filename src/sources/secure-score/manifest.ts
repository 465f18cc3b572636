import type { Detection, Head, Source } from '../source.ts';

const remedy =
  'give the answer of GET https://graph.microsoft.com/v1.0/security/secureScores?$top=1, alone or as {"secureScore": …, "profiles": …}';

export const secureScore: Source = {
  manifest: {
    id: 'secure-score',
    title: 'Microsoft Secure Score',
    reads: 'Graph secureScores, alone or together with secureScoreControlProfiles',
    howToExport:
      'GET https://graph.microsoft.com/v1.0/security/secureScores?$top=1 (Graph Explorer, az rest, Invoke-MgGraphRequest)',
    observes: ['resource', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  if (json === undefined) return undefined;
  const { paths } = json;
  const has = (at: string, ...keys: readonly string[]): boolean => keys.every((key) => paths.has(at + key));
  for (const at of ['value.*.', '*.', '', 'secureScore.value.*.', 'secureScore.']) {
    if (has(at, 'controlScores', 'azureTenantId')) return { kind: 'read', format: 'secureScores' };
  }
  for (const at of ['value.*.', '*.', '']) {
    if (!has(at, 'azureTenantId', 'controlCategory', 'maxScore', 'tier')) continue;
    return {
      kind: 'refuse',
      format: 'secureScoreControlProfiles',
      fault: {
        code: 'wrong-content',
        message: 'the file lists what the controls are, not how they stand',
        remedy,
      },
    };
  }
  return undefined;
}
