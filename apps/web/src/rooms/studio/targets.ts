import { useTranslation } from 'react-i18next';

import { useText } from '../../i18n';
import type { DraftScenario } from './document';

export interface Target {
  value: string;
  label: string;
  kind: 'none' | 'situation' | 'ending';
}

const SHOWN = 32;

/** Where a choice can lead, named by what the author wrote and not by an inner name. */
export function useTargets(scenario: DraftScenario): Target[] {
  const { t } = useTranslation();
  const text = useText();
  const short = (words: string): string => {
    const line = words.replace(/[#*>_[\]]/g, '').trim();
    return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
  };
  return [
    { value: '', label: t('studio.leadsNowhere'), kind: 'none' },
    ...scenario.situations.map((situation, index) => ({
      value: situation.id,
      label: t('studio.toSituation', { number: index + 1, words: short(text(situation.text)) }),
      kind: 'situation' as const,
    })),
    ...scenario.endings.map((ending, index) => ({
      value: ending.id,
      label: t('studio.toEnding', { number: index + 1, words: short(text(ending.title)) }),
      kind: 'ending' as const,
    })),
  ];
}
