/** `User Id=CORP\svc-app;`, `uid=…`, `username: …`, `user=…` in a connection string or configuration line. */
const named = /\b(?:user[ _-]?(?:id|name)?|uid|login)\s*[=:]\s*["']?([\w.$@\\-]{1,128})/i;

/** The account beside a secret in a piece of text, undefined when none is named or when the "name" is the secret itself. */
export function accountIn(text: string | undefined, secret: string | undefined): string | undefined {
  const account = text === undefined ? undefined : named.exec(text)?.[1];
  if (
    account === undefined ||
    (secret !== undefined && (secret.includes(account) || account.includes(secret)))
  ) {
    return undefined;
  }
  // JSON and source code write the backslash of a domain twice.
  return account.replace(/\\\\/g, '\\');
}
