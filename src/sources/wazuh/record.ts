import { asLabel, asNumber, asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';

/** A record of Wazuh, asked by dotted paths: `host.os.name`. Blanks and `-`, which Wazuh writes for nothing, are absent. */
export class WazuhRecord {
  readonly #root: JsonObject;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  value(path: string): JsonValue | undefined {
    let at: JsonValue | undefined = this.#root;
    for (const key of path.split('.')) {
      const object = asObject(at);
      if (object === undefined || !Object.hasOwn(object, key)) return undefined;
      at = object[key];
    }
    return at;
  }

  has(path: string): boolean {
    return this.value(path) !== undefined;
  }

  text(path: string): string | undefined {
    const text = asLabel(this.value(path));
    return text === '-' ? undefined : text;
  }

  /** The first of the paths that holds a text. */
  first(...paths: readonly string[]): string | undefined {
    for (const path of paths) {
      const text = this.text(path);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** All texts of a list, or the only one where a list has one entry and no brackets. */
  texts(path: string): readonly string[] {
    const value = this.value(path);
    const only = asText(value);
    return only === undefined ? asTexts(value) : [only];
  }

  number(path: string): number | undefined {
    return asNumber(this.value(path));
  }

  time(path: string): EpochMs | undefined {
    return parseIsoTime(this.text(path));
  }
}
