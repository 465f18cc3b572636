/** Thrown by our own functions where they would take too long or make too much; the engine ends the query with it. */
class KqlLimit extends Error {
  override readonly name = 'KqlLimit';
}

/** Steps that one call of a function of ours may take, about a second; nothing else runs meanwhile. */
const mostSteps = 100_000_000;

/** Ends the query when a function would take more steps than one call may. */
export function allowSteps(steps: number): void {
  if (steps > mostSteps) throw new KqlLimit('kql-limit: a function would take too long on so long a value');
}
