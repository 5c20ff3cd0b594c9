import { useTranslation } from 'react-i18next';

import type { ImportDetail, ImportSummary } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../parts/ButtonLink';
import classes from './Imports.module.css';
import { firstDayOf } from './school-year';

/** March as one guided step: who goes up, who leaves, who is new, which classes are made, and what comes after it. */
export function Promotion({ run, summary }: { run: ImportDetail; summary: ImportSummary }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { schoolYear: year } = run;
  if (year === null || run.effectiveOn !== firstDayOf(year)) return null;
  const { move, update, end, create, ask, bad } = summary.rows;
  const lines = [
    ['up', move + update],
    ['out', end],
    ['fresh', create],
    ['unclear', ask + bad],
    ['classes', summary.newClasses.length],
  ] as const;
  const applied = run.state === 'applied';
  return (
    <section className={classes.card} aria-labelledby="promotion">
      <h2 id="promotion" className={classes.title}>
        {t('imports.promotion.title', { year })}
      </h2>
      <p>{applied ? t('imports.promotion.after') : t('imports.promotion.lead')}</p>
      <dl className={classes.counts}>
        {lines.map(([what, count]) => (
          <div key={what}>
            <dt>{t(`imports.promotion.${what}`)}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
      {!applied && summary.proposed > 0 && <p>{t('imports.promotion.confirm', { count: summary.proposed })}</p>}
      {applied && (
        <div>
          <ButtonLink to="/school" variant="default">
            {t('imports.promotion.cards')}
          </ButtonLink>
        </div>
      )}
    </section>
  );
}
