import { IconCircleCheck, IconCircleX, IconReplace } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { isStatus } from '../../api/errors';
import { queries } from '../../api/queries';
import type { Verification } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { PilotBadge } from '../../parts/Badge';
import { Card } from '../../parts/Card';
import { Copy } from '../../parts/Copy';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import tables from '../../parts/Table.module.css';
import classes from './Verify.module.css';

const route = getRouteApi('/verify/$code');

export function Verify() {
  const { t } = useTranslation();
  const { code } = route.useParams();
  const query = useQuery(queries.verify(code));
  return (
    <Page title={t('verify.title')} width="narrow">
      {isStatus(query.error, 404) || isStatus(query.error, 400) ? (
        <Notice tone="bad" title={t('verify.unknownTitle')} live>
          {t('verify.unknownBody')}
        </Notice>
      ) : (
        <QueryView query={query}>{(verification) => <Record verification={verification} />}</QueryView>
      )}
      <p className={classes.again}>
        <Link to="/verify">{t('verify.again')}</Link>
      </p>
    </Page>
  );
}

const icons = { issued: IconCircleCheck, superseded: IconReplace, revoked: IconCircleX } as const;

export function Record({ verification }: { verification: Verification }) {
  const { t } = useTranslation();
  const text = useText();
  const { date } = useFormat();
  const { status, table } = verification;
  const Icon = icons[status];
  const rows: [string, ReactNode][] = [
    [t('verify.number'), verification.number],
    [t('verify.kind'), text(verification.title)],
    ...verification.rows.map(({ label, value }): [string, ReactNode] => [text(label), text(value)]),
    [t('verify.issuedOn'), date(verification.issuedOn)],
    [t('verify.issuer'), text(verification.issuer)],
  ];
  if (verification.basis.length > 0)
    rows.splice(-2, 0, [t('verify.basis'), verification.basis.map((line) => <p key={line.ko}>{text(line)}</p>)]);
  if (verification.revision > 1)
    rows.splice(1, 0, [t('verify.revision'), t('verify.revisionNumber', { number: verification.revision })]);
  return (
    <div className={classes.record}>
      <div className={classes.status} data-status={status} role="status">
        <Icon size={40} stroke={1.75} aria-hidden="true" />
        <div>
          <p className={classes.short}>
            {t(`verify.statusShort.${status}`)} {verification.pilot && <PilotBadge />}
          </p>
          <p>{t(`verify.status.${status}`)}</p>
        </div>
      </div>
      <Card as="div">
        <dl className={classes.rows}>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div className={classes.hash}>
            <dt>{t('verify.sha256')}</dt>
            <dd>
              <code>{verification.sha256}</code>
              <p className={classes.hint}>{t('verify.sha256Hint')}</p>
              <span className="no-print">
                <Copy text={verification.sha256} />
              </span>
            </dd>
          </div>
        </dl>
      </Card>
      {table && (
        <table className={tables.table}>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th scope="col" key={column.ko}>
                  {text(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, column) => (
                  <td key={column} data-label={text(table.columns[column] ?? cell)}>
                    {text(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.hint}>{t('verify.compare')}</p>
      {verification.pilot && <Notice tone="info">{t('app.pilotWhy')}</Notice>}
    </div>
  );
}
