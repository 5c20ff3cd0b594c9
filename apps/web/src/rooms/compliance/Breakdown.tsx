import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { queries, type ReportFilter } from '../../api/queries';
import type { ReportBreakdown } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { Lines, QueryView } from '../../parts/QueryView';
import tables from '../../parts/Table.module.css';
import classes from './Compliance.module.css';

const KNOWN_BANDS = ['executive', 'head', 'manager', 'staff', 'pupil', 'unit'] as const;
const MODES = ['in-person', 'live-online', 'self-paced', 'mixed'] as const;
const EVIDENCE = ['verified', 'practised', 'demonstrated', 'interacted', 'exposed', 'distributed'] as const;

/** What the figures are made of, and how they stood a cycle ago. */
export function Breakdown({ filter, rate }: { filter: ReportFilter; rate: number | null }) {
  const { t } = useTranslation();
  const query = useQuery(queries.breakdown(filter));
  return (
    <section aria-labelledby="breakdown">
      <h2 id="breakdown" className={tables.title}>
        {t('compliance.breakdown.title')}
      </h2>
      <QueryView query={query} skeleton={<Lines count={3} height={52} />}>
        {(breakdown) => <Parts breakdown={breakdown} rate={rate} />}
      </QueryView>
    </section>
  );
}

function Parts({ breakdown, rate }: { breakdown: ReportBreakdown; rate: number | null }) {
  const { t } = useTranslation();
  const { number, percent, shortDate } = useFormat();
  const { before, bands, mix } = breakdown;
  const points = before?.rate == null || rate === null ? null : Math.round((rate - before.rate) * 1000) / 10;
  return (
    <div className={classes.parts}>
      {before && (
        <p>
          {t('compliance.breakdown.before', {
            cycle: before.cycle,
            on: shortDate(before.on),
            required: number(before.required),
            done: number(before.done),
            rate: before.rate === null ? '–' : percent(before.rate),
          })}{' '}
          {points !== null &&
            (points === 0
              ? t('compliance.breakdown.same')
              : t(points > 0 ? 'compliance.breakdown.more' : 'compliance.breakdown.less', {
                  points: number(Math.abs(points)),
                }))}
        </p>
      )}
      {bands.length > 1 && <Bands bands={bands} />}
      <div className={classes.mixes}>
        <Mix title={t('compliance.breakdown.modes')} counts={mix.modes} order={MODES} />
        <Mix title={t('compliance.breakdown.evidence')} counts={mix.evidence} order={EVIDENCE} />
      </div>
    </div>
  );
}

function Bands({ bands }: { bands: ReportBreakdown['bands'] }) {
  const { t } = useTranslation();
  const { number, percent } = useFormat();
  return (
    <table className={tables.table}>
      <thead>
        <tr>
          <th scope="col">{t('compliance.breakdown.band')}</th>
          <th scope="col" className={tables.numeric}>
            {t('compliance.part.required')}
          </th>
          <th scope="col" className={tables.numeric}>
            {t('compliance.done')}
          </th>
          <th scope="col" className={tables.numeric}>
            {t('compliance.part.overdue')}
          </th>
          <th scope="col" className={tables.numeric}>
            {t('compliance.rate')}
          </th>
        </tr>
      </thead>
      <tbody>
        {bands.map((row) => {
          const known = KNOWN_BANDS.find((band) => band === row.band);
          return (
            <tr key={row.band}>
              <th scope="row">{known ? t(`compliance.breakdown.bands.${known}`) : row.band}</th>
              <td data-label={t('compliance.part.required')} className={tables.numeric}>
                {number(row.required)}
              </td>
              <td data-label={t('compliance.done')} className={tables.numeric}>
                {number(row.inTime + row.late)}
              </td>
              <td data-label={t('compliance.part.overdue')} className={tables.numeric}>
                {number(row.overdue)}
              </td>
              <td data-label={t('compliance.rate')} className={tables.numeric}>
                {row.rate === null ? '–' : percent(row.rate)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface MixProps {
  title: string;
  counts: Record<string, number>;
  order: readonly ((typeof MODES)[number] | (typeof EVIDENCE)[number])[];
}

function Mix({ title, counts, order }: MixProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const shown = order.filter((key) => (counts[key] ?? 0) > 0);
  if (shown.length === 0) return null;
  return (
    <div>
      <h3 className={classes.filesTitle}>{title}</h3>
      <dl className={classes.mix}>
        {shown.map((key) => (
          <div key={key}>
            <dt>{t(`compliance.breakdown.words.${key}`)}</dt>
            <dd>{number(counts[key] ?? 0)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
