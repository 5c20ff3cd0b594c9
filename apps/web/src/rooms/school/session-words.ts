import type { Topic } from '../../api/types';

/** What a session is described by, in the order in which it is offered. */
export const topics: readonly Topic[] = [
  'participation',
  'dignity',
  'non-discrimination',
  'children',
  'digital',
  'privacy',
  'labour-rights',
  'gender',
  'migration',
  'climate',
  'history',
  'sports-rights',
  'care',
  'autonomy',
  'abuse-prevention',
  'remedy',
];
export const modes = ['in-person', 'live-online'] as const;
export const methods = ['participatory', 'lecture'] as const;
