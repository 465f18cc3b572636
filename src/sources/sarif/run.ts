import { asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { shorten } from '../texts.ts';

/** What results need of the rule they point to. */
export interface Rule {
  readonly id: string;
  readonly title: string | undefined;
  readonly level: string | undefined;
  readonly helpUri: string | undefined;
  readonly help: string | undefined;
  /** `security-severity` (0..10, GitHub's convention) or a word. */
  readonly severity: string | undefined;
  readonly tags: readonly string[];
  readonly messages: ReadonlyMap<string, string>;
}

/** One run: the tool, its rules and what it was run on. Results may stand before all of it in the file. */
export class Run {
  tool = 'SARIF';
  version: string | undefined;
  /** Repository or image; undefined when the report does not name it. */
  repository: string | undefined;
  image: string | undefined;
  imageIds: readonly string[] = [];
  revision: string | undefined;
  /** Category of `automationDetails.id`, which tells runs of one tool with different settings apart. */
  category = '';
  hasResults = false;
  /** The tool said that it did not run to its end, or that results lie in other files. */
  isPartial = false;
  endedAt: string | undefined;
  /** Rules of the driver by index, of extension n under `n`. */
  readonly #rules = new Map<string, Rule[]>();
  readonly #byId = new Map<string, Rule>();
  readonly artifacts: (string | undefined)[] = [];

  addRule(component: string, value: JsonObject): void {
    const rule = ruleOf(value);
    const list = this.#rules.get(component) ?? [];
    // A rule without an id keeps its place, since results count by it.
    list.push(rule);
    this.#rules.set(component, list);
    if (rule.id !== '' && !this.#byId.has(rule.id)) this.#byId.set(rule.id, rule);
  }

  /** The rule of a result: by id, by the parent of a hierarchical id (`CA1000/1`), by index; gitleaks 7 names it in the message. */
  ruleOf(result: JsonObject): { readonly id: string; readonly rule: Rule | undefined } | undefined {
    const pointer = asObject(result['rule']);
    const id = asText(result['ruleId']) ?? asText(pointer?.['id']);
    const index = asNumber(result['ruleIndex']) ?? asNumber(pointer?.['index']) ?? -1;
    const extension = asNumber(asObject(pointer?.['toolComponent'])?.['index']);
    const listed = this.#rules.get(extension === undefined ? '' : String(extension))?.[index];
    const parent = id?.replace(/\/[^/]*$/, '');
    const matches = listed !== undefined && (id === undefined || listed.id === id || listed.id === parent);
    const rule = matches
      ? listed
      : (this.#byId.get(id ?? '') ?? this.#byId.get(parent ?? '') ?? this.#ofMessage(result));
    const name = id ?? rule?.id;
    return name === undefined || name === '' ? undefined : { id: name, rule };
  }

  #ofMessage(result: JsonObject): Rule | undefined {
    const text = asText(asObject(result['message'])?.['text']);
    const name = /^(.{1,200}) secret detected$/.exec(text ?? '')?.[1];
    return name === undefined ? undefined : this.#byId.get(name);
  }

  provenance(value: JsonObject): void {
    const uri = asText(value['repositoryUri']);
    // `https://user:token@host/…` is a usual way to clone: the login is no part of the name.
    this.repository ??= uri?.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/i, '$1');
    this.revision ??= asText(value['revisionId']);
  }

  invocation(value: JsonObject): void {
    if (value['executionSuccessful'] === false) this.isPartial = true;
    this.endedAt = asText(value['endTimeUtc']) ?? asText(value['startTimeUtc']) ?? this.endedAt;
  }

  /** Trivy's bag of a run on an image. */
  properties(value: JsonObject | undefined): void {
    this.image = asText(value?.['imageName']) ?? this.image;
    this.imageIds = [
      asText(value?.['imageID']),
      ...asTexts(value?.['repoTags']),
      ...asTexts(value?.['repoDigests']),
    ].filter((id) => id !== undefined);
  }

  /** Whether the tool looks for secrets: then every result is one. */
  get isForSecrets(): boolean {
    return /gitleaks|trufflehog|ggshield|gitguardian|detect-secrets|nosey ?parker|secretlint|kingfisher/i.test(
      this.tool,
    );
  }
}

function ruleOf(value: JsonObject): Rule {
  const properties = asObject(value['properties']);
  const messages = new Map<string, string>();
  for (const [id, message] of Object.entries(asObject(value['messageStrings']) ?? {})) {
    const text = asText(asObject(message)?.['text']);
    if (text !== undefined) messages.set(id, text);
  }
  const cwes = asObjects(value['relationships']).map((entry) => asText(asObject(entry['target'])?.['id']));
  const help = asText(asObject(value['help'])?.['text']);
  return {
    id: asText(value['id']) ?? '',
    title: titleOf(value),
    level: asText(asObject(value['defaultConfiguration'])?.['level']),
    helpUri: asText(value['helpUri']),
    help: help === undefined || /^https?:\/\/\S+$/.test(help) ? undefined : shorten(help, 2000),
    severity: severityText(properties),
    tags: [...asTexts(properties?.['tags']), ...cwes.filter((id) => id !== undefined)].slice(0, 50),
    messages,
  };
}

/** The severity that property bags state beside the level: GitHub's number, or the word of Bandit, Dependency-Check and others. */
export function severityText(properties: JsonObject | undefined): string | undefined {
  for (const key of ['security-severity', 'issue_severity', 'severity', 'Severity']) {
    const value = properties?.[key];
    if (typeof value === 'number') return String(value);
    const text = asText(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

function titleOf(rule: JsonObject): string | undefined {
  const text =
    asText(asObject(rule['shortDescription'])?.['text']) ??
    asText(rule['name']) ??
    asText(asObject(rule['fullDescription'])?.['text']);
  return text === undefined ? undefined : shorten(text, 200);
}
