/** A small query that asks for very much, and how it ends: with a result, with a fault of its limits, or either. */
export interface Bomb {
  readonly text: string;
  readonly ends: 'result' | 'fault' | 'somehow';
}

const fault = (text: string): Bomb => ({ text, ends: 'fault' });
const somehow = (text: string): Bomb => ({ text, ends: 'somehow' });
const result = (text: string): Bomb => ({ text, ends: 'result' });

/** A column that each of many steps makes larger. */
function steps(count: number, first: string, next: (last: string) => string, end = 'strlen'): string {
  const all = Array.from({ length: count }, (_, i) => `| extend v${i + 1} = ${next(`v${i}`)}`);
  return `print v0 = ${first} ${all.join(' ')} | project x = ${end}(v${count})`;
}

function inside(count: number, expression: string, outer: (inner: string) => string): string {
  let text = expression;
  for (let i = 0; i < count; i++) text = outer(text);
  return text;
}

const text16 = '"aaaaaaaaaaaaaaaa"';
const long = 'strrep(strrep("a", 1000), 1000)';

export const bombs: Readonly<Record<string, Bomb>> = {
  'strcat of itself': fault(steps(40, text16, (v) => `strcat(${v}, ${v})`)),
  'strcat_delim of itself': fault(steps(40, text16, (v) => `strcat_delim(${v}, ${v}, ${v})`)),
  'replace_string with more': fault(steps(12, text16, (v) => `replace_string(${v}, "a", ${text16})`)),
  'replace_string with itself': fault(steps(6, text16, (v) => `replace_string(${v}, "a", ${v})`)),
  'replace_regex with more': fault(steps(12, text16, (v) => `replace_regex(${v}, "a", ${text16})`)),
  'replace_strings with more': fault(
    steps(12, text16, (v) => `replace_strings(${v}, dynamic(["a"]), dynamic([${text16}]))`),
  ),
  'base64 of base64': fault(steps(80, text16, (v) => `base64_encode_tostring(${v})`)),
  'strrep of strrep': somehow('print x = strlen(strrep(strrep(strrep("abcdefghij", 1000), 1000), 1000))'),
  'strcat_array of long texts': fault(`print x = strlen(strcat_array(repeat(${long}, 1000), ","))`),
  'repeat of a list': fault('print x = array_length(repeat(range(1, 1000000), 1000000))'),
  'repeat of repeat': fault(steps(10, 'dynamic([1,2,3,4])', (v) => `repeat(${v}, 1000)`, 'array_length')),
  'pack_array of itself': fault(steps(40, 'dynamic([1])', (v) => `pack_array(${v}, ${v})`, 'array_length')),
  'array_concat of itself': fault(
    steps(40, 'dynamic([1])', (v) => `array_concat(${v}, ${v})`, 'array_length'),
  ),
  'bag_pack of itself': fault(steps(40, 'dynamic({"a":1})', (v) => `bag_pack("a", ${v}, "b", ${v})`)),
  'zip of itself': fault(steps(30, 'range(1, 1000)', (v) => `zip(${v}, ${v}, ${v})`, 'array_length')),
  'a list of each row': fault('Numbers | extend a = range(n, n + 1000000) | summarize sum(array_sum(a))'),
  'range of steps': somehow('range x from 1 to 1000000000000 step 1 | count'),
  'make_list of much': somehow(
    'range x from 1 to 200000000 step 1 | summarize l = make_list(strcat("some text ", x)) by x % 9',
  ),
  'mv-expand crossed': somehow(
    'print a = range(1, 100000) | mv-expand a | extend b = range(1, 100000) | mv-expand b | extend c = range(1, 100000) | mv-expand c | count',
  ),
  'cross join': somehow(
    'let T = range x from 1 to 10000000 step 1 | extend k = 1; T | join kind=inner T on k | join kind=inner T on k | summarize count()',
  ),
  sort: somehow('range x from 1 to 1000000000 step 1 | sort by hash(x) desc | take 1'),
  'distinct texts': somehow(
    'range x from 1 to 500000000 step 1 | distinct strcat("a longer text ", x) | count',
  ),
  'make-series of many points': somehow(
    'range x from 1 to 10 step 1 | make-series c = count() on x from 0 to 1000000000000 step 1',
  ),
  'series_fir of long series': fault('print x = series_fir(range(1, 100000), range(1, 100000))'),
  'series_fit_2lines of a long series': fault('print x = series_fit_2lines(range(1, 100000))'),
  'sets of long arrays': somehow(
    'print a = range(1, 1000000), b = range(1000000, 2000000) | project array_length(set_union(a, b)), array_length(set_intersect(a, b))',
  ),
  'words of a long list': somehow(
    'Numbers | extend s = strrep(text, 500) | summarize max(has_any_index(s, range(1, 100000)))',
  ),
  'JSON in JSON, 500,000 deep': somehow(
    'print x = parse_json(strcat(strrep(strrep("[", 1000), 500), strrep(strrep("]", 1000), 500))) | project series_add(x, x)',
  ),
  'conversions inside each other': result(
    `Numbers | summarize max(${inside(12, 'tostring(n)', (x) => `tostring(split(${x}, ",")[0])`)})`,
  ),
  'substring inside each other': result(
    `Numbers | summarize max(${inside(20, 'text', (x) => `substring(${x}, -n)`)})`,
  ),
};

const names = (count: number, next: (last: string) => string) =>
  Array.from({ length: count }, (_, i) => `let v${i + 1} = ${next(`v${i}`)};`).join(' ');

/** Queries that are refused before the engine sees them. */
export const longQueries: Readonly<Record<string, string>> = {
  'a query of 1 MB': `print x = "${'a'.repeat(2 ** 20)}"`,
  '10,000 nested parentheses': `print x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`,
  '10,000 nested calls': `print x = ${'not('.repeat(10_000)}true${')'.repeat(10_000)}`,
  'a value of itself': `let v0 = 1; ${names(60, (v) => `${v} + ${v}`)} print v60`,
  'a text of itself': `let v0 = "a"; ${names(60, (v) => `strcat(${v}, ${v})`)} print v60`,
  'sums inside each other': `let v0 = 1; ${names(500, (v) => `${v} + 1`)} print v500`,
  'a table of itself': `let v0 = range x from 1 to 9 step 1; ${names(16, (v) => `union ${v}, ${v}`)} v16 | count`,
  'functions of themselves': `let v0 = (x: long) { x + 1 }; ${Array.from({ length: 30 }, (_, i) => `let v${i + 1} = (x: long) { v${i}(x) + v${i}(x) };`).join(' ')} print v30(1)`,
};
