import { readRows } from '../read-rows.ts';
import { observationTables, ownTables } from '../../schema/index.ts';
import { assetColumns, assetOfRef } from './assets.ts';
import type { TableFamily } from './family.ts';
import { Reports } from './reports.ts';

const columns = [
  'ImportId',
  'File',
  'Locator',
  'Ref',
  'RuleId',
  'Title',
  'Severity',
  'Place',
  'Line',
  'Commit',
  'Fingerprint',
  'IsVerified',
  'FoundAt',
  'Account',
] as const;

/** Secrets by place. `Timestamp` is the time of the report. */
export const secrets: TableFamily = {
  tables: ['Secrets'],
  async fill({ estate, files }, store, out) {
    const reports = new Reports(files);
    const { facts, built } = estate;
    const opened = new Map(facts.secrets.map((secret) => [secret.id, secret.opens]));
    const seen = new Set<string>();
    for await (const rows of readRows(store, observationTables.secret, columns)) {
      for (const row of rows) {
        const asset = assetOfRef(estate, row.Ref);
        if (asset === undefined) continue;
        const named = assetColumns(estate, asset);
        const place = [row.Place, row.Line, row.Commit].map((part) => part ?? '').join('\n');
        const key = `${row.Fingerprint}\n${named.AssetId}\n${place}`;
        if (seen.has(key)) continue;
        seen.add(key);
        // The estate's id of a secret: its value in one asset.
        const where = 'device' in asset ? `device ${asset.device}` : named.AssetId;
        const opens = opened.get(`${row.Fingerprint}@${where}`);
        out.own(ownTables.secrets, {
          Timestamp: reports.timeOf(row.ImportId),
          Fingerprint: row.Fingerprint,
          SecretType: row.RuleId,
          Title: row.Title,
          Severity: row.Severity,
          ...named,
          Place: row.Place,
          Line: row.Line,
          Commit: row.Commit,
          IsVerified: row.IsVerified,
          Account: row.Account,
          OpensIdentity:
            opens === undefined ? undefined : (built.context.identityOfRef(opens)?.name ?? opens),
          FoundAt: row.FoundAt,
          Source: reports.sourceOf(row.ImportId),
          File: row.File,
          Locator: row.Locator,
        });
      }
      await out.pressure();
    }
  },
};
