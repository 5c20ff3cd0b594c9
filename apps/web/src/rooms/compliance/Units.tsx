import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { Compliance as Report, UnitRow } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { StateBadge } from '../../parts/Badge';
import { Meter } from '../../parts/Meter';
import classes from '../../parts/Table.module.css';

export function Units({ report }: { report: Report }) {
  const { t } = useTranslation();
  const heads = report.units.some((row) => row.head !== null);
  return (
    <section aria-labelledby="units">
      <h2 id="units" className={classes.title}>
        {t('compliance.units')}
      </h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('compliance.unit')}</th>
            {heads && <th scope="col">{t('compliance.head')}</th>}
            <th scope="col" className={classes.numeric}>
              {t('compliance.part.required')}
            </th>
            <th scope="col" className={classes.numeric}>
              {t('compliance.done')}
            </th>
            <th scope="col" className={classes.numeric}>
              {t('compliance.part.overdue')}
            </th>
            <th scope="col">{t('compliance.rate')}</th>
          </tr>
        </thead>
        <tbody>
          {report.units.map((row) => (
            <Row key={row.unit.id} row={row} heads={heads} own={row.unit.id === report.unit.id} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, heads, own }: { row: UnitRow; heads: boolean; own: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const { percent, number } = useFormat();
  const done = row.inTime + row.late;
  const rate = row.rate === null ? '–' : percent(row.rate);
  return (
    <tr>
      <th scope="row">
        {own ? (
          `${text(row.unit.name)} (${t('compliance.direct')})`
        ) : (
          <Link
            from="/compliance"
            to="/compliance"
            search={(search) => ({ ...search, unit: row.unit.id, state: undefined })}
          >
            {text(row.unit.name)}
          </Link>
        )}
      </th>
      {heads && (
        <td data-label={t('compliance.head')}>
          {row.head ? (
            <span className={classes.head}>
              {row.head.name} <StateBadge state={row.head.state} overdue={row.head.overdue} />
            </span>
          ) : (
            '–'
          )}
        </td>
      )}
      <td data-label={t('compliance.part.required')} className={classes.numeric}>
        {number(row.required)}
      </td>
      <td data-label={t('compliance.done')} className={classes.numeric}>
        {number(done)}
      </td>
      <td data-label={t('compliance.part.overdue')} className={classes.numeric}>
        {number(row.overdue)}
      </td>
      <td data-label={t('compliance.rate')}>
        <span className={classes.rate}>
          <span>{rate}</span>
          <Meter label={t('compliance.rate')} value={done} max={row.required} text={rate} />
        </span>
      </td>
    </tr>
  );
}
