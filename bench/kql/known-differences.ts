/** What an example counts as that cannot be equal, or that is not supported. */
export type Difference = 'page' | 'chance' | 'data' | 'unsupported';

const chance = 'the query draws random values';
const older = 'the page prints a whole number as a real, which the language does not do';
const scale = 'the page prints the input of another example, and the right result of this one';

/**
 * Examples of the reference whose printed table is not what the query gives, each with the reason: `page`: the page is wrong,
 * cut short or contradicts itself; `chance`: random values; `data`: the sample database or a data set is missing here;
 * `unsupported`: we do not do it. None of them counts as equal.
 */
export const knownDifferences: Readonly<Record<string, readonly [Difference, string]>> = {
  'activity-metrics-plugin.md #1': ['chance', chance],
  'activity-metrics-plugin.md #2': ['chance', chance],
  'array-iff-function.md #3': [
    'page',
    'the page prints truth values where the query has a text, a moment and a null',
  ],
  'asin-function.md #1': ['page', 'the arc sine of 0.5 is 0.5236; the page prints that of about 0.95'],
  'base64-decode-toguid-function.md #1': [
    'page',
    'two digits of the third group are swapped against the byte order of base64_encode_fromguid',
  ],
  'bin-function.md #2': ['page', 'days stand before a point, not before a colon'],
  'dcount-intersect-plugin.md #1': [
    'unsupported',
    'the plugin dcount_intersect is refused with the other way to ask',
  ],
  'find-operator.md #3': ['data', 'it searches the sample database, and the page cuts its table'],
  'geo-distance-point-to-polygon-function.md #1': [
    'page',
    'the tenth digit differs: the page has the rounding of squared chords, we that of the haversine',
  ],
  'geo-info-from-ip-address-function.md #1': ['data', 'no data set of places is shipped'],
  'geo-info-from-ip-address-function.md #2': ['data', 'no data set of places is shipped'],
  'geo-polygon-to-s2cells-function.md #1': ['page', 'the data says New York, the page prints New York city'],
  'graph-to-table-operator.md #1': ['page', 'the ids of nodes are hashes that the reference does not define'],
  'graph-to-table-operator.md #2': ['page', 'the ids of nodes are hashes that the reference does not define'],
  'graph-to-table-operator.md #3': ['unsupported', 'two tables are asked for; a query gives its last one'],
  'hash-combine-function.md #1': ['unsupported', 'how hashes are combined is not published'],
  'hash-many-function.md #1': ['unsupported', 'how hashes are combined is not published'],
  'geospatial-joins.md #3': [
    'unsupported',
    'the plugin geo_polygon_lookup is refused with the other way to ask',
  ],
  'join-time-window.md #3': ['chance', chance],
  'named-expressions.md #1': ['chance', chance],
  'named-expressions.md #2': ['chance', chance],
  'named-expressions.md #3': ['chance', chance],
  'new-activity-metrics-plugin.md #3': ['chance', chance],
  'new-activity-metrics-plugin.md #4': ['chance', chance],
  'new-activity-metrics-plugin.md #5': ['chance', chance],
  'new-guid-function.md #1': ['chance', chance],
  'parse-url-query-function.md #1': [
    'page',
    'the page puts quotes around the inner bag, which is then no JSON',
  ],
  'parse-where-operator.md #4': ['page', 'the page says that no line matches, and prints one empty row'],
  'range-function.md #2': ['page', 'the array is cut short with dots'],
  'range-function.md #4': ['page', 'the page prints two results of its prose as two rows'],
  'range-operator.md #1': ['page', 'the table is cut short with dots'],
  'range-operator.md #2': ['page', 'three of the ten rows are missing on the page'],
  'range-operator.md #3': ['page', 'the table is cut short with dots, and its columns are in a wrong order'],
  'replace-regex-function.md #1': ['page', older],
  'replace-string-function.md #2': ['page', older],
  'sample-operator.md #1': ['chance', chance],
  'sample-operator.md #2': ['chance', chance],
  'series-acos-function.md #1': ['page', scale],
  'series-fill-linear-function.md #1': [
    'page',
    'two columns of one row round 73.5 and 37.67 differently, although no value is missing at the ends of either',
  ],
  'series-fit-line-dynamic-function.md #1': ['page', 'the page leaves out four columns and cuts digits off'],
  'series-fit-line-function.md #1': ['page', 'the page leaves out three columns and cuts digits off'],
  'series-iir-function.md #1': ['page', 'six of the ten rows are missing on the page'],
  'series-magnitude-function.md #1': ['page', 'the head of the table has three columns, its row two'],
  'series-periods-detect-function.md #2': [
    'unsupported',
    'how the score is scaled is not published; the period is equal',
  ],
  'series-periods-validate-function.md #2': [
    'unsupported',
    'how the score is scaled is not published; which period holds is equal',
  ],
  'series-sin-function.md #1': ['page', scale],
  'series-tan-function.md #1': ['page', scale],
  'strcat-function.md #2': ['page', 'the page shows the cell as a numbered list with the name of the column'],
  'table-function.md #1': ['data', 'it reads the sample database'],
  'table-function.md #2': ['data', 'it reads the sample database'],
  'toscalar-function.md #9': ['chance', chance],
  'union-operator.md #7': [
    'unsupported',
    'of two columns that would have one name, the other one gets the number',
  ],
  'unicode-codepoints-to-string-function.md #5': [
    'page',
    'the page prints its result as the head of a table without rows',
  ],
  'variancepif-aggregation-function.md #1': [
    'page',
    'the page prints the sample variance (850); of the population it is 833',
  ],
};
