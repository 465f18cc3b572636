/** The closed list of what is left out: it reaches outside or gives several tables. */
const closedList: readonly (readonly [RegExp, string])[] = [
  [/\bexternaldata\b/i, 'externaldata without a mapped file'],
  [/\bcluster\s*\(/i, 'cluster()'],
  [/\b(database|workspace|app|adx|arg|resource)\s*\(/i, 'another database'],
  [/\bhttp_request/i, 'http_request'],
  [/\bsql_request/i, 'sql_request'],
  [/\bevaluate\s+(hint\.\S+\s*=\s*\S+\s+)?(python|r)\s*\(/i, 'python or R plugin'],
  [/\|\s*fork\b/i, 'fork'],
  [/\|\s*facet\b/i, 'facet'],
];

/** What of the closed list a query uses. */
export function excuseOf(text: string): string | undefined {
  return closedList.find(([pattern]) => pattern.test(text))?.[1];
}
