/** Fields of the first record of a CSV text: fields in double quotes may hold commas, line ends and doubled quotes. */
export function firstCsvRecord(text: string): readonly string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (text[at] === '"') {
      const quoted = /"((?:[^"]|"")*)("|$)/y;
      quoted.lastIndex = at;
      const match = quoted.exec(text)!;
      field = match[1]!.replaceAll('""', '"');
      at += match[0].length;
    }
    const plain = /[^,\r\n]*/y;
    plain.lastIndex = at;
    const rest = plain.exec(text)![0];
    field += rest;
    at += rest.length;
    fields.push(field);
    if (text[at] !== ',') return fields;
    at += 1;
  }
}
