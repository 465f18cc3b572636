import type { ScalarFunction } from './entry.ts';
import {
  bytesFromBase64,
  bytesToBase64,
  guidFromBase64,
  guidToBase64,
  textFromBase64,
} from './native/base64.ts';
import { gunzipText, unzlibText } from './native/inflate.ts';
import { formatBytes } from './native/format-bytes.ts';
import { urlDecode, urlEncode, urlEncodeComponent } from './native/percent.ts';
import { filled, long, nativeEntry, text, withAliases } from './shared.ts';

const compressed = (name: string): ScalarFunction => ({
  name,
  parameters: ['string'],
  nulls: 'never',
  returns: 'string',
  refuse: () => 'compressing is not done here: the compressed bytes would be others; only decompressing is',
  duckdb: `''`,
});

const entries: readonly ScalarFunction[] = [
  {
    name: 'base64_encode_tostring',
    parameters: ['string'],
    nulls: 'never',
    returns: 'string',
    duckdb: 'to_base64(encode($1))',
  },
  nativeEntry('base64_decode_tostring', ['string'], 'string', textFromBase64),
  nativeEntry('base64_decode_toarray', ['string'], 'dynamic', bytesFromBase64),
  nativeEntry('base64_encode_fromarray', ['dynamic'], 'string', bytesToBase64),
  nativeEntry('base64_decode_toguid', ['string'], 'guid', guidFromBase64),
  nativeEntry('base64_encode_fromguid', ['guid'], 'string', guidToBase64),
  nativeEntry('url_encode', ['string'], 'string', urlEncode),
  nativeEntry('url_encode_component', ['string'], 'string', urlEncodeComponent),
  nativeEntry('url_decode', ['string'], 'string', urlDecode),
  nativeEntry('zlib_decompress_from_base64_string', ['string'], 'string', unzlibText),
  nativeEntry('gzip_decompress_from_base64_string', ['string'], 'string', gunzipText),
  compressed('zlib_compress_to_base64_string'),
  compressed('gzip_compress_to_base64_string'),
  {
    ...nativeEntry('format_bytes', ['real', 'long', 'string'], 'string', formatBytes),
    parameters: ['real', '?', 'long', 'string'],
    rewrite: (args, type) => filled('format_bytes', args, type, [text(''), long(0n), text('')]),
  },
];

/** Texts for bytes and for places that allow few characters. */
export const encodings = withAliases(entries, {
  base64_encodestring: 'base64_encode_tostring',
  base64_decodestring: 'base64_decode_tostring',
});
