import { asLabel, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import type { Output, ReadOutcome, ReportFile } from '../source.ts';
import type { Asset } from './asset.ts';
import { Checklist } from './checklist.ts';
import type { Rule } from './rule.ts';

/** Reads the JSON of STIG Viewer 3. A STIG with its rules is one record. */
export async function readCklb(file: ReportFile, out: Output): Promise<ReadOutcome> {
  const checklist = new Checklist(out, file.name);
  const result = await readJson(file.text(), {
    records: {
      target_data: (value) => {
        checklist.asset = assetOf(asObject(value) ?? {});
      },
      'stigs.*': (value, path) => {
        out.native('istigs');
        const stig = asObject(value);
        const benchmark = checklist.stig(
          asText(stig?.['stig_id']) ?? asText(stig?.['stig_name']),
          asLabel(stig?.['version']),
          asText(stig?.['release_info']),
        );
        asObjects(stig?.['rules']).forEach((rule, i) => {
          checklist.rule(ruleOf(rule), benchmark, formatPath([...path, 'rules', i]));
        });
      },
    },
    pressure: () => out.pressure(),
  });
  checklist.end(result.ok);
  return result.ok ? { ok: true } : result;
}

function assetOf(target: JsonObject): Asset {
  const text = (name: string): string | undefined => asText(target[name]);
  return {
    name: text('host_name'),
    fqdn: text('fqdn'),
    addresses: text('ip_address'),
    macs: text('mac_address'),
    role: text('role') === 'None' ? undefined : text('role'),
    area: text('technology_area'),
    site: text('web_db_site'),
  };
}

function ruleOf(rule: JsonObject): Rule {
  const text = (name: string): string | undefined => asText(rule[name]);
  const override = asObject(asObject(rule['overrides'])?.['severity']);
  return {
    vulnId: text('group_id'),
    ruleId: text('rule_id_src') ?? text('rule_id'),
    version: text('rule_version'),
    title: text('rule_title'),
    severity: text('severity'),
    severityOverride: asText(override?.['severity']),
    status: text('status'),
    details: text('finding_details'),
    comments: text('comments'),
    fix: text('fix_text'),
    references: [...asTexts(rule['ccis']), ...asTexts(rule['legacy_ids'])],
  };
}
