/** Queries that are small and ask for very much, by what they blow up. */
const small: Readonly<Record<string, string>> = {
  'strrep of strrep': 'print x = strlen(strrep(strrep(strrep("abcdefghij", 1000), 1000), 1000))',
  'strrep, huge count': 'print x = strlen(strrep("x", 2000000000))',
  'strcat doubling in lets': `${doubling((last) => `strcat(${last}, ${last})`, '"aaaaaaaaaaaaaaaa"', 40)} print x = strlen(v40)`,
  'strcat doubling in extends': `print v0 = "aaaaaaaaaaaaaaaa" ${extending((last) => `strcat(${last}, ${last})`, 40)} | project strlen(v40)`,
  'replace_string doubling': `print v0 = "aaaaaaaaaaaaaaaa" ${extending((last) => `replace_string(${last}, "a", "aaaaaaaaaaaaaaaa")`, 12)} | project strlen(v12)`,
  'replace_regex doubling': `print v0 = "aaaaaaaaaaaaaaaa" ${extending((last) => `replace_regex(${last}, "a", "aaaaaaaaaaaaaaaa")`, 12)} | project strlen(v12)`,
  'pack_array doubling': `print v0 = dynamic([1,2,3,4]) ${extending((last) => `pack_array(${last}, ${last})`, 40)} | project strlen(tostring(v40))`,
  'array_concat doubling': `print v0 = dynamic([1,2,3,4]) ${extending((last) => `array_concat(${last}, ${last})`, 40)} | project array_length(v40)`,
  'bag_pack nesting': `print v0 = dynamic({"a":1}) ${extending((last) => `bag_pack("a", ${last}, "b", ${last})`, 40)} | project strlen(tostring(v40))`,
  'range operator to 1e12': 'range x from 1 to 1000000000000 step 1 | count',
  'range operator to 1e12, kept':
    'range x from 1 to 1000000000000 step 1 | summarize make_list(x) | project array_length(list_x)',
  'range function to 1e12': 'print x = array_length(range(1, 1000000000000, 1))',
  'repeat function, huge count': 'print x = array_length(repeat("a", 1000000000000))',
  'make_list of 200 million':
    'range x from 1 to 200000000 step 1 | summarize l = make_list(x, 1000000000) | project array_length(l)',
  'make_set of 100 million':
    'range x from 1 to 100000000 step 1 | summarize l = make_set(tostring(x), 1000000000) | project array_length(l)',
  'mv-expand crossed': `print a = range(1, 100000) | mv-expand a | extend b = range(1, 100000) | mv-expand b | extend c = range(1, 100000) | mv-expand c | count`,
  'cross join':
    'let T = range x from 1 to 100000000 step 1 | extend k = 1; T | join kind=inner T on k | join kind=inner T on k | summarize count()',
  'make-series of many points':
    'range x from 1 to 10 step 1 | make-series c = count() on x from 0 to 1000000000000 step 1',
  'sort of a billion': 'range x from 1 to 1000000000 step 1 | sort by x desc | take 1',
  'distinct texts':
    'range x from 1 to 500000000 step 1 | distinct strcat("some longer text before the number ", x) | count',
  'strcat_array of many':
    'range x from 1 to 100000000 step 1 | summarize l = make_list(strcat("some longer text ", x), 1000000000) | project strlen(strcat_array(l, ","))',
  'tables doubling in lets, as many as run': `${doublingTables((last) => `union ${last}, ${last}`, 12)} | count`,
  'tables doubling in lets': `${doublingTables((last) => `union ${last}, ${last}`, 60)} | count`,
  'joins doubling in lets': `${doublingTables((last) => `${last} | join kind=inner ${last} on x`, 60)} | count`,
  'lookups in lists doubling in lets': `${doublingTables((last) => `${last} | where x in (${last})`, 60)} | count`,
  'functions doubling in lets': `let f0 = (x: long) { x + 1 }; ${Array.from({ length: 40 }, (_, i) => `let f${i + 1} = (x: long) { f${i}(x) + f${i}(x) };`).join(' ')} print f40(1)`,
  'functions of tables doubling in lets': `let f0 = () { range x from 1 to 1000 step 1 }; ${Array.from({ length: 40 }, (_, i) => `let f${i + 1} = () { union f${i}(), f${i}() };`).join(' ')} f40() | count`,
};

function doubling(next: (last: string) => string, first: string, times: number): string {
  return [
    `let v0 = ${first};`,
    ...Array.from({ length: times }, (_, i) => `let v${i + 1} = ${next(`v${i}`)};`),
  ].join(' ');
}

function doublingTables(next: (last: string) => string, times: number): string {
  return [
    'let t0 = range x from 1 to 1000 step 1;',
    ...Array.from({ length: times }, (_, i) => `let t${i + 1} = ${next(`t${i}`)};`),
    `t${times}`,
  ].join(' ');
}

function extending(next: (last: string) => string, times: number): string {
  return Array.from({ length: times }, (_, i) => `| extend v${i + 1} = ${next(`v${i}`)}`).join(' ');
}

function nested(count: number, open: string, inner: string, close: string): string {
  return open.repeat(count) + inner + close.repeat(count);
}

/** A table for texts that need one. */
const table = 'let T = datatable(l: long)[1, 2];';

/** Texts that are large themselves, or deep. */
const huge: Readonly<Record<string, string>> = {
  'a text of 1 MB': `print x = "${'a'.repeat(2 ** 20)}"`,
  'a comment of 1 MB': `// ${'a'.repeat(2 ** 20)}\nprint 1`,
  '1 MB of operators': `T ${'| where l > 1 '.repeat(2 ** 20 / 14)}`,
  '1 MB of opening parentheses': '('.repeat(2 ** 20),
  '1 MB of blanks': ' '.repeat(2 ** 20),
  '1 MB of one name': 'a'.repeat(2 ** 20),
  '1 MB of a list': `T | where l in (${'1,'.repeat(2 ** 19)}1)`,
  '10,000 nested parentheses': `print x = ${nested(10_000, '(', '1', ')')}`,
  '10,000 nested calls': `print x = ${nested(10_000, 'not(', 'true', ')')}`,
  '10,000 nested arrays': `print x = dynamic(${nested(10_000, '[', '1', ']')})`,
  '10,000 terms with or': `T | where ${Array.from({ length: 10_000 }, (_, i) => `l == ${i}`).join(' or ')}`,
  '10,000 sums': `print x = ${Array.from({ length: 10_000 }, () => '1').join(' + ')}`,
  '10,000 minus signs': `print x = ${'-'.repeat(10_000)}1`,
  '2,000 lets': `${Array.from({ length: 2_000 }, (_, i) => `let v${i + 1} = ${i === 0 ? '1' : `v${i} + 1`};`).join('\n')} print v2000`,
  '1,000 tables from tables': `let t0 = T; ${Array.from({ length: 1_000 }, (_, i) => `let t${i + 1} = t${i} | where l > ${i};`).join('\n')} t1000`,
  '2,000 operators': `T ${'| extend l = l + 1 '.repeat(2_000)}`,
  '1,000 joins': `T ${'| join kind=inner (T) on l '.repeat(1_000)}`,
  '500 nested joins': nested(500, 'T | join kind=inner (', 'T', ') on l'),
  '1,000 nested toscalars': `print x = ${nested(1_000, 'toscalar(print y = ', '1', ')')}`,
  'a million digits': `print x = ${'9'.repeat(1_000_000)}`,
  'a regular expression of 100 kB': `print "a" matches regex "${'(a|b)*'.repeat(17_000)}"`,
};

/** Queries that would take all memory or all time, by what they do. */
export const bombs: Readonly<Record<string, string>> = {
  ...small,
  ...Object.fromEntries(
    Object.entries(huge).map(([name, text]) => [name, /\bT\b/.test(text) ? `${table}\n${text}` : text]),
  ),
};
