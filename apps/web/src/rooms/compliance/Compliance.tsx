import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Compliance as Report } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge } from '../../parts/Badge';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Compliance.module.css';
import { Breakdown } from './Breakdown';
import { ExportTable } from './ExportTable';
import { Files } from './Files';
import { Headline } from './Headline';
import { KindMessage } from './KindMessage';
import { People } from './People';
import { Provided } from './Provided';
import { Self } from './Self';
import { Units } from './Units';

const route = getRouteApi('/in/compliance');

export function Compliance() {
  const { t } = useTranslation();
  const { unit, mandate, cycle, asOf } = route.useSearch();
  const query = useQuery({
    ...queries.compliance({ unit, mandate, cycle, asOf }),
    placeholderData: (before) => before,
  });
  return (
    <Page title={t('compliance.title')} lead={t('compliance.lead')}>
      <QueryView query={query}>{(report) => <Room report={report} busy={query.isPlaceholderData} />}</QueryView>
      {asOf !== undefined && query.isError && (
        <p>
          <Link from="/compliance" to="/compliance" search={(search) => ({ ...search, asOf: undefined })}>
            {t('compliance.backToNow')}
          </Link>
        </p>
      )}
    </Page>
  );
}

function Room({ report, busy }: { report: Report; busy: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const { instant } = useFormat();
  const { asOf } = route.useSearch();
  const now = { unit: report.unit.id, mandate: report.mandate.code, cycle: report.cycle };
  const filter = { ...now, asOf };
  return (
    <div className={classes.room} aria-busy={busy}>
      <Where report={report} />
      <Choose report={report} />
      <Self mandate={report.mandate.code} cycle={report.cycle} />
      <section aria-labelledby="unit-name" className={classes.section}>
        <div className={classes.unitHead}>
          <div>
            <h2 id="unit-name" className={classes.unitName}>
              {text(report.unit.name)}
            </h2>
            <p className={classes.mandate}>
              {text(report.mandate.title)} {report.mandate.policy && <Badge tone="plain">{t('duties.policy')}</Badge>}
            </p>
          </div>
          {report.mandate.bearer === 'person' && (
            <div className={`${classes.actions ?? ''} no-print`}>
              {/* A kind word is for those who are open now. */}
              {asOf === undefined && <KindMessage filter={now} />}
              <ExportTable
                filter={filter}
                rows={report.totals.required + report.totals.exempt + report.totals.paused}
              />
            </div>
          )}
        </div>
        <Headline totals={report.totals} bearer={report.mandate.bearer} />
        <p className={classes.asOf}>
          {t('compliance.asOf', { at: instant(report.asOf) })}
          {asOf !== undefined && (
            <>
              {' · '}
              <Link from="/compliance" to="/compliance" search={(search) => ({ ...search, asOf: undefined })}>
                {t('compliance.backToNow')}
              </Link>
            </>
          )}
        </p>
      </section>
      {report.mandate.bearer === 'person' && <Files />}
      {report.units.some((row) => row.unit.id !== report.unit.id) && <Units report={report} />}
      {report.totals.required > 0 && <Breakdown filter={filter} rate={report.totals.rate} />}
      {report.mandate.bearer === 'unit' && <Provided key={JSON.stringify(now)} filter={now} />}
      {report.mandate.bearer === 'person' && <People key={JSON.stringify(filter)} filter={filter} />}
    </div>
  );
}

function Where({ report }: { report: Report }) {
  const { t } = useTranslation();
  const text = useText();
  const above = report.path.filter((unit) => unit.id !== report.unit.id);
  if (above.length === 0) return null;
  return (
    <nav aria-label={t('compliance.unitPath')} className="no-print">
      <ol className={classes.path}>
        {above.map((unit) => (
          <li key={unit.id}>
            <Link from="/compliance" to="/compliance" search={(search) => ({ ...search, unit: unit.id })}>
              {text(unit.name)}
            </Link>
          </li>
        ))}
        <li aria-current="page">{text(report.unit.name)}</li>
      </ol>
    </nav>
  );
}

function Choose({ report }: { report: Report }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = route.useNavigate();
  const { asOf } = route.useSearch();
  return (
    <div className={`${classes.choose ?? ''} no-print`}>
      <NativeSelect
        label={t('compliance.mandate')}
        value={report.mandate.code}
        data={report.mandates.map((mandate) => ({ value: mandate.code, label: text(mandate.title) }))}
        onChange={(event) => {
          const { value } = event.currentTarget;
          void navigate({ search: (search) => ({ ...search, mandate: value, cycle: undefined }), replace: true });
        }}
      />
      <NativeSelect
        label={t('compliance.cycle')}
        value={report.cycle}
        data={report.cycles}
        onChange={(event) => {
          const { value } = event.currentTarget;
          void navigate({
            search: (search) => ({ ...search, mandate: report.mandate.code, cycle: value }),
            replace: true,
          });
        }}
      />
      <TextInput
        type="date"
        label={t('compliance.asOfDay')}
        description={t('compliance.asOfHint')}
        max={yesterday()}
        value={asOf ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          // Half a date, as it is being typed, is empty.
          void navigate({ search: (search) => ({ ...search, asOf: value === '' ? undefined : value }), replace: true });
        }}
      />
    </div>
  );
}

/** The last day that is over: of today more may become known. */
function yesterday(): string {
  const day = new Date();
  day.setDate(day.getDate() - 1);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
