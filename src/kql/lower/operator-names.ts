/** Operators within expressions: the function of each, by the library's name of its node. */

/** Operators whose operands are numbers, moments or spans. */
export const arithmetic: Readonly<Record<string, string>> = {
  AddExpression: '+',
  SubtractExpression: '-',
  MultiplyExpression: '*',
  DivideExpression: '/',
  ModuloExpression: '%',
};

/** Operators that compare two values. */
export const comparisons: Readonly<Record<string, string>> = {
  EqualExpression: '==',
  NotEqualExpression: '!=',
  LessThanExpression: '<',
  LessThanOrEqualExpression: '<=',
  GreaterThanExpression: '>',
  GreaterThanOrEqualExpression: '>=',
};

/** Operators that look for a text in another. */
export const textOperators: Readonly<Record<string, string>> = {
  EqualTildeExpression: '=~',
  BangTildeExpression: '!~',
  HasExpression: 'has',
  HasCsExpression: 'has_cs',
  NotHasExpression: '!has',
  NotHasCsExpression: '!has_cs',
  HasPrefixExpression: 'hasprefix',
  HasPrefixCsExpression: 'hasprefix_cs',
  NotHasPrefixExpression: '!hasprefix',
  NotHasPrefixCsExpression: '!hasprefix_cs',
  HasSuffixExpression: 'hassuffix',
  HasSuffixCsExpression: 'hassuffix_cs',
  NotHasSuffixExpression: '!hassuffix',
  NotHasSuffixCsExpression: '!hassuffix_cs',
  ContainsExpression: 'contains',
  ContainsCsExpression: 'contains_cs',
  NotContainsExpression: '!contains',
  NotContainsCsExpression: '!contains_cs',
  StartsWithExpression: 'startswith',
  StartsWithCsExpression: 'startswith_cs',
  NotStartsWithExpression: '!startswith',
  NotStartsWithCsExpression: '!startswith_cs',
  EndsWithExpression: 'endswith',
  EndsWithCsExpression: 'endswith_cs',
  NotEndsWithExpression: '!endswith',
  NotEndsWithCsExpression: '!endswith_cs',
  MatchesRegexExpression: 'matches regex',
};

/**
 * Operators that look for a value among others, in lower case when `folded`. The binder names `in` InExpression and `in~` InCsExpression (the parser's naming is inverted).
 */
export const memberships: Readonly<
  Record<string, { readonly fn: string; readonly negated: boolean; readonly folded: boolean }>
> = {
  InExpression: { fn: 'in', negated: false, folded: false },
  NotInExpression: { fn: 'in', negated: true, folded: false },
  InCsExpression: { fn: 'in~', negated: false, folded: true },
  NotInCsExpression: { fn: 'in~', negated: true, folded: true },
};
