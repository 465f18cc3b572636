import {
  activeUsersCount,
  activityCountsMetrics,
  activityEngagement,
  activityMetrics,
  newActivityMetrics,
  slidingWindowCounts,
} from './activity.ts';
import { bagUnpack } from './bag-unpack.ts';
import { estimateRowsCount, narrow, rowsNear } from './rows.ts';
import { ipv4Lookup, ipv6Lookup } from './ip-lookup.ts';
import { pivot } from './pivot.ts';
import type { Plugin } from './plugin.ts';
import { rollingPercentile } from './rolling-percentile.ts';
import { sequenceDetect } from './sequence-detect.ts';

/** The plugins of `evaluate`, by name. */
export const plugins: ReadonlyMap<string, Plugin> = new Map(
  Object.entries({
    active_users_count: activeUsersCount,
    activity_counts_metrics: activityCountsMetrics,
    activity_engagement: activityEngagement,
    activity_metrics: activityMetrics,
    bag_unpack: bagUnpack,
    estimate_rows_count: estimateRowsCount,
    ipv4_lookup: ipv4Lookup,
    ipv6_lookup: ipv6Lookup,
    narrow,
    new_activity_metrics: newActivityMetrics,
    pivot,
    rolling_percentile: rollingPercentile,
    rows_near: rowsNear,
    sequence_detect: sequenceDetect,
    sliding_window_counts: slidingWindowCounts,
  }),
);

const outside = 'would call another system; a query reads only the tables of this installation';
const code = 'would run a program that the query brings';

/** Plugins that reach outside or run foreign code: never, with the reason. */
export const refusedPlugins: ReadonlyMap<string, string> = new Map([
  ...[
    'ai_chat_completion',
    'ai_chat_completion_prompt',
    'ai_embed_text',
    'ai_embeddings',
    'azure_digital_twins_query_request',
    'cosmosdb_sql_request',
    'dax_request',
    'execute_query',
    'execute_show_command',
    'external_datatable',
    'http_request',
    'http_request_post',
    'infer_storage_schema',
    'infer_storage_schema_with_suggestions',
    'mysql_request',
    'postgresql_request',
    'sql_request',
  ].map((name): [string, string] => [name, outside]),
  ...['csharp', 'python', 'r'].map((name): [string, string] => [name, code]),
  ['identity', 'would show who asks'],
  ['identity_v3', 'would show who asks'],
]);

const patterns = 'its groups follow an algorithm that is not published; use summarize and top-nested';

/** Plugins of the language that this compiler does not have, with what to do instead. */
export const unsupportedPlugins: ReadonlyMap<string, string> = new Map([
  ['autocluster', patterns],
  ['basket', patterns],
  ['diffpatterns', patterns],
  ['dcount_intersect', 'use make_set, set_intersect and array_length'],
  ['funnel_sequence', 'it gives several tables; use scan with one step for each state'],
  ['funnel_sequence_completion', 'use scan with one step for each state'],
  ['session_count', 'what it counts is not published exactly; use scan or row_window_session'],
  ['preview', 'it gives two tables; use take'],
  ['geo_polygon_lookup', 'use geo_point_in_polygon in a join of your own'],
  ['geo_line_lookup', 'use geo_distance_point_to_line in a join of your own'],
]);
