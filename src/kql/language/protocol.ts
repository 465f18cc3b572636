import type { Catalog } from '../catalog/catalog.ts';
import type { LanguageService } from './service.ts';

/** What is asked of the language thread. One request is under way at a time. */
export type Request = { readonly id: number } & (
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'service'; readonly method: keyof LanguageService; readonly given: readonly unknown[] }
  | { readonly kind: 'compile'; readonly text: string; readonly options: unknown }
);

/** What the language thread says: first that it is warm, then one answer for each request. */
export type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
