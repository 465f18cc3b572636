/** The package is one JSON object: stating its type here spares the compiler from inferring it from 50 000 keys. */
declare module 'oui-data' {
  const vendors: Readonly<Record<string, string>>;
  export default vendors;
}
