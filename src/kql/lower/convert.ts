import { call, literal, mayBeNull, type Scalar } from '../ir/index.ts';
import type { KqlType, KqlValue } from '../types.ts';

const conversions: Readonly<Record<KqlType, string>> = {
  string: 'tostring',
  long: 'tolong',
  int: 'toint',
  real: 'toreal',
  bool: 'tobool',
  datetime: 'todatetime',
  timespan: 'totimespan',
  dynamic: 'to_dynamic',
  guid: 'toguid',
  decimal: 'todecimal',
};

/** The same value as another type, as KQL converts it; what cannot be converted is null (text: empty). */
export function convert(scalar: Scalar, type: KqlType): Scalar {
  if (scalar.type === type) return scalar;
  if (scalar.op === 'literal') {
    if (scalar.value === null) return literal(type, null);
    if (type === 'long' && scalar.type === 'int') return literal(type, scalar.value);
    if (type === 'int' && scalar.type === 'long' && isInt(scalar.value)) return literal(type, scalar.value);
    if (
      type === 'real' &&
      typeof scalar.value === 'bigint' &&
      (scalar.type === 'long' || scalar.type === 'int')
    )
      return literal(type, Number(scalar.value));
  }
  const widens =
    (scalar.type === 'int' && (type === 'long' || type === 'real')) ||
    (scalar.type === 'long' && type === 'real');
  return call(conversions[type], [scalar], type, widens || type === 'dynamic' ? mayBeNull(scalar) : true);
}

function isInt(value: KqlValue): boolean {
  return typeof value === 'bigint' && BigInt.asIntN(32, value) === value;
}

/** Whether a value of this type is a number. */
export function isNumber(type: KqlType): boolean {
  return type === 'long' || type === 'int' || type === 'real' || type === 'decimal';
}
