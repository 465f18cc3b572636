import type { Source } from '../source.ts';

/** Entra ID and Azure as AzureHound collected them. */
export const azurehound: Source = {
  manifest: {
    id: 'azurehound',
    title: 'AzureHound',
    reads:
      'JSON of AzureHound 2 (format version 5 and later): Entra ID objects, Azure resources and who holds which role',
    howToExport: 'azurehound list --tenant TENANT -o azure.json',
    observes: ['identity', 'relation', 'device'],
  },
  detect({ json }) {
    if (json?.form !== 'object' || !json.paths.has('data')) return undefined;
    const isTyped = json.scalars.get('meta.type') === 'azure';
    const isAzure = /^AZ[A-Z]/.test(json.scalars.get('data.*.kind') ?? '') && json.paths.has('data.*.data');
    return isTyped || isAzure ? { kind: 'read', format: 'AzureHound' } : undefined;
  },
  load: async () => (await import('./read.ts')).read,
};
