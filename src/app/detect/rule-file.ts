import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { failed, ok, type Result } from '../../base/fault.ts';
import {
  alertCategories,
  alertSeverities,
  checkText,
  frequencies,
  responseActions,
  type ResponseAction,
  type RuleDraft,
} from '../../state/index.ts';

const column = z.string().min(1).max(256).optional();
const actionNames = Object.keys(responseActions) as ResponseAction[];

const schema = z.strictObject({
  name: z.string(),
  frequency: z.enum(frequencies),
  query: z.string(),
  enabled: z.boolean().default(true),
  alert: z.strictObject({
    title: z.string(),
    severity: z.enum(alertSeverities),
    category: z.enum(alertCategories),
    techniques: z
      .array(z.string().regex(/^T\d{4}(\.\d{3})?$/, 'an ATT&CK technique is written T1059 or T1059.001'))
      .max(20)
      .default([]),
    description: z.string().default(''),
    recommendedActions: z.string().default(''),
  }),
  entities: z.strictObject({
    device: column,
    user: column,
    mailbox: column,
    file: column,
    ip: column,
    url: column,
  }),
  actions: z.array(z.enum(actionNames)).max(actionNames.length).default([]),
});

/** Reads a detection rule in YAML (docs/reference/detections.md); `bad-option` names what is wrong and where. */
export function parseRuleFile(text: string): Result<RuleDraft> {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 20 });
  } catch (error) {
    const message =
      error instanceof YAMLParseError ? (error.message.split('\n')[0] ?? '') : 'it cannot be read';
    return failed({ code: 'bad-option', message: `the rule is no YAML: ${message}` });
  }
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return failed({
      code: 'bad-option',
      message: `the rule: ${issue?.message ?? 'wrong form'}`,
      ...(issue === undefined || issue.path.length === 0 ? {} : { place: issue.path.join('.') }),
      remedy: 'docs/reference/detections.md shows the form',
    });
  }
  return checkTexts(toDraft(checked.data));
}

function toDraft({
  name,
  frequency,
  query,
  enabled,
  alert,
  entities,
  actions,
}: z.infer<typeof schema>): RuleDraft {
  return {
    name,
    frequency,
    kql: query,
    isEnabled: enabled,
    alert,
    entities: Object.fromEntries(Object.entries(entities).filter(([, named]) => named !== undefined)),
    actions,
  };
}

function checkTexts(draft: RuleDraft): Result<RuleDraft> {
  for (const checked of [
    checkText('name', draft.name, 'name'),
    checkText('kql', draft.kql, 'query'),
    checkText('title', draft.alert.title, 'alert.title'),
    checkText('description', draft.alert.description, 'alert.description'),
    checkText('description', draft.alert.recommendedActions, 'alert.recommendedActions'),
  ]) {
    if (!checked.ok) return checked;
  }
  return ok(draft);
}
