/** Names of the forms, as detection gives them and the reader takes them. */
export const formats = { log: 'osquery log', tls: 'osquery TLS log', table: 'osquery table' } as const;
