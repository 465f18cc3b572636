/** Queries that are small and ask for very much, by what they blow up. */
export const bombs: Readonly<Record<string, string>> = {
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
  'range operator to 1e12, kept': 'range x from 1 to 1000000000000 step 1 | summarize make_list(x) | project array_length(list_x)',
  'range function to 1e12': 'print x = array_length(range(1, 1000000000000, 1))',
  'repeat function, huge count': 'print x = array_length(repeat("a", 1000000000000))',
  'make_list of 200 million': 'range x from 1 to 200000000 step 1 | summarize l = make_list(x, 1000000000) | project array_length(l)',
  'make_set of 100 million': 'range x from 1 to 100000000 step 1 | summarize l = make_set(tostring(x), 1000000000) | project array_length(l)',
  'mv-expand crossed': `print a = range(1, 100000) | mv-expand a | extend b = range(1, 100000) | mv-expand b | extend c = range(1, 100000) | mv-expand c | count`,
  'cross join': 'let T = range x from 1 to 100000000 step 1 | extend k = 1; T | join kind=inner T on k | join kind=inner T on k | summarize count()',
  'make-series of many points': 'range x from 1 to 10 step 1 | make-series c = count() on x from 0 to 1000000000000 step 1',
  'sort of a billion': 'range x from 1 to 1000000000 step 1 | sort by x desc | take 1',
  'distinct texts': 'range x from 1 to 500000000 step 1 | distinct strcat("some longer text before the number ", x) | count',
  'strcat_array of many': 'range x from 1 to 100000000 step 1 | summarize l = make_list(strcat("some longer text ", x), 1000000000) | project strlen(strcat_array(l, ","))',
  'tables doubling in lets': `let t0 = range x from 1 to 1000 step 1; ${Array.from({ length: 24 }, (_, i) => `let t${i + 1} = union t${i}, t${i};`).join(' ')} t24 | count`,
  'functions doubling in lets': `let f0 = (x: long) { x + 1 }; ${Array.from({ length: 40 }, (_, i) => `let f${i + 1} = (x: long) { f${i}(x) + f${i}(x) };`).join(' ')} print f40(1)`,
};

function doubling(next: (last: string) => string, first: string, times: number): string {
  return [`let v0 = ${first};`, ...Array.from({ length: times }, (_, i) => `let v${i + 1} = ${next(`v${i}`)};`)].join(' ');
}

function extending(next: (last: string) => string, times: number): string {
  return Array.from({ length: times }, (_, i) => `| extend v${i + 1} = ${next(`v${i}`)}`).join(' ');
}
