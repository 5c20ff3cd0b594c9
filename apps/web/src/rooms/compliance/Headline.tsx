import { useTranslation } from 'react-i18next';

import type { Totals } from '../../api/types';
import { useFormat } from '../../i18n/format';
import classes from './Headline.module.css';

const shown = ['inTime', 'late', 'open', 'overdue', 'unmet', 'paused', 'exempt'] as const;
const drawn = ['inTime', 'late', 'open', 'overdue', 'unmet'] as const;

/** One figure, the sentence that says it, and the parts it is made of, each in words. */
export function Headline({ totals, bearer }: { totals: Totals; bearer: string }) {
  const { t } = useTranslation();
  const { percent, number } = useFormat();
  const done = totals.inTime + totals.late;
  if (totals.required === 0) return <p className={classes.none}>{t('compliance.noneRequired')}</p>;
  const values = { required: number(totals.required), done: number(done) };
  const parts = shown.filter((part) => totals[part] > 0 || part === 'inTime' || part === 'open');
  return (
    <div className={classes.headline}>
      <div>
        <p className={classes.rate}>{totals.rate === null ? '–' : percent(totals.rate)}</p>
        <p className={classes.sentence}>
          {bearer === 'unit' ? t('compliance.sentenceUnits', values) : t('compliance.sentence', values)}
        </p>
      </div>
      <div className={classes.bar} aria-hidden="true">
        {drawn.map((part) =>
          totals[part] > 0 ? <span key={part} data-part={part} style={{ flexGrow: totals[part] }} /> : null,
        )}
      </div>
      <dl className={classes.parts}>
        {parts.map((part) => (
          <div key={part} data-part={part}>
            <dt>{t(`compliance.part.${part}`)}</dt>
            <dd>{number(totals[part])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
