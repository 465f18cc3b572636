import { asArray, asBoolean, asLabel, asNumber, asText } from '../../base/json-value.ts';
import { parseJson, type JsonObject, type JsonValue } from '../../base/json.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';

/**
 * A row of the API (`deviceId`) or of a hunting table (`DeviceId`): the columns are the same words in other letter case, so
 * they are asked for in lower case.
 */
export class Row {
  readonly #values = new Map<string, JsonValue>();

  constructor(record: JsonObject) {
    for (const [key, value] of Object.entries(record)) {
      if (value !== undefined) this.#values.set(key.toLowerCase(), value);
    }
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  value(key: string): JsonValue | undefined {
    return this.#values.get(key);
  }

  text(key: string): string | undefined {
    return asText(this.#values.get(key));
  }

  /** Text, or a number as text. */
  label(key: string): string | undefined {
    return asLabel(this.#values.get(key));
  }

  number(key: string): number | undefined {
    return asNumber(this.#values.get(key));
  }

  bool(key: string): boolean | undefined {
    return asBoolean(this.#values.get(key));
  }

  /** A moment; masked and impossible ones (`1990-1sdfZ`, year 1) are no moment. */
  time(key: string): EpochMs | undefined {
    return parseIsoTime(this.text(key));
  }

  /** A list, also when a hunting table holds it as JSON text. */
  list(key: string): readonly JsonValue[] {
    const value = this.#values.get(key);
    if (Array.isArray(value)) return value as readonly JsonValue[];
    if (typeof value !== 'string' || !value.trimStart().startsWith('[')) return [];
    const parsed = parseJson(value);
    return parsed.ok ? asArray(parsed.value) : [];
  }
}
