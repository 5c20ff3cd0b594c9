import { useEffect } from 'react';

import type { Me } from '../api/types';

/** Larger text and the path without pictures hold on every page, by marks on the root that the styles read. */
export function useAccommodations(me: Me | null): void {
  const larger = me?.accommodations.largerText === true;
  const textOnly = me?.accommodations.textOnly === true;
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (larger) dataset['largerText'] = '';
    else delete dataset['largerText'];
    if (textOnly) dataset['textOnly'] = '';
    else delete dataset['textOnly'];
  }, [larger, textOnly]);
}
