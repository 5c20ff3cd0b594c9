import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { queries, type ReportFilter } from '../../api/queries';
import type { ProvidedRow } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Lines, QueryView } from '../../parts/QueryView';
import classes from '../../parts/Table.module.css';

/** What units that must provide have run: when, by whom, and whom it reached. */
export function Provided({ filter }: { filter: ReportFilter }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const query = useQuery(queries.provided(filter));
  return (
    <section aria-labelledby="provided">
      <h2 id="provided" className={classes.title}>
        {t('compliance.provided.title')}
      </h2>
      <QueryView query={query} skeleton={<Lines count={4} height={52} />}>
        {({ items, total }) =>
          items.length === 0 ? (
            <p className={classes.nobody}>{t('compliance.provided.none')}</p>
          ) : (
            <>
              <Sessions items={items} />
              {total > items.length && (
                <p>{t('compliance.provided.first', { shown: number(items.length), total: number(total) })}</p>
              )}
            </>
          )
        }
      </QueryView>
    </section>
  );
}

function Sessions({ items }: { items: ProvidedRow[] }) {
  const { t } = useTranslation();
  const text = useText();
  const { number, shortDate } = useFormat();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('compliance.provided.what')}</th>
          <th scope="col">{t('compliance.provided.on')}</th>
          <th scope="col">{t('compliance.unit')}</th>
          <th scope="col">{t('compliance.provided.by')}</th>
          <th scope="col" className={classes.numeric}>
            {t('compliance.provided.minutes')}
          </th>
          <th scope="col" className={classes.numeric}>
            {t('compliance.provided.reached')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((row) => (
          <tr key={row.id}>
            <th scope="row">{text(row.title)}</th>
            <td data-label={t('compliance.provided.on')}>{shortDate(row.heldOn)}</td>
            <td data-label={t('compliance.unit')}>{text(row.unit.name)}</td>
            <td data-label={t('compliance.provided.by')}>
              {[row.host, row.coLead, row.partner].filter(Boolean).join(', ') || '–'}
            </td>
            <td data-label={t('compliance.provided.minutes')} className={classes.numeric}>
              {number(row.minutes)}
            </td>
            <td data-label={t('compliance.provided.reached')} className={classes.numeric}>
              {row.reached === null
                ? '–'
                : row.rosterSize === null
                  ? number(row.reached)
                  : t('compliance.provided.of', { reached: number(row.reached), size: number(row.rosterSize) })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
