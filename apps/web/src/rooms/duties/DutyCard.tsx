import { useTranslation } from 'react-i18next';

import type { Obligation } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, StateBadge } from '../../parts/Badge';
import { Card } from '../../parts/Card';
import { ButtonLink } from '../../parts/ButtonLink';
import { DutyRequests } from '../requests/DutyRequests';
import classes from './DutyCard.module.css';
import { DutyCourses } from './DutyCourses';
import { DutyPaper } from './DutyPaper';
import { DutyProgress } from './DutyProgress';
import { DutyWhy } from './DutyWhy';

export function DutyCard({ obligation }: { obligation: Obligation }) {
  const { t } = useTranslation();
  const text = useText();
  const active = obligation.state === 'open';
  const missing = text(obligation.missing);
  const headingId = `duty-${obligation.id}`;
  return (
    <Card as="article" labelledBy={headingId} tone={active ? 'plain' : 'quiet'}>
      <div className={classes.top}>
        <StateBadge state={obligation.state} overdue={obligation.overdue} inTime={obligation.inTime} />
        {obligation.mandate.policy && (
          <Badge tone="plain" title={t('duties.policyWhy')}>
            {t('duties.policy')}
          </Badge>
        )}
        {obligation.bearer === 'unit' && <Badge tone="earth">{t('duties.unitBearer')}</Badge>}
        <span className={classes.cycle}>{t('duties.cycle', { key: obligation.cycle.key })}</span>
      </div>
      <h3 id={headingId} className={classes.title}>
        {text(obligation.mandate.title)}
      </h3>
      <Dates obligation={obligation} />
      {active && missing && (
        <p className={classes.missing}>
          <span className={classes.missingLabel}>{t('duties.missing')}</span> {missing}
        </p>
      )}
      {obligation.state === 'paused' && <p className={classes.note}>{t('duties.pausedWhy')}</p>}
      {obligation.bearer === 'unit' && <p className={classes.note}>{t('duties.unitBearerWhy')}</p>}
      {active && <DutyProgress obligation={obligation} />}
      {active && obligation.bearer === 'person' && <DutyCourses courses={obligation.courses} />}
      {obligation.state === 'fulfilled' && (
        <div className={classes.action}>
          <DutyPaper obligation={obligation} />
          {obligation.bearer === 'person' && (
            <ButtonLink to="/certificates" variant="subtle">
              {t('duties.seeCertificates')}
            </ButtonLink>
          )}
        </div>
      )}
      <DutyWhy obligation={obligation} />
      {obligation.bearer === 'person' && <DutyRequests obligation={obligation} />}
    </Card>
  );
}

function Dates({ obligation }: { obligation: Obligation }) {
  const { t } = useTranslation();
  const { date, daysLeft } = useFormat();
  const rows: [string, string, string?][] = [];
  if (obligation.fulfilledOn) rows.push([t('duties.finishedOn'), date(obligation.fulfilledOn)]);
  if (obligation.state === 'upcoming') rows.push([t('duties.opens'), date(obligation.opensOn)]);
  rows.push([
    t('duties.due'),
    date(obligation.dueOn),
    obligation.state === 'open' ? daysLeft(obligation.daysLeft) : undefined,
  ]);
  if (obligation.state === 'open' && obligation.targetDueOn)
    rows.push([t('duties.target'), date(obligation.targetDueOn)]);
  return (
    <dl className={classes.dates}>
      {rows.map(([label, day, left]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {day}
            {left && (
              <strong className={classes.left} data-over={obligation.overdue || undefined}>
                {left}
              </strong>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
